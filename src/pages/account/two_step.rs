use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// Second factors.
#[component]
pub fn TwoStepSection() -> impl IntoView {
    view! {
        <Section id="two-step" title=text::TWO_STEP_TITLE>
            ""
        </Section>
    }
}
