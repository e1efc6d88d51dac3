use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// Passkeys.
#[component]
pub fn PasskeysSection() -> impl IntoView {
    view! {
        <Section id="passkeys" title=text::PASSKEYS_TITLE>
            ""
        </Section>
    }
}
