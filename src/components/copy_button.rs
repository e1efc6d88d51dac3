use leptos::prelude::*;

use crate::{
    life::Life,
    platform, text,
    ui::{Child, button, of_class},
};

/// Puts a text on the clipboard and says so.
#[component]
pub fn CopyButton(text: String, label: &'static str) -> AnyView {
    let (life, outcome) = (Life::begin(), RwSignal::new(None::<String>));
    let copy = move || {
        outcome.set(None);
        life.call(platform::copy(text.clone()), move |is_copied| {
            outcome.set(Some(if is_copied { text::COPIED } else { text::NOT_COPIED }.to_owned()));
        });
    };
    let said = of_class("span", "hint").attribute("role", "status").text(move || outcome.get());
    (button("quiet", label, copy).into_child(), said.into_child()).into_any()
}
