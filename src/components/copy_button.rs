use leptos::prelude::*;

use crate::{
    language::Sentence,
    life::Life,
    platform,
    signals::RwSignal,
    text,
    ui::{Child, View, button, of_class},
};

/// Puts a text on the clipboard and says so.
#[component]
pub fn CopyButton(text: String, label: Sentence) -> View {
    let (life, outcome) = (Life::begin(), RwSignal::new(None::<Sentence>));
    let copy = move || {
        outcome.set(None);
        life.call(platform::copy(text.clone()), move |is_copied| {
            outcome.set(Some(if is_copied { text::COPIED } else { text::NOT_COPIED }));
        });
    };
    let said =
        of_class("span", "hint").attribute("role", "status").text(move || outcome.get().map(|said| said.words()));
    (button("quiet", label, copy).into_child(), said.into_child()).into_child()
}
