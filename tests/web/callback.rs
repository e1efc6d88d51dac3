//! Coming back from another page.

#![expect(clippy::disallowed_methods, reason = "puts into storage what an earlier page has left there")]

use cognito_client::{
    ids::ClientId,
    managed_login::{OAuthErrorCode, RedirectError},
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{self, Session},
    timestamp::Timestamp,
};
use leptos::prelude::*;
use leptos_cognito::{
    app::App,
    language::Wording,
    settings::{Provider, Setting},
    sign_in_store::SignInStore,
    text::{
        self, Notice,
        managed_login::{self, ReturnProblem},
    },
    token_place::TokenStore,
};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    clock::Clock,
    page::{Page, be_at, until},
    service::{Answer, Service, empty, granted},
    settings::{CLIENT, Meta},
    storage::{empty_storage, other_tab, session_storage},
};

const FIRST: &str = "first";
const SECOND: &str = "second";
const TOKEN_ENDPOINT: &str = "https://auth.example.com/oauth2/token";
/// Secrets of the return: nothing of them may stay anywhere.
const QUERY: &str = "?code=the-code&state=the-state";

struct Opened {
    page: Page,
    service: Service,
    _settings: Vec<Meta>,
}

impl Opened {
    /// The app, where somebody has come back to it.
    async fn at(query: &str, answers: Vec<Answer>) -> Self {
        be_at(&format!("/callback{query}"));
        let settings = Meta::of_app(&[(Setting::Domain, "https://auth.example.com")]);
        let service = Service::take_over(answers);
        let page = Page::open(|| view! { <App /> }).await;
        Self { page, service, _settings: settings }
    }

    async fn see_problem(&self, sentence: &str, way_on: &str, case: &str) {
        until(&format!("{case}: {sentence}"), || self.page.by_role("alert").iter().any(|alert| alert == sentence))
            .await;
        assert_eq!(self.page.by_role("heading"), [managed_login::NOT_RETURNED_TITLE.english()], "{case}");
        let link = self.page.find("a");
        assert_eq!(link.text_content().as_deref(), Some(way_on), "{case}: the way on");
        assert_eq!(address(), "/callback", "{case}: nothing of the return stays in the address");
        for secret in ["the-code", "the-state"] {
            let html = document().document_element().expect("a document").outer_html();
            assert!(!html.contains(secret), "{case}: {secret} is on the page");
        }
        assert_eq!(begun(), None, "{case}: it is good for one return");
    }

    async fn see_address(&self, path: &str, case: &str) {
        until(&format!("{case}: {path}"), || address() == path).await;
    }
}

fn address() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().expect("a path"), location.search().expect("a query"))
}

fn redirect_key() -> String {
    format!("leptos-cognito.{CLIENT}.redirect")
}

/// As an earlier page has left it.
fn begin(wanted: Option<&str>, of: Option<&str>) {
    let paused = json!({ "state": "the-state", "nonce": "the-nonce", "code_verifier": "the-verifier" });
    let redirect = json!({ "is_kept": false, "of": of, "paused": paused });
    let wanted = wanted.map(|path| (format!("leptos-cognito.{CLIENT}.wanted"), path.to_owned()));
    for (key, value) in [(redirect_key(), redirect.to_string())].into_iter().chain(wanted) {
        session_storage().set_item(&key, &value).expect("storage takes it");
    }
}

fn begun() -> Option<String> {
    session_storage().get_item(&redirect_key()).expect("storage can be read")
}

/// As a tab stores what a sign-in gave.
fn store((_, answer): &Answer) {
    let token = |name: &str| answer[name].as_str().expect("a token");
    let tokens = session::Tokens {
        access_token: AccessToken::new(token("access_token")),
        id_token: IdToken::new(token("id_token")),
        refresh_token: RefreshToken::new(token("refresh_token")),
    };
    let now = Timestamp::from_millis(js_sys::Date::now() as u64);
    other_tab().save(&Session::received(tokens, now).expect("well formed"));
}

/// Whose refresh token is stored.
fn stored() -> Option<(String, String)> {
    let session = other_tab().load()?;
    Some((session.username().as_str().to_owned(), session.tokens().refresh_token.expose().to_owned()))
}

fn tokens_of(username: &str, refresh_token: &str) -> Answer {
    granted(username, CLIENT, "the-nonce", refresh_token)
}

fn refused(error: &str) -> Answer {
    (400, json!({ "error": error }))
}

fn sentence(problem: RedirectError) -> String {
    managed_login::not_returned(&ReturnProblem::Redirect(problem)).words()
}

#[wasm_bindgen_test]
async fn a_return_signs_in_and_goes_where_the_person_wanted_to() {
    for (wanted, expected) in [
        (None, "/welcome"),
        (Some("/welcome"), "/welcome"),
        (Some("/account"), "/account"),
        (Some("/signup"), "/welcome"),
        (Some("/callback"), "/welcome"),
        (Some("//example.com"), "/welcome"),
        (Some("https://example.com/account"), "/welcome"),
    ] {
        empty_storage();
        begin(wanted, None);
        let app = Opened::at(QUERY, vec![tokens_of(FIRST, "r-1")]).await;
        let case = format!("{wanted:?}");
        app.see_address(expected, &case).await;
        assert_eq!(stored(), Some((FIRST.to_owned(), "r-1".to_owned())), "{case}");
        assert_eq!(app.service.operations()[0], TOKEN_ENDPOINT, "{case}");
        let form = app.service.newest(TOKEN_ENDPOINT).to_string();
        for part in ["code=the-code", "code_verifier=the-verifier", "%2Fcallback"] {
            assert!(form.contains(part), "{case}: {part} in {form}");
        }
        assert_eq!(begun(), None, "{case}: it is good for one return");
    }
}

#[wasm_bindgen_test]
async fn a_return_that_is_refused_says_why_and_leads_back() {
    let code = |name: &str| OAuthErrorCode::parse(name);
    let denied = RedirectError::Refused { code: code("access_denied"), description: None };
    let invalid = RedirectError::Refused { code: code("invalid_request"), description: None };
    for (case, query, answers, problem) in [
        ("another state", "?code=the-code&state=another", vec![], RedirectError::ForeignState),
        ("no state", "?code=the-code", vec![], RedirectError::ForeignState),
        ("an error of another state", "?error=access_denied&state=another", vec![], RedirectError::ForeignState),
        ("cancelled", "?error=access_denied&error_description=the-code&state=the-state", vec![], denied),
        ("not let in by a trigger", "?error=invalid_request&state=the-state", vec![], invalid),
        ("neither code nor error", "?state=the-state", vec![], RedirectError::NoCallback),
        ("two codes", "?code=the-code&code=the-code&state=the-state", vec![], RedirectError::NoCallback),
        (
            "a code that was used, or of another verifier",
            QUERY,
            vec![refused("invalid_grant")],
            RedirectError::Exchange(code("invalid_grant")),
        ),
        (
            "an app that is not set up for it",
            QUERY,
            vec![refused("unauthorized_client")],
            RedirectError::Exchange(code("unauthorized_client")),
        ),
        (
            "a token of another sign-in",
            QUERY,
            vec![granted(FIRST, CLIENT, "another-nonce", "r-1")],
            RedirectError::ForeignToken,
        ),
        (
            "a token of another client",
            QUERY,
            vec![granted(FIRST, "another", "the-nonce", "r-1")],
            RedirectError::ForeignToken,
        ),
    ] {
        empty_storage();
        begin(None, None);
        let app = Opened::at(query, answers).await;
        app.see_problem(&sentence(problem), text::BACK_TO_SIGN_IN.english(), case).await;
        assert_eq!(stored(), None, "{case}: nobody is signed in");
    }
    empty_storage();
    begin(None, None);
    let app = Opened::at(QUERY, vec![(503, json!({}))]).await;
    until("a fault", || app.page.reads("The service is having a problem right now.")).await;
    assert_eq!(stored(), None, "nobody is signed in by a fault");
}

#[wasm_bindgen_test]
async fn who_comes_back_without_having_gone_is_told() {
    let not_begun = managed_login::not_returned(&ReturnProblem::NotBegun).words();
    for (case, query) in [("a code that nobody asked for", QUERY), ("the page alone, as after a reload", "")] {
        empty_storage();
        let app = Opened::at(query, vec![]).await;
        app.see_problem(&not_begun, text::BACK_TO_SIGN_IN.english(), case).await;
        assert_eq!(app.service.operations(), Vec::<String>::new(), "{case}: nothing is exchanged");
        empty_storage();
        store(&tokens_of(FIRST, "r-1"));
        let app = Opened::at(query, vec![]).await;
        app.see_address("/welcome", case).await;
        assert_eq!(stored(), Some((FIRST.to_owned(), "r-1".to_owned())), "{case}: who is signed in stays so");
    }
}

#[wasm_bindgen_test]
async fn a_second_account_takes_the_place_of_the_first() {
    empty_storage();
    store(&tokens_of(FIRST, "r-1"));
    begin(None, None);
    let app = Opened::at(QUERY, vec![tokens_of(SECOND, "r-2"), empty()]).await;
    app.see_address("/welcome", "signed in").await;
    assert_eq!(stored(), Some((SECOND.to_owned(), "r-2".to_owned())));
    until("the first to be revoked", || app.service.operations().iter().any(|name| name == "RevokeToken")).await;
    assert_eq!(app.service.newest("RevokeToken")["Token"], "r-1");
}

#[wasm_bindgen_test]
async fn only_the_same_person_confirms_that_it_is_they() {
    let another = &Notice::AnotherPerson.sentence().words();
    for (case, who, kept, revoked) in
        [("the same", FIRST, (FIRST, "r-2"), "r-1"), ("another", SECOND, (FIRST, "r-1"), "r-2")]
    {
        empty_storage();
        store(&tokens_of(FIRST, "r-1"));
        begin(Some("/account"), Some(FIRST));
        let app = Opened::at(QUERY, vec![tokens_of(who, "r-2"), empty()]).await;
        if who == FIRST {
            app.see_address("/account", case).await;
        } else {
            app.see_problem(another, managed_login::GO_BACK.english(), case).await;
            assert!(app.page.reads(managed_login::STILL_SIGNED_IN.english()), "{case}");
            assert_eq!(app.page.find("a").get_attribute("href").as_deref(), Some("/account"), "{case}");
        }
        assert_eq!(stored(), Some((kept.0.to_owned(), kept.1.to_owned())), "{case}");
        until(case, || app.service.operations().iter().any(|name| name == "RevokeToken")).await;
        assert_eq!(app.service.newest("RevokeToken")["Token"], revoked, "{case}");
    }
}

#[wasm_bindgen_test]
async fn who_gives_up_waiting_is_not_signed_in_later() {
    empty_storage();
    begin(None, None);
    let clock = Clock::take_over();
    let app = Opened::at(QUERY, vec![]).await;
    app.page.see(text::ONE_MOMENT.english()).await;
    clock.advance(9).await;
    app.page.see(text::STILL_TRYING.english()).await;
    app.page.press(text::CANCEL.english()).await;
    app.see_address("/", "the login page").await;
    app.service.answer(tokens_of(FIRST, "r-1"));
    app.service.answer(empty());
    until("what came too late to be revoked", || {
        app.service.operations().iter().any(|operation| operation == "RevokeToken")
    })
    .await;
    assert_eq!(stored(), None, "nobody is signed in");
    app.page.see(text::SIGN_IN_TITLE.english()).await;
}

#[wasm_bindgen_test]
fn a_stored_redirect_is_taken_once() {
    empty_storage();
    let store = SignInStore::new(&ClientId::parse(CLIENT).expect("an id"));
    assert_eq!(store.take_redirect(), None, "nothing was begun");
    begin(None, Some(FIRST));
    let taken = store.take_redirect().expect("it was begun");
    assert_eq!(taken.of.as_deref(), Some(FIRST));
    assert_eq!(store.take_redirect(), None, "it was taken");
    assert!(store.save_redirect(&taken), "storage is on");
    assert_eq!(store.take_redirect(), Some(taken), "what was saved");
    session_storage().set_item(&redirect_key(), "{}").expect("storage takes it");
    assert_eq!((store.take_redirect(), begun()), (None, None), "garbage goes");
}

#[wasm_bindgen_test]
fn a_provider_is_called_what_people_call_it() {
    for (name, label, expected) in [
        (Some("Google"), None, "Continue with Google"),
        (Some("SignInWithApple"), None, "Continue with Apple"),
        (Some("LoginWithAmazon"), None, "Continue with Amazon"),
        (Some("Facebook"), None, "Continue with Facebook"),
        (Some("Staff"), None, "Continue with Staff"),
        (Some("Staff"), Some("our staff directory"), "Continue with our staff directory"),
        (None, None, "Continue on auth.example.com"),
        (None, Some("e-mail"), "Continue with e-mail"),
    ] {
        let provider = Provider {
            name: name.map(ToOwned::to_owned),
            label: label.map(|label| Wording::of_all(label.to_owned())),
            ..Provider::default()
        };
        assert_eq!(managed_login::continue_with(&provider, "auth.example.com"), expected, "{name:?}, {label:?}");
    }
}
