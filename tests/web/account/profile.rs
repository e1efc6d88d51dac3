use leptos::prelude::*;
use leptos_cognito::app::App;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{EMAIL, Opened, USER, user};
use crate::web::{
    page::{Page, be_at, until},
    service::{Answer, Service, empty, refusal, tokens_saying},
    settings::document::InPage,
    storage::{empty_storage, store},
};

const IDENTITIES: &str =
    r#"[{"userId":"1","providerName":"Google","providerType":"Google"},{"userId":"2","providerName":"Work"}]"#;

async fn open(attributes: &[(&str, &str)], standing: Vec<(&str, Answer)>) -> Opened {
    let mut standing = standing;
    standing.push(("GetUser", user(attributes)));
    let app = Opened::open("/account", &json!({ "email": EMAIL }), &[], standing).await;
    app.page.see("Your details").await;
    app.page.see(EMAIL).await;
    app
}

/// The rows, in order.
fn rows(app: &Opened) -> Vec<String> {
    app.page.items("Your details")
}

#[wasm_bindgen_test]
async fn each_attribute_has_its_row_as_people_read_it() {
    let app = open(
        &[
            ("sub", "5f0c"),
            ("custom:cost-center", "12"),
            ("identities", IDENTITIES),
            ("email_verified", "true"),
            ("email", EMAIL),
            ("phone_number", "+12025550123"),
            ("phone_number_verified", "false"),
            ("birthdate", "2000-02-29"),
            ("custom:team", "Red"),
            ("locale", "pt-BR"),
            ("name", "First User"),
            ("cognito:mfa_enabled", "false"),
        ],
        vec![],
    )
    .await;
    // Standard ones first, then the pool's own, then what nobody changes by hand.
    let expected = [
        ("Name", "First User", "Edit Name, Remove Name"),
        ("Email", EMAIL, "Edit Email"),
        ("Phone number", "+1 202 555 0123", "Verify Phone number, Edit Phone number, Remove Phone number"),
        ("Date of birth", "February 29, 2000", "Edit Date of birth, Remove Date of birth"),
        ("Language", "Brazilian Portuguese", "Edit Language, Remove Language"),
        ("Cost center", "12", "Edit Cost center, Remove Cost center"),
        ("Team", "Red", "Edit Team, Remove Team"),
        ("Cognito:mfa enabled", "false", ""),
        ("Linked sign-ins", "Google, Work", ""),
        ("Account ID", "5f0c", ""),
    ];
    let rows = rows(&app);
    assert_eq!(rows.len(), expected.len(), "{rows:?}");
    for (row, (label, value, buttons)) in rows.iter().zip(expected) {
        assert!(row.starts_with(label), "{label}: {row:?}");
        assert!(row.contains(value), "{label}: {value} in {row:?}");
        for button in buttons.split(", ").filter(|button| !button.is_empty()) {
            assert!(app.page.has_button(button), "{label}: {button}");
        }
        assert_eq!(row.contains("Can't be changed here"), buttons.is_empty(), "{label}: {row:?}");
        assert_eq!(app.page.has_button(&format!("Edit {label}")), !buttons.is_empty(), "{label}: can be edited");
        assert_eq!(
            app.page.has_button(&format!("Remove {label}")),
            buttons.contains("Remove"),
            "{label}: can be removed"
        );
    }
    for (label, is_verified) in [("Email", true), ("Phone number", false)] {
        let row = rows.iter().find(|row| row.starts_with(label)).expect("it is there");
        assert_eq!((row.contains("Verified"), row.contains("Not verified")), (is_verified, !is_verified), "{label}");
    }
}

#[wasm_bindgen_test]
async fn an_attribute_of_the_pools_own_is_changed_and_removed() {
    let app = open(
        &[("email", EMAIL), ("custom:team", "Red")],
        vec![("UpdateUserAttributes", empty()), ("DeleteUserAttributes", empty())],
    )
    .await;
    app.page.press("Edit Team").await;
    let field = app.page.field("Team");
    assert_eq!(field.value(), "Red");
    field.type_text("Blue").await;
    app.service.always("GetUser", user(&[("email", EMAIL), ("custom:team", "Blue")]));
    app.page.press("Save").await;
    app.page.see("Team saved.").await;
    app.page.see("Blue").await;
    let sent = app.service.newest("UpdateUserAttributes");
    assert_eq!(sent["UserAttributes"], json!([{ "Name": "custom:team", "Value": "Blue" }]));
    app.service.always("GetUser", user(&[("email", EMAIL)]));
    app.page.press("Remove Team").await;
    app.page.see("Team removed.").await;
    assert_eq!(app.service.newest("DeleteUserAttributes")["UserAttributeNames"], json!(["custom:team"]));
    app.page.see_gone("Blue").await;
    assert_eq!(rows(&app).len(), 1, "{:?}", rows(&app));
}

#[wasm_bindgen_test]
async fn what_is_refused_says_why_and_keeps_what_was_typed() {
    for (case, answer, sentence, is_locked) in [
        (
            "a value that the pool does not take",
            refusal("InvalidParameterException", "Attributes did not conform to the schema"),
            "This isn't accepted. Check it and try again.",
            false,
        ),
        (
            "a trigger that says no",
            refusal("UserLambdaValidationException", "CustomMessage failed with error no more changes today."),
            "The owner of this app says: “no more changes today”",
            false,
        ),
        (
            "an attribute that is never changed",
            refusal("InvalidParameterException", "user.custom:team: Attribute cannot be updated: immutable"),
            "Team can't be changed here. Ask the owner of this app.",
            true,
        ),
    ] {
        let app = open(&[("email", EMAIL), ("custom:team", "Red")], vec![("UpdateUserAttributes", answer)]).await;
        app.page.press("Edit Team").await;
        app.page.field("Team").type_text("Blue").await;
        app.page.press("Save").await;
        app.page.see(sentence).await;
        assert_eq!(app.page.has_field("Team"), !is_locked, "{case}: the field");
        if is_locked {
            assert!(app.page.reads("Red") && !app.page.has_button("Edit Team"), "{case}: it is as it was");
        } else {
            assert_eq!(app.page.field("Team").value(), "Blue", "{case}: what was typed");
        }
    }
}

/// The profile of somebody in a pool with these settings.
async fn open_in(members: &str, attributes: &[(&str, &str)]) -> (Page, Service, InPage) {
    empty_storage();
    store(&tokens_saying(USER, &json!({})));
    let service = Service::take_over([]);
    service.always("GetUser", user(attributes));
    service.always("UpdateUserAttributes", empty());
    be_at("/account");
    let document = InPage::of_app(members);
    let page = Page::open(|| view! { <App /> }).await;
    page.see("Your details").await;
    until("the rows", || !page.items("Your details").is_empty()).await;
    (page, service, document)
}

#[wasm_bindgen_test]
async fn a_box_that_was_ticked_can_be_unticked() {
    let members = r#""profile":{"fields":[{"name":"custom:news","kind":"checkbox","label":"Send me news"}]}"#;
    for (before, shown, after) in [("true", "Yes", "false"), ("false", "No", "true")] {
        let (page, service, _document) = open_in(members, &[("custom:news", before)]).await;
        assert!(page.items("Your details")[0].contains(shown), "{before}: {:?}", page.items("Your details"));
        page.press("Edit Send me news").await;
        page.find("input[type=checkbox]").unchecked_ref::<web_sys::HtmlElement>().click();
        page.press("Save").await;
        page.see("Send me news saved.").await;
        let sent = service.newest("UpdateUserAttributes");
        assert_eq!(sent["UserAttributes"], json!([{ "Name": "custom:news", "Value": after }]), "{before}");
    }
}

#[wasm_bindgen_test]
async fn nobody_removes_what_they_sign_in_by_or_what_the_owner_requires() {
    const NUMBER: (&str, &str) = ("phone_number", "+12025550123");
    for (members, kept, removable) in [
        (r#""usernameAttributes":["phone_number"]"#, "Phone number", "Name"),
        (r#""usernameAttributes":["email","phone_number"]"#, "Phone number", "Name"),
        (r#""usernameAttributes":["email"]"#, "Email", "Phone number"),
        (r#""aliasAttributes":["phone_number"]"#, "Email", "Phone number"),
        (r#""aliasAttributes":["phone_number"],"signUp":{"username":"generated"}"#, "Phone number", "Name"),
        (r#""profile":{"fields":[{"name":"name","required":true},{"name":"phone_number"}]}"#, "Name", "Phone number"),
    ] {
        let attributes = [("email", EMAIL), ("name", "First User"), NUMBER];
        let (page, _service, _document) = open_in(members, &attributes).await;
        assert!(!page.has_button(&format!("Remove {kept}")), "{members}: {kept} stays");
        assert!(page.has_button(&format!("Remove {removable}")), "{members}: {removable} can go");
    }
}

#[wasm_bindgen_test]
async fn what_was_never_asked_of_people_is_not_theirs_to_change() {
    let members = r#""signUp":{"fields":[{"name":"email"},{"name":"name","label":"Full name"},
            {"name":"custom:source","kind":"hidden","default":"web"},{"name":"locale","kind":"hidden"}]},
        "terms":{"consent":{"version":"2","attribute":"custom:terms","label":"I accept"}}"#;
    let attributes =
        [("email", EMAIL), ("name", "First User"), ("custom:source", "web"), ("custom:terms", "2"), ("locale", "en")];
    let (page, _service, _document) = open_in(members, &attributes).await;
    let rows = page.items("Your details");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].starts_with("Full name"), "{rows:?}");
    assert!(page.has_button("Edit Full name"), "the owner's word for it");
    let (page, _service, _document) = open_in(members, &attributes[..4]).await;
    assert!(!page.has_option("Language") && page.has_option("Nickname"), "what can be added");
}

#[wasm_bindgen_test]
async fn who_has_a_first_name_alone_is_called_by_it() {
    let (page, _service, _document) = open_in("", &[("email", "kinds@example.com"), ("given_name", "Ann")]).await;
    let person = page.find(".person");
    let said = person.text_content().unwrap_or_default();
    assert!(said.starts_with('A') && said.contains("Ann"), "{said:?}");
}
