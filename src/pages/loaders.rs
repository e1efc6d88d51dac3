//! How each chunk of pages is fetched, and what it draws.

use leptos::prelude::*;

use super::{
    account::draw_account, callback::Callback, confirm::Confirm, consent::Consent, forgot_password::ForgotPassword,
    sign_out::SignOut, sign_up::SignUp, steps::SignInStep, welcome::Welcome,
};
use crate::{
    chunk::{ChunkName, Draw, LazyPage, Loader},
    later::later,
    ui::Child,
};

/// Fetches that chunk of pages; `router` and `settings` are how those are fetched that this does not know.
pub fn loader(name: ChunkName, router: Loader, settings: Loader) -> Loader {
    match name {
        ChunkName::SignIn => || Box::pin(sign_in_pages()),
        ChunkName::Challenges => || Box::pin(challenge_pages()),
        ChunkName::SignUp => || Box::pin(sign_up_pages()),
        ChunkName::ManagedLogin => || Box::pin(managed_login_pages()),
        ChunkName::Account => || Box::pin(account_pages()),
        ChunkName::Router => router,
        ChunkName::Settings => settings,
    }
}

// Each gives a function and not a view, so that pages that are here already are drawn at once.

later! {
    in sign_in:
    fn sign_in_pages() -> Draw {
        |page| match page {
            LazyPage::SignOut => view! { <SignOut /> }.into_child(),
            _ => view! { <Welcome /> }.into_child(),
        }
    }
}

later! {
    in challenges:
    fn challenge_pages() -> Draw {
        |_| view! { <SignInStep /> }.into_child()
    }
}

later! {
    in sign_up:
    fn sign_up_pages() -> Draw {
        |page| match page {
            LazyPage::Confirm => view! { <Confirm /> }.into_child(),
            LazyPage::Consent => view! { <Consent /> }.into_child(),
            LazyPage::ForgotPassword => view! { <ForgotPassword /> }.into_child(),
            _ => view! { <SignUp /> }.into_child(),
        }
    }
}

later! {
    in managed_login:
    fn managed_login_pages() -> Draw {
        |_| view! { <Callback /> }.into_child()
    }
}

later! {
    in account:
    fn account_pages() -> Draw {
        draw_account
    }
}
