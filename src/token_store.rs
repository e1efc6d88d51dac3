//! The signed-in user's tokens in localStorage, under the key names of amazon-cognito-identity-js, so that a page that
//! moves between the two finds its session. Nothing else in the app touches web storage.

#![expect(clippy::disallowed_methods, reason = "this is the one place that touches web storage")]

use cognito_client::{
    device::{DevicePassword, RememberedDevice},
    ids::ClientId,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
};
use gloo_storage::{LocalStorage, Storage};

const PREFIX: &str = "CognitoIdentityServiceProvider";
const LAST_AUTH_USER: &str = "LastAuthUser";
const ID_TOKEN: &str = "idToken";
const ACCESS_TOKEN: &str = "accessToken";
const REFRESH_TOKEN: &str = "refreshToken";
const CLOCK_DRIFT: &str = "clockDrift";
const DEVICE_KEY: &str = "deviceKey";
const DEVICE_GROUP_KEY: &str = "deviceGroupKey";
const DEVICE_PASSWORD: &str = "randomPasswordKey";

/// The tokens of one app client.
#[derive(Clone, Debug)]
pub struct TokenStore {
    prefix: String,
}

impl TokenStore {
    pub fn new(client_id: &ClientId) -> Self {
        Self { prefix: format!("{PREFIX}.{}", client_id.as_str()) }
    }

    /// Whether a session seems to be stored: [`load`](Self::load) knows.
    pub fn has_session(&self) -> bool {
        get(&self.key(LAST_AUTH_USER)).is_some()
    }

    /// The stored session. What cannot be read counts as signed out, and goes.
    pub fn load(&self) -> Option<Session> {
        let user = get(&self.key(LAST_AUTH_USER))?;
        let session = self.read(&user);
        if session.is_none() {
            self.clear();
        }
        session
    }

    /// Stores the session. Where storage is full or turned off, it lives as long as the page.
    pub fn save(&self, session: &Session) {
        let Some(storage) = storage() else { return };
        let (user, tokens) = (session.username().as_str(), session.tokens());
        let is_stored = [
            (self.user_key(user, ID_TOKEN), tokens.id_token.expose()),
            (self.user_key(user, ACCESS_TOKEN), tokens.access_token.expose()),
            (self.user_key(user, REFRESH_TOKEN), tokens.refresh_token.expose()),
            (self.user_key(user, CLOCK_DRIFT), &session.clock_drift().to_string()),
            (self.key(LAST_AUTH_USER), user),
        ]
        .into_iter()
        .all(|(key, value)| storage.set_item(&key, value).is_ok());
        if !is_stored {
            self.remove_tokens(&storage, user);
            self.clear();
        }
    }

    /// Forgets the last user's tokens; keys of other libraries' making stay.
    pub fn clear(&self) {
        let Some(storage) = storage() else { return };
        let last_auth_user = self.key(LAST_AUTH_USER);
        if let Some(user) = get(&last_auth_user) {
            self.remove_tokens(&storage, &user);
        }
        storage.remove_item(&last_auth_user).ok();
    }

    /// The remembered device of a user: it outlives a sign-out.
    pub fn device(&self, user: &str) -> Option<RememberedDevice> {
        Some(RememberedDevice {
            key: get(&self.user_key(user, DEVICE_KEY))?,
            group_key: get(&self.user_key(user, DEVICE_GROUP_KEY))?,
            password: DevicePassword::new(get(&self.user_key(user, DEVICE_PASSWORD))?),
        })
    }

    /// Stores the device whole or not at all.
    pub fn save_device(&self, user: &str, device: &RememberedDevice) {
        let Some(storage) = storage() else { return };
        let is_stored = [
            (DEVICE_KEY, device.key.as_str()),
            (DEVICE_GROUP_KEY, &device.group_key),
            (DEVICE_PASSWORD, device.password.expose()),
        ]
        .into_iter()
        .all(|(name, value)| storage.set_item(&self.user_key(user, name), value).is_ok());
        if !is_stored {
            self.forget_device(user);
        }
    }

    pub fn forget_device(&self, user: &str) {
        let Some(storage) = storage() else { return };
        for name in [DEVICE_KEY, DEVICE_GROUP_KEY, DEVICE_PASSWORD] {
            storage.remove_item(&self.user_key(user, name)).ok();
        }
    }

    /// Forgets the device of that key, for every name that it was stored under: those that were typed, too.
    pub fn forget_device_named(&self, device_key: &str) {
        let Some(storage) = storage() else { return };
        let end = format!(".{DEVICE_KEY}");
        let keys: Vec<_> = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?).collect();
        for key in keys {
            let user = key.strip_prefix(&self.prefix).and_then(|rest| rest.strip_prefix('.')?.strip_suffix(&end));
            if let Some(user) = user
                && get(&key).as_deref() == Some(device_key)
            {
                self.forget_device(user);
            }
        }
    }

    fn remove_tokens(&self, storage: &web_sys::Storage, user: &str) {
        for name in [ID_TOKEN, ACCESS_TOKEN, REFRESH_TOKEN, CLOCK_DRIFT] {
            storage.remove_item(&self.user_key(user, name)).ok();
        }
    }

    fn read(&self, user: &str) -> Option<Session> {
        let tokens = Tokens {
            id_token: IdToken::new(get(&self.user_key(user, ID_TOKEN))?),
            access_token: AccessToken::new(get(&self.user_key(user, ACCESS_TOKEN))?),
            refresh_token: RefreshToken::new(
                get(&self.user_key(user, REFRESH_TOKEN)).filter(|token| !token.is_empty())?,
            ),
        };
        let clock_drift = get(&self.user_key(user, CLOCK_DRIFT)).and_then(|seconds| seconds.parse().ok());
        Session::restored(tokens, clock_drift.unwrap_or(0)).ok().filter(|session| session.username().as_str() == user)
    }

    fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.prefix)
    }

    fn user_key(&self, user: &str, name: &str) -> String {
        format!("{}.{user}.{name}", self.prefix)
    }
}

fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// gloo-storage's own reading and writing puts values into JSON, which no other library would understand; and it panics
/// where storage is turned off.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()??;
    Some(LocalStorage::raw())
}
