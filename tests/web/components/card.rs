use leptos::prelude::*;
use leptos_cognito::{
    components::{Card, provide_heading_focus},
    language::Sentence,
    signals::RwSignal,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::{Page, settled};

#[wasm_bindgen_test]
async fn a_card_gives_the_document_its_title() {
    let title = RwSignal::new(Sentence::from("Sign in"));
    let page = Page::open(move || view! { <Card title>"…"</Card> }).await;
    assert_eq!(page.by_role("heading"), ["Sign in"], "heading");
    assert_eq!(document().title(), "Sign in", "title of the document");
    title.set("Welcome".into());
    settled().await;
    assert_eq!(document().title(), "Welcome", "title of the document, changed");
}

#[wasm_bindgen_test]
async fn the_heading_takes_the_focus_from_the_second_page_on() {
    let is_second = RwSignal::new(false);
    let _page = Page::open(move || {
        provide_heading_focus();
        move || {
            let title = if is_second.get() { "Second" } else { "First" };
            view! { <Card title=Sentence::from(title)>"…"</Card> }
        }
    })
    .await;
    assert_eq!(focused_text(), None, "the first page leaves the focus where the browser put it");
    is_second.set(true);
    settled().await;
    assert_eq!(focused_text().as_deref(), Some("Second"), "the second page is heard");
}

fn focused_text() -> Option<String> {
    let active = document().active_element().filter(|element| element.tag_name() == "H1")?;
    active.text_content()
}
