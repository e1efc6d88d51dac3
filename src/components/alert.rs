use leptos::prelude::*;

use super::isolated::sentence;

/// The problem of the whole form; spoken when it appears.
#[component]
pub fn Alert(message: Signal<Option<String>>) -> impl IntoView {
    announcement("alert", message)
}

/// Something that went well; spoken when it is convenient.
#[component]
pub fn Status(message: Signal<Option<String>>) -> impl IntoView {
    announcement("status", message)
}

fn announcement(role: &'static str, message: Signal<Option<String>>) -> impl IntoView {
    view! { <div role=role>{move || message.get().map(|message| view! { <p class=role>{sentence(&message)}</p> })}</div> }
}
