use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// Remembered devices.
#[component]
pub fn DevicesSection() -> impl IntoView {
    view! {
        <Section id="devices" title=text::DEVICES_TITLE>
            ""
        </Section>
    }
}
