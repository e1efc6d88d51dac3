//! The context and the router.

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes,
    components::{FlatRoutes, Route, Router},
};

use crate::{
    auth::Auth,
    chunk::{self, Draw, LazyPage, Loader, lazy},
    components::provide_heading_focus,
    config::Config,
    entrance::Entrance,
    lazy::later,
    navigation::provide_router_navigation,
    pages::{Misconfigured, NotFound, loader, login},
    routes::AppRoute,
};

/// The whole app, or a page that says what its owner has to set.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <AuthContext>
            <Entrance />
        </AuthContext>
    }
}

/// Lets pages be fetched when they are wanted.
pub fn provide_chunks() {
    let router: Loader = || Box::pin(router_pages());
    chunk::provide_chunks(move |name| loader(name, router));
}

later! {
    in router:
    fn router_pages() -> Draw {
        |page| match page {
            LazyPage::Misconfigured => view! { <Misconfigured /> }.into_any(),
            _ => view! { <Routed /> }.into_any(),
        }
    }
}

/// The page of the address, whatever that is.
#[component]
fn Routed() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| view! { <NotFound /> }>
                <SignInPages />
            </FlatRoutes>
        </Router>
    }
}

/// Takes up the session of this page, and gives it to all below as [`Auth`]. In their place there is a page that says what
/// the owner has to set, as long as the page's settings are not complete.
#[component]
pub fn AuthContext(
    /// Where people are led who have signed in and did not want to go anywhere else.
    #[prop(default = AppRoute::Welcome)]
    home: AppRoute,
    /// The app's own pages, besides that, that people are led back to who come back from another page or reload the login
    /// page: the routes of their [`SignedIn`](crate::components::SignedIn).
    #[prop(default = &[])]
    places: &'static [AppRoute],
    children: Children,
) -> impl IntoView {
    provide_heading_focus();
    provide_chunks();
    match Config::load() {
        Ok(config) => {
            let auth = Auth::start(config).with_home(home).with_places(places);
            provide_context(auth.confirmation());
            provide_context(auth);
            children()
        }
        Err(_) => lazy(LazyPage::Misconfigured),
    }
}

/// Every page is drawn by a function of one type, so that the router's code is there once and not once a page.
type Page = fn() -> AnyView;

/// The routes of all pages: they can stand beside those of another app.
#[component(transparent)]
pub fn SignInPages() -> impl MatchNestedRoutes + Clone {
    provide_router_navigation();
    let sign_up: Page = || lazy(LazyPage::SignUp);
    let confirm: Page = || lazy(LazyPage::Confirm);
    let forgot_password: Page = || lazy(LazyPage::ForgotPassword);
    let welcome: Page = || lazy(LazyPage::Welcome);
    let callback: Page = || lazy(LazyPage::Callback);
    let account: Page = || lazy(LazyPage::Account);
    let security: Page = || lazy(LazyPage::Security);
    view! {
        <Route path=AppRoute::Login view=login as Page />
        <Route path=AppRoute::SignUp view=sign_up />
        <Route path=AppRoute::Confirm view=confirm />
        <Route path=AppRoute::ForgotPassword view=forgot_password />
        <Route path=AppRoute::Welcome view=welcome />
        <Route path=AppRoute::Account view=account />
        <Route path=AppRoute::Security view=security />
        <Route path=AppRoute::Callback view=callback />
    }
    .into_inner()
}
