//! Where a session outlives the program, and the remembered devices of its users.
//!
//! [`KeyedTokenStore`] keeps them under the names that amazon-cognito-identity-js and Amplify v6 use as well, so that a
//! page that moves between the three finds its session: in a browser's storage, in cookies
//! ([`CookieStore`](cookies::CookieStore)), or in memory. A server keeps each of its sessions in a
//! [`MemoryTokenStore`](memory::MemoryTokenStore), or in a [`TokenStore`] of its own, over its database. Where a tab keeps a session for itself, [`tab`] lets its copies
//! agree; where people pick between that and a place that lasts, [`picked`] keeps the two apart.

pub mod cookies;
pub mod key_value;
pub mod memory;
pub mod picked;
pub mod tab;

use core::cell::Cell;
use std::{rc::Rc, sync::Arc};

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::Mac;

use self::key_value::{KeyValueStore, MemoryStore};
use crate::{
    host::RememberedDevice,
    ids::ClientId,
    secrets::{AccessToken, DevicePassword, IdToken, RefreshToken},
    session::{Session, Tokens},
    srp::arithmetic::hmac,
};

const PREFIX: &str = "CognitoIdentityServiceProvider";
const LAST_AUTH_USER: &str = "LastAuthUser";
const ID_TOKEN: &str = "idToken";
const ACCESS_TOKEN: &str = "accessToken";
const REFRESH_TOKEN: &str = "refreshToken";
/// Seconds that the local clock is ahead, for amazon-cognito-identity-js. Never read: Amplify v6 writes milliseconds of the
/// opposite sign under the same name, and nothing tells which is which.
const CLOCK_DRIFT: &str = "clockDrift";
/// The same for ourselves, with the time of issue of the tokens that it was measured with, and a [`seal`] of them: those that
/// another library has put in their place, or another tab is about to, are other ones.
const CLOCK_DRIFT_OF: &str = "clockDriftOf";
/// What the other libraries keep of a user beside the tokens.
const OTHERS: [&str; 3] = ["signInDetails", "oauthMetadata", "userData"];
const DEVICE_KEY: &str = "deviceKey";
const DEVICE_GROUP_KEY: &str = "deviceGroupKey";
const DEVICE_PASSWORD: &str = "randomPasswordKey";

/// Keeps one session: a browser's storage, a system's keyring. Several programs, or tabs, may share it.
pub trait TokenStore {
    /// The stored session. What cannot be read counts as signed out.
    fn load(&self) -> Option<Session>;

    /// Stores the session where the one before is.
    fn save(&self, session: &Session);

    /// Forgets the session.
    fn clear(&self);

    /// Stores the session of a sign-in: where its person wants it, and in the place of any other, wherever that is.
    fn enter(&self, session: &Session) {
        self.save(session);
    }

    /// Forgets the session of a person who signs out.
    fn leave(&self) {
        self.clear();
    }

    /// Whether nobody else writes to where the session is. Another tab may have a copy of such a session, whose newer tokens
    /// never come here by themselves.
    fn is_own(&self) -> bool {
        false
    }

    /// Whether a session that it has was stored by a program that may store one. A store that nobody else can write to vouches
    /// for all.
    fn vouches_for(&self, _stored: &Session) -> bool {
        true
    }
}

macro_rules! by_pointer {
    ($pointer:ident) => {
        impl<S: TokenStore> TokenStore for $pointer<S> {
            fn load(&self) -> Option<Session> {
                (**self).load()
            }

            fn save(&self, session: &Session) {
                (**self).save(session);
            }

            fn clear(&self) {
                (**self).clear();
            }

            fn enter(&self, session: &Session) {
                (**self).enter(session);
            }

            fn leave(&self) {
                (**self).leave();
            }

            fn is_own(&self) -> bool {
                (**self).is_own()
            }

            fn vouches_for(&self, stored: &Session) -> bool {
                (**self).vouches_for(stored)
            }
        }
    };
}

by_pointer! { Arc }
by_pointer! { Rc }

/// The session of one app client in a key-value store, and in memory where that store fails.
pub struct KeyedTokenStore {
    prefix: String,
    store: Rc<dyn KeyValueStore>,
    memory: MemoryStore,
    is_volatile: Cell<bool>,
    stamp: Option<Stamp>,
}

/// What tells the sessions of this program from what others put into its store.
struct Stamp {
    secret: String,
    vault: Rc<dyn KeyValueStore>,
    /// Of the stamp, beside the session.
    key: String,
    /// Of whose session was stored last, in the vault.
    owner_key: String,
}

impl KeyedTokenStore {
    /// Keeps the session of that client in that store.
    pub fn new(client_id: &ClientId, store: Rc<dyn KeyValueStore>) -> Self {
        let prefix = format!("{PREFIX}.{}", client_id.as_str());
        Self { prefix, store, memory: MemoryStore::default(), is_volatile: Cell::new(false), stamp: None }
    }

    /// The same for a store that others can write to, as other hosts of a domain can write cookies. What is stored here bears a
    /// stamp that nobody can make who does not know the secret. The vault, which nobody else can write to, has whose session it
    /// is; with `is_shared`, others may have stored one before this program began. The names of both begin with `name`.
    #[must_use]
    pub fn stamped(self, name: &str, secret: String, vault: Rc<dyn KeyValueStore>, is_shared: bool) -> Self {
        let stamp = Stamp { secret, vault, key: format!("{name}.stamp"), owner_key: format!("{name}.owner") };
        if is_shared {
            stamp.vault.remove(&stamp.owner_key).ok();
        }
        Self { stamp: Some(stamp), ..self }
    }

    /// Whether somebody has put a session into the place of another user's that nobody has left.
    pub fn is_foreign(&self, stored: &Session) -> bool {
        let owner = self.stamp.as_ref().and_then(|stamp| stamp.vault.get(&stamp.owner_key).ok().flatten());
        owner.is_some_and(|owner| owner != stored.username().as_str()) && !self.vouches_for(stored)
    }

    /// Nobody is signed in: who comes next takes nobody's place. For who has found the store empty, because others have
    /// emptied it.
    pub fn disown(&self) {
        if let Some(stamp) = &self.stamp {
            stamp.vault.remove(&stamp.owner_key).ok();
        }
    }

    /// The name of the text without which nobody's session is stored: the first to go, and the last to come.
    pub fn last_user_key(client_id: &ClientId) -> String {
        format!("{PREFIX}.{}.{LAST_AUTH_USER}", client_id.as_str())
    }

    /// Whether a session seems to be stored: [`load`](TokenStore::load) knows.
    pub fn has_session(&self) -> bool {
        self.get(&self.key(LAST_AUTH_USER)).is_some()
    }

    /// Whether a change of that key, by another tab, may have changed the session; `None` is a store that was emptied.
    pub fn concerns(&self, key: Option<&str>) -> bool {
        let is_below = |key: &str| key.strip_prefix(&self.prefix).is_some_and(|rest| rest.starts_with('.'));
        key.is_none_or(is_below)
    }

    /// Whether the store failed to take the session, which is in memory now and lives as long as this object.
    pub fn is_volatile(&self) -> bool {
        self.is_volatile.get()
    }

    /// The remembered device of a user: it outlives a sign-out, and other users' sessions.
    pub fn device(&self, user: &str) -> Option<RememberedDevice> {
        Some(RememberedDevice {
            key: self.get(&self.user_key(user, DEVICE_KEY))?,
            group_key: self.get(&self.user_key(user, DEVICE_GROUP_KEY))?,
            password: DevicePassword::new(self.get(&self.user_key(user, DEVICE_PASSWORD))?),
        })
    }

    /// Stores the device of a user.
    pub fn save_device(&self, user: &str, device: &RememberedDevice) {
        self.write(&[
            (self.user_key(user, DEVICE_KEY), &device.key),
            (self.user_key(user, DEVICE_GROUP_KEY), &device.group_key),
            (self.user_key(user, DEVICE_PASSWORD), device.password.expose()),
        ]);
    }

    /// Forgets the device of that key, for every name that it was stored under: those that were typed, too.
    pub fn forget_device(&self, device_key: &str) {
        for key in self.names() {
            if let Some(user) = self.user_of(&key, DEVICE_KEY).filter(|_| self.get(&key).as_deref() == Some(device_key))
            {
                for name in [DEVICE_KEY, DEVICE_GROUP_KEY, DEVICE_PASSWORD] {
                    self.remove(&self.user_key(user, name));
                }
            }
        }
    }

    /// All names, others' too.
    fn names(&self) -> Vec<String> {
        let mut names = self.store.keys().unwrap_or_default();
        names.extend(self.memory.names());
        names
    }

    /// For whom there is a text under that key, if it is one of that name.
    fn user_of<'k>(&self, key: &'k str, name: &str) -> Option<&'k str> {
        key.strip_prefix(&self.prefix)?.strip_prefix('.')?.strip_suffix(name)?.strip_suffix('.')
    }

    /// Whole or not at all: what the store does not take goes to memory, with all that belongs to it.
    fn write(&self, entries: &[(String, &str)]) -> bool {
        let is_stored = entries.iter().all(|(key, value)| self.store.set(key, value).is_ok());
        for (key, value) in entries {
            if is_stored {
                self.memory.forget(key);
            } else {
                // A full store lets go of things; one that is turned off has none.
                self.store.remove(key).ok();
                self.memory.put(key, value);
            }
        }
        is_stored
    }

    fn remove_tokens(&self, user: &str) {
        for name in [ID_TOKEN, ACCESS_TOKEN, REFRESH_TOKEN, CLOCK_DRIFT, CLOCK_DRIFT_OF].into_iter().chain(OTHERS) {
            self.remove(&self.user_key(user, name));
        }
    }

    /// The tokens of all but that user, or of all for an empty name: those that another library keeps of several people, and those
    /// of a page that ended in the middle of [`save`](TokenStore::save).
    fn remove_left_behind(&self, user: &str) {
        for key in self.names() {
            if let Some(other) = self.user_of(&key, REFRESH_TOKEN)
                && other != user
            {
                self.remove_tokens(other);
            }
        }
    }

    /// Those of amazon-cognito-identity-js's or Amplify's making may stand under the name that was typed.
    fn read(&self, user: &str) -> Option<Session> {
        let tokens = Tokens {
            id_token: IdToken::new(self.get(&self.user_key(user, ID_TOKEN))?),
            access_token: AccessToken::new(self.get(&self.user_key(user, ACCESS_TOKEN))?),
            refresh_token: RefreshToken::new(
                self.get(&self.user_key(user, REFRESH_TOKEN)).filter(|token| !token.is_empty())?,
            ),
        };
        let session = Session::adopted(tokens).ok()?;
        match self.get(&self.user_key(user, CLOCK_DRIFT_OF)).as_deref().and_then(|drift| drift_of(&session, drift)) {
            Some(clock_drift) => Some(session.with_clock_drift(clock_drift)),
            None => Some(session),
        }
    }

    fn get(&self, key: &str) -> Option<String> {
        self.memory.value(key).or_else(|| self.store.get(key).ok().flatten())
    }

    fn remove(&self, key: &str) {
        self.memory.forget(key);
        self.store.remove(key).ok();
    }

    fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.prefix)
    }

    fn user_key(&self, user: &str, name: &str) -> String {
        format!("{}.{user}.{name}", self.prefix)
    }
}

impl TokenStore for KeyedTokenStore {
    /// Leaves what it cannot read where it is: another tab may be in the middle of writing.
    fn load(&self) -> Option<Session> {
        self.read(&self.get(&self.key(LAST_AUTH_USER))?)
    }

    fn save(&self, session: &Session) {
        let (user, tokens) = (session.username().as_str(), session.tokens());
        let last_auth_user = self.key(LAST_AUTH_USER);
        let previous = self.get(&last_auth_user).filter(|previous| previous != user);
        let (drift, of) = (session.clock_drift(), session.issued_at());
        let stamped = self.stamp.as_ref().map(|stamp| {
            stamp.vault.set(&stamp.owner_key, user).ok();
            (stamp.key.clone(), stamp.of(user))
        });
        let stamped = stamped.as_ref().map(|(key, stamp)| (key.clone(), stamp.as_str()));
        // A page may end between two of these, and another tab may read. The seal comes before the tokens that it belongs
        // to: until all of them are there, what is read seems to be of nobody knows when, and is not used as it is. Then
        // the refresh token, because the old one may be dead; and the user last, because everything hangs on it.
        let entries: [(String, &str); 6] = [
            (self.user_key(user, CLOCK_DRIFT_OF), &format!("{drift} {of} {}", seal(tokens))),
            (self.user_key(user, CLOCK_DRIFT), &drift.to_string()),
            (self.user_key(user, REFRESH_TOKEN), tokens.refresh_token.expose()),
            (self.user_key(user, ACCESS_TOKEN), tokens.access_token.expose()),
            (self.user_key(user, ID_TOKEN), tokens.id_token.expose()),
            (last_auth_user, user),
        ];
        let is_stored = self.write(&stamped.into_iter().chain(entries).collect::<Vec<_>>());
        self.is_volatile.set(!is_stored);
        if let Some(previous) = previous {
            self.remove_tokens(&previous);
        }
    }

    /// Here, and not when a session is renewed: another tab may be in the middle of a sign-in then.
    fn enter(&self, session: &Session) {
        self.save(session);
        self.remove_left_behind(session.username().as_str());
    }

    fn leave(&self) {
        self.clear();
        self.remove_left_behind("");
    }

    fn clear(&self) {
        let last_auth_user = self.key(LAST_AUTH_USER);
        // One of memory may stand before one of the store.
        while let Some(user) = self.get(&last_auth_user) {
            self.remove_tokens(&user);
            if let Some(stamp) = &self.stamp {
                self.remove(&stamp.key);
            }
            let was_in_memory = self.memory.forget(&last_auth_user);
            if !was_in_memory {
                self.store.remove(&last_auth_user).ok();
                break;
            }
        }
        self.disown();
        self.is_volatile.set(false);
    }

    fn vouches_for(&self, stored: &Session) -> bool {
        let user = stored.username().as_str();
        self.stamp.as_ref().is_none_or(|stamp| self.get(&stamp.key) == Some(stamp.of(user)))
    }
}

impl Stamp {
    fn of(&self, user: &str) -> String {
        let mac = hmac(self.secret.as_bytes(), &[user.as_bytes()]);
        Base64UrlUnpadded::encode_string(&mac.finalize().into_bytes())
    }
}

/// What was measured with the tokens of this session, if that is what it says.
fn drift_of(session: &Session, text: &str) -> Option<i64> {
    let mut parts = text.split(' ');
    let (drift, issued_at) = (parts.next()?.parse().ok()?, parts.next()?.parse::<u64>().ok()?);
    // Earlier versions had no seal.
    let is_whole = parts.next().is_none_or(|written| written == seal(session.tokens()));
    (issued_at == session.issued_at() && is_whole).then_some(drift)
}

/// Tells whether three tokens were stored together: FNV-1a
/// ([Noll et al.](https://datatracker.ietf.org/doc/html/draft-eastlake-fnv)), whose 64 bits stand beside the tokens
/// themselves. Nobody is kept from anything by it.
fn seal(tokens: &Tokens) -> String {
    let texts = [tokens.refresh_token.expose(), tokens.access_token.expose(), tokens.id_token.expose()];
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in texts.iter().flat_map(|text| text.bytes().chain([b'\n'])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash.to_string()
}
