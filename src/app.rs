//! The context and the router.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};

use crate::{
    auth::Auth,
    components::provide_heading_focus,
    config::Config,
    pages::{LazyPage, lazy, login, provide_lazy_pages},
    routes::AppRoute,
};

/// The whole app, or a page that says what its owner has to set.
#[component]
pub fn App() -> impl IntoView {
    provide_heading_focus();
    provide_lazy_pages();
    match Config::load() {
        Ok(config) => {
            let auth = Auth::start(config);
            provide_context(auth.confirmation());
            provide_context(auth);
            pages().into_any()
        }
        Err(_) => lazy(LazyPage::Misconfigured),
    }
}

/// Every page is drawn by a function of one type, so that the router's code is there once and not once a page.
type Page = fn() -> AnyView;

fn pages() -> impl IntoView {
    let sign_up: Page = || lazy(LazyPage::SignUp);
    let confirm: Page = || lazy(LazyPage::Confirm);
    let forgot_password: Page = || lazy(LazyPage::ForgotPassword);
    let welcome: Page = || lazy(LazyPage::Welcome);
    let account: Page = || lazy(LazyPage::Account);
    let security: Page = || lazy(LazyPage::Security);
    view! {
        <Router>
            <FlatRoutes fallback=|| lazy(LazyPage::NotFound)>
                <Route path=AppRoute::Login view=login as Page />
                <Route path=AppRoute::SignUp view=sign_up />
                <Route path=AppRoute::Confirm view=confirm />
                <Route path=AppRoute::ForgotPassword view=forgot_password />
                <Route path=AppRoute::Welcome view=welcome />
                <Route path=AppRoute::Account view=account />
                <Route path=AppRoute::Security view=security />
            </FlatRoutes>
        </Router>
    }
}
