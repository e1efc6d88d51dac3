use leptos::{prelude::*, task::spawn_local};

use crate::{platform, text};

/// Puts a text on the clipboard and says so.
#[component]
pub fn CopyButton(text: String, label: &'static str) -> impl IntoView {
    let outcome = RwSignal::new(None);
    let copy = move |_| {
        let text = text.clone();
        outcome.set(None);
        spawn_local(async move {
            let sentence = if platform::copy(&text).await { text::COPIED } else { text::NOT_COPIED };
            outcome.try_set(Some(sentence));
        });
    };
    view! {
        <button type="button" class="quiet" on:click=copy>
            {label}
        </button>
        <span class="hint" role="status">{outcome}</span>
    }
}
