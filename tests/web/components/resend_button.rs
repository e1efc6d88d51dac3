use leptos::prelude::*;
use leptos_cognito::{components::ResendButton, signals::RwSignal};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::{
    clock::Clock,
    page::{Page, settled},
};

const NAME: &str = "Send a new code";

struct Resend {
    page: Page,
    is_busy: RwSignal<bool>,
    presses: RwSignal<u32>,
}

impl Resend {
    async fn open() -> Self {
        let (is_busy, presses) = (RwSignal::new(false), RwSignal::new(0));
        let page = Page::open(move || {
            view! {
                <ResendButton
                    is_busy=is_busy.into()
                    on_press=Callback::new(move |()| {
                        presses.update(|count| *count += 1);
                        is_busy.set(true);
                    })
                />
            }
        })
        .await;
        Self { page, is_busy, presses }
    }

    async fn finish_sending(&self) {
        self.is_busy.set(false);
        settled().await;
    }

    fn can_be_pressed(&self) -> bool {
        self.page.button(NAME).get_attribute("aria-disabled").as_deref() != Some("true")
    }
}

#[wasm_bindgen_test]
async fn the_button_sends_once_at_a_time() {
    let _clock = Clock::take_over();
    let resend = Resend::open().await;
    assert!(resend.can_be_pressed(), "at first");
    resend.page.press(NAME).await;
    assert!(!resend.can_be_pressed(), "while it sends");
    resend.page.press(NAME).await;
    assert_eq!(resend.presses.get_untracked(), 1, "a press while it sends does nothing");
}

#[wasm_bindgen_test]
async fn the_button_pauses_after_a_send_and_shows_the_wait() {
    let clock = Clock::take_over();
    let resend = Resend::open().await;
    resend.page.press(NAME).await;
    resend.finish_sending().await;
    resend.page.see("You can ask for another code in 30 seconds.").await;
    assert!(!resend.can_be_pressed(), "just sent");
    resend.page.press(NAME).await;
    assert_eq!(resend.presses.get_untracked(), 1, "a press during the pause does nothing");
    clock.advance(1).await;
    resend.page.see("in 29 seconds.").await;
    clock.advance(28).await;
    resend.page.see("in 1 second.").await;
    assert!(!resend.can_be_pressed(), "a second before the end");
    clock.advance(1).await;
    assert!(resend.can_be_pressed(), "after thirty seconds");
    assert!(!resend.page.reads("another code in"), "after thirty seconds nothing is left to wait for");
    assert!(!clock.has_running_timers(), "after thirty seconds nothing ticks");
    resend.page.press(NAME).await;
    assert_eq!(resend.presses.get_untracked(), 2, "a press after the pause sends");
    resend.finish_sending().await;
    resend.page.see("in 30 seconds.").await;
}

#[wasm_bindgen_test]
async fn nothing_ticks_after_the_button_has_gone() {
    let clock = Clock::take_over();
    let resend = Resend::open().await;
    resend.page.press(NAME).await;
    resend.finish_sending().await;
    assert!(clock.has_running_timers(), "the pause ticks");
    drop(resend);
    settled().await;
    assert!(!clock.has_running_timers(), "nothing ticks");
}
