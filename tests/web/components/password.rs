use leptos::prelude::*;
use leptos_cognito::{
    components::{FieldState, PasswordField, PasswordRules, PasswordStrength},
    forms::{Field, PasswordPolicy, Problem},
    signals::{Memo, RwSignal, Signal},
    strength::{self, Strength},
    text,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::{forms::SignUpForm, page::Page};

/// A new password with its rules.
#[component]
fn NewPassword() -> impl IntoView {
    let state = FieldState::new(Field::Password);
    let form = move || SignUpForm {
        name: "One".to_owned(),
        telnum: "+12025550123".to_owned(),
        email: "one@example.com".to_owned(),
        password: state.get(),
        policy: PasswordPolicy::default(),
    };
    let problems = Memo::new(move |_| form().parse().err().unwrap_or_default()).into();
    view! {
        <PasswordField state problems autocomplete="new-password" />
        <PasswordRules password=state.value policy=PasswordPolicy::default() />
    }
}

#[wasm_bindgen_test]
async fn a_password_can_be_shown_and_hidden() {
    let page = Page::open(|| view! { <NewPassword /> }).await;
    let password = page.field("Password");
    password.type_text("hunter2").await;
    assert_eq!(password.kind(), "password", "at first it is hidden");
    page.press("Show password").await;
    assert_eq!(password.kind(), "text", "shown");
    assert_eq!(password.value(), "hunter2", "shown: the value stays");
    assert!(!page.has_button("Show password"), "shown: the button has its other name");
    page.press("Hide password").await;
    assert_eq!(password.kind(), "password", "hidden again");
    assert_eq!(password.value(), "hunter2", "hidden again: the value stays");
    assert!(page.has_button("Show password"), "hidden again: the button has its first name");
}

#[wasm_bindgen_test]
async fn caps_lock_is_told_while_the_field_has_the_focus() {
    let page = Page::open(|| view! { <NewPassword /> }).await;
    let password = page.field("Password");
    password.enter().await;
    password.press_key("a", false).await;
    assert_eq!(page.by_role("status"), [""], "Caps Lock off");
    password.press_key("A", true).await;
    assert_eq!(page.by_role("status"), [text::CAPS_LOCK.english()], "Caps Lock on");
    password.press_key("a", false).await;
    assert_eq!(page.by_role("status"), [""], "Caps Lock off again");
    password.press_key("A", true).await;
    password.hear("keydown").await;
    assert_eq!(page.by_role("status"), [text::CAPS_LOCK.english()], "an event of no key says nothing");
    password.leave().await;
    assert_eq!(page.by_role("status"), [""], "the field is left");
}

#[wasm_bindgen_test]
async fn rules_are_ticked_off_while_typing() {
    let page = Page::open(|| view! { <NewPassword /> }).await;
    let password = page.field("Password");
    let rules = [
        "at least 8 characters",
        "a lowercase letter",
        "an uppercase letter",
        "a number",
        "a symbol",
        "no space at the beginning or end",
    ];
    for (typed, met) in [
        ("", [false, false, false, false, false, false]),
        ("c", [false, true, false, false, false, true]),
        ("cC", [false, true, true, false, false, true]),
        ("cC7", [false, true, true, true, false, true]),
        ("cC7-", [false, true, true, true, true, true]),
        ("cC7-cccc", [true, true, true, true, true, true]),
        ("cC7-cccc ", [true, true, true, true, true, false]),
        ("CC7-CCCC", [true, false, true, true, true, true]),
    ] {
        password.type_text(typed).await;
        let expected: Vec<_> =
            rules.iter().zip(met).map(|(rule, met)| format!("{rule}{}", if met { " (done)" } else { "" })).collect();
        assert_eq!(page.by_role("listitem"), expected, "{typed:?}");
    }
}

/// A new password of somebody, with how easily it is guessed.
#[component]
fn JudgedPassword<F: Future<Output = Option<Strength>> + 'static>(
    estimate: impl Fn(String, Vec<String>) -> F + Copy + 'static,
) -> impl IntoView {
    let state = FieldState::new(Field::NewPassword);
    let known = Signal::stored(vec!["quokkalover".to_owned()]);
    view! {
        <PasswordStrength password=state.value known estimate>
            <PasswordField state problems=Signal::stored(Vec::new()) autocomplete="new-password" />
        </PasswordStrength>
    }
}

#[wasm_bindgen_test]
async fn how_easily_a_password_is_guessed_is_told() {
    const WEAK: &str = "Weak: easy to guess";
    let estimates = RwSignal::new(0);
    let estimate = move |password: String, known: Vec<String>| async move {
        estimates.update(|count| *count += 1);
        match password.len() {
            _ if known.contains(&password) => Some(Strength::Weak),
            ..4 => Some(Strength::Weak),
            4..6 => Some(Strength::Fair),
            6..8 => Some(Strength::Good),
            _ => Some(Strength::Strong),
        }
    };
    let page = Page::open(move || view! { <JudgedPassword estimate /> }).await;
    let password = page.field("Password");
    assert_eq!(estimates.get_untracked(), 0, "nobody has come to the field");
    password.enter().await;
    assert_eq!(estimates.get_untracked(), 1, "the field has the focus");
    assert_eq!(page.by_role("status"), ["", ""], "there is nothing to tell of no password");
    for (typed, sentence) in [
        ("one", WEAK),
        ("four", "Fair: somewhat easy to guess"),
        ("sixsix", "Good: hard to guess"),
        ("eighteight", "Strong: very hard to guess"),
        ("quokkalover", WEAK),
    ] {
        password.type_text(typed).await;
        page.see(sentence).await;
        assert_eq!(page.by_role("status").last().map(String::as_str), Some(sentence), "{typed:?} is spoken of");
    }
    password.type_text("").await;
    assert_eq!(page.by_role("status"), ["", ""], "the password is gone");
}

#[wasm_bindgen_test]
async fn nothing_is_told_of_a_password_that_cannot_be_judged() {
    // No page of these tests has the module.
    assert_eq!(strength::estimate("Password1!".to_owned(), Vec::new()).await, None);
    let judged = RwSignal::new(String::new());
    let estimate = move |password: String, _: Vec<String>| async move {
        judged.set(password);
        None
    };
    let view = move || {
        view! {
            <JudgedPassword estimate />
            <p>{move || judged.get()}</p>
        }
    };
    let page = Page::open(view).await;
    page.field("Password").type_text("Password1!").await;
    page.see("Password1!").await;
    assert_eq!(page.by_role("status"), ["", ""]);
}

#[wasm_bindgen_test]
async fn a_weak_password_is_told_after_leaving() {
    let page = Page::open(|| view! { <NewPassword /> }).await;
    let password = page.field("Password");
    password.type_text("weak").await;
    assert_eq!(password.description(), "", "while typing: only the rules");
    password.leave().await;
    assert_eq!(password.description(), text::problem(Field::Password, Problem::Weak).words(), "after leaving");
    assert!(password.is_invalid(), "after leaving: marked");
    password.type_text("Correct-horse7").await;
    assert_eq!(password.description(), "", "mended");
    assert!(!password.is_invalid(), "mended: not marked");
}
