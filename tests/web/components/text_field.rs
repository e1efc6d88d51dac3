use leptos::prelude::*;
use leptos_cognito::{
    components::{FieldState, TextField},
    forms::{self, Field},
    language::Sentence,
    signals::{Memo, Signal},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::{forms::confirm_form, page::Page};

const HINT: &str = "As in name@example.com";

/// An e-mail field whose problems are those of a form.
#[component]
fn Email(#[prop(optional)] hint: Option<&'static str>) -> impl IntoView {
    let state = FieldState::new(Field::Email);
    let parse = move || confirm_form(&state.get(), "123456").parse();
    let problems: Signal<forms::Problems> = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    view! {
        {match hint {
            Some(hint) => {
                view! { <TextField state problems label=Sentence::from("Email") kind="email" autocomplete="username" hint=Some(Sentence::from(hint)) /> }
                    .into_any()
            }
            None => view! { <TextField state problems label=Sentence::from("Email") kind="email" autocomplete="username" /> }.into_any(),
        }}
    }
}

const MALFORMED: &str = "Enter an email such as name@example.com.";

#[wasm_bindgen_test]
async fn a_message_waits_until_the_field_is_left() {
    let page = Page::open(|| view! { <Email /> }).await;
    let email = page.field("Email");
    email.type_text("one").await;
    assert_eq!(email.description(), "", "while typing: no message");
    assert!(!email.is_invalid(), "while typing: not marked");
    email.leave().await;
    assert_eq!(email.description(), MALFORMED, "after leaving: the message");
    assert!(email.is_invalid(), "after leaving: marked");
    assert_eq!(email.value(), "one", "what was typed stays");
}

#[wasm_bindgen_test]
async fn a_message_goes_as_soon_as_the_value_is_right() {
    let page = Page::open(|| view! { <Email /> }).await;
    let email = page.field("Email");
    email.type_text("one").await;
    email.leave().await;
    email.type_text("one@").await;
    assert_eq!(email.description(), MALFORMED, "still wrong");
    email.type_text("one@example.com").await;
    assert_eq!(email.description(), "", "right: no message, before the field is left");
    assert!(!email.is_invalid(), "right: not marked");
    email.leave().await;
    assert_eq!(email.description(), "", "right, and left");
}

#[wasm_bindgen_test]
async fn an_empty_field_may_be_left() {
    let page = Page::open(|| view! { <Email /> }).await;
    let email = page.field("Email");
    email.enter().await;
    email.leave().await;
    assert_eq!(email.description(), "", "never filled in");
    assert!(!email.is_invalid(), "never filled in: not marked");
    email.type_text("one").await;
    email.type_text("").await;
    email.leave().await;
    assert_eq!(email.description(), "", "emptied again before it was left");
}

#[wasm_bindgen_test]
async fn a_hint_is_spoken_before_the_message() {
    let page = Page::open(|| view! { <Email hint=HINT /> }).await;
    let email = page.field("Email");
    assert_eq!(email.description(), HINT, "the hint alone");
    email.type_text("one").await;
    email.leave().await;
    assert_eq!(email.description(), format!("{HINT} {MALFORMED}"), "the hint and the message");
}
