use leptos::prelude::*;

use super::{
    alert::{Alert, Status},
    isolated::live_sentence,
};
use crate::{
    language::Sentence,
    signals::Signal,
    ui::{Child, Children, View, element, of_class},
};

/// One subject of a page: a card with a heading of its own, and what became of the last thing that was done there.
#[component]
pub fn Section(
    /// The section's place in the page, for links to it.
    id: &'static str,
    title: Sentence,
    #[prop(into, optional)] intro: Signal<Sentence>,
    /// What was done; spoken when it is convenient.
    #[prop(into, optional)]
    done: Signal<Option<Sentence>>,
    /// Why something was refused; spoken at once.
    #[prop(into, optional)]
    refusal: Signal<Option<Sentence>>,
    children: Children,
) -> View {
    let title_id = format!("{id}-title");
    of_class("section", "card section")
        .attribute("id", id)
        .attribute("aria-labelledby", title_id.clone())
        .child(element("h2").attribute("id", title_id).text(title))
        .child(of_class("p", "intro").child(live_sentence(intro)))
        .child(view! { <Status message=done /> })
        .child(view! { <Alert message=refusal /> })
        .child(children.draw())
        .into_child()
}
