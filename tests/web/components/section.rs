use leptos::prelude::*;
use leptos_cognito::{components::Section, language::Sentence, signals::RwSignal};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::{Page, settled};

#[wasm_bindgen_test]
async fn a_section_is_named_by_its_heading_and_says_what_became_of_things() {
    let (done, refusal) = (RwSignal::new(None), RwSignal::new(None));
    let page = Page::open(move || {
        view! {
            <Section id="profile" title=Sentence::from("Your details") done=done refusal=refusal>
                "…"
            </Section>
        }
    })
    .await;
    let name = page.find("section").get_attribute("aria-labelledby").expect("it has a name");
    assert_eq!(page.find(&format!("h2#{name}")).text_content().as_deref(), Some("Your details"));
    // The regions are there before there is something to say: only then is it spoken.
    assert_eq!((page.by_role("status"), page.by_role("alert")), (vec![String::new()], vec![String::new()]));
    done.set(Some("Name saved.".into()));
    refusal.set(Some("That was too often.".into()));
    settled().await;
    assert_eq!(page.by_role("status"), ["Name saved."]);
    assert_eq!(page.by_role("alert"), ["That was too often."]);
}
