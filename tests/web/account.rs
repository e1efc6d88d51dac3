//! The account area, against a service that answers as it is told.

mod delete_account;
mod devices;
mod odd_answers;
mod profile;
mod session_details;

use leptos::prelude::*;
use leptos_cognito::{app::App, settings::Setting};
use serde_json::{Value, json};

use super::{
    page::{Page, be_at},
    service::{Answer, Service, tokens_saying},
    settings::Meta,
    storage::empty_storage,
};

const USER: &str = "first";
const EMAIL: &str = "first@example.com";

/// A page of the account of somebody who has just signed in.
struct Opened {
    page: Page,
    service: Service,
    _settings: Vec<Meta>,
}

impl Opened {
    /// `standing` says what operations give, by their names; others wait for ever.
    async fn open(path: &str, claims: &Value, settings: &[(Setting, &str)], standing: Vec<(&str, Answer)>) -> Self {
        be_at(path);
        empty_storage();
        let settings = [&[(Setting::SignInFlow, "USER_PASSWORD_AUTH")], settings].concat();
        let settings = Meta::of_app(&settings);
        let service = Service::take_over([]);
        service.always("InitiateAuth", tokens_saying(USER, claims));
        for (operation, answer) in standing {
            service.always(operation, answer);
        }
        let page = Page::open(|| view! { <App /> }).await;
        page.see("Sign in").await;
        page.field("Email").type_text(EMAIL).await;
        page.field("Password").type_text("Correct-horse-1").await;
        page.press("Sign in").await;
        Self { page, service, _settings: settings }
    }
}

/// What GetUser tells.
fn user(attributes: &[(&str, &str)]) -> Answer {
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    (200, json!({ "Username": USER, "UserAttributes": attributes }))
}
