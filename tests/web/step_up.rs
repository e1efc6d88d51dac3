//! Confirming that it is still the same person, before something sensitive.

use leptos::prelude::*;
use leptos_cognito::{
    app::{provide_chunks, provide_sign_in},
    components::{FieldState, TextField, provide_heading_focus},
    forms::Field,
    language::Sentence,
    pages::step_up::{StepUp, WithStepUp},
    routes::AppRoute,
    settings::{Setting, Settings},
    signals::{RwSignal, Signal},
    text::{self, Notice, security},
    ui::View,
};
use leptos_router::components::Router;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlDialogElement;

use super::{
    page::{Page, be_at, settled, until},
    service::{Answer, Service, challenge, choice, empty, refusal, tokens_saying, tokens_since},
    settings::Meta,
    storage::{empty_storage, local_storage, refresh_token_of, session_storage, store},
};

const USER: &str = "first";
const EMAIL: &str = "first@example.com";
const PASSWORD: &str = "Correct-horse-1";
const CHANGED: &str = "It is changed.";
const MINUTE: f64 = 60.0;

/// A page of somebody who is signed in, with a sensitive change on it.
struct Opened {
    page: Page,
    service: Service,
    _settings: Vec<Meta>,
}

impl Opened {
    /// Of who signed in `seconds` ago, by that flow.
    async fn open(flow: &str, seconds: f64, answers: Vec<Answer>) -> Self {
        Self::of(&tokens_since(USER, EMAIL, "before", seconds), &[(Setting::SignInFlow, flow)], answers).await
    }

    /// Of who has those tokens.
    async fn of(tokens: &Answer, settings: &[(Setting, &str)], answers: Vec<Answer>) -> Self {
        be_at("/");
        empty_storage();
        let settings = Meta::of_app(settings);
        store(tokens);
        let service = Service::take_over(answers);
        let page = Page::open(|| {
            provide_heading_focus();
            provide_chunks();
            provide_sign_in(Settings::load().expect("it is configured"), AppRoute::Welcome, &[]);
            view! {
                <Router>
                    <WithStepUp>
                        <SensitiveChange />
                    </WithStepUp>
                </Router>
            }
        })
        .await;
        Self { page, service, _settings: settings }
    }

    /// Types something, and presses the button of the change.
    async fn change(&self) {
        self.page.field("Note").type_text("typed before").await;
        self.page.press("Change").await;
    }

    fn dialog(&self) -> HtmlDialogElement {
        wasm_bindgen::JsCast::unchecked_into(self.page.find("dialog"))
    }

    async fn see_dialog(&self) {
        self.page.see(security::REAUTHENTICATE_TITLE.english()).await;
        assert!(self.dialog().open(), "the dialog is open");
    }

    async fn see_closed(&self, case: &str) {
        let is_closed = || !self.dialog().open() && !self.page.reads(security::REAUTHENTICATE_TITLE.english());
        until(&format!("{case}: the end of the dialog"), is_closed).await;
    }

    async fn answer_password(&self) {
        self.page.field("Password").type_text(PASSWORD).await;
        self.page.press("Continue").await;
    }

    /// Nothing has changed, and what was typed is there.
    fn assert_unchanged(&self, case: &str) {
        assert!(!self.page.reads(CHANGED), "{case}: the change was made");
        assert_eq!(self.page.field("Note").value(), "typed before", "{case}: what was typed");
        assert_eq!(refresh_token_of(USER).as_deref(), Some("before"), "{case}: the session is as it was");
    }
}

#[component]
fn SensitiveChange() -> View {
    let is_changed = RwSignal::new(false);
    let step_up = StepUp::expect();
    let note = FieldState::new(Field::Code);
    View::foreign(view! {
        <TextField state=note problems=Signal::stored(Vec::new()) label=Sentence::from("Note") kind="text" autocomplete="off" />
        <button type="button" on:click=move |_| step_up.run(move || is_changed.set(true))>
            "Change"
        </button>
        <p>{move || is_changed.get().then_some(CHANGED)}</p>
    })
}

fn fresh() -> Answer {
    tokens_since(USER, EMAIL, "after", 0.0)
}

fn wrong_password() -> Answer {
    refusal("NotAuthorizedException", "Incorrect username or password.")
}

#[wasm_bindgen_test]
async fn it_is_confirmed_where_the_person_signed_in() {
    const ADMIN: &str = "aws.cognito.signin.user.admin";
    let domain = (Setting::Domain, "https://auth.example.com");
    let labelled = (Setting::Providers, "Google=our directory,COGNITO=e-mail");
    for (case, username, scope, settings, expected) in [
        ("here", USER, ADMIN, vec![domain], text::PASSWORD.english()),
        ("by the domain's own page, which this app no longer knows", USER, "openid", vec![], text::PASSWORD.english()),
        ("by the domain's own page", USER, "openid", vec![domain], "Continue on auth.example.com"),
        ("by that, with a label", USER, "openid", vec![domain, labelled], "Continue with e-mail"),
        ("by a provider", "Google_1", "openid", vec![domain], "Continue with Google"),
        ("by a provider that the pool writes small", "google_1", "openid", vec![domain], "Continue with Google"),
        ("by a provider with a label", "Google_1", "openid", vec![domain, labelled], "Continue with our directory"),
        ("by a provider, and there is no domain", "Google_1", "openid", vec![], "You signed in with Google. Sign out"),
        ("here, by a user whom a provider's is linked to", "Googler", ADMIN, vec![domain], text::PASSWORD.english()),
    ] {
        let a_while_ago = (js_sys::Date::now() / 1000.0 - 6.0 * MINUTE) as u64;
        let linked = json!([{ "providerName": "Google" }]);
        let claims = json!({ "scope": scope, "identities": linked, "auth_time": a_while_ago });
        let tokens = tokens_saying(username, &claims);
        let app = Opened::of(&tokens, &settings, vec![]).await;
        app.change().await;
        app.see_dialog().await;
        app.page.see(expected).await;
        let asks_password = app.page.has_field(text::PASSWORD.english());
        assert_eq!(asks_password, expected == text::PASSWORD.english(), "{case}: the password is asked for");
        assert!(!app.page.reads(CHANGED), "{case}: nothing is changed");
    }
}

#[wasm_bindgen_test]
async fn only_a_sign_in_of_the_last_five_minutes_is_enough() {
    for (case, seconds, is_asked) in [
        ("just now", 0.0, false),
        ("four minutes ago", 4.0 * MINUTE, false),
        ("six minutes ago", 6.0 * MINUTE, true),
        ("in an hour: one of the clocks is wrong", -60.0 * MINUTE, true),
    ] {
        let app = Opened::open("USER_PASSWORD_AUTH", seconds, vec![]).await;
        app.change().await;
        if is_asked {
            app.see_dialog().await;
        } else {
            app.page.see(CHANGED).await;
        }
        assert_eq!((app.dialog().open(), app.page.reads(CHANGED)), (is_asked, !is_asked), "{case}");
    }
}

#[wasm_bindgen_test]
async fn the_password_lets_the_change_go_on_by_itself() {
    let app = Opened::open("USER_PASSWORD_AUTH", 6.0 * MINUTE, vec![fresh(), empty()]).await;
    app.change().await;
    app.see_dialog().await;
    assert!(app.page.reads(EMAIL), "it says whose password");
    assert!(app.page.field("Password").has_focus(), "the password can be typed at once");
    app.answer_password().await;
    app.page.see(CHANGED).await;
    app.see_closed("confirmed").await;
    assert_eq!(app.page.field("Note").value(), "typed before");
    assert_eq!(app.service.newest("InitiateAuth")["AuthParameters"]["USERNAME"], USER);
    assert_eq!(refresh_token_of(USER).as_deref(), Some("after"), "the new session has taken the place");
    assert_eq!(app.service.newest("RevokeToken")["Token"], "before", "the old one is over");
    app.page.press("Change").await;
    settled().await;
    assert!(!app.dialog().open(), "it was proved just now");
}

#[wasm_bindgen_test]
async fn who_cancels_has_changed_nothing() {
    for (case, presses_button) in [("Cancel", true), ("Escape", false)] {
        let app = Opened::open("USER_PASSWORD_AUTH", 6.0 * MINUTE, vec![]).await;
        app.change().await;
        app.see_dialog().await;
        app.page.field("Password").type_text("half-typ").await;
        if presses_button {
            app.page.press("Cancel").await;
        } else {
            app.dialog().close();
        }
        app.see_closed(case).await;
        app.assert_unchanged(case);
        let focused = document().active_element().and_then(|element| element.text_content());
        assert_eq!(focused.as_deref(), Some("Change"), "{case}: the focus is back");
        app.page.press("Change").await;
        app.see_dialog().await;
        assert_eq!(app.page.field("Password").value(), "", "{case}: it is asked anew");
    }
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_asked_for_again() {
    let app = Opened::open("USER_PASSWORD_AUTH", 6.0 * MINUTE, vec![wrong_password(), fresh(), empty()]).await;
    app.change().await;
    app.see_dialog().await;
    app.answer_password().await;
    app.page.see("That isn't your password. Try again.").await;
    assert_eq!(app.page.field("Password").value(), "");
    assert!(app.page.field("Password").has_focus(), "it can be typed again at once");
    app.assert_unchanged("wrong password");
    app.answer_password().await;
    app.page.see(CHANGED).await;
}

#[wasm_bindgen_test]
async fn another_person_cannot_confirm() {
    let other = tokens_since("second", "second@example.com", "others", 0.0);
    let app = Opened::open("USER_PASSWORD_AUTH", 6.0 * MINUTE, vec![other, empty()]).await;
    app.change().await;
    app.see_dialog().await;
    app.answer_password().await;
    app.page.see(&Notice::AnotherPerson.sentence().words()).await;
    app.assert_unchanged("another person");
    assert_eq!(app.service.newest("RevokeToken")["Token"], "others", "what came is given back");
}

#[wasm_bindgen_test]
async fn what_the_pool_asks_besides_is_asked_in_the_dialog() {
    let code = challenge("SMS_MFA", json!({ "CODE_DELIVERY_DESTINATION": "+*******1234", "USER_ID_FOR_SRP": "u" }));
    let wrong = refusal("CodeMismatchException", "Invalid code or auth state for the user.");
    let app = Opened::open("USER_PASSWORD_AUTH", 6.0 * MINUTE, vec![code, wrong, fresh(), empty()]).await;
    app.change().await;
    app.see_dialog().await;
    app.answer_password().await;
    app.page.see(text::CHECK_PHONE.english()).await;
    assert!(app.dialog().open(), "it is asked in the dialog");
    assert_eq!(session_storage().length(), Ok(0), "a reload does not take it up");
    app.assert_unchanged("half confirmed");
    app.page.field("Code").type_text("000000").await;
    app.page.see("That code isn't right. Check it and try again.").await;
    app.page.field("Code").type_text("").await;
    app.page.field("Code").type_text("123456").await;
    app.page.see(CHANGED).await;
    app.see_closed("confirmed").await;
    assert_eq!(app.page.field("Note").value(), "typed before");
    assert_eq!(refresh_token_of(USER).as_deref(), Some("after"));
}

#[wasm_bindgen_test]
async fn where_people_pick_how_to_sign_in_they_pick_at_once() {
    let _settings = Meta::put(Setting::PlainPassword, "allowed");
    let answers = vec![choice(&["PASSWORD", "WEB_AUTHN"]), fresh(), empty()];
    let app = Opened::open("USER_AUTH", 6.0 * MINUTE, answers).await;
    app.change().await;
    app.page.see(text::SELECT_FACTOR_TITLE.english()).await;
    assert!(app.page.reads(EMAIL), "by the name that the person knows");
    assert!(app.page.has_button(text::BY_PASSKEY.english()), "the passkey is there");
    app.page.press(text::BY_PASSWORD.english()).await;
    app.page.see(text::PASSWORD_TITLE.english()).await;
    app.page.field("Password").type_text(PASSWORD).await;
    app.page.press("Sign in").await;
    app.page.see(CHANGED).await;
    assert_eq!(app.service.newest("RespondToAuthChallenge")["ChallengeResponses"]["USERNAME"], USER);
    assert_eq!(refresh_token_of(USER).as_deref(), Some("after"));
    let keys = (0..local_storage().length().unwrap_or(0)).filter_map(|index| local_storage().key(index).ok().flatten());
    let remembered: Vec<_> = keys.filter(|key| key.ends_with("lastUser")).collect();
    assert_eq!(remembered, [""; 0], "a name that nobody typed is not remembered");
}

#[wasm_bindgen_test]
async fn what_could_not_begin_can_be_tried_again() {
    let unavailable = (500, json!({ "__type": "InternalErrorException", "message": "" }));
    let answers = vec![unavailable, choice(&["PASSWORD_SRP", "WEB_AUTHN"])];
    let app = Opened::open("USER_AUTH", 6.0 * MINUTE, answers).await;
    app.change().await;
    app.page.see("The service is having a problem right now. Please try again in a moment.").await;
    app.page.press("Continue").await;
    app.page.see(text::SELECT_FACTOR_TITLE.english()).await;
}

#[wasm_bindgen_test]
async fn nobody_reads_a_name_that_was_generated() {
    const UUID: &str = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";
    const NUMBER: &str = "+12025550123";
    let tokens = tokens_saying(UUID, &json!({ "phone_number": NUMBER, "auth_time": 1 }));
    let app = Opened::of(&tokens, &[(Setting::SignInFlow, "USER_PASSWORD_AUTH")], Vec::new()).await;
    app.change().await;
    app.see_dialog().await;
    app.page.see(NUMBER).await;
    assert!(!app.page.reads(UUID), "{:?}", app.page.text());
}
