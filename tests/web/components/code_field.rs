use leptos::prelude::*;
use leptos_cognito::{
    components::{CodeField, FieldState, Form, Submission},
    forms::Field,
    language::Sentence,
    signals::{RwSignal, Signal},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::{Page, settled};

const LABEL: &str = "Code";

struct Asked {
    page: Page,
    sent: RwSignal<Vec<String>>,
}

async fn ask(length: Option<usize>) -> Asked {
    let sent = RwSignal::new(Vec::new());
    let page = Page::open(move || {
        let code = FieldState::new(Field::Code);
        let submit = move || {
            sent.update(|sent| sent.push(code.value.get_untracked()));
            Ok(())
        };
        view! {
            <Form fields=vec![code] submission=Submission::default() on_submit=Box::new(submit) label=Sentence::from("Go on")>
                <CodeField state=code problems=Signal::stored(Vec::new()) label=Sentence::from(LABEL) length />
            </Form>
        }
    })
    .await;
    Asked { page, sent }
}

#[wasm_bindgen_test]
async fn a_code_is_sent_as_soon_as_it_is_complete() {
    for (case, length, typed, is_sent) in [
        ("typed", Some(6), "123456", true),
        ("pasted with a space", Some(6), "123 456", true),
        ("pasted with dashes and spaces around", Some(6), " 12-34-56 ", true),
        ("eight digits", Some(8), "12345678", true),
        ("one digit short", Some(6), "12345", false),
        ("six of eight digits", Some(8), "123456", false),
        ("one digit too many", Some(6), "1234567", false),
        ("letters", Some(6), "12345a", false),
        ("unknown length", None, "123456", false),
    ] {
        let asked = ask(length).await;
        asked.page.field(LABEL).type_text(typed).await;
        let expected: Vec<_> = is_sent.then(|| typed.to_owned()).into_iter().collect();
        assert_eq!(asked.sent.get_untracked(), expected, "{case}");
    }
}

#[wasm_bindgen_test]
async fn a_complete_code_is_sent_once_until_it_is_changed() {
    let asked = ask(Some(6)).await;
    let field = asked.page.field(LABEL);
    field.type_text("123456").await;
    field.type_text("123 456").await;
    settled().await;
    assert_eq!(asked.sent.get_untracked().len(), 1, "only a space came in between");
    field.type_text("12345").await;
    field.type_text("123457").await;
    assert_eq!(asked.sent.get_untracked(), ["123456", "123457"], "a digit was taken away and another put in");
}

#[wasm_bindgen_test]
async fn a_code_can_be_sent_by_hand() {
    let asked = ask(None).await;
    asked.page.field(LABEL).type_text("12345678").await;
    asked.page.press("Go on").await;
    assert_eq!(asked.sent.get_untracked(), ["12345678"]);
}
