use leptos::prelude::*;

use super::{
    alert::{Alert, Status},
    isolated::sentence,
};

/// One subject of a page: a card with a heading of its own, and what became of the last thing that was done there.
#[component]
pub fn Section(
    /// The section's place in the page, for links to it.
    id: &'static str,
    title: &'static str,
    #[prop(into, optional)] intro: Signal<String>,
    /// What was done; spoken when it is convenient.
    #[prop(into, optional)]
    done: Signal<Option<String>>,
    /// Why something was refused; spoken at once.
    #[prop(into, optional)]
    refusal: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let heading = view! { <h2 id=title_id.clone()>{title}</h2> };
    view! {
        <section class="card section" id=id aria-labelledby=title_id>
            {heading}
            <p class="intro">{move || sentence(&intro.get())}</p>
            <Status message=done />
            <Alert message=refusal />
            {children()}
        </section>
    }
}
