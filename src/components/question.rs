use leptos::prelude::*;

use super::{
    alert::Alert,
    dialog::{DIALOG_TITLE, Dialog, Modal},
    isolated::sentence,
    submit::aria_busy,
};
use crate::text;

/// Asks before something that cannot be undone. Whoever does that closes it, or says why it was refused.
#[component]
pub fn Question(
    modal: Modal,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] intro: Signal<String>,
    /// What the answer does.
    label: &'static str,
    is_busy: Signal<bool>,
    refusal: Signal<Option<String>>,
    on_answer: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog modal on_close=Callback::new(|()| ())>
            <h2 id=DIALOG_TITLE>{move || sentence(&title.get())}</h2>
            <p class="intro">{move || sentence(&intro.get())}</p>
            <Alert message=refusal />
            <button
                type="button"
                class="main danger"
                aria-busy=aria_busy(is_busy)
                on:click=move |_| on_answer.run(())
            >
                {label}
                <span class="spinner" aria-hidden="true"></span>
            </button>
            <button type="button" class="second" on:click=move |_| modal.close()>
                {text::CANCEL}
            </button>
        </Dialog>
    }
}
