use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::platform;

/// The owner's logo.
const MARK: &str = include_str!("../../style/mark.svg");

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
                <div class="mark" aria-hidden="true" inner_html=MARK></div>
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
