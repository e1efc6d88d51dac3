use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// What the user may see and change of themselves.
#[component]
pub fn ProfileSection() -> impl IntoView {
    view! {
        <Section id="profile" title=text::DETAILS_TITLE>
            ""
        </Section>
    }
}
