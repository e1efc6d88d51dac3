use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// Where the user is signed in.
#[component]
pub fn SessionsSection() -> impl IntoView {
    view! {
        <Section id="sessions" title=text::SESSIONS_TITLE>
            ""
        </Section>
    }
}
