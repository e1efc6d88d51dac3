//! What the protocol needs of the program around it, as a browser has it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use cognito_client::{
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host, Preparation},
    timestamp::{Clock, Timestamp},
    token_store::picked::PickedTokenStore,
};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{channel::TabLines, host_clock};
use crate::platform;

/// A clock that is off by so little is right.
const FORGIVEN_MILLIS: u64 = 30_000;

/// This browser.
#[derive(Clone)]
pub struct Browser {
    /// Keeps its remembered devices.
    pub store: Rc<PickedTokenStore<TabLines>>,
    /// Milliseconds that its clock is ahead of the service's, as far as that is known.
    pub ahead: &'static Cell<i64>,
    /// What its next sign-in by SRP begins with, as far as that is prepared.
    pub prepared: &'static RefCell<Option<Preparation>>,
}

impl Browser {
    /// Prepares what the next sign-in by SRP begins with, unless that is prepared. It can be taken before it is complete.
    pub async fn prepare(&self) {
        if self.prepared.borrow().is_some() {
            return;
        }
        let Some(random) = self.random_bytes() else { return };
        self.prepared.replace(Some(Preparation::new(random)));
        while self.prepared.borrow_mut().as_mut().is_some_and(|preparation| !preparation.advance()) {
            self.pause().await;
        }
    }
}

impl Clock for Browser {
    fn now(&self) -> Timestamp {
        platform::now()
    }
}

impl Host for Browser {
    fn service_now(&self) -> Timestamp {
        Timestamp::from_millis(self.now().as_millis().saturating_add_signed(self.ahead.get().saturating_neg()))
    }

    /// Goes by the time of the app's own host; if it did, and that was refused, by the local clock again.
    async fn correct_clock(&self) -> bool {
        let Some(by_host) = host_clock::millis_ahead().await else { return false };
        let is_near = |one: i64, other: i64| one.abs_diff(other) <= FORGIVEN_MILLIS;
        let tried = self.ahead.get();
        self.ahead.set(if is_near(tried, by_host) { 0 } else { by_host });
        !is_near(tried, self.ahead.get())
    }

    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        platform::random_bytes()
    }

    fn take_prepared(&self) -> Option<Preparation> {
        self.prepared.take()
    }

    async fn pause(&self) {
        platform::next_task().await;
    }

    fn device(&self, username: &str) -> Option<RememberedDevice> {
        self.store.device(username)
    }

    fn save_device(&self, username: &str, device: &RememberedDevice) {
        self.store.save_device(username, device);
    }

    fn forget_device(&self, device_key: &str) {
        self.store.forget_device(device_key);
    }

    fn device_name(&self) -> String {
        let member = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
        member(&member(&js_sys::global(), "navigator"), "userAgent").as_string().unwrap_or_default()
    }
}

/// What Amazon's script for threat protection tells of this browser, where the page has that script
/// ([Adding threat protection](https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-threat-protection-app.html)).
pub fn user_context_data(username: &str, user_pool_id: &str, client_id: &str) -> Option<String> {
    let script = Reflect::get(&js_sys::global(), &"AmazonCognitoAdvancedSecurityData".into()).ok()?;
    let get_data: Function = Reflect::get(&script, &"getData".into()).ok()?.dyn_into().ok()?;
    let arguments: Array = [username, user_pool_id, client_id].map(JsValue::from).into_iter().collect();
    get_data.apply(&script, &arguments).ok()?.as_string()
}
