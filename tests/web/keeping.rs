//! A session over time: refreshed ahead of its end, kept in bad luck, and the same in all tabs.

#![expect(clippy::disallowed_methods, reason = "reads what tabs leave for each other")]

use std::{cell::Cell, rc::Rc};

use cognito_client::{
    ids::ClientId,
    token_store::{
        KeyedTokenStore,
        cookies::CookieOptions,
        key_value::{KeyValueStore, MemoryStore},
        tab::TabTokenStore,
    },
};
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos_cognito::{
    app::App,
    platform::channel::{TabChannel, TabLines},
    settings::Setting,
    text::{self, Notice},
    token_place::{TokenPlace, TokenStore},
};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    clock::{Clock, WallClock},
    lock::WithoutLocks,
    page::{Page, be_at, settled, until},
    service::{Answer, Service, challenge, empty, refusal, tokens_saying, tokens_since, user},
    settings::{CLIENT, Meta},
    storage::{empty_storage, local_storage, other_tab, refresh_token_of, session_of, session_storage, store},
};

const FIRST: &str = "first";
const SECOND: &str = "second";
const HOUR: f64 = 3600.0;
/// Frames that something is given not to come.
const A_WHILE: u32 = 100;

/// The app, and the service behind it.
struct Opened {
    page: Page,
    service: Service,
    /// The refresh token it began with.
    before: String,
    _settings: Vec<Meta>,
}

impl Opened {
    /// Of who is signed in, with tokens that came just now and live for an hour.
    async fn signed_in(answers: Vec<Answer>) -> Self {
        empty_storage();
        let before = unused_token();
        store(&tokens_since(FIRST, "first@example.com", &before, 0.0));
        let app = Self::at("/welcome", &[], std::iter::once(user("First")).chain(answers).collect()).await;
        app.page.see("Hi First!").await;
        Self { before, ..app }
    }

    async fn at(path: &str, settings: &[(Setting, &str)], answers: Vec<Answer>) -> Self {
        be_at(path);
        let settings = [&[(Setting::SignInFlow, "USER_PASSWORD_AUTH")], settings].concat();
        let settings = Meta::of_app(&settings);
        let service = Service::take_over(answers);
        let page = Page::open(|| view! { <App /> }).await;
        Self { page, service, before: String::new(), _settings: settings }
    }

    fn refreshes(&self) -> usize {
        self.service.operations().iter().filter(|operation| *operation == "GetTokensFromRefreshToken").count()
    }

    async fn see_refreshes(&self, count: usize, case: &str) {
        until(&format!("{case}: {count} refreshes"), || self.refreshes() == count).await;
    }

    async fn see_banner(&self, sentence: Option<&str>, case: &str) {
        until(&format!("{case}: the banner {sentence:?}"), || match sentence {
            Some(sentence) => self.page.by_role("status").iter().any(|status| status == sentence),
            None => self.page.find(".banner").text_content().unwrap_or_default().is_empty(),
        })
        .await;
    }

    async fn sign_in(&self) {
        self.page.see(text::SIGN_IN_TITLE.english()).await;
        self.page.field("Email").type_text("first@example.com").await;
        self.page.field("Password").type_text("Correct-horse-1").await;
        self.page.press("Sign in").await;
    }
}

/// A refresh token of this test alone: one that another test's page has spent is not sent before that page is quite gone.
fn unused_token() -> String {
    thread_local!(static COUNT: Cell<u32> = const { Cell::new(0) });
    COUNT.set(COUNT.get() + 1);
    format!("before-{}", COUNT.get())
}

/// Whatever is under way has come to its end by then.
async fn a_while() {
    for _ in 0..A_WHILE {
        settled().await;
    }
}

fn happens(name: &str) {
    let target = if name == "visibilitychange" { "document" } else { "window" };
    let event = format!("{target}.dispatchEvent(new Event('{name}', {{ bubbles: true }}))");
    js_sys::eval(&event).expect("a script may do that");
}

/// Whether somebody sees the page; until this goes, nobody knows better.
struct Visibility;

impl Visibility {
    fn set(is_hidden: bool) -> Self {
        js_sys::eval(&format!(
            "Object.defineProperty(document, 'hidden', {{ configurable: true, value: {is_hidden} }})"
        ))
        .expect("a script may do that");
        happens("visibilitychange");
        Self
    }
}

impl Drop for Visibility {
    fn drop(&mut self) {
        js_sys::eval("delete document.hidden").expect("a script may do that");
    }
}

fn renewed() -> Answer {
    tokens_since(FIRST, "first@example.com", "after", HOUR)
}

fn fault() -> Answer {
    (500, json!({ "__type": "InternalErrorException", "message": "" }))
}

#[wasm_bindgen_test]
async fn tokens_are_refreshed_ahead_of_their_end_although_timers_do_not_count_sleep() {
    let (clock, wall) = (Clock::take_over(), WallClock::take_over());
    let app = Opened::signed_in(vec![]).await;
    clock.advance(600).await;
    a_while().await;
    assert_eq!(app.refreshes(), 0, "they are good for an hour");
    wall.move_to(HOUR - 55.0);
    app.service.answer(renewed());
    clock.advance(60).await;
    app.see_refreshes(1, "after a sleep").await;
    until("the new tokens", || refresh_token_of(FIRST).as_deref() == Some("after")).await;
    clock.advance(600).await;
    a_while().await;
    assert_eq!(app.refreshes(), 1, "and those are good for an hour too");
}

#[wasm_bindgen_test]
async fn nothing_is_refreshed_while_nobody_sees_the_page_and_at_once_when_somebody_does() {
    let (clock, wall) = (Clock::take_over(), WallClock::take_over());
    let app = Opened::signed_in(vec![]).await;
    let hidden = Visibility::set(true);
    wall.move_to(2.0 * HOUR);
    clock.advance(7200).await;
    a_while().await;
    assert_eq!(app.refreshes(), 0, "hidden");
    app.service.answer(renewed());
    drop(hidden);
    let _seen = Visibility::set(false);
    app.see_refreshes(1, "seen again").await;
    until("the new tokens", || refresh_token_of(FIRST).as_deref() == Some("after")).await;
}

#[wasm_bindgen_test]
async fn what_other_tabs_do_shows_here() {
    let second = tokens_since(SECOND, "second@example.com", "others", 0.0);
    for (case, act, sees) in [
        ("sign-out", None, &*Notice::SignedOutElsewhere.sentence().words()),
        ("another user", Some(&second), "Hi Second!"),
    ] {
        let app = Opened::signed_in(vec![user("Second")]).await;
        match act {
            None => other_tab().clear(),
            Some(session) => store(session),
        }
        happens("storage");
        app.page.see(sees).await;
        assert!(!app.page.reads("Hi First!"), "{case}: the first is gone");
        assert_eq!(app.refreshes(), 0, "{case}");
    }
    empty_storage();
    let app = Opened::at("/", &[], vec![user("First")]).await;
    app.page.see(text::SIGN_IN_TITLE.english()).await;
    store(&renewed());
    happens("storage");
    app.page.see("Hi First!").await;
}

/// Where tabs hear each other.
const CHANNEL: &str = "leptos-cognito.4h57kexample0client0id0abc";

#[wasm_bindgen_test]
async fn what_other_tabs_do_to_cookies_shows_here() {
    empty_storage();
    let app = Opened::at("/", &[(Setting::TokenStore, "cookies")], vec![user("First")]).await;
    app.page.see(text::SIGN_IN_TITLE.english()).await;
    let channel = Rc::new(TabChannel::open(CHANNEL, |_| {}));
    let place = TokenPlace::Cookies(CookieOptions::default());
    let there = place.open(false, &ClientId::parse(CLIENT).expect("an id"), channel, TabLines::new(|_, _| {}));
    there.save(&session_of(&tokens_since(FIRST, "first@example.com", "theirs", 0.0)));
    app.page.see("Hi First!").await;
    there.clear();
    app.page.see(&Notice::SignedOutElsewhere.sentence().words()).await;
}

/// Cookies, which another host of the domain can write too.
fn put_cookies(entries: &[(&str, &str)]) {
    for (name, value) in entries {
        let cookie = format!("document.cookie = 'CognitoIdentityServiceProvider.{CLIENT}.{name}={value}; path=/'");
        js_sys::eval(&cookie).expect("a script may do that");
    }
}

fn empty_cookies() {
    let forget = "document.cookie.split('; ').forEach(cookie => { \
                  document.cookie = cookie.split('=')[0] + '=; max-age=0; path=/' })";
    js_sys::eval(forget).expect("cookies can be emptied");
}

fn put_session(username: &str, refresh_token: &str) {
    let session = session_of(&tokens_since(username, "second@example.com", refresh_token, 0.0));
    let tokens = session.tokens();
    put_cookies(&[
        (&format!("{username}.idToken"), tokens.id_token.expose()),
        (&format!("{username}.accessToken"), tokens.access_token.expose()),
        (&format!("{username}.refreshToken"), refresh_token),
        ("LastAuthUser", username),
    ]);
}

async fn signed_in_with_cookies() -> Opened {
    empty_storage();
    empty_cookies();
    let answers = vec![tokens_since(FIRST, "first@example.com", "before", 0.0), user("First"), empty()];
    let app = Opened::at("/", &[(Setting::TokenStore, "cookies")], answers).await;
    app.sign_in().await;
    app.page.see("Hi First!").await;
    app
}

#[wasm_bindgen_test]
async fn another_user_whom_another_host_has_put_into_cookies_is_refused() {
    let is_revoked = |app: &Opened| {
        let is_one = |operation: &String| operation == "RevokeToken";
        app.service.operations().iter().any(is_one) && app.service.newest("RevokeToken")["Token"] == "theirs"
    };
    let app = signed_in_with_cookies().await;
    put_session(SECOND, "theirs");
    happens("focus");
    app.page.see(&Notice::SessionEnded.sentence().words()).await;
    until("what came to be revoked", || is_revoked(&app)).await;
    drop(app);

    // A page that opens finds them where it has left the first.
    let app = signed_in_with_cookies().await;
    drop(app);
    put_session(SECOND, "theirs");
    let app = Opened::at("/", &[(Setting::TokenStore, "cookies")], vec![empty()]).await;
    app.page.see(&Notice::SessionEnded.sentence().words()).await;
    until("what came to be revoked, by a page that opens", || is_revoked(&app)).await;
    drop(app);

    // Whoever is the first to come may come from anywhere: another library, for example.
    empty_storage();
    empty_cookies();
    put_session(SECOND, "theirs");
    let renewed = tokens_since(SECOND, "second@example.com", "renewed", HOUR);
    let app = Opened::at("/", &[(Setting::TokenStore, "cookies")], vec![renewed, user("Second")]).await;
    app.page.see("Hi Second!").await;
    drop(app);
    empty_cookies();
}

#[wasm_bindgen_test]
async fn a_refresh_that_brings_another_user_ends_the_session() {
    let others = tokens_since(SECOND, "second@example.com", "theirs", 0.0);
    let wall = WallClock::take_over();
    let app = Opened::signed_in(vec![others, empty()]).await;
    wall.move_to(2.0 * HOUR);
    happens("focus");
    app.page.see(&Notice::SessionEnded.sentence().words()).await;
    until("what came to be revoked", || app.service.operations().iter().any(|name| name == "RevokeToken")).await;
    assert_eq!(app.service.newest("RevokeToken")["Token"], "theirs");
    assert_eq!(local_storage().length(), Ok(0), "nobody is signed in");
}

#[wasm_bindgen_test]
async fn another_name_of_the_user_shows_here() {
    let app = Opened::signed_in(vec![user("Renamed")]).await;
    TabChannel::open(CHANNEL, |_| {}).tell("user");
    app.page.see("Hi Renamed!").await;
}

#[wasm_bindgen_test]
async fn a_refusal_that_ends_nothing_is_not_asked_for_again_before_the_person_acts() {
    for (case, exception) in [("a limit", "LimitExceededException"), ("a trigger", "UserLambdaValidationException")] {
        let (clock, wall) = (Clock::take_over(), WallClock::take_over());
        let app = Opened::signed_in(vec![]).await;
        wall.move_to(2.0 * HOUR);
        app.service.answer(refusal(exception, "not now"));
        happens("focus");
        app.see_banner(Some(text::NOT_RENEWED.english()), case).await;
        for event in ["focus", "online", "visibilitychange"] {
            happens(event);
        }
        clock.advance(600).await;
        a_while().await;
        assert_eq!(app.refreshes(), 1, "{case}: not by itself");
        assert_eq!(refresh_token_of(FIRST).as_deref(), Some(app.before.as_str()), "{case}: the session stays");
        app.service.answer(renewed());
        app.service.answer(empty());
        app.page.press(text::SIGN_OUT_EVERYWHERE.english()).await;
        app.page.see(text::SIGN_IN_TITLE.english()).await;
        assert_eq!(app.refreshes(), 2, "{case}: as the person wants");
    }
}

#[wasm_bindgen_test]
async fn a_page_that_is_left_lets_the_other_tabs_go_on() {
    let _without_locks = WithoutLocks::begin();
    let wall = WallClock::take_over();
    let app = Opened::signed_in(vec![]).await;
    wall.move_to(2.0 * HOUR);
    happens("focus");
    app.see_refreshes(1, "under way").await;
    let note = || local_storage().get_item(&format!("CognitoSessionKeeper.{CLIENT}.lease")).expect("it can be read");
    assert!(note().is_some(), "the others wait");
    happens("pagehide");
    until("no note", || note().is_none()).await;
}

#[wasm_bindgen_test]
async fn tokens_that_another_tab_has_renewed_are_used_here() {
    let wall = WallClock::take_over();
    let app = Opened::signed_in(vec![]).await;
    store(&tokens_since(FIRST, "first@example.com", "newer", HOUR));
    happens("storage");
    a_while().await;
    assert_eq!(app.refreshes(), 0, "it is done");
    wall.move_to(2.0 * HOUR);
    app.service.answer(renewed());
    happens("focus");
    app.see_refreshes(1, "when they are due").await;
    assert_eq!(app.service.newest("GetTokensFromRefreshToken")["RefreshToken"], "newer");
}

#[wasm_bindgen_test]
async fn bad_luck_keeps_the_session_and_says_so_until_it_is_over() {
    let (clock, wall) = (Clock::take_over(), WallClock::take_over());
    let app = Opened::signed_in(vec![]).await;
    wall.move_to(2.0 * HOUR);
    app.service.answer(fault());
    happens("focus");
    app.see_banner(Some(text::UNAVAILABLE_FOR_NOW.english()), "a fault of the service").await;
    assert_eq!(refresh_token_of(FIRST).as_deref(), Some(app.before.as_str()), "the session stays");
    assert!(app.page.reads("Hi First!"), "so does the page");
    wall.move_to(2.0 * HOUR + 2.0);
    app.service.answer(renewed());
    clock.advance(2).await;
    app.see_banner(None, "a second try by itself").await;
    assert_eq!(app.refreshes(), 2);
    assert_eq!(refresh_token_of(FIRST).as_deref(), Some("after"));
}

#[wasm_bindgen_test]
async fn who_is_offline_is_told_and_goes_on_by_themselves() {
    let app = Opened::signed_in(vec![]).await;
    app.see_banner(None, "before").await;
    happens("offline");
    app.see_banner(Some(text::OFFLINE_FOR_NOW.english()), "offline").await;
    happens("online");
    app.see_banner(None, "online again").await;
    assert_eq!(app.refreshes(), 0, "nothing was due");
}

#[wasm_bindgen_test]
async fn only_a_refusal_ends_a_session() {
    let wall = WallClock::take_over();
    let app = Opened::signed_in(vec![]).await;
    wall.move_to(2.0 * HOUR);
    app.service.answer(refusal("NotAuthorizedException", "Refresh Token has been revoked"));
    happens("focus");
    app.page.see(&Notice::SessionEnded.sentence().words()).await;
    assert_eq!(local_storage().length(), Ok(0), "nothing is left");
}

#[wasm_bindgen_test]
async fn a_refresh_that_comes_after_a_sign_out_writes_nothing() {
    let wall = WallClock::take_over();
    let app = Opened::signed_in(vec![]).await;
    wall.move_to(2.0 * HOUR);
    happens("focus");
    app.see_refreshes(1, "under way").await;
    app.page.press(text::SIGN_OUT.english()).await;
    app.page.see(text::SIGN_IN_TITLE.english()).await;
    // The refresh has waited longest.
    app.service.answer(renewed());
    for _ in 0..2 {
        app.service.answer(empty());
    }
    a_while().await;
    assert_eq!(local_storage().length(), Ok(0), "nobody is signed in");
    assert!(app.page.reads(text::SIGN_IN_TITLE.english()));
    let revoked = app.service.operations().iter().filter(|operation| *operation == "RevokeToken").count();
    assert_eq!(revoked, 2, "what was left, and what came for nobody");
}

#[wasm_bindgen_test]
async fn a_refresh_that_comes_on_the_way_to_the_domain_shows_nothing() {
    let wall = WallClock::take_over();
    empty_storage();
    store(&tokens_saying(FIRST, &json!({ "scope": "openid", "name": "First", "origin_jti": "o" })));
    let domain = (Setting::Domain, "https://auth.example.com");
    let app = Opened::at("/welcome", &[domain], vec![user("First")]).await;
    app.page.see("Hi First!").await;
    wall.move_to(2.0 * HOUR);
    happens("focus");
    app.see_refreshes(1, "under way").await;
    app.page.press(text::SIGN_OUT.english()).await;
    let revocations = || app.service.operations().iter().filter(|operation| *operation == "RevokeToken").count();
    until("the first revocation", || revocations() == 1).await;
    // The page leaves when that is answered, which it never is: the refresh has waited longer.
    app.service.always("RevokeToken", empty());
    app.service.answer(renewed());
    until("the revocation of what came for nobody", || revocations() == 2).await;
    a_while().await;
    assert!(!app.page.reads(&Notice::SignedOutElsewhere.sentence().words()), "no other tab did it");
    assert!(!app.page.reads(text::SIGN_IN_TITLE.english()) && !app.page.reads("Hi First!"), "it is leaving");
}

#[wasm_bindgen_test]
async fn storage_that_fails_is_told_once() {
    empty_storage();
    let prototype = js_sys::eval("Storage.prototype").expect("the window knows storage");
    let real = Reflect::get(&prototype, &"setItem".into()).expect("it can be written to");
    let full = Function::new_no_args("throw new DOMException('full', 'QuotaExceededError')");
    Reflect::set(&prototype, &"setItem".into(), &full).expect("it can be replaced");
    let answers = vec![tokens_since(FIRST, "first@example.com", "before", 0.0), user("First")];
    let app = Opened::at("/", &[], answers).await;
    app.sign_in().await;
    app.page.see("Hi First!").await;
    let is_told = app.page.reads(text::NOT_KEPT.english());
    app.page.press(text::UNDERSTOOD.english()).await;
    let is_told_again = app.page.reads(text::NOT_KEPT.english());
    Reflect::set(&prototype, &"setItem".into(), &real).expect("it can be put back");
    assert_eq!((is_told, is_told_again), (true, false));
    assert_eq!(local_storage().length(), Ok(0), "it took nothing");
    app.service.answer(empty());
    app.page.press(text::SIGN_OUT.english()).await;
    app.page.see(text::SIGN_IN_INTRO.english()).await;
}

#[wasm_bindgen_test]
async fn who_is_asked_stays_signed_in_or_does_not() {
    for (case, is_ticked, kept, passing) in [("ticked", true, 6, 0), ("not ticked", false, 0, 6)] {
        empty_storage();
        let answers = vec![tokens_since(FIRST, "first@example.com", "before", 0.0), user("First")];
        let app = Opened::at("/", &[(Setting::KeepSignedIn, "ask")], answers).await;
        app.page.see(text::SIGN_IN_TITLE.english()).await;
        if is_ticked {
            wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(app.page.find("input[type=checkbox]")).click();
        }
        app.sign_in().await;
        app.page.see("Hi First!").await;
        let lengths = [local_storage(), session_storage()].map(|storage| storage.length());
        assert_eq!(lengths, [Ok(kept), Ok(passing)], "{case}: localStorage and sessionStorage");
    }
    empty_storage();
    let app = Opened::at("/", &[], vec![]).await;
    app.page.see(text::SIGN_IN_TITLE.english()).await;
    assert!(!app.page.has_field(text::KEEP_SIGNED_IN.english()), "nobody is asked where the owner does not want it");
}

#[wasm_bindgen_test]
async fn another_account_needs_an_answer_and_ends_this_session() {
    let app = Opened::signed_in(vec![empty()]).await;
    app.page.press(text::USE_ANOTHER_ACCOUNT.english()).await;
    app.page.see(text::USE_ANOTHER_ACCOUNT_TITLE.english()).await;
    assert_eq!(refresh_token_of(FIRST).as_deref(), Some(app.before.as_str()), "not before it is answered");
    let dialog = app.page.find("dialog[open] .main");
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(dialog).click();
    until("the end of the session", || app.service.operations().iter().any(|operation| operation == "RevokeToken"))
        .await;
    app.page.see(text::SIGN_IN_INTRO.english()).await;
    assert_eq!(app.service.newest("RevokeToken")["Token"], app.before.as_str());
    assert_eq!(local_storage().length(), Ok(0));
}

/// As another tab that keeps its session beyond itself.
fn store_of_another_tab(answer: &Answer) -> String {
    store(answer);
    answer.1["AuthenticationResult"]["RefreshToken"].as_str().expect("a token").to_owned()
}

#[wasm_bindgen_test]
async fn a_session_of_this_tab_alone_leaves_what_another_tab_keeps() {
    empty_storage();
    let wall = WallClock::take_over();
    let answers = vec![tokens_since(FIRST, "first@example.com", &unused_token(), 0.0), user("First")];
    let app = Opened::at("/", &[(Setting::KeepSignedIn, "ask")], answers).await;
    app.sign_in().await;
    app.page.see("Hi First!").await;
    let kept = store_of_another_tab(&tokens_since(SECOND, "second@example.com", "theirs", 0.0));
    happens("storage");
    a_while().await;
    assert!(app.page.reads("Hi First!"), "this tab has its own");
    wall.move_to(2.0 * HOUR);
    app.service.answer(renewed());
    happens("focus");
    app.see_refreshes(1, "this tab's").await;
    until("the new tokens", || session_storage().length() == Ok(6)).await;
    assert_eq!(refresh_token_of(SECOND), Some(kept.clone()), "a refresh takes nothing away");
    assert_eq!(refresh_token_of(FIRST), None, "nor does it leave anything there");
    app.service.always("RevokeToken", empty());
    app.page.press(text::SIGN_OUT.english()).await;
    app.page.see(text::SIGN_IN_TITLE.english()).await;
    assert_eq!(refresh_token_of(SECOND), Some(kept), "nor does a sign-out");
    assert_eq!(session_storage().length(), Ok(0));
    for event in ["storage", "focus"] {
        happens(event);
    }
    a_while().await;
    assert!(app.page.reads(text::SIGN_IN_TITLE.english()), "who signs out is signed out");
    app.service.always("GetUser", user("Second"));
    // Somebody signs in there.
    let mut again = tokens_since(SECOND, "second@example.com", "again", 0.0);
    again.1["AuthenticationResult"]["AccessToken"] = token_of_another_sign_in(&again).into();
    store(&again);
    happens("storage");
    app.page.see("Hi Second!").await;
}

/// The same access token with another `origin_jti`.
fn token_of_another_sign_in((_, answer): &Answer) -> String {
    let token = answer["AuthenticationResult"]["AccessToken"].as_str().expect("a token").to_owned();
    let script = "(token => { const [head, claims, tail] = token.split('.'); \
                  const said = atob(claims.replaceAll('-', '+').replaceAll('_', '/')); \
                  return [head, btoa(said.replace('\"o\"', '\"p\"')).replaceAll('+', '-').replaceAll('/', '_') \
                  .replaceAll('=', ''), tail].join('.') })";
    let changed: Function = js_sys::eval(script).expect("a function").into();
    changed
        .call1(&wasm_bindgen::JsValue::NULL, &token.into())
        .ok()
        .and_then(|token| token.as_string())
        .expect("a token")
}

#[wasm_bindgen_test]
async fn whether_to_stay_signed_in_survives_a_reload_in_the_middle_of_a_challenge() {
    for (case, is_ticked, kept, passing) in [("ticked", true, 6, 0), ("not ticked", false, 0, 6)] {
        empty_storage();
        let asks = (Setting::KeepSignedIn, "ask");
        let app = Opened::at("/", &[asks], vec![challenge("SOFTWARE_TOKEN_MFA", json!({}))]).await;
        app.page.see(text::SIGN_IN_TITLE.english()).await;
        if is_ticked {
            wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(app.page.find("input[type=checkbox]")).click();
        }
        app.sign_in().await;
        app.page.see_gone(text::SIGN_IN_TITLE.english()).await;
        app.page.see("Code").await;
        drop(app);
        settled().await;
        let answers = vec![tokens_since(FIRST, "first@example.com", "before", 0.0), user("First")];
        let app = Opened::at("/", &[asks], answers).await;
        app.page.see("Code").await;
        app.page.field("Code").type_text("123456").await;
        app.page.see("Hi First!").await;
        let lengths = [local_storage(), session_storage()].map(|storage| storage.length());
        assert_eq!(lengths, [Ok(kept), Ok(passing)], "{case}: localStorage and sessionStorage");
    }
    empty_storage();
}

/// How often somebody reads who is signed in.
const COUNT_READS: &str = "(() => { const real = Storage.prototype.getItem; window.reads = 0; \
    Storage.prototype.getItem = function (key) { \
        if (key.endsWith('.LastAuthUser')) window.reads++; return real.call(this, key) }; return real })()";

#[wasm_bindgen_test]
async fn what_is_told_of_storage_in_one_task_is_looked_at_once() {
    let _app = Opened::signed_in(vec![]).await;
    let real = js_sys::eval(COUNT_READS).expect("a script may do that");
    let reads = || js_sys::eval("window.reads").ok().and_then(|count| count.as_f64()).expect("a number");
    let mut counts = Vec::new();
    for events in [1, 20] {
        js_sys::eval("window.reads = 0").expect("a script may do that");
        for _ in 0..events {
            happens("storage");
        }
        until("a look", || reads() > 0.0).await;
        a_while().await;
        counts.push(reads());
    }
    let prototype = js_sys::eval("Storage.prototype").expect("the window knows storage");
    Reflect::set(&prototype, &"getItem".into(), &real).expect("it can be put back");
    assert_eq!(counts[0], counts[1], "reads after one event, and after twenty");
}

#[wasm_bindgen_test]
async fn half_of_what_another_tab_writes_is_not_shown() {
    let (clock, _wall) = (Clock::take_over(), WallClock::take_over());
    let app = Opened::signed_in(vec![]).await;
    let newer = session_of(&tokens_since(FIRST, "first@example.com", "newer", 60.0));
    let key = |name: &str| format!("CognitoIdentityServiceProvider.{CLIENT}.{FIRST}.{name}");
    let halves = [
        ("clockDriftOf", format!("0 {} 1", js_sys::Date::now() as u64 / 1000)),
        ("refreshToken", newer.tokens().refresh_token.expose().to_owned()),
        ("accessToken", newer.tokens().access_token.expose().to_owned()),
    ];
    for (name, value) in halves {
        local_storage().set_item(&key(name), &value).expect("storage has room");
        happens("storage");
        clock.advance(5).await;
        a_while().await;
        assert_eq!(app.refreshes(), 0, "after {name}: what is not whole is not taken up");
        assert!(app.page.reads("Hi First!"), "after {name}");
    }
    other_tab().save(&newer);
    happens("storage");
    clock.advance(5).await;
    a_while().await;
    assert_eq!(app.refreshes(), 0, "what is whole is good for an hour");
    app.service.answer(user("Second name"));
    TabChannel::open(CHANNEL, |_| {}).tell("user");
    app.page.see("Hi Second name!").await;
    let used = app.service.newest("GetUser")["AccessToken"].clone();
    assert_eq!(used, newer.tokens().access_token.expose(), "and used");
}

/// Another tab that has a copy of what this one keeps for itself.
fn copy_of_this_tab() -> (Rc<TabTokenStore<TabLines>>, Rc<Cell<u32>>) {
    let values = Rc::<MemoryStore>::default();
    for index in 0..session_storage().length().expect("a length") {
        let key = session_storage().key(index).ok().flatten().expect("a key");
        let value = session_storage().get_item(&key).ok().flatten().expect("a value");
        values.set(&key, &value).expect("memory");
    }
    let client_id = ClientId::parse(CLIENT).expect("an id");
    let heard = Rc::new(Cell::new(0));
    let copy = Rc::new_cyclic(|copy: &std::rc::Weak<TabTokenStore<TabLines>>| {
        let (copy, heard) = (copy.clone(), Rc::clone(&heard));
        let lines = TabLines::new(move |name, text| {
            heard.set(heard.get() + 1);
            if let Some(copy) = copy.upgrade() {
                copy.hear(&name, &text);
            }
        });
        TabTokenStore::new(KeyedTokenStore::new(&client_id, values), lines)
    });
    copy.ask();
    (copy, heard)
}

/// Of who is signed in, in this tab alone.
async fn signed_in_here() -> Opened {
    empty_storage();
    let answers = vec![tokens_since(FIRST, "first@example.com", &unused_token(), 0.0), user("First")];
    let app = Opened::at("/", &[(Setting::TokenStore, "session")], answers).await;
    app.sign_in().await;
    app.page.see("Hi First!").await;
    app
}

fn own_refresh_token() -> Option<String> {
    let key = format!("CognitoIdentityServiceProvider.{CLIENT}.{FIRST}.refreshToken");
    session_storage().get_item(&key).expect("storage can be read")
}

#[wasm_bindgen_test]
async fn copies_of_a_tab_have_one_session_and_refresh_it_once() {
    let wall = WallClock::take_over();
    let app = signed_in_here().await;
    let (copy, heard) = copy_of_this_tab();
    until("an answer", || heard.get() > 0).await;
    wall.move_to(2.0 * HOUR);
    app.service.answer(renewed());
    happens("focus");
    until("the new tokens, there", || {
        copy.load().is_some_and(|there| there.tokens().refresh_token.expose() == "after")
    })
    .await;
    wall.move_to(4.0 * HOUR);
    // Now the other one.
    copy.save(&session_of(&tokens_since(FIRST, "first@example.com", "by the copy", 4.0 * HOUR)));
    until("the new tokens, here", || own_refresh_token().as_deref() == Some("by the copy")).await;
    happens("focus");
    a_while().await;
    assert_eq!(app.refreshes(), 1, "one each time");
    copy.leave();
    app.page.see(&Notice::SignedOutElsewhere.sentence().words()).await;
    assert_eq!(session_storage().length(), Ok(0), "nothing is left");
}

#[wasm_bindgen_test]
async fn a_tab_whose_copy_has_spent_its_token_ends_alone_and_says_why() {
    let wall = WallClock::take_over();
    let app = signed_in_here().await;
    let (copy, heard) = copy_of_this_tab();
    until("an answer", || heard.get() > 0).await;
    wall.move_to(2.0 * HOUR);
    app.service.answer(refusal("RefreshTokenReuseException", "Refresh token has been used already"));
    happens("focus");
    app.page.see(&Notice::SessionContinuedElsewhere.sentence().words()).await;
    assert_eq!(session_storage().length(), Ok(0), "it is over here");
    a_while().await;
    assert!(copy.load().is_some(), "and nowhere else");
}

#[wasm_bindgen_test]
async fn who_waits_for_another_tab_is_not_called_offline() {
    let (clock, wall) = (Clock::take_over(), WallClock::take_over());
    let app = Opened::signed_in(vec![]).await;
    let take = format!(
        "new Promise(taken => navigator.locks.request('leptos-cognito.{CLIENT}.session', {{ steal: true }}, \
         () => new Promise(release => {{ window.release = release; taken() }})))"
    );
    let taken = js_sys::Promise::resolve(&js_sys::eval(&take).expect("a script may do that"));
    wasm_bindgen_futures::JsFuture::from(taken).await.expect("nobody else has it");
    wall.move_to(2.0 * HOUR);
    happens("focus");
    a_while().await;
    clock.advance(80).await;
    app.see_banner(Some(text::BUSY_FOR_NOW.english()), "another tab holds the lock").await;
    assert_eq!(app.refreshes(), 0, "nothing was sent");
    js_sys::eval("window.release()").expect("it lets go");
    wall.move_to(2.0 * HOUR + 2.0);
    app.service.answer(renewed());
    clock.advance(2).await;
    app.see_banner(None, "it goes on by itself").await;
}

#[wasm_bindgen_test]
async fn a_service_that_is_out_of_reach_is_no_offline_browser() {
    let (clock, wall) = (Clock::take_over(), WallClock::take_over());
    let app = Opened::signed_in(vec![]).await;
    let before = js_sys::eval(
        "(() => { const before = window.fetch; window.fetch = () => Promise.reject(new TypeError('no')); return before })()",
    )
    .expect("a script may do that");
    wall.move_to(2.0 * HOUR);
    happens("focus");
    app.see_banner(Some(text::UNREACHABLE_FOR_NOW.english()), "no answer").await;
    // What is told is told once: a reader of the page would hear it again.
    js_sys::eval("document.querySelector('.banner p').told = true").expect("a script may do that");
    for seconds in [4.0, 8.0, 16.0] {
        wall.move_to(2.0 * HOUR + seconds);
        clock.advance(8).await;
        a_while().await;
    }
    let is_same = js_sys::eval("document.querySelector('.banner p')?.told === true").expect("a script may do that");
    Reflect::set(&window(), &"fetch".into(), &before).expect("it can be put back");
    assert!(is_same.is_truthy(), "it is told once");
    assert_eq!(refresh_token_of(FIRST).as_deref(), Some(app.before.as_str()), "the session stays");
}

#[wasm_bindgen_test]
async fn an_answer_that_cannot_be_used_is_asked_for_more_and_more_seldom() {
    let brief = || {
        let mut answer = tokens_since(FIRST, "first@example.com", "brief", 0.0);
        let claims = js_sys::eval(
            "btoa(JSON.stringify({ username: 'first', iat: Math.floor(Date.now() / 1000), \
             exp: Math.floor(Date.now() / 1000) + 30 }))",
        );
        let claims = claims.ok().and_then(|claims| claims.as_string()).expect("a text");
        answer.1["AuthenticationResult"]["AccessToken"] = format!("h.{}.s", claims.trim_end_matches('=')).into();
        answer
    };
    for (case, answer) in [
        ("a page of something in between", (200, json!("Welcome"))),
        ("no tokens", (200, json!({ "AuthenticationResult": null }))),
        ("tokens that are due as they come", brief()),
    ] {
        let (clock, wall) = (Clock::take_over(), WallClock::take_over());
        let app = Opened::signed_in(vec![]).await;
        app.service.always("GetTokensFromRefreshToken", answer);
        wall.move_to(2.0 * HOUR);
        happens("focus");
        app.see_banner(Some(text::UNAVAILABLE_FOR_NOW.english()), case).await;
        for second in 1..=60 {
            wall.move_to(2.0 * HOUR + f64::from(second));
            clock.advance(1).await;
            settled().await;
        }
        a_while().await;
        let tries = app.refreshes();
        assert!((3..=9).contains(&tries), "{case}: {tries} in a minute");
        assert!(app.page.reads("Hi First!"), "{case}: the session stays");
    }
}

#[wasm_bindgen_test]
async fn sign_out_everywhere_ends_the_sign_ins_though_the_access_token_is_revoked() {
    let revoked = || refusal("NotAuthorizedException", "Access Token has been revoked");
    let newer = tokens_since(FIRST, "first@example.com", "newer", 0.0);
    let app = Opened::signed_in(vec![revoked(), newer, empty()]).await;
    let asked = app.service.operations().len();
    app.page.press(text::SIGN_OUT_EVERYWHERE.english()).await;
    app.page.see_heading(text::SIGN_IN_TITLE.english()).await;
    let operations = app.service.operations()[asked..].to_vec();
    assert_eq!(operations, ["GlobalSignOut", "GetTokensFromRefreshToken", "GlobalSignOut"]);
}

#[wasm_bindgen_test]
async fn sign_out_everywhere_of_a_session_that_has_ended_says_so() {
    let revoked = || refusal("NotAuthorizedException", "Access Token has been revoked");
    let app =
        Opened::signed_in(vec![revoked(), refusal("NotAuthorizedException", "Refresh Token has been revoked")]).await;
    app.page.press(text::SIGN_OUT_EVERYWHERE.english()).await;
    app.page.see_heading(text::SIGN_IN_TITLE.english()).await;
    app.page.see(Notice::SessionEnded.sentence().english()).await;
}
