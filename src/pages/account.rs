//! The account area: what a signed-in person manages, in a chunk of its own.

mod delete_account;
mod devices;
mod layout;
mod linked;
mod namesakes;
mod passkeys;
mod password;
mod profile;
mod session_details;
mod sessions;
mod two_step;
mod user_data;

use leptos::prelude::*;

use self::{
    delete_account::DeleteAccountSection,
    devices::DevicesSection,
    layout::AccountPage,
    passkeys::PasskeysSection,
    password::PasswordSection,
    profile::ProfileSection,
    session_details::SessionDetailsSection,
    sessions::{SessionsSection, read_sessions},
    two_step::TwoStepSection,
};
use crate::{
    chunk::{LazyPage, lazy},
    components::Section,
    routes::AppRoute,
    session::CurrentSession,
    settings::Settings,
    signals::Signal,
    text::{account as text, managed_login},
    ui::{Child, View, element},
};

/// Draws one of them.
pub fn draw_account(page: LazyPage) -> View {
    if page == LazyPage::Security { view! { <Security /> }.into_child() } else { view! { <Profile /> }.into_child() }
}

/// `/account`: who the person is.
#[component]
fn Profile() -> View {
    if !Settings::expect().later_problems().is_empty() {
        // The owner has to mend them first.
        return lazy(LazyPage::Misconfigured);
    }
    let page = view! {
        <AccountPage route=AppRoute::Account title=text::PROFILE_TITLE intro=text::PROFILE_INTRO>
            <ProfileSection />
            <DeleteAccountSection />
        </AccountPage>
    };
    page.into_child()
}

/// `/account/security`: how the person signs in, and where they are signed in.
#[component]
fn Security() -> View {
    let page = view! {
        <AccountPage route=AppRoute::Security title=text::SECURITY_TITLE intro=text::SECURITY_INTRO>
            <SecuritySections />
        </AccountPage>
    };
    page.into_child()
}

#[component]
fn SecuritySections() -> View {
    let sessions = read_sessions();
    let sections = view! {
        <WaysToSignIn on_sessions_ended=Callback::new(move |()| sessions.reload()) />
        <DevicesSection />
        <SessionsSection reading=sessions />
        <SessionDetailsSection />
    };
    sections.into_child()
}

/// Of an identity provider's user, the provider keeps all that.
#[component]
fn WaysToSignIn(on_sessions_ended: Callback<()>) -> View {
    let Some(provider) = CurrentSession::expect().identity_provider() else {
        let has_passkeys = Settings::expect().has_first_factor("WEB_AUTHN");
        return view! {
            <PasswordSection on_sessions_ended />
            <TwoStepSection />
            {has_passkeys.then(|| view! { <PasskeysSection /> }).into_child()}
        }
        .into_child();
    };
    let name = managed_login::provider_name(&provider, &Settings::expect().domain_name());
    let intro = managed_login::provider_intro(&name);
    let section = view! {
        <Section id="provider" title=managed_login::PROVIDER_TITLE intro=Signal::stored(intro)>
            {element("p").text(managed_login::PROVIDER_KEEPS).into_child()}
        </Section>
    };
    section.into_child()
}
