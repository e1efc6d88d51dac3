//! A [`Host`] for programs in a browser: its clock, its random bytes, and localStorage for sessions and devices.

use std::rc::Rc;

use js_sys::{Date, Promise};
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

use crate::{
    host::{Host, RememberedDevice},
    ids::ClientId,
    srp::arithmetic::EXPONENT_BYTES,
    timestamp::{Clock, Timestamp},
    token_store::{
        KeyedTokenStore,
        key_value::{KeyValueStore, StoreError},
    },
};

/// The page that a program runs in. It remembers devices in localStorage, under the names that Amplify uses.
pub struct BrowserHost {
    devices: KeyedTokenStore,
}

impl BrowserHost {
    /// The page, as that app client sees it.
    pub fn new(client_id: &ClientId) -> Self {
        Self { devices: KeyedTokenStore::new(client_id, Rc::new(LocalStorage)) }
    }
}

impl Clock for BrowserHost {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(Date::now() as u64)
    }
}

impl Host for BrowserHost {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut random = [0; EXPONENT_BYTES];
        web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut random).ok()?;
        Some(random)
    }

    /// Lets the page be drawn, and people type.
    async fn pause(&self) {
        let Some(window) = web_sys::window() else { return };
        let next_task = Promise::new(&mut |resolve, _| {
            window.set_timeout_with_callback(&resolve).ok();
        });
        JsFuture::from(next_task).await.ok();
    }

    fn device(&self, username: &str) -> Option<RememberedDevice> {
        self.devices.device(username)
    }

    fn save_device(&self, username: &str, device: &RememberedDevice) {
        self.devices.save_device(username, device);
    }

    fn forget_device(&self, device_key: &str) {
        self.devices.forget_device(device_key);
    }

    /// As the browser calls itself.
    fn device_name(&self) -> String {
        web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
    }
}

/// The page's localStorage, for a [`KeyedTokenStore`]. Any script of the page's origin reads what is in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalStorage;

impl LocalStorage {
    #[expect(clippy::disallowed_methods, reason = "for programs that have no store of their own")]
    fn storage() -> Result<Storage, StoreError> {
        web_sys::window().and_then(|window| window.local_storage().ok().flatten()).ok_or(StoreError)
    }
}

#[expect(clippy::disallowed_methods, reason = "for programs that have no store of their own")]
impl KeyValueStore for LocalStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        Self::storage()?.get_item(key).map_err(|_| StoreError)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        Self::storage()?.set_item(key, value).map_err(|_| StoreError)
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        Self::storage()?.remove_item(key).map_err(|_| StoreError)
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        let storage = Self::storage()?;
        let count = storage.length().map_err(|_| StoreError)?;
        Ok((0..count).filter_map(|index| storage.key(index).ok().flatten()).collect())
    }
}
