//! Where the signed-in user's tokens, and the devices that remember users, outlive the page: in what the browser has for
//! that. Under which names, and what else, is cognito-client's. Nothing else in the app touches them.

#![expect(clippy::disallowed_methods, reason = "this and sign_in_store are the places that touch web storage")]

use std::{cell::Cell, rc::Rc};

use cognito_client::{
    ids::ClientId,
    token_store::{
        KeyedTokenStore,
        cookies::{CookieJar, CookieOptions, CookieStore},
        key_value::{KeyValueStore, MemoryStore, StoreError},
    },
};
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use crate::platform::channel::TabChannel;

pub use cognito_client::token_store::TokenStore;

/// What a tab says to the others when it has changed what they share, where the browser does not say so.
pub const CHANGED: &str = "session";

/// For how long, and for whom, tokens are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TokenPlace {
    /// localStorage: for all tabs of this origin, until somebody signs out.
    #[default]
    Local,
    /// sessionStorage: for one tab, and over its reloads.
    Session,
    /// For one page.
    Memory,
    /// For the hosts and paths that the options name.
    Cookies(CookieOptions),
}

impl TokenPlace {
    /// Whether other tabs see what is there.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Local | Self::Cookies(_))
    }

    /// Whether a session of that client seems to be there, or in this tab where the person picks: [`Tokens`] know. This is
    /// all that a first visit asks.
    pub fn seems_to_hold(&self, is_asked: bool, client_id: &ClientId) -> bool {
        let key = KeyedTokenStore::last_user_key(client_id);
        let is_in = |storage: WebStorage| matches!(storage.get(&key), Ok(Some(_)));
        let is_here = match self {
            Self::Local => is_in(WebStorage::Local),
            Self::Session => is_in(WebStorage::Session),
            Self::Memory => false,
            // Nothing in that name is spelt otherwise in a cookie.
            Self::Cookies(_) => DocumentCookies.read().is_ok_and(|cookies| cookies.contains(&key)),
        };
        is_here || (is_asked && is_in(WebStorage::Session))
    }
}

/// The tokens of one app client, and where they are.
pub struct Tokens {
    pub store: Rc<KeyedTokenStore>,
    /// What the store keeps them in.
    pub values: Rc<dyn KeyValueStore>,
    choice: Option<Rc<Choice>>,
}

impl Tokens {
    /// With `is_asked`, the person picks between that place and this tab's sessionStorage.
    pub fn open(place: &TokenPlace, is_asked: bool, client_id: &ClientId) -> Self {
        Self::open_telling(place, is_asked, client_id, Rc::new(TabChannel::closed()))
    }

    /// As [`open`](Self::open); tells other tabs what they are not told by the browser.
    pub fn open_telling(place: &TokenPlace, is_asked: bool, client_id: &ClientId, channel: Rc<TabChannel>) -> Self {
        let kept: Rc<dyn KeyValueStore> = match place {
            TokenPlace::Local => Rc::new(WebStorage::Local),
            TokenPlace::Session => Rc::new(WebStorage::Session),
            TokenPlace::Memory => Rc::new(MemoryStore::default()),
            TokenPlace::Cookies(options) => match CookieStore::new(DocumentCookies, options) {
                Ok(cookies) => {
                    Rc::new(Told { values: cookies, last_user: KeyedTokenStore::last_user_key(client_id), channel })
                }
                // Settings with such options are refused.
                Err(_) => Rc::new(MemoryStore::default()),
            },
        };
        let choice = is_asked.then(|| Rc::new(Choice { kept: Rc::clone(&kept), is_kept: Cell::new(false) }));
        let values: Rc<dyn KeyValueStore> = match &choice {
            Some(choice) => Rc::<Choice>::clone(choice),
            None => kept,
        };
        let store = Rc::new(KeyedTokenStore::new(client_id, Rc::clone(&values)));
        let tokens = Self { store, values, choice };
        tokens.stay();
        tokens
    }

    /// From now on, keeps what is stored over the end of this tab, or does not. Only where the person is asked.
    pub fn keep(&self, is_kept: bool) {
        if let Some(choice) = &self.choice {
            choice.is_kept.set(is_kept);
        }
    }

    /// From now on, keeps what is stored where the session is: not beyond this tab unless somebody said so.
    pub fn stay(&self) {
        let Some(choice) = &self.choice else { return };
        let is_here = |values: &dyn KeyValueStore| {
            let keys = values.keys().unwrap_or_default();
            keys.iter().any(|key| self.store.concerns(Some(key)) && key.ends_with(".LastAuthUser"))
        };
        choice.is_kept.set(!is_here(&WebStorage::Session) && is_here(&*choice.kept));
    }
}

/// Cookies, of whose changes no browser tells the other tabs.
struct Told<V> {
    values: V,
    /// Whatever changes, this is written last.
    last_user: String,
    channel: Rc<TabChannel>,
}

impl<V: KeyValueStore> Told<V> {
    fn tell(&self, key: &str) {
        if key == self.last_user {
            self.channel.tell(CHANGED);
        }
    }
}

impl<V: KeyValueStore> KeyValueStore for Told<V> {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.values.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.values.set(key, value)?;
        self.tell(key);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.values.remove(key)?;
        self.tell(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        self.values.keys()
    }
}

/// This tab's storage before a place that lasts: what is in one is not in the other.
struct Choice {
    kept: Rc<dyn KeyValueStore>,
    is_kept: Cell<bool>,
}

impl KeyValueStore for Choice {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        match WebStorage::Session.get(key) {
            Ok(Some(value)) => Ok(Some(value)),
            _ => self.kept.get(key),
        }
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (place, other): (&dyn KeyValueStore, &dyn KeyValueStore) =
            if self.is_kept.get() { (&*self.kept, &WebStorage::Session) } else { (&WebStorage::Session, &*self.kept) };
        place.set(key, value)?;
        // What is turned off holds nothing.
        other.remove(key).ok();
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        WebStorage::Session.remove(key).and(self.kept.remove(key))
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        let mut keys = self.kept.keys()?;
        keys.extend(WebStorage::Session.keys().unwrap_or_default());
        Ok(keys)
    }
}

#[derive(Clone, Copy)]
enum WebStorage {
    Local,
    Session,
}

impl WebStorage {
    /// gloo-storage's own reading and writing puts values into JSON, which no other library would understand; and it panics
    /// where storage is turned off.
    fn storage(self) -> Result<web_sys::Storage, StoreError> {
        let window = web_sys::window().ok_or(StoreError)?;
        let is_on = match self {
            Self::Local => window.local_storage(),
            Self::Session => window.session_storage(),
        };
        is_on.ok().flatten().ok_or(StoreError)?;
        Ok(match self {
            Self::Local => LocalStorage::raw(),
            Self::Session => SessionStorage::raw(),
        })
    }
}

impl KeyValueStore for WebStorage {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.storage()?.get_item(key).map_err(|_| StoreError)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.storage()?.set_item(key, value).map_err(|_| StoreError)
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.storage()?.remove_item(key).map_err(|_| StoreError)
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        let storage = self.storage()?;
        let length = storage.length().map_err(|_| StoreError)?;
        Ok((0..length).filter_map(|index| storage.key(index).ok()?).collect())
    }
}

/// This page's cookies.
pub struct DocumentCookies;

impl CookieJar for DocumentCookies {
    fn read(&self) -> Result<String, StoreError> {
        document().unchecked_into::<HtmlDocument>().cookie().map_err(|_| StoreError)
    }

    fn write(&self, cookie: &str) -> Result<(), StoreError> {
        document().unchecked_into::<HtmlDocument>().set_cookie(cookie).map_err(|_| StoreError)
    }
}
