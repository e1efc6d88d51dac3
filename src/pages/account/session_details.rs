use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// What the tokens say, for developers and support.
#[component]
pub fn SessionDetailsSection() -> impl IntoView {
    view! {
        <Section id="session-details" title=text::SESSION_DETAILS_TITLE>
            ""
        </Section>
    }
}
