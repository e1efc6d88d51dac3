//! Where a browser keeps tokens. Under which names, and what is read of them, is tested in cognito-client.

#![expect(clippy::disallowed_methods, reason = "looks at storage as another library would")]

use cognito_client::{
    ids::ClientId,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{self, Session},
    token_store::cookies::CookieOptions,
};
use js_sys::{Function, Object, Reflect};
use leptos::prelude::window;
use leptos_cognito::token_place::{TokenPlace, TokenStore, Tokens};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

use super::{
    settings::CLIENT,
    storage::{self, local_storage, session_storage},
};

const OTHER_CLIENT: &str = "7other0client0id0xyz";
const USER: &str = "e2b4c8d0-1111-4222-8333-944445555666";
const ISSUED: u64 = 1_800_000_000;
/// What a session consists of.
const ENTRIES: usize = 6;

/// localStorage; nothing is kept in this browser.
fn empty_storage() -> Storage {
    storage::empty_storage();
    let forget = "document.cookie.split('; ').forEach(cookie => { document.cookie = cookie.split('=')[0] + '=; max-age=0; path=/' })";
    js_sys::eval(forget).expect("cookies can be emptied");
    local_storage()
}

fn cookies() -> String {
    js_sys::eval("document.cookie").ok().and_then(|cookies| cookies.as_string()).expect("a text")
}

fn client_id(id: &str) -> ClientId {
    ClientId::parse(id).expect("the id is well formed")
}

/// What a page that was loaded just now has.
fn tokens_in(place: &TokenPlace) -> Tokens {
    storage::tokens_in(place, false, CLIENT)
}

fn tokens(client: &str) -> Tokens {
    storage::tokens_in(&TokenPlace::Local, false, client)
}

fn asked() -> Tokens {
    storage::tokens_in(&TokenPlace::Local, true, CLIENT)
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
    let tokens = session::Tokens {
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
fn tokens_are_kept_where_the_owner_wants_them() {
    let in_cookies = TokenPlace::Cookies(CookieOptions::default());
    for (case, place, outlives_page, is_shared, counts) in [
        ("localStorage", TokenPlace::Local, true, true, (ENTRIES, 0, 0)),
        ("sessionStorage", TokenPlace::Session, true, false, (0, ENTRIES, 0)),
        ("memory", TokenPlace::Memory, false, false, (0, 0, 0)),
        ("cookies", in_cookies, true, true, (0, 0, ENTRIES)),
    ] {
        empty_storage();
        let session = session(USER, "refresh.token", 90);
        let first = tokens_in(&place);
        assert!(!first.has_session(), "{case}: nothing yet");
        first.save(&session);
        assert_eq!(first.load().as_ref(), Some(&session), "{case}: on the same page");
        assert!(!first.is_volatile(), "{case}: it was taken");
        let after_reload = tokens_in(&place);
        assert_eq!(after_reload.has_session(), outlives_page, "{case}: seen after a reload");
        let seems_to_hold = |client| place.seems_to_hold(false, &client_id(client));
        assert_eq!(seems_to_hold(CLIENT), outlives_page, "{case}: at first sight");
        assert!(!seems_to_hold(OTHER_CLIENT), "{case}: of another client");
        assert_eq!(after_reload.load(), outlives_page.then_some(session), "{case}: after a reload");
        assert_eq!(place.is_shared(), is_shared, "{case}: with other tabs");
        let cookies = cookies().matches("CognitoIdentityServiceProvider").count();
        // Beside cookies, localStorage has what no other host can know.
        let of_session = |storage| contents(&storage).iter().filter(|(key, _)| key.starts_with("Cognito")).count();
        let found = (of_session(local_storage()), of_session(session_storage()), cookies);
        assert_eq!(found, counts, "{case}: localStorage, sessionStorage, cookies");
        first.clear();
        assert_eq!(tokens_in(&place).load(), None, "{case}: cleared");
        assert!(!seems_to_hold(CLIENT), "{case}: cleared, at first sight");
        assert!(!cookies_are_left(), "{case}: cleared cookies");
    }
    empty_storage();
}

fn cookies_are_left() -> bool {
    cookies().contains("CognitoIdentityServiceProvider")
}

#[wasm_bindgen_test]
fn who_does_not_want_to_stay_signed_in_leaves_nothing_behind() {
    for (case, is_kept, counts) in [("ticked", true, (ENTRIES, 0)), ("not ticked", false, (0, ENTRIES))] {
        for (before, is_kept_before) in [("nobody", None), ("kept", Some(true)), ("not kept", Some(false))] {
            empty_storage();
            let here = asked();
            if let Some(is_kept) = is_kept_before {
                here.pick(Some(is_kept));
                here.enter(&session(USER, "earlier", 0));
            }
            here.pick(Some(is_kept));
            here.enter(&session(USER, "refresh.token", 0));
            let found = (contents(&local_storage()).len(), contents(&session_storage()).len());
            assert_eq!(found, counts, "{case}, before: {before}");
            assert!(
                TokenPlace::Local.seems_to_hold(true, &client_id(CLIENT)),
                "{case}, before: {before}: at first sight"
            );
            let after_reload = asked();
            assert_eq!(after_reload.load(), Some(session(USER, "refresh.token", 0)), "{case}, before: {before}");
            after_reload.save(&session(USER, "renewed", 0));
            let found = (contents(&local_storage()).len(), contents(&session_storage()).len());
            assert_eq!(found, counts, "{case}, before: {before}: a renewed session stays where it was");
        }
    }
    empty_storage();
}

#[wasm_bindgen_test]
fn what_another_tab_keeps_is_not_touched_by_a_session_of_this_tab() {
    empty_storage();
    let (here, there) = (asked(), asked());
    here.pick(Some(false));
    here.enter(&session(USER, "mine", 0));
    // As another tab does: what this one keeps for itself is not in its reach.
    tokens(CLIENT).save(&session(USER, "theirs", 0));
    here.save(&session(USER, "renewed", 0));
    assert_eq!(tokens(CLIENT).load(), Some(session(USER, "theirs", 0)), "a refresh");
    assert_eq!(here.load(), Some(session(USER, "renewed", 0)));
    here.leave();
    assert_eq!(tokens(CLIENT).load(), Some(session(USER, "theirs", 0)), "a sign-out");
    assert_eq!(contents(&session_storage()), []);
    there.save(&session(USER, "theirs, renewed", 0));
    assert_eq!(tokens(CLIENT).load(), Some(session(USER, "theirs, renewed", 0)), "it stays where it is");
    assert_eq!(contents(&session_storage()), []);
    empty_storage();
}

#[wasm_bindgen_test]
fn keys_and_values_are_those_of_amazon_cognito_identity_js() {
    let storage = empty_storage();
    let session = session(USER, "refresh.token", 90);
    tokens(CLIENT).save(&session);
    let saved = session.tokens();
    let drift_of = storage.get_item(&user_key("clockDriftOf")).ok().flatten().expect("it is ours");
    assert!(drift_of.starts_with(&format!("90 {ISSUED} ")), "{drift_of}");
    let mut expected = vec![
        (key(CLIENT, "LastAuthUser"), USER.to_owned()),
        (user_key("accessToken"), saved.access_token.expose().to_owned()),
        (user_key("clockDrift"), "90".to_owned()),
        (user_key("clockDriftOf"), drift_of),
        (user_key("idToken"), saved.id_token.expose().to_owned()),
        (user_key("refreshToken"), "refresh.token".to_owned()),
    ];
    expected.sort();
    assert_eq!(contents(&storage), expected, "raw values, not JSON");
    empty_storage();
}

#[wasm_bindgen_test]
fn two_clients_do_not_see_each_others_tokens() {
    empty_storage();
    tokens(CLIENT).save(&session(USER, "mine", 0));
    assert_eq!(tokens(OTHER_CLIENT).load(), None, "the other client, with nothing of its own");
    tokens(OTHER_CLIENT).save(&session(USER, "theirs", 0));
    assert_eq!(tokens(CLIENT).load(), Some(session(USER, "mine", 0)), "this client");
    tokens(CLIENT).clear();
    assert_eq!(tokens(CLIENT).load(), None, "this client, signed out");
    assert_eq!(tokens(OTHER_CLIENT).load(), Some(session(USER, "theirs", 0)), "the other client");
    empty_storage();
}

#[wasm_bindgen_test]
fn full_storage_holds_no_half_session() {
    let storage = empty_storage();
    for room_for in 0..5 {
        for (case, earlier) in [("nobody before", None), ("the same user before", Some(session(USER, "earlier", 0)))] {
            empty_storage();
            if let Some(earlier) = &earlier {
                tokens(CLIENT).save(earlier);
            }
            let with_room = fill_storage_after(room_for);
            let here = tokens(CLIENT);
            here.save(&session(USER, "later", 0));
            make_room(&with_room);
            assert_eq!(contents(&storage), [], "{case}, room for {room_for}: what is left");
            assert!(here.is_volatile(), "{case}, room for {room_for}: it is known");
            assert_eq!(here.load(), Some(session(USER, "later", 0)), "{case}: as long as this page");
        }
    }
    empty_storage();
}

#[wasm_bindgen_test]
fn without_storage_memory_takes_over() {
    let storage = empty_storage();
    let on = Object::get_own_property_descriptor(&window(), &"localStorage".into());
    // What Chromium answers where cookies are blocked.
    let denied = Function::new_no_args("throw new DOMException('denied', 'SecurityError')");
    let off = Object::new();
    Reflect::set(&off, &"configurable".into(), &true.into()).expect("an object takes properties");
    Reflect::set(&off, &"get".into(), &denied).expect("an object takes properties");
    Object::define_property(&window(), &"localStorage".into(), &off);
    let is_off = window().local_storage().is_err();
    let here = tokens(CLIENT);
    here.save(&session(USER, "refresh.token", 0));
    let (loaded, is_volatile) = (here.load(), here.is_volatile());
    here.clear();
    let cleared = here.load();
    Object::define_property(&window(), &"localStorage".into(), on.unchecked_ref());
    assert!(is_off, "this test turns storage off");
    assert_eq!((loaded, is_volatile), (Some(session(USER, "refresh.token", 0)), true));
    assert_eq!(cleared, None);
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
