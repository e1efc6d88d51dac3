//! Sessions and devices in a key-value store.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use cognito_client::{
    device::{DevicePassword, RememberedDevice},
    ids::ClientId,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    timestamp::Timestamp,
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore, StoreError},
    },
};
use serde_json::json;

use crate::scripted::{ISSUED, token};

/// A store that can be looked into, fills up, and can be turned off.
#[derive(Default)]
struct Storage {
    values: RefCell<BTreeMap<String, String>>,
    /// How many more texts it takes.
    room: Cell<Option<usize>>,
    /// How many more changes the page makes before it ends.
    changes: Cell<Option<usize>>,
    is_off: Cell<bool>,
}

impl Storage {
    fn of(values: &[(&str, String)]) -> Rc<Self> {
        let values = values.iter().map(|(key, value)| (format!("{PREFIX}.{key}"), value.clone())).collect();
        Rc::new(Self { values: RefCell::new(values), ..Self::default() })
    }

    fn keys(&self) -> Vec<String> {
        let values = self.values.borrow();
        values.keys().map(|key| key.strip_prefix(&format!("{PREFIX}.")).unwrap_or(key).to_owned()).collect()
    }

    fn value(&self, key: &str) -> Option<String> {
        self.values.borrow().get(&format!("{PREFIX}.{key}")).cloned()
    }

    /// Whether the page is gone that would have made another change.
    fn has_ended(&self) -> bool {
        let left = self.changes.get();
        self.changes.set(left.map(|left| left.saturating_sub(1)));
        left == Some(0)
    }

    fn on(&self) -> Result<(), StoreError> {
        if self.is_off.get() { Err(StoreError) } else { Ok(()) }
    }
}

impl KeyValueStore for Storage {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.on()?;
        Ok(self.values.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.on()?;
        if let Some(room) = self.room.get() {
            self.room.set(Some(room.checked_sub(1).ok_or(StoreError)?));
        }
        if self.has_ended() {
            return Ok(());
        }
        self.values.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.on()?;
        if !self.has_ended() {
            self.values.borrow_mut().remove(key);
        }
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        self.on()?;
        Ok(self.values.borrow().keys().cloned().collect())
    }
}

const PREFIX: &str = "CognitoIdentityServiceProvider.client1";
const SESSION_KEYS: [&str; 5] = ["accessToken", "clockDrift", "clockDriftOf", "idToken", "refreshToken"];

fn store(storage: &Rc<Storage>) -> KeyedTokenStore {
    KeyedTokenStore::new(&ClientId::parse("client1").expect("an id"), Rc::<Storage>::clone(storage))
}

fn jwt(user: &str, issued: u64) -> String {
    token(&json!({ "username": user, "iat": issued, "exp": issued + 3600, "origin_jti": "o-1" }))
}

/// Received when the local clock was so many seconds ahead.
fn session(user: &str, refresh_token: &str, clock_drift: i64) -> Session {
    session_issued(user, ISSUED, refresh_token, clock_drift)
}

fn session_issued(user: &str, issued: u64, refresh_token: &str, clock_drift: i64) -> Session {
    let tokens = Tokens {
        access_token: AccessToken::new(jwt(user, issued)),
        id_token: IdToken::new(jwt(user, issued)),
        refresh_token: RefreshToken::new(refresh_token),
    };
    Session::restored(tokens, clock_drift).expect("well formed")
}

/// Issued in the same second as [`session`], with another claim.
fn session_saying(user: &str, claim: &str, refresh_token: &str) -> Session {
    let claims =
        json!({ "username": user, "iat": ISSUED, "exp": ISSUED + 3600, "origin_jti": "o-1", "event_id": claim });
    let tokens = Tokens {
        access_token: AccessToken::new(token(&claims)),
        id_token: IdToken::new(token(&claims)),
        refresh_token: RefreshToken::new(refresh_token),
    };
    Session::restored(tokens, 0).expect("well formed")
}

fn device(key: &str) -> RememberedDevice {
    RememberedDevice {
        key: key.to_owned(),
        group_key: format!("group of {key}"),
        password: DevicePassword::new(format!("password of {key}")),
    }
}

fn keys_of(user: &str) -> Vec<String> {
    SESSION_KEYS.iter().map(|name| format!("{user}.{name}")).collect()
}

#[test]
fn a_session_comes_back_as_it_was() {
    for drift in [0, 90, -90, 26 * 3600, -26 * 3600] {
        let storage = Rc::<Storage>::default();
        let saved = session("user.1@example.com", "refresh-1", drift);
        assert!(!store(&storage).has_session());
        store(&storage).save(&saved);
        assert!(store(&storage).has_session());
        assert!(!store(&storage).is_volatile());
        assert_eq!(store(&storage).load(), Some(saved), "{drift}");
        let mut expected = vec!["LastAuthUser".to_owned()];
        expected.extend(keys_of("user.1@example.com"));
        assert_eq!(storage.keys(), expected);
        assert_eq!(storage.value("user.1@example.com.clockDrift"), Some(drift.to_string()), "in seconds");
        store(&storage).clear();
        assert_eq!(store(&storage).load(), None);
        assert!(storage.keys().is_empty());
    }
}

/// What amazon-cognito-identity-js 6 writes at the end of a sign-in, and Amplify v6.
fn foreign(user: &str, claimed: &str, drift: Option<&str>) -> Vec<(String, String)> {
    let mut values = vec![
        ("LastAuthUser".to_owned(), user.to_owned()),
        (format!("{user}.idToken"), jwt(claimed, ISSUED)),
        (format!("{user}.accessToken"), jwt(claimed, ISSUED)),
        (format!("{user}.refreshToken"), "refresh-1".to_owned()),
    ];
    values.extend(drift.map(|drift| (format!("{user}.clockDrift"), drift.to_owned())));
    values
}

fn storage_of(values: &[(String, String)]) -> Rc<Storage> {
    Storage::of(&values.iter().map(|(key, value)| (key.as_str(), value.clone())).collect::<Vec<_>>())
}

#[test]
fn another_librarys_session_is_taken_over_and_its_drift_believed_by_nobody() {
    for (case, drift) in [
        ("amazon-cognito-identity-js, clocks agree", Some("0")),
        ("amazon-cognito-identity-js, an hour ahead", Some("3600")),
        ("amazon-cognito-identity-js, 26 hours behind", Some("-93600")),
        ("Amplify v6, three seconds behind", Some("3000")),
        ("Amplify v6, an instant ahead", Some("-512")),
        ("Amplify v6, 26 hours behind", Some("93600000")),
        ("an old version of either", None),
        ("no number", Some("NaN")),
        ("more than a number holds", Some("99999999999999999999")),
    ] {
        let storage = storage_of(&foreign("user-1", "user-1", drift));
        let taken = store(&storage).load().expect(case);
        assert_eq!(taken.username().as_str(), "user-1", "{case}");
        assert_eq!(taken.tokens().refresh_token.expose(), "refresh-1", "{case}");
        // Nobody knows by what clock the tokens came: no local time makes them valid.
        for now in [0, ISSUED - 93_600, ISSUED, ISSUED + 1, ISSUED + 3000, ISSUED + 7200, ISSUED + 93_600] {
            assert!(taken.is_refresh_due(Timestamp::from_seconds(now)), "{case} at {now}");
        }
    }
}

#[test]
fn a_session_under_the_name_that_was_typed_moves_to_the_real_one() {
    let mut values = foreign("first@example.com", "user-1", Some("0"));
    values.push(("first@example.com.signInDetails".to_owned(), "{}".to_owned()));
    values.push(("first@example.com.userData".to_owned(), "{}".to_owned()));
    let storage = storage_of(&values);
    let taken = store(&storage).load().expect("a session");
    assert_eq!(taken.username().as_str(), "user-1");
    store(&storage).save(&taken.clone());
    let mut expected = vec!["LastAuthUser".to_owned()];
    expected.extend(keys_of("user-1"));
    assert_eq!(storage.keys(), expected);
}

#[test]
fn a_drift_belongs_to_the_tokens_it_was_measured_with() {
    let storage = Rc::<Storage>::default();
    store(&storage).save(&session("user-1", "refresh-1", 3600));
    let local = Timestamp::from_seconds(ISSUED + 3600 + 10);
    assert!(!store(&storage).load().expect("a session").is_refresh_due(local));
    // Amplify refreshed meanwhile, and left a drift of its own.
    for name in ["idToken", "accessToken"] {
        storage.values.borrow_mut().insert(format!("{PREFIX}.user-1.{name}"), jwt("user-1", ISSUED + 60));
    }
    storage.values.borrow_mut().insert(format!("{PREFIX}.user-1.clockDrift"), "-3600000".to_owned());
    assert!(store(&storage).load().expect("a session").is_refresh_due(local));
}

/// Reads whenever something is written, as another tab may.
struct Watched {
    storage: Rc<Storage>,
    seen: RefCell<Vec<Option<Session>>>,
}

impl KeyValueStore for Watched {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.storage.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.storage.set(key, value)?;
        self.seen.borrow_mut().push(store(&self.storage).load());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.storage.remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        KeyValueStore::keys(&*self.storage)
    }
}

#[test]
fn nobody_reads_tokens_without_their_drift() {
    let watched = Rc::new(Watched { storage: Rc::default(), seen: RefCell::default() });
    let (first, later) = (session("u", "first", 7200), session_issued("u", ISSUED + 3600, "later", 7203));
    store(&watched.storage).save(&first);
    KeyedTokenStore::new(&ClientId::parse("client1").expect("an id"), Rc::<Watched>::clone(&watched)).save(&later);
    let seen = watched.seen.take();
    for (writes, seen) in seen.iter().enumerate() {
        let seen = seen.as_ref().unwrap_or_else(|| panic!("after {writes} writes: somebody is signed in"));
        assert!(seen.tokens() != later.tokens() || *seen == later, "after {writes} writes: {}", seen.clock_drift());
    }
    assert_eq!(seen.last(), Some(&Some(later)));
}

#[test]
fn what_another_tab_has_half_written_is_not_used_as_it_is() {
    let first = session("u", "first", 0);
    for (case, later) in [
        ("an hour later", session_issued("u", ISSUED + 3600, "later", 0)),
        ("in the same second", session_saying("u", "again", "later")),
        ("with the same refresh token", session_saying("u", "again", "first")),
    ] {
        let watched = Rc::new(Watched { storage: Rc::default(), seen: RefCell::default() });
        store(&watched.storage).save(&first);
        KeyedTokenStore::new(&ClientId::parse("client1").expect("an id"), Rc::<Watched>::clone(&watched)).save(&later);
        for (writes, seen) in watched.seen.take().into_iter().enumerate() {
            let seen = seen.unwrap_or_else(|| panic!("{case}: after {writes} writes: somebody is signed in"));
            let is_whole = [&first, &later].iter().any(|whole| whole.tokens() == seen.tokens());
            let now = Timestamp::from_seconds(ISSUED + 10);
            assert!(is_whole || seen.is_refresh_due(now), "{case}: after {writes} writes, a mixture can be used");
        }
        assert_eq!(store(&watched.storage).load(), Some(later), "{case}");
    }
}

#[test]
fn tokens_that_earlier_versions_have_stored_keep_their_drift() {
    let storage = Rc::<Storage>::default();
    let saved = session("user-1", "refresh-1", 90);
    store(&storage).save(&saved);
    storage.values.borrow_mut().insert(format!("{PREFIX}.user-1.clockDriftOf"), format!("90 {ISSUED}"));
    assert_eq!(store(&storage).load(), Some(saved));
}

#[test]
fn what_cannot_be_read_is_nobody_and_stays() {
    let whole = foreign("user-1", "user-1", Some("0"));
    let without = |name: &str| whole.iter().filter(|(key, _)| !key.ends_with(name)).cloned().collect::<Vec<_>>();
    let with = |name: &str, value: &str| {
        let mut values = without(name);
        values.push((format!("user-1.{name}"), value.to_owned()));
        values
    };
    for (case, values) in [
        ("nothing", vec![]),
        ("no user", without("LastAuthUser")),
        ("no id token", without("idToken")),
        ("no access token", without("accessToken")),
        ("no refresh token", without("refreshToken")),
        ("an empty refresh token", with("refreshToken", "")),
        ("garbage for a token", with("accessToken", "undefined")),
        ("no user in the token", with("accessToken", &token(&json!({ "iat": 1, "exp": 2 })))),
    ] {
        let storage = storage_of(&values);
        assert_eq!(store(&storage).load(), None, "{case}");
        // Another tab may be in the middle of writing it.
        assert_eq!(storage.keys().len(), values.len(), "{case}");
    }
}

#[test]
fn a_device_is_forgotten_under_every_name() {
    let full = Storage::of(&[("LastAuthUser", "first".to_owned())]);
    full.room.set(Some(9));
    for (case, storage, forgotten) in
        [("stored", Storage::of(&[]), "d-1"), ("stored in part, the rest in memory", full, "d-1")]
    {
        let store = store(&storage);
        for (user, key) in [
            ("first", "d-1"),
            ("first@example.com", "d-1"),
            ("second", "d-2"),
            ("a.deviceKey", "d-1"),
            ("third", "d-1"),
        ] {
            store.save_device(user, &device(key));
        }
        store.forget_device(forgotten);
        for user in ["first", "first@example.com", "a.deviceKey", "third"] {
            assert_eq!(store.device(user), None, "{case}: {user}");
        }
        assert_eq!(store.device("second"), Some(device("d-2")), "{case}: another device");
        assert!(storage.keys().iter().all(|key| !key.contains("d-1")), "{case}");
    }
}

#[test]
fn users_of_one_browser_keep_their_devices_and_no_tokens_of_each_other() {
    let storage = Rc::<Storage>::default();
    let tokens = store(&storage);
    tokens.save(&session("first", "refresh-1", 0));
    tokens.save_device("first", &device("device-1"));
    tokens.save(&session("second", "refresh-2", 0));
    tokens.save_device("second", &device("device-2"));
    assert_eq!(tokens.load(), Some(session("second", "refresh-2", 0)));
    assert_eq!(storage.value("first.refreshToken"), None, "who was here before is signed out");
    tokens.clear();
    assert_eq!(tokens.device("first"), Some(device("device-1")));
    assert_eq!(tokens.device("second"), Some(device("device-2")));
    tokens.forget_device("device-1");
    assert_eq!(tokens.device("first"), None);
    assert_eq!(tokens.device("second"), Some(device("device-2")));
    assert_eq!(storage.keys(), ["second.deviceGroupKey", "second.deviceKey", "second.randomPasswordKey"]);
}

#[test]
fn who_comes_next_or_leaves_takes_along_what_a_page_left_behind_that_ended() {
    for changes in 0..=16 {
        for is_leaving in [false, true] {
            let storage = Rc::<Storage>::default();
            let first = store(&storage);
            first.save_device("first", &device("device-1"));
            first.save(&session("first", "refresh-1", 0));
            storage.changes.set(Some(changes));
            store(&storage).save(&session("second", "refresh-2", 0));
            storage.changes.set(None);
            let next = store(&storage);
            let expected: &[&str] = if is_leaving {
                next.leave();
                &[]
            } else {
                next.enter(&session("third", "refresh-3", 0));
                &["third.accessToken", "third.idToken", "third.refreshToken"]
            };
            let tokens: Vec<_> = storage.keys().into_iter().filter(|key| key.ends_with("Token")).collect();
            assert_eq!(tokens, expected, "after {changes} changes, leaving: {is_leaving}");
            assert_eq!(next.device("first"), Some(device("device-1")));
        }
    }
}

#[test]
fn a_store_that_fails_is_replaced_by_memory_as_a_whole() {
    for room in 0..6 {
        let storage = Rc::<Storage>::default();
        let tokens = store(&storage);
        tokens.save(&session("user-1", "refresh-1", 0));
        storage.room.set(Some(room));
        tokens.save(&session("user-1", "refresh-2", 0));
        assert!(tokens.is_volatile(), "room for {room}");
        assert_eq!(tokens.load(), Some(session("user-1", "refresh-2", 0)), "room for {room}");
        assert!(storage.keys().is_empty(), "room for {room}: nobody else sees half a session");
        assert_eq!(store(&storage).load(), None, "room for {room}: it goes with the page");

        storage.room.set(None);
        tokens.save(&session("user-1", "refresh-3", 0));
        assert!(!tokens.is_volatile(), "room for {room}");
        assert_eq!(store(&storage).load(), Some(session("user-1", "refresh-3", 0)), "room for {room}");
        tokens.clear();
        assert_eq!(tokens.load(), None, "room for {room}");
    }
}

#[test]
fn a_store_that_is_off_is_memory() {
    let storage = Rc::<Storage>::default();
    storage.is_off.set(true);
    let tokens = store(&storage);
    assert_eq!(tokens.load(), None);
    tokens.save(&session("first", "refresh-1", 0));
    tokens.save_device("first", &device("device-1"));
    assert!(tokens.is_volatile());
    assert_eq!(tokens.load(), Some(session("first", "refresh-1", 0)));
    tokens.save(&session("second", "refresh-2", 0));
    assert_eq!(tokens.load(), Some(session("second", "refresh-2", 0)));
    tokens.clear();
    assert_eq!(tokens.load(), None);
    assert!(!tokens.is_volatile());
    assert_eq!(tokens.device("first"), Some(device("device-1")));
}

#[test]
fn memory_is_a_store() {
    let memory = Rc::<MemoryStore>::default();
    let tokens = KeyedTokenStore::new(&ClientId::parse("client1").expect("an id"), Rc::<MemoryStore>::clone(&memory));
    tokens.save(&session("user-1", "refresh-1", 0));
    assert!(!tokens.is_volatile());
    assert_eq!(memory.get(&format!("{PREFIX}.LastAuthUser")), Ok(Some("user-1".to_owned())));
    tokens.clear();
    assert_eq!(memory.get(&format!("{PREFIX}.LastAuthUser")), Ok(None));
}

#[test]
fn which_changes_of_a_store_concern_a_session() {
    let tokens = store(&Rc::default());
    for (key, concerns) in [
        (Some("CognitoIdentityServiceProvider.client1.LastAuthUser"), true),
        (Some("CognitoIdentityServiceProvider.client1.user-1.idToken"), true),
        (Some("CognitoIdentityServiceProvider.client12.LastAuthUser"), false),
        (Some("theme"), false),
        (None, true),
    ] {
        assert_eq!(tokens.concerns(key), concerns, "{key:?}");
    }
}
