use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::platform;

/// Whether a page was shown before this one: then its heading takes the focus, so that the change is heard.
#[derive(Clone, Copy)]
struct HasShownPage(RwSignal<bool>);

/// A page: one card with a heading. `intro` says what it is for.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    #[prop(into, optional)] document_title: Option<String>,
    #[prop(into, optional)] intro: Signal<String>,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let has_shown_page = use_context::<HasShownPage>();
    Effect::new(move |_| {
        platform::set_title(&document_title.clone().unwrap_or_else(|| title.get()));
        let (Some(heading), Some(HasShownPage(shown))) = (heading.get(), has_shown_page) else { return };
        if shown.get_untracked() {
            platform::focus(heading.unchecked_ref());
        }
        shown.set(true);
    });
    view! {
        <main class="page">
            <section class="card">
                <Mark />
                <h1 tabindex="-1" node_ref=heading>
                    {title}
                </h1>
                <p class="intro">{intro}</p>
                {children()}
            </section>
        </main>
    }
}

/// Lets the cards of the app know of each other.
pub fn provide_card_focus() {
    provide_context(HasShownPage(RwSignal::new(false)));
}

/// The owner's logo goes here.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
            <rect width="40" height="40" rx="12" />
            <path d="M14 19v-3a6 6 0 0 1 12 0v3m-14 0h16v10H12zm8 4v2" />
        </svg>
    }
}
