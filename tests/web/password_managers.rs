//! What password managers go by: the name before the password, with the values and names that tell which is which, and one
//! form for each purpose
//! ([Password Form Styles that Chromium Understands](https://www.chromium.org/developers/design-documents/form-styles-that-chromium-understands/)).

use leptos::prelude::*;
use leptos_cognito::{app::App, settings::Setting, text};
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement};

use super::{
    page::{Page, be_at, until},
    service::{Answer, Service, challenge, choice, tokens_since},
    settings::{Meta, document::InPage},
    storage::{empty_storage, store},
};

const EMAIL: &str = "one@example.com";
const PASSWORD: &str = "Correct-horse-1";
/// The name of who is known already.
const KNOWN: &str = "username: username = one@example.com";

/// An app whose people sign in with their password, and a service that gives these answers first.
struct Opened {
    page: Page,
    _service: Service,
    _settings: Vec<Meta>,
}

impl Opened {
    async fn at(path: &str, flow: &str, answers: Vec<Answer>) -> Self {
        be_at(path);
        let settings = Meta::of_app(&[(Setting::SignInFlow, flow)]);
        let service = Service::take_over(answers);
        let attributes = json!([{ "Name": "email", "Value": EMAIL }]);
        service.always("GetUser", (200, json!({ "Username": "first", "UserAttributes": attributes })));
        let page = Page::open(|| view! { <App /> }).await;
        Self { page, _service: service, _settings: settings }
    }

    async fn begin(&self) {
        self.page.see_heading(text::SIGN_IN_TITLE.english()).await;
        self.page.field("Email").type_text(EMAIL).await;
        if self.page.has_field("Password") {
            self.page.field("Password").type_text(PASSWORD).await;
        }
        let button = if self.page.has_button("Sign in") { "Sign in" } else { "Continue" };
        self.page.press(button).await;
    }
}

/// Waits until the forms that ask for a password have these inputs for names and passwords, each with its name, its
/// `autocomplete`, and what stands in a name that nobody sees.
async fn see_forms(case: &str, expected: &[&[&str]]) {
    until(&format!("{case}: {expected:?}; there is {:?}", forms()), || forms() == expected).await;
    for (at, form) in all(&document().document_element().expect("a page"), "form").iter().enumerate() {
        for input in all(form, "input[autocomplete$='-password']") {
            let input: HtmlInputElement = input.unchecked_into();
            assert_eq!(input.type_(), "password", "{case}, form {at}: {}", input.name());
            assert_eq!(input.value(), "", "{case}, form {at}: {}", input.name());
        }
    }
}

fn forms() -> Vec<Vec<String>> {
    let page = document().document_element().expect("a page");
    let forms = all(&page, "form").into_iter().filter(|form| !all(form, "[autocomplete$='-password']").is_empty());
    let described = |input: Element| {
        let input: HtmlInputElement = input.unchecked_into();
        let autocomplete = input.get_attribute("autocomplete").unwrap_or_default();
        let known = if input.hidden() { format!(" = {}", input.value()) } else { String::new() };
        format!("{}: {autocomplete}{known}", input.name())
    };
    let inputs = |form: Element| all(&form, "[autocomplete~='username'], [autocomplete$='-password']");
    forms.map(|form| inputs(form).into_iter().map(described).collect()).collect()
}

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let found = within.query_selector_all(selector).expect("a selector");
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

#[wasm_bindgen_test]
async fn signing_in() {
    empty_storage();
    let app = Opened::at("/", "USER_SRP_AUTH", Vec::new()).await;
    app.page.see_heading(text::SIGN_IN_TITLE.english()).await;
    see_forms("login", &[&["email: username", "password: current-password"]]).await;
    drop(app);
    let app = Opened::at("/", "USER_AUTH", vec![choice(&["PASSWORD_SRP", "EMAIL_OTP"])]).await;
    app.begin().await;
    app.page.press("Password").await;
    see_forms("the password that was picked", &[&[KNOWN, "password: current-password"]]).await;
}

#[wasm_bindgen_test]
async fn making_an_account() {
    empty_storage();
    for (members, name) in [
        ("", "email: username"),
        (r#""usernameAttributes":["phone_number"]"#, "telnum: username"),
        (r#""usernameAttributes":["email","phone_number"]"#, "identifier: username"),
        (r#""usernameAttributes":[],"aliasAttributes":["email"]"#, "username: username"),
        (r#""usernameAttributes":[],"aliasAttributes":["email"],"signUp":{"username":"generated"}"#, "email: username"),
    ] {
        be_at("/signup");
        let _document = InPage::of_app(members);
        let page = Page::open(|| view! { <App /> }).await;
        page.see_heading(text::SIGN_UP_TITLE.english()).await;
        see_forms(members, &[&[name, "password: new-password"]]).await;
    }
    be_at("/signup");
    let _document = InPage::of_app(r#""signUp":{"repeatPassword":true}"#);
    let _page = Page::open(|| view! { <App /> }).await;
    let repeated = ["email: username", "password: new-password", "repeated-password: new-password"];
    see_forms("twice", &[&repeated]).await;
}

#[wasm_bindgen_test]
async fn setting_a_password_anew() {
    empty_storage();
    let delivery = (200, json!({ "CodeDeliveryDetails": { "Destination": "o***@e***", "DeliveryMedium": "EMAIL" } }));
    let app = Opened::at("/forgot-password", "USER_SRP_AUTH", vec![delivery]).await;
    app.page.see_heading(text::FORGOT_TITLE.english()).await;
    app.page.field("Email").type_text(EMAIL).await;
    app.page.press(text::SEND_CODE.english()).await;
    see_forms("a forgotten one", &[&[KNOWN, "password: new-password"]]).await;
    drop(app);
    let required = challenge("NEW_PASSWORD_REQUIRED", json!({ "userAttributes": "{}", "requiredAttributes": "[]" }));
    let app = Opened::at("/", "USER_PASSWORD_AUTH", vec![required]).await;
    app.begin().await;
    see_forms("one that somebody else had set", &[&[KNOWN, "password: new-password"]]).await;
}

#[wasm_bindgen_test]
async fn being_signed_in() {
    empty_storage();
    store(&tokens_since("first", EMAIL, "refresh", 600.0));
    let app = Opened::at("/account/security", "USER_PASSWORD_AUTH", Vec::new()).await;
    app.page.see("New password").await;
    let changing = [KNOWN, "current-password: current-password", "new-password: new-password"];
    see_forms("changing it", &[&changing]).await;
    drop(app);
    let app = Opened::at("/account", "USER_PASSWORD_AUTH", Vec::new()).await;
    app.page.see("Delete my account").await;
    app.page.press("Delete my account").await;
    app.page.field("Type one@example.com to confirm").type_text(EMAIL).await;
    app.page.press("Delete permanently").await;
    see_forms("confirming that it is still the person", &[&[KNOWN, "password: current-password"]]).await;
}
