use leptos::prelude::*;
use leptos_cognito::{
    components::{Alert, Status},
    language::Sentence,
    signals::RwSignal,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::{Page, settled};

/// The live region is there before it speaks: one that comes with its text is not read out by every screen reader.
#[wasm_bindgen_test]
async fn messages_appear_in_their_live_regions() {
    let (problem, success) = (RwSignal::new(None::<Sentence>), RwSignal::new(None::<Sentence>));
    let page = Page::open(move || view! { <Alert message=problem.into() /> <Status message=success.into() /> }).await;
    assert_eq!(page.by_role("alert"), [""], "an alert, silent");
    assert_eq!(page.by_role("status"), [""], "a status, silent");
    problem.set(Some("That didn't work.".into()));
    success.set(Some("A code is on its way.".into()));
    settled().await;
    assert_eq!(page.by_role("alert"), ["That didn't work."], "the alert speaks");
    assert_eq!(page.by_role("status"), ["A code is on its way."], "the status speaks");
    problem.set(None);
    settled().await;
    assert_eq!(page.by_role("alert"), [""], "the alert is silent again");
}
