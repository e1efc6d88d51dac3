use leptos::prelude::*;

use super::heading::{Heading, mark};

/// A page: one card with a heading. `intro` says what it is for.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    #[prop(into, optional)] document_title: Option<String>,
    #[prop(into, optional)] intro: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <main class="page">
            <section class="card">
                {mark()}
                <Heading title document_title />
                <p class="intro">{intro}</p>
                {children()}
            </section>
        </main>
    }
}
