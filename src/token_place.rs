//! Where the signed-in user's tokens, and the devices that remember users, outlive the page: in what the browser has for
//! that. Under which names, and what else, is cognito-client's. Nothing else in the app touches them.

#![expect(clippy::disallowed_methods, reason = "this and sign_in_store are the places that touch web storage")]

use std::rc::Rc;

use cognito_client::{
    ids::ClientId,
    token_store::{
        KeyedTokenStore,
        cookies::{CookieJar, CookieOptions, CookieStore},
        key_value::{KeyValueStore, MemoryStore, StoreError},
        picked::{PickedTokenStore, Places},
        tab::TabTokenStore,
    },
};
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use crate::platform::{
    self,
    channel::{TabChannel, TabLines},
};

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

    /// Whether what is there outlives the browser.
    pub const fn is_lasting(&self) -> bool {
        match self {
            Self::Local => true,
            Self::Session | Self::Memory => false,
            Self::Cookies(options) => options.expires.is_some(),
        }
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

/// What keeps the tokens of one app client.
pub type Tokens = PickedTokenStore<TabLines>;

impl TokenPlace {
    /// With `is_asked`, the person picks between that place and this tab's sessionStorage. `channel` tells other tabs what
    /// they are not told by the browser, and `lines` reach the copies of this tab.
    pub fn open(&self, is_asked: bool, client_id: &ClientId, channel: Rc<TabChannel>, lines: TabLines) -> Tokens {
        let keyed = |values| KeyedTokenStore::new(client_id, values);
        let shared = match self {
            Self::Session => None,
            Self::Local => self.shared_values(client_id, channel).map(keyed),
            Self::Cookies(options) => {
                self.shared_values(client_id, channel).map(keyed).map(|store| stamped(store, options, client_id))
            }
            Self::Memory => Some(keyed(Rc::new(MemoryStore::default()))),
        };
        let tab = || TabTokenStore::new(keyed(Rc::new(WebStorage::Session)), lines);
        PickedTokenStore::new(match shared {
            None => Places::Tab(tab()),
            Some(shared) if is_asked => Places::Either(tab(), shared),
            Some(shared) => Places::Shared(shared),
        })
    }

    /// What all tabs share: the tokens, or only whose turn it is where each has its own. `None` if no tab has anything to do
    /// with another.
    pub fn shared_values(&self, client_id: &ClientId, channel: Rc<TabChannel>) -> Option<Rc<dyn KeyValueStore>> {
        Some(match self {
            Self::Local | Self::Session => Rc::new(WebStorage::Local),
            Self::Memory => return None,
            Self::Cookies(options) => match CookieStore::new(DocumentCookies, options) {
                Ok(cookies) => {
                    Rc::new(Told { values: cookies, last_user: KeyedTokenStore::last_user_key(client_id), channel })
                }
                // Settings with such options are refused.
                Err(_) => Rc::new(MemoryStore::default()),
            },
        })
    }
}

/// Cookies of such names can be written by other hosts of the domain.
fn stamped(store: KeyedTokenStore, options: &CookieOptions, client_id: &ClientId) -> KeyedTokenStore {
    let name = format!("leptos-cognito.{}", client_id.as_str());
    match stamp_secret(&name).filter(|_| !options.host_prefix) {
        Some(secret) => store.stamped(&name, secret, Rc::new(WebStorage::Local), options.domain.is_some()),
        None => store,
    }
}

/// What no other host knows: kept for as long as this browser keeps anything. None where it keeps nothing.
fn stamp_secret(name: &str) -> Option<String> {
    let key = format!("{name}.stampSecret");
    if let Some(secret) = WebStorage::Local.get(&key).ok()? {
        return Some(secret);
    }
    let secret = platform::random_bytes::<16>()?.map(|byte| format!("{byte:02x}")).concat();
    WebStorage::Local.set(&key, &secret).ok().map(|()| secret)
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
