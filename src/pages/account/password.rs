use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// A new password.
#[component]
pub fn PasswordSection() -> impl IntoView {
    view! {
        <Section id="password" title=text::PASSWORD_TITLE>
            ""
        </Section>
    }
}
