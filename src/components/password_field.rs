use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::field::{FieldState, control, element_id, field, message};
use crate::{
    forms::{Field, Problems},
    language::Sentence,
    signals::{RwSignal, Signal},
    text,
    ui::{Child, View, element, of_class},
};

const EYE: &str = include_str!("../../style/eye.svg");

/// A password with a button that shows it, and a word about Caps Lock.
#[component]
pub fn PasswordField(
    state: FieldState,
    problems: Signal<Problems>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(default = text::PASSWORD)] label: Sentence,
    /// The owner's, if they have one.
    #[prop(optional_no_strip)]
    hint: Option<View>,
) -> View {
    let is_shown = RwSignal::new(false);
    let is_caps_lock_on = RwSignal::new(false);
    let kind = move || Some(if is_shown.get() { "text" } else { "password" }.to_owned());
    let reveal = move || Some(if is_shown.get() { text::HIDE_PASSWORD } else { text::SHOW_PASSWORD }.words());
    let caps_lock = move || is_caps_lock_on.get().then(|| text::CAPS_LOCK.words());
    let watch_caps_lock = move |event: Event| {
        // What fills in a password may send events of that name that are of no key.
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            is_caps_lock_on.set(event.get_modifier_state("CapsLock"));
        }
    };
    let has_hint = hint.is_some();
    let input = control("input", state, problems, has_hint)
        .attribute("type", kind)
        .attribute("autocomplete", autocomplete)
        .attribute("autocapitalize", "none")
        .attribute("spellcheck", "false")
        .on("keydown", watch_caps_lock)
        .on("keyup", watch_caps_lock)
        .on("blur", move |_| {
            is_caps_lock_on.set(false);
            state.leave();
        });
    let button = element("button")
        .attribute("type", "button")
        .attribute("class", move || Some(if is_shown.get() { "reveal shown" } else { "reveal" }.to_owned()))
        .attribute("aria-controls", element_id(state.field))
        .attribute("aria-label", reveal)
        .on("click", move |_| is_shown.update(|shown| *shown = !*shown))
        .html(EYE);
    field(state.field, label.into_child(), hint)
        .child(of_class("div", "password").child(input).child(button))
        .child(of_class("p", "hint").attribute("role", "status").text(caps_lock))
        .child(message(state, problems))
        .into_child()
}

/// The name that a password belongs to, for password managers, which fill in and keep passwords by it.
pub fn hidden_username(name: String) -> View {
    element("input")
        .attribute("type", "text")
        .attribute("name", Field::Username.name())
        .attribute("autocomplete", "username")
        .attribute("value", name)
        .attribute("readonly", "")
        .attribute("hidden", "")
        .into_child()
}
