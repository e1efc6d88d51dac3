#![expect(clippy::disallowed_methods, reason = "looks at storage as another library would")]

use cognito_client::{
    ids::ClientId,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
};
use js_sys::{Function, Object, Reflect};
use leptos::prelude::window;
use leptos_cognito::token_store::TokenStore;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

const CLIENT: &str = "4h57kexample0client0id0abc";
const OTHER_CLIENT: &str = "7other0client0id0xyz";
const USER: &str = "e2b4c8d0-1111-4222-8333-944445555666";
const ISSUED: u64 = 1_800_000_000;

/// The browser's storage, empty.
fn empty_storage() -> Storage {
    let storage = window().local_storage().expect("storage is on").expect("storage is there");
    storage.clear().expect("storage can be emptied");
    storage
}

fn store(client: &str) -> TokenStore {
    TokenStore::new(&ClientId::parse(client).expect("the id is well formed"))
}

/// The key of amazon-cognito-identity-js: `CognitoIdentityServiceProvider.<client>.<rest>`.
fn key(client: &str, rest: &str) -> String {
    format!("CognitoIdentityServiceProvider.{client}.{rest}")
}

fn user_key(name: &str) -> String {
    key(CLIENT, &format!("{USER}.{name}"))
}

/// A token whose middle part holds the claims, as a JSON web token has it.
fn token(claims: &str) -> String {
    let bytes: String = claims.bytes().map(char::from).collect();
    let base64 = window().btoa(&bytes).expect("these are bytes");
    format!("eyJh.{}.c2ln", base64.replace('+', "-").replace('/', "_").trim_end_matches('='))
}

fn token_of(username: &str) -> String {
    let expires = ISSUED + 3600;
    token(&format!(r#"{{"username":"{username}","iat":{ISSUED},"exp":{expires},"name":"??>>~~"}}"#))
}

fn session(username: &str, refresh_token: &str, clock_drift: i64) -> Session {
    let tokens = Tokens {
        id_token: IdToken::new(token(&format!(r#"{{"iat":{ISSUED},"exp":{}}}"#, ISSUED + 3600))),
        access_token: AccessToken::new(token_of(username)),
        refresh_token: RefreshToken::new(refresh_token),
    };
    Session::restored(tokens, clock_drift).expect("the tokens are well formed")
}

fn contents(storage: &Storage) -> Vec<(String, String)> {
    let length = storage.length().expect("storage has a length");
    let entry = |index| {
        let key = storage.key(index).ok().flatten().expect("the index is below the length");
        let value = storage.get_item(&key).ok().flatten().expect("the key was just listed");
        (key, value)
    };
    let mut entries: Vec<_> = (0..length).map(entry).collect();
    entries.sort();
    entries
}

#[wasm_bindgen_test]
fn what_is_saved_is_loaded() {
    let storage = empty_storage();
    for (case, username, clock_drift) in [
        ("sub as user name", USER, 0),
        ("e-mail as user name", "one.part@example.com", 7),
        ("dots and spaces", "a.b .idToken", -3600),
        ("beyond ASCII", "Ädà 💥", i64::MAX),
    ] {
        storage.clear().expect("storage can be emptied");
        let session = session(username, "refresh.token", clock_drift);
        store(CLIENT).save(&session);
        assert_eq!(store(CLIENT).load(), Some(session), "{case}");
    }
    storage.clear().expect("storage can be emptied");
    assert_eq!(store(CLIENT).load(), None, "empty storage");
}

#[wasm_bindgen_test]
fn a_stored_session_is_seen_without_being_read() {
    let storage = empty_storage();
    assert!(!store(CLIENT).has_session(), "empty storage");
    store(CLIENT).save(&session(USER, "refresh.token", 0));
    assert!(store(CLIENT).has_session(), "saved");
    assert!(!store(OTHER_CLIENT).has_session(), "saved for another client");
    store(CLIENT).clear();
    assert!(!store(CLIENT).has_session(), "cleared");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn a_later_session_takes_the_place_of_the_earlier() {
    let storage = empty_storage();
    store(CLIENT).save(&session(USER, "first", 1));
    store(CLIENT).save(&session(USER, "second", 2));
    assert_eq!(store(CLIENT).load(), Some(session(USER, "second", 2)), "what is loaded");
    assert_eq!(contents(&storage).len(), 5, "nothing is left of the first");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn keys_and_values_are_those_of_amazon_cognito_identity_js() {
    let storage = empty_storage();
    let session = session(USER, "refresh.token", 90);
    store(CLIENT).save(&session);
    let tokens = session.tokens();
    let mut expected = vec![
        (key(CLIENT, "LastAuthUser"), USER.to_owned()),
        (user_key("accessToken"), tokens.access_token.expose().to_owned()),
        (user_key("clockDrift"), "90".to_owned()),
        (user_key("idToken"), tokens.id_token.expose().to_owned()),
        (user_key("refreshToken"), "refresh.token".to_owned()),
    ];
    expected.sort();
    assert_eq!(contents(&storage), expected, "raw values, not JSON");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn a_session_of_amazon_cognito_identity_js_is_taken_up() {
    let storage = empty_storage();
    let session = session(USER, "refresh.token", -5);
    for (key, value) in [
        (user_key("idToken"), session.tokens().id_token.expose()),
        (user_key("accessToken"), session.tokens().access_token.expose()),
        (user_key("refreshToken"), "refresh.token"),
        (user_key("clockDrift"), "-5"),
        (user_key("userData"), "{}"),
        (key(CLIENT, "LastAuthUser"), USER),
    ] {
        storage.set_item(&key, value).expect("storage has room");
    }
    assert_eq!(store(CLIENT).load(), Some(session), "what is loaded");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn clearing_leaves_what_is_not_ours() {
    let storage = empty_storage();
    let foreign = [
        user_key("deviceKey"),
        user_key("deviceGroupKey"),
        user_key("randomPasswordKey"),
        key(CLIENT, "another-user.idToken"),
        key(CLIENT, "another-user.refreshToken"),
        key(OTHER_CLIENT, "LastAuthUser"),
        key(OTHER_CLIENT, &format!("{USER}.idToken")),
        "CognitoIdentityServiceProvider".to_owned(),
        "idToken".to_owned(),
        "theme".to_owned(),
    ];
    for key in &foreign {
        storage.set_item(key, "theirs").expect("storage has room");
    }
    let before = contents(&storage);
    store(CLIENT).clear();
    assert_eq!(contents(&storage), before, "clearing without a session");
    store(CLIENT).save(&session(USER, "refresh.token", 0));
    assert_eq!(contents(&storage).len(), before.len() + 5, "the session is stored beside them");
    store(CLIENT).clear();
    assert_eq!(contents(&storage), before, "clearing a session");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn what_cannot_be_read_counts_as_signed_out() {
    let storage = empty_storage();
    let array = token("[]");
    let no_username = token(&format!(r#"{{"iat":{ISSUED},"exp":{ISSUED}}}"#));
    let no_expiry = token(&format!(r#"{{"username":"{USER}","iat":{ISSUED}}}"#));
    let others = token_of("another-user");
    let quoted = format!("{:?}", token_of(USER));
    for (case, name, value) in [
        ("no id token", "idToken", None),
        ("no access token", "accessToken", None),
        ("no refresh token", "refreshToken", None),
        ("empty id token", "idToken", Some("")),
        ("empty access token", "accessToken", Some("")),
        ("empty refresh token", "refreshToken", Some("")),
        ("garbage for an id token", "idToken", Some("💥")),
        ("garbage for an access token", "accessToken", Some("undefined")),
        ("two parts", "accessToken", Some("a.e30")),
        ("claims that are no base64", "accessToken", Some("a.!!!.c")),
        ("claims that are no JSON", "idToken", Some("a.YWJj.c")),
        ("claims that are no object", "accessToken", Some(&*array)),
        ("claims without a user name", "accessToken", Some(&*no_username)),
        ("claims without an expiry", "accessToken", Some(&*no_expiry)),
        ("the token of another user", "accessToken", Some(&*others)),
        ("a token in JSON's quotation marks, cut", "accessToken", Some(&quoted[..quoted.len() / 2])),
    ] {
        storage.clear().expect("storage can be emptied");
        store(CLIENT).save(&session(USER, "refresh.token", 0));
        assert!(store(CLIENT).load().is_some(), "{case}: before the damage");
        match value {
            Some(value) => storage.set_item(&user_key(name), value).expect("storage has room"),
            None => storage.remove_item(&user_key(name)).expect("storage can be changed"),
        }
        assert_eq!(store(CLIENT).load(), None, "{case}");
        assert_eq!(contents(&storage), [], "{case}: what is left");
    }
    for (case, user) in [("unknown", "another-user"), ("empty", ""), ("in JSON", &*format!("{USER:?}"))] {
        storage.clear().expect("storage can be emptied");
        store(CLIENT).save(&session(USER, "refresh.token", 0));
        storage.set_item(&key(CLIENT, "LastAuthUser"), user).expect("storage has room");
        assert_eq!(store(CLIENT).load(), None, "LastAuthUser {case}");
        let last_auth_user = storage.get_item(&key(CLIENT, "LastAuthUser")).expect("storage is on");
        assert_eq!(last_auth_user, None, "LastAuthUser {case}: it is gone");
    }
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn clock_drift_that_cannot_be_read_is_none() {
    let storage = empty_storage();
    for (case, drift, expected) in [
        ("missing", None, 0),
        ("empty", Some(""), 0),
        ("garbage", Some("soon"), 0),
        ("NaN", Some("NaN"), 0),
        ("too large", Some("99999999999999999999"), 0),
        ("negative", Some("-12"), -12),
        ("positive", Some("12"), 12),
    ] {
        store(CLIENT).save(&session(USER, "refresh.token", 77));
        match drift {
            Some(drift) => storage.set_item(&user_key("clockDrift"), drift).expect("storage has room"),
            None => storage.remove_item(&user_key("clockDrift")).expect("storage can be changed"),
        }
        let loaded = store(CLIENT).load().unwrap_or_else(|| panic!("{case}: the session is lost"));
        assert_eq!(loaded.clock_drift(), expected, "{case}");
    }
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn two_clients_do_not_see_each_others_tokens() {
    let storage = empty_storage();
    store(CLIENT).save(&session(USER, "mine", 0));
    assert_eq!(store(OTHER_CLIENT).load(), None, "the other client, with nothing of its own");
    assert!(store(CLIENT).load().is_some(), "this client, after the other looked");
    store(OTHER_CLIENT).save(&session(USER, "theirs", 0));
    assert_eq!(store(CLIENT).load(), Some(session(USER, "mine", 0)), "this client");
    assert_eq!(store(OTHER_CLIENT).load(), Some(session(USER, "theirs", 0)), "the other client");
    store(CLIENT).clear();
    assert_eq!(store(CLIENT).load(), None, "this client, signed out");
    assert_eq!(store(OTHER_CLIENT).load(), Some(session(USER, "theirs", 0)), "the other client stays signed in");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn full_storage_holds_no_half_session() {
    let storage = empty_storage();
    for room_for in 0..5 {
        for (case, earlier) in [("nobody before", None), ("the same user before", Some(session(USER, "earlier", 0)))] {
            storage.clear().expect("storage can be emptied");
            if let Some(earlier) = &earlier {
                store(CLIENT).save(earlier);
            }
            let with_room = fill_storage_after(room_for);
            store(CLIENT).save(&session(USER, "later", 0));
            make_room(&with_room);
            assert_eq!(contents(&storage), [], "{case}, room for {room_for}: what is left");
        }
    }
    store(CLIENT).save(&session(USER, "refresh.token", 0));
    assert_eq!(contents(&storage).len(), 5, "with room again");
    storage.clear().expect("storage can be emptied");
}

#[wasm_bindgen_test]
fn storage_that_is_turned_off_does_no_harm() {
    let storage = empty_storage();
    let on = Object::get_own_property_descriptor(&window(), &"localStorage".into());
    // What Chromium answers where cookies are blocked.
    let denied = Function::new_no_args("throw new DOMException('denied', 'SecurityError')");
    let off = Object::new();
    Reflect::set(&off, &"configurable".into(), &true.into()).expect("an object takes properties");
    Reflect::set(&off, &"get".into(), &denied).expect("an object takes properties");
    Object::define_property(&window(), &"localStorage".into(), &off);
    let is_off = window().local_storage().is_err();
    store(CLIENT).save(&session(USER, "refresh.token", 0));
    let loaded = store(CLIENT).load();
    store(CLIENT).clear();
    Object::define_property(&window(), &"localStorage".into(), on.unchecked_ref());
    assert!(is_off, "this test turns storage off");
    assert_eq!(loaded, None, "nothing can be loaded");
    assert_eq!(contents(&storage), [], "nothing was stored");
}

/// Lets `count` more writes succeed; gives the real function.
fn fill_storage_after(count: u32) -> JsValue {
    let real = Reflect::get(&storage_prototype(), &"setItem".into()).expect("storage can be written to");
    let limited = Function::new_with_args(
        "real, count",
        "return function (key, value) {
            if (count-- > 0) return real.call(this, key, value);
            throw new DOMException('full', 'QuotaExceededError');
        }",
    );
    let limited = limited.call2(&JsValue::NULL, &real, &count.into()).expect("the function is well formed");
    Reflect::set(&storage_prototype(), &"setItem".into(), &limited).expect("it can be replaced");
    real
}

fn make_room(real: &JsValue) {
    Reflect::set(&storage_prototype(), &"setItem".into(), real).expect("it can be put back");
}

fn storage_prototype() -> JsValue {
    let storage = Reflect::get(&window(), &"Storage".into()).expect("the window knows storage");
    Reflect::get(&storage, &"prototype".into()).expect("a class has a prototype")
}
