//! A sign-in that is under way, here or on another page, in sessionStorage: it outlives a reload, and nothing else. And, in
//! localStorage, who signed in last and how, where people pick how to sign in, which passkeys were used here, and whether the
//! user pool's domain is still to be left, and the language that was chosen. docs/sessions.md lists all of it; a test of xtask
//! holds the scripts that run before the program (`prerendered.js`, `brand.js`) to the same names.

#![expect(clippy::disallowed_methods, reason = "this and token_place are the places that touch web storage")]

mod stored;

use cognito_client::{
    ids::ClientId,
    json::{self, Writable},
    sign_in::FirstFactor,
    timestamp::Timestamp,
};
use web_sys::Storage;

pub use self::stored::{StoredRedirect, StoredSignIn};

const PREFIX: &str = "leptos-cognito";
const SIGN_IN: &str = "signIn";
const REDIRECT: &str = "redirect";
const WANTED: &str = "wanted";
const WAY_BACK: &str = "wayBack";
const LAST_USER: &str = "lastUser";
const LAST_METHOD: &str = "lastMethod";
const DOMAIN_DISTRUSTED: &str = "domainDistrusted";
const RELOADED: &str = "leptos-cognito.reloaded";
const PASSKEY_DECLINED: &str = "passkeyDeclined";
const PASSKEY_USED: &str = "passkeyUsed";
/// Not of one app client: people read the same language in all of them.
const LANGUAGE: &str = "leptos-cognito.language";

/// The store of one app client.
#[derive(Clone, Debug)]
pub struct SignInStore {
    prefix: String,
}

/// Why a stored sign-in cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    Expired,
    Unreadable,
}

impl SignInStore {
    pub fn new(client_id: &ClientId) -> Self {
        Self { prefix: format!("{PREFIX}.{}", client_id.as_str()) }
    }

    /// Whether a sign-in seems to be under way: [`load`](Self::load) knows.
    pub fn has_sign_in(&self) -> bool {
        get(session_storage(), &self.key(SIGN_IN)).is_some()
    }

    /// The sign-in that is under way. What is lost goes.
    ///
    /// # Errors
    /// If there is one that cannot go on.
    pub fn load(&self, now: Timestamp) -> Result<Option<StoredSignIn>, Lost> {
        let Some(json) = get(session_storage(), &self.key(SIGN_IN)) else { return Ok(None) };
        let stored = match json::read::<StoredSignIn>(&json) {
            Some(stored) if stored.paused.is_over(now) => Err(Lost::Expired),
            Some(stored) => Ok(Some(stored)),
            None => Err(Lost::Unreadable),
        };
        if stored.is_err() {
            self.clear();
        }
        stored
    }

    /// Stores it. Where storage is full or turned off, it lives as long as the page.
    pub fn save(&self, sign_in: &StoredSignIn) {
        if let Some(storage) = session_storage() {
            storage.set_item(&self.key(SIGN_IN), &sign_in.to_json()).ok();
        }
    }

    pub fn clear(&self) {
        if let Some(storage) = session_storage() {
            storage.remove_item(&self.key(SIGN_IN)).ok();
        }
    }

    /// Stores a sign-in on another page, in the place of any other. False where storage is full or turned off: then nobody
    /// could come back from there.
    pub fn save_redirect(&self, redirect: &StoredRedirect) -> bool {
        session_storage().is_some_and(|storage| storage.set_item(&self.key(REDIRECT), &redirect.to_json()).is_ok())
    }

    /// The sign-in on another page that was begun in this tab: it is stored no longer.
    pub fn take_redirect(&self) -> Option<StoredRedirect> {
        let json = get(session_storage(), &self.key(REDIRECT))?;
        self.forget_redirect();
        json::read(&json)
    }

    pub fn forget_redirect(&self) {
        if let Some(storage) = session_storage() {
            storage.remove_item(&self.key(REDIRECT)).ok();
        }
    }

    /// The address of where the person wants to go who signs in. It is whatever stands there.
    pub fn wanted(&self) -> Option<String> {
        get(session_storage(), &self.key(WANTED))
    }

    /// Stores it. Where storage is full or turned off, it lives as long as the page.
    pub fn save_wanted(&self, path: &str) {
        if let Some(storage) = session_storage() {
            storage.set_item(&self.key(WANTED), path).ok();
        }
    }

    pub fn forget_wanted(&self) {
        if let Some(storage) = session_storage() {
            storage.remove_item(&self.key(WANTED)).ok();
        }
    }

    /// Where a site wants the people back whom it sent here. It is whatever stands there.
    pub fn way_back(&self) -> Option<String> {
        get(session_storage(), &self.key(WAY_BACK))
    }

    /// Stores it. Where storage is full or turned off, it is forgotten.
    pub fn save_way_back(&self, address: &str) {
        if let Some(storage) = session_storage() {
            storage.set_item(&self.key(WAY_BACK), address).ok();
        }
    }

    pub fn forget_way_back(&self) {
        if let Some(storage) = session_storage() {
            storage.remove_item(&self.key(WAY_BACK)).ok();
        }
    }

    /// Whether the user pool's domain may take this browser for somebody who has signed out here.
    pub fn distrusts_domain(&self) -> bool {
        get(local_storage(), &self.key(DOMAIN_DISTRUSTED)).is_some()
    }

    pub fn distrust_domain(&self) {
        if let Some(storage) = local_storage() {
            storage.set_item(&self.key(DOMAIN_DISTRUSTED), "true").ok();
        }
    }

    /// Somebody was asked there who they are.
    pub fn trust_domain(&self) {
        if let Some(storage) = local_storage() {
            storage.remove_item(&self.key(DOMAIN_DISTRUSTED)).ok();
        }
    }

    /// Who signed in last, as they typed it.
    pub fn last_user(&self) -> Option<String> {
        get(local_storage(), &self.key(LAST_USER))
    }

    /// How whoever it was signed in last.
    pub fn last_method(&self) -> Option<FirstFactor> {
        FirstFactor::parse(&get(local_storage(), &self.key(LAST_METHOD))?)
    }

    /// Forgets who signed in last.
    pub fn forget_last(&self) {
        if let Some(storage) = local_storage() {
            for name in [LAST_USER, LAST_METHOD] {
                storage.remove_item(&self.key(name)).ok();
            }
        }
    }

    /// For a sign-out in this tab: forgets who signed in last if that was they, and they were not kept signed in.
    pub fn leave_last(&self, is_kept: bool) {
        let key = self.key(LAST_USER);
        let of_tab = get(session_storage(), &key);
        if !is_kept && of_tab.is_some() && of_tab == self.last_user() {
            self.forget_last();
        }
        if let Some(storage) = session_storage() {
            storage.remove_item(&key).ok();
        }
    }

    pub fn save_last(&self, user: &str, method: FirstFactor) {
        if let Some(storage) = session_storage() {
            storage.set_item(&self.key(LAST_USER), user).ok();
        }
        let Some(storage) = local_storage() else { return };
        for (name, value) in [(LAST_USER, user), (LAST_METHOD, method.as_str())] {
            // What is not remembered is asked again.
            storage.set_item(&self.key(name), value).ok();
        }
    }

    /// Whether this user does not want to be asked for a passkey here.
    pub fn has_declined_passkey(&self, user: &str) -> bool {
        get(local_storage(), &self.key(&format!("{user}.{PASSKEY_DECLINED}"))).is_some()
    }

    pub fn decline_passkey(&self, user: &str) {
        if let Some(storage) = local_storage() {
            // What is not remembered is asked again.
            storage.set_item(&self.key(&format!("{user}.{PASSKEY_DECLINED}")), "true").ok();
        }
    }

    /// When this passkey was used here last. The id is in base64url, as everywhere.
    pub fn passkey_used_at(&self, credential_id: &str) -> Option<Timestamp> {
        let seconds = get(local_storage(), &self.passkey_key(credential_id))?.parse().ok()?;
        Some(Timestamp::from_seconds(seconds))
    }

    pub fn save_passkey_use(&self, credential_id: &str, now: Timestamp) {
        if let Some(storage) = local_storage() {
            // What is not remembered is not told.
            storage.set_item(&self.passkey_key(credential_id), &now.as_seconds().to_string()).ok();
        }
    }

    /// For a passkey that is deleted.
    pub fn forget_passkey_use(&self, credential_id: &str) {
        if let Some(storage) = local_storage() {
            storage.remove_item(&self.passkey_key(credential_id)).ok();
        }
    }

    fn passkey_key(&self, credential_id: &str) -> String {
        self.key(&format!("{PASSKEY_USED}.{credential_id}"))
    }

    fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.prefix)
    }
}

/// Notes that the page reloads itself. False if it has done so before to no avail, or nothing can be noted.
pub fn note_reload() -> bool {
    get(session_storage(), RELOADED).is_none()
        && session_storage().is_some_and(|storage| storage.set_item(RELOADED, "1").is_ok())
}

/// The reload has helped, or there was none.
pub fn forget_reload() {
    if let Some(storage) = session_storage() {
        storage.remove_item(RELOADED).ok();
    }
}

/// The tag of the language that the person has chosen.
pub fn language() -> Option<String> {
    get(local_storage(), LANGUAGE)
}

pub fn save_language(tag: &str) {
    if let Some(storage) = local_storage() {
        // What is not remembered is chosen by the browser's list again.
        storage.set_item(LANGUAGE, tag).ok();
    }
}

fn get(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok()?
}

fn session_storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn local_storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
