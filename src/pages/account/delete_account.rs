use leptos::prelude::*;

use crate::{components::Section, text::account as text};

/// The end of the account.
#[component]
pub fn DeleteAccountSection() -> impl IntoView {
    view! {
        <Section id="delete-account" title=text::DELETE_ACCOUNT_TITLE>
            ""
        </Section>
    }
}
