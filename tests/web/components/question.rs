use leptos::prelude::*;
use leptos_cognito::{
    components::{Modal, Question},
    language::Sentence,
    signals::{RwSignal, Signal},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::{Page, is_busy, settled};

struct Asked {
    page: Page,
    modal: Modal,
    is_busy: RwSignal<bool>,
    refusal: RwSignal<Option<Sentence>>,
    answers: RwSignal<u32>,
}

impl Asked {
    async fn open() -> Self {
        let (modal, is_busy, refusal, answers) =
            (Modal::default(), RwSignal::new(false), RwSignal::new(None), RwSignal::new(0));
        let page = Page::open(move || {
            view! {
                <button type="button" on:click=move |_| modal.open()>
                    "Delete"
                </button>
                <Question
                    modal
                    title=Signal::stored(Sentence::from("Delete it?"))
                    intro=Sentence::from("It is gone then.")
                    label=Sentence::from("Delete now")
                    is_busy=is_busy.into()
                    refusal=refusal.into()
                    on_answer=Callback::new(move |()| answers.update(|count| *count += 1))
                />
            }
        })
        .await;
        Self { page, modal, is_busy, refusal, answers }
    }

    async fn ask(&self) {
        self.page.press("Delete").await;
        settled().await;
    }
}

#[wasm_bindgen_test]
async fn a_question_is_answered_once_it_is_asked() {
    let asked = Asked::open().await;
    assert!(!asked.page.reads("Delete it?"), "not asked yet");
    asked.ask().await;
    assert!(asked.page.reads("Delete it?") && asked.page.reads("It is gone then."), "what is asked");
    assert_eq!(asked.answers.get_untracked(), 0, "nobody has answered");
    asked.page.press("Delete now").await;
    assert_eq!(asked.answers.get_untracked(), 1, "the answer");
    asked.is_busy.set(true);
    settled().await;
    assert!(is_busy(&asked.page.button("Delete now")), "while it is done");
    asked.is_busy.set(false);
    asked.refusal.set(Some("That failed.".into()));
    settled().await;
    assert!(asked.page.by_role("alert").contains(&"That failed.".to_owned()), "why not, and it is still asked");
    asked.modal.close();
    settled().await;
    assert!(!asked.page.reads("Delete it?"), "whoever does it closes it");
}

#[wasm_bindgen_test]
async fn a_question_can_be_left_without_an_answer() {
    let asked = Asked::open().await;
    for time in 1..=2 {
        asked.ask().await;
        asked.page.press("Cancel").await;
        settled().await;
        assert!(!asked.page.reads("Delete it?"), "time {time}: it is closed");
        assert_eq!(asked.answers.get_untracked(), 0, "time {time}: nothing is done");
    }
}
