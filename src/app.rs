//! The context and the router.

use leptos::prelude::*;
use leptos_router::{
    StaticSegment,
    components::{FlatRoutes, Route, Router},
};

use crate::{
    auth::Auth,
    components::provide_card_focus,
    config::Config,
    pages::{Lazy, LazyPage, Login, Misconfigured, provide_lazy_pages},
    routes::AppRoute,
};

/// The whole app, or a page that says what its owner has to set.
#[component]
pub fn App() -> impl IntoView {
    provide_card_focus();
    provide_lazy_pages();
    match Config::load() {
        Ok(config) => {
            provide_context(Auth::start(config));
            view! { <Pages /> }.into_any()
        }
        Err(problems) => view! { <Misconfigured problems /> }.into_any(),
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| lazy(LazyPage::NotFound)>
                <Route path=StaticSegment(AppRoute::Login) view=Login />
                <Route path=StaticSegment(AppRoute::SignUp) view=|| lazy(LazyPage::SignUp) />
                <Route path=StaticSegment(AppRoute::Confirm) view=|| lazy(LazyPage::Confirm) />
                <Route path=StaticSegment(AppRoute::Welcome) view=|| lazy(LazyPage::Welcome) />
            </FlatRoutes>
        </Router>
    }
}

fn lazy(page: LazyPage) -> impl IntoView {
    view! { <Lazy page /> }
}
