//! A sign-in by SRP leaves the page to whoever uses it.

use leptos::prelude::*;
use leptos_cognito::{app::App, platform::next_task, settings::Setting, text};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    page::{Page, be_at, is_busy, press_at_once, until},
    service::{Answer, Service, challenge, refusal},
    settings::Meta,
    storage::empty_storage,
};

const EMAIL: &str = "first@example.com";
const PASSWORD: &str = "Correct-horse-1";
/// Slices of A, and those of S.
const SLICES: [u32; 2] = [16, 21];

struct Opened {
    page: Page,
    service: Service,
    _settings: Vec<Meta>,
}

impl Opened {
    async fn new() -> Self {
        empty_storage();
        be_at("/");
        let settings = Meta::of_app(&[(Setting::SignInFlow, "USER_SRP_AUTH")]);
        let service = Service::take_over([]);
        let page = Page::open(|| view! { <App /> }).await;
        page.see(text::SIGN_IN_TITLE.english()).await;
        Self { page, service, _settings: settings }
    }

    async fn type_and_prepare(&self) {
        self.page.field("Email").type_text(EMAIL).await;
        self.page.field("Password").type_text(PASSWORD).await;
        // Each of them comes after a slice, if there is one.
        for _ in 0..2 * SLICES[0] {
            next_task().await;
        }
    }

    /// How many tasks this page has time for until so many requests are sent.
    async fn tasks_until_request(&self, number: usize) -> u32 {
        let mut tasks = 0;
        while self.service.operations().len() < number {
            next_task().await;
            tasks += 1;
            assert!(tasks < 100_000, "request {number} is never sent: {:?}", self.service.operations());
        }
        tasks
    }

    fn srp_a(&self) -> Value {
        self.service.newest("InitiateAuth")["AuthParameters"]["SRP_A"].clone()
    }
}

fn password_verifier() -> Answer {
    let parameters = json!({ "USER_ID_FOR_SRP": "first", "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=" });
    challenge("PASSWORD_VERIFIER", parameters)
}

#[wasm_bindgen_test]
async fn other_tasks_run_while_a_password_is_proved() {
    let app = Opened::new().await;
    app.type_and_prepare().await;
    press_at_once(&app.page.button("Sign in"));
    app.tasks_until_request(1).await;
    app.service.answer(password_verifier());
    let tasks = app.tasks_until_request(2).await;
    assert_eq!(app.service.operations(), ["InitiateAuth", "RespondToAuthChallenge"]);
    assert!(tasks >= SLICES[1] - 1, "{tasks} tasks ran between the slices of S");
}

#[wasm_bindgen_test]
async fn what_a_sign_in_begins_with_is_there_once_somebody_has_typed() {
    let app = Opened::new().await;
    app.type_and_prepare().await;
    press_at_once(&app.page.button("Sign in"));
    let tasks = app.tasks_until_request(1).await;
    assert!(tasks < SLICES[0] / 2, "{tasks} tasks between the click and the first request");
}

#[wasm_bindgen_test]
async fn every_sign_in_begins_with_an_exchange_of_its_own() {
    let app = Opened::new().await;
    let mut exchanges = Vec::new();
    for number in 1..=3 {
        app.type_and_prepare().await;
        press_at_once(&app.page.button("Sign in"));
        app.tasks_until_request(number).await;
        assert!(!exchanges.contains(&app.srp_a()), "sign-in {number} begins as another did");
        exchanges.push(app.srp_a());
        app.service.answer(refusal("NotAuthorizedException", "Incorrect username or password."));
        until("it can be sent again", || !is_busy(&app.page.button("Sign in"))).await;
    }
}
