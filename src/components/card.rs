use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    dialog::{DIALOG_TITLE, is_in_dialog},
    heading::{Heading, mark},
    isolated::sentence,
};
use crate::platform;

/// A page: one card with a heading. `intro` says what it is for.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    #[prop(into, optional)] document_title: Option<String>,
    #[prop(into, optional)] intro: Signal<String>,
    children: Children,
) -> impl IntoView {
    if is_in_dialog() {
        return dialog_card(title, intro, children).into_any();
    }
    view! {
        <main class="page">
            <section class="card">
                {mark()}
                <Heading title document_title />
                <p class="intro">{move || sentence(&intro.get())}</p>
                {children()}
            </section>
        </main>
    }
    .into_any()
}

/// The same inside of a dialog: its heading takes the focus each time, and the page keeps its title.
fn dialog_card(title: Signal<String>, intro: Signal<String>, children: Children) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            platform::focus(heading.unchecked_ref());
        }
    });
    view! {
        <h2 id=DIALOG_TITLE tabindex="-1" node_ref=heading>
            {move || sentence(&title.get())}
        </h2>
        <p class="intro">{move || sentence(&intro.get())}</p>
        {children()}
    }
}
