use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::isolated::live_sentence;
use crate::{
    language::Sentence,
    platform,
    signals::{Effect, RwSignal, Signal, provide_context, use_context},
    ui::{Child, Element, Place, View, element, of_class},
};

/// The owner's logo.
const MARK: &str = include_str!("../../style/mark.svg");

/// Whether a page was shown before this one: then its heading takes the focus, so that the change is heard.
#[derive(Clone, Copy)]
struct HasShownPage(RwSignal<bool>);

/// What a page is called, and the document with it unless it has a `document_title` of its own.
#[component]
pub fn Heading(title: Signal<Sentence>, document_title: Option<Sentence>) -> View {
    let heading = Place::new(None);
    let has_shown_page = use_context::<HasShownPage>();
    let named = document_title.clone();
    // That follows the language, which moves no focus.
    Effect::new(move |_| platform::set_title(&named.clone().unwrap_or_else(|| title.get()).words()));
    Effect::new(move |_| {
        if document_title.is_none() {
            title.track();
        }
        let (Some(heading), Some(HasShownPage(shown))) = (heading.get(), has_shown_page) else { return };
        if shown.get_untracked() {
            platform::focus(heading.unchecked_ref());
        }
        shown.set(true);
    });
    element("h1").attribute("tabindex", "-1").known_as(heading).child(live_sentence(title)).into_child()
}

/// Lets the headings of the app know of each other.
pub fn provide_heading_focus() {
    provide_context(HasShownPage(RwSignal::new(false)));
}

/// Draws the logo. One that the owner's settings name stands in its place (style/brand.css), and is read out.
pub fn mark() -> Element {
    let mark = of_class("div", "mark").html(MARK);
    match platform::root_attribute("data-logo") {
        Some(logo) => mark.attribute("role", "img").attribute("aria-label", logo),
        None => mark.attribute("aria-hidden", "true"),
    }
}
