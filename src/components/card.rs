use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{
    dialog::{DIALOG_TITLE, is_in_dialog},
    heading::{Heading, mark},
    isolated::live_sentence,
    languages::languages,
};
use crate::{
    language::Sentence,
    platform,
    signals::{Effect, Signal},
    ui::{Child, Children, Place, View, element, of_class},
};

/// A page: one card with a heading. `intro` says what it is for.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<Sentence>,
    #[prop(into, optional)] document_title: Option<Sentence>,
    #[prop(into, optional)] intro: Signal<Sentence>,
    children: Children,
) -> View {
    if is_in_dialog() {
        return dialog_card(title, intro, children);
    }
    let card = of_class("section", "card")
        .child(mark())
        .child(view! { <Heading title document_title /> })
        .child(of_class("p", "intro").child(live_sentence(intro)))
        .child(children.draw())
        .child(languages());
    of_class("main", "page").child(card).into_child()
}

/// The same inside of a dialog: its heading takes the focus each time, and the page keeps its title.
fn dialog_card(title: Signal<Sentence>, intro: Signal<Sentence>, children: Children) -> View {
    let heading = Place::new(None);
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            platform::focus(heading.unchecked_ref());
        }
    });
    let heading = element("h2").attribute("id", DIALOG_TITLE).attribute("tabindex", "-1").known_as(heading);
    let intro = of_class("p", "intro").child(live_sentence(intro));
    (heading.child(live_sentence(title)).into_child(), intro.into_child(), children.draw()).into_child()
}
