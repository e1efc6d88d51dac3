//! A session over time: refreshed ahead of its end, kept in bad luck, and the same in all tabs.

#![expect(clippy::disallowed_methods, reason = "reads what tabs leave for each other")]

use std::{cell::Cell, rc::Rc};

use cognito_client::{ids::ClientId, token_store::cookies::CookieOptions};
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos_cognito::{
    app::App,
    config::Setting,
    platform::channel::TabChannel,
    text::{self, Notice},
    token_store::{TokenPlace, TokenStore, Tokens},
};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    clock::{Clock, WallClock},
    config::{CLIENT, Meta},
    lock::WithoutLocks,
    page::{Page, be_at, settled, until},
    service::{Answer, Service, empty, refusal, tokens_since, user},
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
        self.page.see(text::SIGN_IN_TITLE).await;
        self.page.field("E-mail").type_text("first@example.com").await;
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
    for (case, act, sees) in
        [("sign-out", None, Notice::SignedOutElsewhere.sentence()), ("another user", Some(&second), "Hi Second!")]
    {
        let app = Opened::signed_in(vec![user("Second")]).await;
        match act {
            None => other_tab().store.clear(),
            Some(session) => store(session),
        }
        happens("storage");
        app.page.see(sees).await;
        assert!(!app.page.reads("Hi First!"), "{case}: the first is gone");
        assert_eq!(app.refreshes(), 0, "{case}");
    }
    empty_storage();
    let app = Opened::at("/", &[], vec![user("First")]).await;
    app.page.see(text::SIGN_IN_TITLE).await;
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
    app.page.see(text::SIGN_IN_TITLE).await;
    let channel = Rc::new(TabChannel::open(CHANNEL, |_| {}));
    let place = TokenPlace::Cookies(CookieOptions::default());
    let there = Tokens::open_telling(&place, false, &ClientId::parse(CLIENT).expect("an id"), channel);
    there.store.save(&session_of(&tokens_since(FIRST, "first@example.com", "theirs", 0.0)));
    app.page.see("Hi First!").await;
    there.store.clear();
    app.page.see(Notice::SignedOutElsewhere.sentence()).await;
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
        app.see_banner(Some(text::NOT_RENEWED), case).await;
        for event in ["focus", "online", "visibilitychange"] {
            happens(event);
        }
        clock.advance(600).await;
        a_while().await;
        assert_eq!(app.refreshes(), 1, "{case}: not by itself");
        assert_eq!(refresh_token_of(FIRST).as_deref(), Some(app.before.as_str()), "{case}: the session stays");
        app.service.answer(renewed());
        app.service.answer(empty());
        app.page.press(text::SIGN_OUT_EVERYWHERE).await;
        app.page.see(text::SIGN_IN_TITLE).await;
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
    app.see_banner(Some(text::UNAVAILABLE_FOR_NOW), "a fault of the service").await;
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
    app.see_banner(Some(text::OFFLINE_FOR_NOW), "offline").await;
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
    app.page.see(Notice::SessionEnded.sentence()).await;
    assert_eq!(local_storage().length(), Ok(0), "nothing is left");
}

#[wasm_bindgen_test]
async fn a_refresh_that_comes_after_a_sign_out_writes_nothing() {
    let wall = WallClock::take_over();
    let app = Opened::signed_in(vec![]).await;
    wall.move_to(2.0 * HOUR);
    happens("focus");
    app.see_refreshes(1, "under way").await;
    app.page.press(text::SIGN_OUT).await;
    app.page.see(text::SIGN_IN_TITLE).await;
    // The refresh has waited longest.
    app.service.answer(renewed());
    for _ in 0..2 {
        app.service.answer(empty());
    }
    a_while().await;
    assert_eq!(local_storage().length(), Ok(0), "nobody is signed in");
    assert!(app.page.reads(text::SIGN_IN_TITLE));
    let revoked = app.service.operations().iter().filter(|operation| *operation == "RevokeToken").count();
    assert_eq!(revoked, 2, "what was left, and what came for nobody");
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
    let is_told = app.page.reads(text::NOT_KEPT);
    app.page.press(text::UNDERSTOOD).await;
    let is_told_again = app.page.reads(text::NOT_KEPT);
    Reflect::set(&prototype, &"setItem".into(), &real).expect("it can be put back");
    assert_eq!((is_told, is_told_again), (true, false));
    assert_eq!(local_storage().length(), Ok(0), "it took nothing");
    app.service.answer(empty());
    app.page.press(text::SIGN_OUT).await;
    app.page.see(text::SIGN_IN_INTRO).await;
}

#[wasm_bindgen_test]
async fn who_is_asked_stays_signed_in_or_does_not() {
    for (case, is_ticked, kept, passing) in [("ticked", true, 6, 0), ("not ticked", false, 0, 6)] {
        empty_storage();
        let answers = vec![tokens_since(FIRST, "first@example.com", "before", 0.0), user("First")];
        let app = Opened::at("/", &[(Setting::KeepSignedIn, "ask")], answers).await;
        app.page.see(text::SIGN_IN_TITLE).await;
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
    app.page.see(text::SIGN_IN_TITLE).await;
    assert!(!app.page.has_field(text::KEEP_SIGNED_IN), "nobody is asked where the owner does not want it");
}

#[wasm_bindgen_test]
async fn another_account_needs_an_answer_and_ends_this_session() {
    let app = Opened::signed_in(vec![empty()]).await;
    app.page.press(text::USE_ANOTHER_ACCOUNT).await;
    app.page.see(text::USE_ANOTHER_ACCOUNT_TITLE).await;
    assert_eq!(refresh_token_of(FIRST).as_deref(), Some(app.before.as_str()), "not before it is answered");
    let dialog = app.page.find("dialog[open] .main");
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(dialog).click();
    until("the end of the session", || app.service.operations().iter().any(|operation| operation == "RevokeToken"))
        .await;
    app.page.see(text::SIGN_IN_INTRO).await;
    assert_eq!(app.service.newest("RevokeToken")["Token"], app.before.as_str());
    assert_eq!(local_storage().length(), Ok(0));
}
