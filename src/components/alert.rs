use leptos::prelude::*;

use super::isolated::sentence;
use crate::{
    language::Sentence,
    signals::Signal,
    ui::{Child, View, element, live, of_class},
};

/// The problem of the whole form; spoken when it appears.
#[component]
pub fn Alert(message: Signal<Option<Sentence>>) -> View {
    announcement("alert", message)
}

/// Something that went well; spoken when it is convenient.
#[component]
pub fn Status(message: Signal<Option<Sentence>>) -> View {
    announcement("status", message)
}

fn announcement(role: &'static str, message: Signal<Option<Sentence>>) -> View {
    let said = move || message.get().map(|message| of_class("p", role).child(sentence(&message.words())));
    element("div").attribute("role", role).child(live(move || said().into_child())).into_child()
}
