use leptos::prelude::*;
use leptos_cognito::{app::App, settings::Setting, text};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{page::Page, settings::Meta};

#[wasm_bindgen_test]
async fn without_a_configuration_the_app_says_what_to_set() {
    for (case, pool, sentence) in [
        (
            "unset",
            "",
            "COGNITO_USER_POOL_ID (meta cognito-user-pool-id; userPoolId in the settings document) is not set.",
        ),
        (
            "malformed",
            "eu-west-1",
            "COGNITO_USER_POOL_ID (meta cognito-user-pool-id; userPoolId in the settings document) has a value that can't be right.",
        ),
    ] {
        if pool.is_empty() && option_env!("COGNITO_USER_POOL_ID").is_some() {
            // A developer's .env is part of this build: nothing is unset in it.
            continue;
        }
        let _pool = Meta::put(Setting::UserPoolId, pool);
        let page = Page::open(|| view! { <App /> }).await;
        page.see(text::MISCONFIGURED_TITLE.english()).await;
        assert_eq!(page.by_role("heading"), [text::MISCONFIGURED_TITLE.english()], "{case}: heading");
        assert_eq!(document().title(), text::MISCONFIGURED_TITLE.english(), "{case}: title of the document");
        let items = page.by_role("listitem");
        assert!(items.iter().any(|item| item.contains(sentence)), "{case}: {items:?}");
        assert!(!page.has_button(text::SIGN_IN.english()), "{case}: nobody can sign in");
    }
}

#[wasm_bindgen_test]
async fn every_wrong_setting_has_its_line() {
    let _tags =
        [(Setting::UserPoolId, "eu-west-1"), (Setting::ClientId, "a-b"), (Setting::Endpoint, "http://example.com")]
            .map(|(setting, content)| Meta::put(setting, content));
    let page = Page::open(|| view! { <App /> }).await;
    page.see(text::MISCONFIGURED_TITLE.english()).await;
    let items = page.by_role("listitem");
    assert_eq!(items.len(), 3, "{items:?}");
    for (item, name) in items.iter().zip(["COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID", "COGNITO_ENDPOINT"]) {
        assert!(item.contains(name), "{item:?} is about {name}");
    }
}
