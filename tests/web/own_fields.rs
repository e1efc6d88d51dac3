//! Fields of an app's own at sign-up.

use leptos::prelude::*;
use leptos_cognito::{
    app::{AuthContext, SignInPages},
    components::{OwnAttributes, OwnFields},
};
use leptos_router::components::{FlatRoutes, Router};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    page::{Page, be_at, until},
    service::{Service, empty},
    settings::document::InPage,
    storage::empty_storage,
};

const SIZE: &str = "custom:size";
const SIZE_FIELD: &str = "size";

/// A field for a size, which has to be a number, and one for a nickname.
#[component]
fn Sizes(attributes: OwnAttributes) -> impl IntoView {
    let take = move |typed: &str| match typed.parse::<u32>() {
        Ok(size) => attributes.set(SIZE, size.to_string()),
        Err(_) => attributes.refuse(SIZE, SIZE_FIELD),
    };
    take("");
    view! {
        <label for=SIZE_FIELD>"Size"</label>
        <input id=SIZE_FIELD on:input=move |event| take(&event_target_value(&event)) />
        {move || attributes.is_tried().then_some("A size is a number.")}
        <label for="nickname">"Nickname"</label>
        <input id="nickname" on:input=move |event| attributes.set("nickname", event_target_value(&event)) />
    }
}

async fn open() -> (Page, InPage) {
    empty_storage();
    be_at("/signup");
    let document = InPage::of_app(r#""signUp":{"fields":[{"name":"email"},{"name":"password"}]}"#);
    let view = || {
        view! {
            <AuthContext own_fields=OwnFields::new(|attributes| view! { <Sizes attributes /> })>
                <Router>
                    <FlatRoutes fallback=|| "nothing">
                        <SignInPages />
                    </FlatRoutes>
                </Router>
            </AuthContext>
        }
    };
    let page = Page::open(view).await;
    page.see_heading("Create your account").await;
    page.field("Email").type_text("one@example.com").await;
    page.field("Password").type_text("Secret-2026").await;
    (page, document)
}

#[wasm_bindgen_test]
async fn what_is_refused_holds_the_form_back() {
    let (page, _document) = open().await;
    let service = Service::take_over([empty()]);
    assert!(!page.reads("A size is a number."), "nobody has tried yet");
    page.press("Create account").await;
    page.see("A size is a number.").await;
    until("the field has the focus", || page.field("Size").has_focus()).await;
    assert!(service.operations().is_empty(), "nothing is sent");
    assert_eq!(page.field("Email").value(), "one@example.com", "nothing is lost");

    page.field("Size").type_text("42").await;
    page.press("Create account").await;
    until("it is sent", || service.operations() == ["SignUp"]).await;
}

#[wasm_bindgen_test]
async fn what_is_set_is_sent_and_what_is_empty_is_not() {
    for (nickname, expected) in [
        ("Adda", json!([{ "Name": "nickname", "Value": "Adda" }, { "Name": SIZE, "Value": "42" }])),
        ("", json!([{ "Name": SIZE, "Value": "42" }])),
    ] {
        let (page, _document) = open().await;
        let service = Service::take_over([empty()]);
        page.field("Size").type_text("42").await;
        page.field("Nickname").type_text("A").await;
        page.field("Nickname").type_text(nickname).await;
        page.press("Create account").await;
        until("it is sent", || service.operations() == ["SignUp"]).await;
        let mut sent = service.newest("SignUp")["UserAttributes"].as_array().cloned().expect("attributes");
        sent.retain(|attribute| attribute["Name"] != "email");
        sent.sort_by_key(|attribute| attribute["Name"] == SIZE);
        assert_eq!(json!(sent), expected);
    }
}
