use leptos::prelude::*;

use crate::{life::Life, platform, text};

/// Puts a text on the clipboard and says so.
#[component]
pub fn CopyButton(text: String, label: &'static str) -> impl IntoView {
    let (life, outcome) = (Life::begin(), RwSignal::new(None));
    let copy = move |_| {
        outcome.set(None);
        life.call(platform::copy(text.clone()), move |is_copied| {
            outcome.set(Some(if is_copied { text::COPIED } else { text::NOT_COPIED }));
        });
    };
    view! {
        <button type="button" class="quiet" on:click=copy>
            {label}
        </button>
        <span class="hint" role="status">{outcome}</span>
    }
}
