//! The form follows the pool.

use leptos::prelude::*;
use leptos_cognito::{app::App, text};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    page::{Page, be_at, until},
    service::{Service, empty},
    settings::document::InPage,
};

async fn open(path: &str, members: &str) -> (Page, InPage) {
    be_at(path);
    let document = InPage::of_app(members);
    (Page::open(|| view! { <App /> }).await, document)
}

#[wasm_bindgen_test]
async fn one_field_asks_for_what_people_sign_in_by() {
    for (members, label, kind) in [
        ("", "E-mail", "email"),
        (r#""usernameAttributes":["email"]"#, "E-mail", "email"),
        (r#""usernameAttributes":["phone_number"]"#, "Telephone number", "tel"),
        (r#""usernameAttributes":["email","phone_number"]"#, "Email or phone number", "text"),
        (r#""usernameAttributes":[]"#, "Username", "text"),
        (r#""aliasAttributes":["email"]"#, "Email or username", "text"),
        (r#""aliasAttributes":["preferred_username"]"#, "Username", "text"),
        (r#""aliasAttributes":["phone_number","email"]"#, "Email, phone number or username", "text"),
    ] {
        let (page, _document) = open("/", members).await;
        page.see_heading("Sign in").await;
        assert_eq!(page.field(label).kind(), kind, "{members}");
        assert!(page.has_field("Password"), "{members}");
    }
}

#[wasm_bindgen_test]
async fn people_of_a_provider_are_led_there() {
    let (page, _document) = open(
        "/",
        r#""managedLogin":{"domain":"https://auth.example.com","providers":[
            {"name":"Staff","label":"our staff directory","domains":["staff.example.com"]}]}"#,
    )
    .await;
    page.see_heading("Sign in").await;
    let email = page.field("E-mail");
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
    let (page, _document) = open("/", r#""signUp":{"open":false}"#).await;
    page.see_heading("Sign in").await;
    assert!(!page.reads("Create account"), "no way there");
    drop(page);
    let (page, _document) = open("/signup", r#""signUp":{"open":false}"#).await;
    page.see_heading("Sign-up is by invitation").await;
}

#[wasm_bindgen_test]
async fn sign_up_asks_for_what_the_owner_sets() {
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
    for label in ["E-mail", "Password", "Plan", "About you (optional)", "Send me news"] {
        assert!(page.has_field(label), "{label}");
    }
    page.see("In a few words").await;
    assert!(!page.has_field("source"), "nobody sees what is hidden");
    page.press("Create account").await;
    assert!(page.field("Plan").is_invalid() && !page.field("About you (optional)").is_invalid(), "what is needed");
}

#[wasm_bindgen_test]
async fn the_language_is_told_where_the_owner_asks_for_it() {
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
async fn wrong_fields_lead_to_the_page_for_the_owner() {
    let fields = r#""signUp":{"fields":[{"name":"email"},{"name":"custom:plan","kind":"choice"}]}"#;
    let (page, _document) = open("/signup", fields).await;
    page.see("signUp.fields[1].choices").await;
}
