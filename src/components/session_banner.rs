use leptos::prelude::*;

use crate::{
    session::{CurrentSession, Trouble},
    text,
    ui::{Child, View, button, element, live, of_class},
};

/// Says what keeps a session from going on, until it does; or, once, that it will not be kept.
#[component]
pub fn SessionBanner() -> View {
    let session = CurrentSession::expect();
    let trouble = move || {
        session.trouble().map(|trouble| match trouble {
            Trouble::Offline => text::OFFLINE_FOR_NOW,
            Trouble::Unreachable => text::UNREACHABLE_FOR_NOW,
            Trouble::Busy => text::BUSY_FOR_NOW,
            Trouble::Service => text::UNAVAILABLE_FOR_NOW,
            Trouble::Refused => text::NOT_RENEWED,
        })
    };
    let unkept = move || {
        let understood = button("quiet", text::UNDERSTOOD, move || session.accept_unkept());
        element("p").text(text::NOT_KEPT).child(understood)
    };
    let said = move || match trouble() {
        Some(sentence) => Some(element("p").text(sentence)),
        None => session.is_unkept().then(unkept),
    };
    of_class("div", "banner").attribute("role", "status").child(live(move || said().into_child())).into_child()
}
