//! The form follows the pool.

use cognito_client::{
    claims::IdClaims,
    json::{Json, Readable},
};
use leptos::prelude::*;
use leptos_cognito::{
    app::{App, AuthContext, SignInPages},
    components::SignedIn,
    routes::AppRoute,
    session::sign_in_name,
    text::{self, fields},
};
use leptos_router::components::{FlatRoutes, Route, Router};
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    page::{Page, be_at, until},
    service::{Service, challenge, empty, tokens, tokens_saying, user},
    settings::document::InPage,
    storage::{empty_storage, store},
};

/// A page of an app around.
const OWN: AppRoute = AppRoute::Own("/own");

async fn open(path: &str, members: &str) -> (Page, InPage) {
    be_at(path);
    let document = InPage::of_app(members);
    (Page::open(|| view! { <App /> }).await, document)
}

#[wasm_bindgen_test]
async fn one_field_asks_for_what_people_sign_in_by() {
    empty_storage();
    for (members, label, kind) in [
        ("", "Email", "email"),
        (r#""usernameAttributes":["email"]"#, "Email", "email"),
        (r#""usernameAttributes":["phone_number"]"#, "Phone number", "tel"),
        (r#""usernameAttributes":["email","phone_number"]"#, "Email or phone number", "text"),
        (r#""usernameAttributes":[]"#, "Username", "text"),
        (r#""aliasAttributes":["email"]"#, "Email or username", "text"),
        (r#""aliasAttributes":["preferred_username"]"#, "Username", "text"),
        (r#""aliasAttributes":["phone_number","email"]"#, "Email, phone number or username", "text"),
        (r#""aliasAttributes":["email"],"signUp":{"username":"generated"}"#, "Email", "text"),
        (
            r#""aliasAttributes":["email","preferred_username"],"signUp":{"username":"generated"}"#,
            "Email or username",
            "text",
        ),
        (
            r#""usernameAttributes":[],"signUp":{"fields":[{"name":"username","label":"Member number"}]}"#,
            "Member number",
            "text",
        ),
    ] {
        let (page, _document) = open("/", members).await;
        page.see_heading("Sign in").await;
        assert_eq!(page.field(label).kind(), kind, "{members}");
        assert!(page.has_field("Password"), "{members}");
    }
}

#[wasm_bindgen_test]
fn people_are_called_by_what_they_sign_in_by() {
    const UUID: &str = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";
    const PROVIDERS: &str = r#""identities":[{"providerName":"Staff"}],"email":"a@example.com""#;
    for (claims, username, picks_name, expected) in [
        (r#""email":"a@example.com","name":"Ann""#, UUID, false, Some("a@example.com")),
        (r#""phone_number":"+12025550123","name":"Ann""#, UUID, false, Some("+12025550123")),
        (r#""preferred_username":"ann","name":"Ann""#, UUID, false, Some("ann")),
        (r#""email":" ","name":"Ann""#, UUID, false, Some("Ann")),
        ("", UUID, false, None),
        (r#""email":"a@example.com""#, "ann", true, Some("ann")),
        (r#""email":"a@example.com""#, UUID, true, Some("a@example.com")),
        (PROVIDERS, "staff_7", true, Some("a@example.com")),
        ("", "ann", true, Some("ann")),
    ] {
        let claims = Json::parse(&format!("{{{claims}}}")).and_then(IdClaims::read).expect("claims");
        let case = format!("{claims:?}, {username}");
        assert_eq!(sign_in_name(claims, username, picks_name).as_deref(), expected, "{case}");
    }
}

#[wasm_bindgen_test]
async fn people_of_a_provider_are_led_there() {
    empty_storage();
    let (page, _document) = open(
        "/",
        r#""managedLogin":{"domain":"https://auth.example.com","providers":[
            {"name":"Staff","label":"our staff directory","domains":["staff.example.com"]}]}"#,
    )
    .await;
    page.see_heading("Sign in").await;
    let email = page.field("Email");
    email.type_text("one@example.com").await;
    page.button("Sign in");
    email.type_text("one@staff.example.com").await;
    assert!(!page.has_button("Sign in"), "the password is of no use");
    page.see("Continue with our staff directory").await;
    email.type_text("one@example.com").await;
    page.button("Sign in");
}

#[wasm_bindgen_test]
async fn sign_up_can_be_closed() {
    empty_storage();
    let (page, _document) = open("/", r#""signUp":{"open":false}"#).await;
    page.see_heading("Sign in").await;
    assert!(!page.reads("Create account"), "no way there");
    drop(page);
    let (page, _document) = open("/signup", r#""signUp":{"open":false}"#).await;
    page.see_heading("Sign-up is by invitation").await;
}

#[wasm_bindgen_test]
async fn only_administrators_may_set_new_passwords() {
    empty_storage();
    let (page, _document) = open("/", r#""recoveryMechanisms":["verified_email"]"#).await;
    page.see("Forgot your password?").await;
    drop(page);
    for path in ["/", "/confirm"] {
        let (page, _document) = open(path, r#""recoveryMechanisms":["admin_only"]"#).await;
        page.see_heading(if path == "/" { "Sign in" } else { "Confirm your email" }).await;
        assert!(!page.reads("Forgot your password?"), "no way there from {path}");
    }
}

#[wasm_bindgen_test]
async fn sign_up_asks_for_what_the_owner_sets() {
    empty_storage();
    let (page, _document) = open(
        "/signup",
        r#""signUp":{"fields":[{"name":"email"},{"name":"password"},
            {"name":"custom:plan","kind":"choice","label":{"en":"Plan","de":"Tarif"},"choices":[{"value":"s","label":"Small"}]},
            {"name":"custom:about","kind":"lines","label":"About you","required":false,"hint":"In a few words"},
            {"name":"custom:news","kind":"checkbox","label":"Send me news"},
            {"name":"custom:source","kind":"hidden","default":"web"}]}"#,
    )
    .await;
    page.see_heading("Create your account").await;
    for label in ["Email", "Password", "Plan", "About you (optional)", "Send me news"] {
        assert!(page.has_field(label), "{label}");
    }
    page.see("In a few words").await;
    assert!(!page.has_field("source"), "nobody sees what is hidden");
    page.press("Create account").await;
    assert!(page.field("Plan").is_invalid() && !page.field("About you (optional)").is_invalid(), "what is needed");
}

#[wasm_bindgen_test]
async fn a_number_without_its_country_is_one_of_the_owners_or_of_the_browsers() {
    const HINT: &str = "With country code, as in +1 202 555 0123";
    let fields =
        r#""usernameAttributes":["phone_number"],"signUp":{"fields":[{"name":"phone_number"},{"name":"password"}]}"#;
    for (country, typed, sent, is_hinted) in
        [("", "(202) 555-0144", "+12025550144", true), (r#""country":"DE","#, "0151 23456789", "+4915123456789", false)]
    {
        empty_storage();
        let (page, _document) = open("/signup", &format!("{country}{fields}")).await;
        let service = Service::take_over([empty()]);
        page.see_heading("Create your account").await;
        assert_eq!(page.reads(HINT), is_hinted, "{country:?}");
        page.field("Phone number").type_text(typed).await;
        page.field("Password").type_text("Secret-2026").await;
        page.press("Create account").await;
        until("it is sent", || service.operations() == ["SignUp"]).await;
        assert_eq!(service.newest("SignUp")["Username"], sent, "{country:?}");
    }
}

#[wasm_bindgen_test]
async fn what_is_to_be_read_stands_before_what_is_to_be_accepted() {
    empty_storage();
    let (page, _document) = open(
        "/signup",
        r#""signUp":{"fields":[{"name":"email"},{"name":"password"}]},
            "terms":{"links":[{"label":"Terms of use","href":"https://example.com/terms"}],
                "consent":{"version":"2","attribute":"custom:terms","label":"I accept the terms"}},
            "marketing":{"attribute":"custom:news","label":"Send me news"}"#,
    )
    .await;
    page.see_heading("Create your account").await;
    let text = page.text();
    let places = ["Password", "Terms of use", "I accept the terms", "Send me news"].map(|words| text.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text:?}");
    page.press("Create account").await;
    page.see("Check this box to continue.").await;
    assert!(page.field("I accept the terms").is_invalid() && !page.field("Send me news").is_invalid());
}

#[wasm_bindgen_test]
async fn an_email_that_the_owner_does_not_want_is_not_called_malformed() {
    empty_storage();
    let (page, _document) =
        open("/signup", r#""signUp":{"fields":[{"name":"email","pattern":".*@example\\.com"},{"name":"password"}]}"#)
            .await;
    page.see_heading("Create your account").await;
    let email = page.field("Email");
    for (typed, message) in
        [("one", "Enter an email such as name@example.com."), ("one@example.org", "This doesn't look right.")]
    {
        email.type_text(typed).await;
        email.leave().await;
        page.see(message).await;
    }
}

#[wasm_bindgen_test]
async fn a_link_is_spoken_of_only_where_there_may_be_one() {
    for (members, is_hinted) in [
        ("", true),
        (r#""signUp":{"confirmation":"code"}"#, false),
        (r#""signUp":{"confirmation":"link"}"#, false),
        (r#""usernameAttributes":["phone_number"]"#, false),
    ] {
        empty_storage();
        let (page, _document) = open("/confirm", members).await;
        page.see(text::BACK_TO_SIGN_IN.english()).await;
        assert_eq!(page.reads("Or open the link in that email"), is_hinted, "{members}");
    }
}

#[wasm_bindgen_test]
async fn the_language_is_told_where_the_owner_asks_for_it() {
    empty_storage();
    let (page, _document) = open(
        "/signup",
        r#""signUp":{"fields":[{"name":"email"},{"name":"password"},{"name":"locale","kind":"hidden"}]}"#,
    )
    .await;
    let service = Service::take_over([empty()]);
    page.see_heading("Create your account").await;
    page.field(text::EMAIL.english()).type_text("ada@example.com").await;
    page.field(text::PASSWORD.english()).type_text("Secret-2026").await;
    page.press("Create account").await;
    until("it is sent", || service.operations() == ["SignUp"]).await;
    let attributes = service.newest("SignUp")["UserAttributes"].as_array().cloned().unwrap_or_default();
    assert!(attributes.contains(&json!({ "Name": "locale", "Value": "en" })), "{attributes:?}");
}

#[wasm_bindgen_test]
async fn the_language_is_told_with_a_new_password_too() {
    empty_storage();
    let (page, _document) = open(
        "/",
        r#""signInFlow":"USER_PASSWORD_AUTH",
            "signUp":{"fields":[{"name":"email"},{"name":"password"},{"name":"locale","kind":"hidden"}]}"#,
    )
    .await;
    let known = json!({ "email": "ada@example.com" }).to_string();
    let required = r#"["userAttributes.email","userAttributes.locale"]"#;
    let asked = json!({ "userAttributes": known, "requiredAttributes": required });
    let service = Service::take_over([challenge("NEW_PASSWORD_REQUIRED", asked), tokens("ada"), user("Ada")]);
    page.see_heading(text::SIGN_IN_TITLE.english()).await;
    page.field(text::EMAIL.english()).type_text("ada@example.com").await;
    page.field(text::PASSWORD.english()).type_text("Secret-2026").await;
    page.press("Sign in").await;
    page.field(text::NEW_PASSWORD.english()).type_text("Secret-2027").await;
    page.press("Continue").await;
    page.see_heading("Hi Ada!").await;
    assert_eq!(service.newest("RespondToAuthChallenge")["ChallengeResponses"]["userAttributes.locale"], "en");
}

#[wasm_bindgen_test]
async fn a_user_name_and_a_password_have_the_owners_words_and_form() {
    empty_storage();
    let (page, _document) = open(
        "/signup",
        r#""usernameAttributes":[],"signUp":{"fields":[
            {"name":"username","label":"Member number","hint":"On your card","pattern":"[0-9]{6}"},
            {"name":"password","label":{"en":"Passphrase","de":"Kennsatz"},"hint":"Four words","pattern":".*-.*"}]}"#,
    )
    .await;
    page.see_heading("Create your account").await;
    for words in ["On your card", "Four words"] {
        page.see(words).await;
    }
    page.field("Member number").type_text("12").await;
    page.field("Passphrase").type_text("Correct1!horse").await;
    page.press("Create account").await;
    assert!(page.field("Member number").is_invalid() && page.field("Passphrase").is_invalid(), "{}", page.text());
    let service = Service::take_over([empty()]);
    page.field("Member number").type_text("123456").await;
    page.field("Passphrase").type_text("Correct-1!horse").await;
    page.press("Create account").await;
    until("it is sent", || service.operations() == ["SignUp"]).await;
    assert_eq!(service.newest("SignUp")["Username"], "123456");
}

#[wasm_bindgen_test]
async fn wrong_fields_lead_to_the_page_for_the_owner() {
    empty_storage();
    let fields = r#""signUp":{"fields":[{"name":"email"},{"name":"custom:plan","kind":"choice"}]}"#;
    let (page, _document) = open("/signup", fields).await;
    page.see("signUp.fields[1].choices").await;
    page.see_warning("signUp.fields[1].choices").await;
}

#[component]
fn AppAround() -> impl IntoView {
    let own = || {
        view! {
            <SignedIn route=OWN>
                <h1>"The app around"</h1>
            </SignedIn>
        }
    };
    view! {
        <AuthContext home=OWN>
            <Router>
                <FlatRoutes fallback=|| "nothing">
                    <SignInPages />
                    <Route path=OWN view=own />
                </FlatRoutes>
            </Router>
        </AuthContext>
    }
}

#[wasm_bindgen_test]
async fn terms_stand_before_the_pages_of_an_app_around_too() {
    const CONSENT: &str = r#""terms":{"consent":{"version":"2","attribute":"custom:terms","label":"I accept"}}"#;
    const WRONG: &str = r#""terms":{"consent":{"attribute":"custom:terms","label":"I accept"}}"#;
    let consent_title = fields::CONSENT_TITLE.english();
    for (case, members, claim, attribute, expected, reads) in [
        ("the token says it", CONSENT, Some("2"), None, "The app around", 0),
        ("the token is older than the consent", CONSENT, Some("1"), Some("2"), "The app around", 1),
        ("the app client may not read it", CONSENT, None, Some("2"), "The app around", 1),
        ("another version", CONSENT, Some("1"), Some("1"), consent_title, 1),
        ("nothing was accepted", CONSENT, None, None, consent_title, 1),
        ("terms that the owner has to mend", WRONG, None, None, text::MISCONFIGURED_TITLE.english(), 0),
        ("no terms", "", None, None, "The app around", 0),
    ] {
        empty_storage();
        let claims = claim.map_or(json!({}), |claim| json!({ "custom:terms": claim }));
        store(&tokens_saying("first", &claims));
        let service = Service::take_over([]);
        let attributes = attribute.map(|value| json!({ "Name": "custom:terms", "Value": value }));
        let attributes: Vec<_> = attributes.into_iter().collect();
        service.always("GetUser", (200, json!({ "Username": "first", "UserAttributes": attributes })));
        be_at("/own");
        let _document = InPage::of_app(members);
        let page = Page::open(|| view! { <AppAround /> }).await;
        page.see_heading(expected).await;
        if members == WRONG {
            page.see_warning("terms.consent.version").await;
        }
        let asked = service.operations().iter().filter(|operation| *operation == "GetUser").count();
        assert_eq!(asked, reads, "{case}: how often the account was read");
    }
}

#[wasm_bindgen_test]
async fn who_accepts_is_let_in_though_the_app_client_may_not_read_it() {
    empty_storage();
    store(&tokens_saying("first", &json!({})));
    let service = Service::take_over([]);
    service.always("GetUser", (200, json!({ "Username": "first", "UserAttributes": [] })));
    service.always("UpdateUserAttributes", (200, json!({})));
    be_at("/own");
    let _document =
        InPage::of_app(r#""terms":{"consent":{"version":"2","attribute":"custom:terms","label":"I accept"}}"#);
    let page = Page::open(|| view! { <AppAround /> }).await;
    page.see_heading(fields::CONSENT_TITLE.english()).await;
    page.find("input[type=checkbox]").unchecked_ref::<web_sys::HtmlElement>().click();
    page.press("Continue").await;
    page.see_heading("The app around").await;
    let sent = json!([{ "Name": "custom:terms", "Value": "2" }]);
    assert_eq!(service.newest("UpdateUserAttributes")["UserAttributes"], sent);
}

#[wasm_bindgen_test]
async fn wrong_languages_lead_to_the_page_for_the_owner() {
    for (wrong, place) in [
        (r#""languages":{"offered":"de"}"#, "languages.offered"),
        (r#""languages":{"files":"de"}"#, "languages.files"),
        (r#""languages":{"default":["de"]}"#, "languages.default"),
        (r#""languages":{"offered":["en",7]}"#, "languages.offered[1]"),
    ] {
        empty_storage();
        let (page, _document) = open("/", wrong).await;
        page.see(place).await;
    }
}

#[wasm_bindgen_test]
async fn wrong_profile_fields_lead_to_the_page_for_the_owner() {
    empty_storage();
    store(&tokens_saying("first", &json!({})));
    let _service = Service::take_over([]);
    let wrong = r#""profile":{"fields":[{"name":"custom:seats","kind":"number","min":"one"}]}"#;
    let (page, _document) = open("/account", wrong).await;
    page.see("profile.fields[0].min").await;
    page.see_warning("profile.fields[0].min").await;
}
