//! Ways from page to page. Pages do not know what brings them up: the app's [entrance](crate::entrance), its router, or that
//! of an app around it.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::routes::AppRoute;
use crate::signals::{provide_context, use_context};

/// Where an address goes to in the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    New,
    /// In the place of the page that is left.
    Replaced,
}

/// Leads to other pages. Without anything that draws them, the browser loads them anew.
#[derive(Clone, Copy)]
pub struct Navigation(Option<Callback<(AppRoute, Entry)>>);

impl Navigation {
    /// Of what is being drawn.
    pub fn expect() -> Self {
        use_context().unwrap_or(Self(None))
    }

    pub fn to(self, route: AppRoute) {
        self.lead(route, Entry::New);
    }

    /// The page that is left is no place to come back to.
    pub fn on_to(self, route: AppRoute) {
        self.lead(route, Entry::Replaced);
    }

    fn lead(self, route: AppRoute, entry: Entry) {
        let by_browser = matches!(route, AppRoute::Elsewhere(_));
        match (self.0.filter(|_| !by_browser), entry) {
            // What drew the pages may have gone meanwhile.
            (Some(lead), _) => _ = lead.try_run((route, entry)),
            (None, Entry::New) => _ = window().location().assign(&route.address()),
            (None, Entry::Replaced) => _ = window().location().replace(&route.address()),
        }
    }
}

/// Lets what is drawn here lead to other pages by `lead`.
pub fn provide_navigation(lead: impl Fn(AppRoute, Entry) + Send + Sync + 'static) {
    provide_context(Navigation(Some(Callback::new(move |(route, entry)| lead(route, entry)))));
}

/// The same, by the router around.
pub fn provide_router_navigation() {
    let navigate = use_navigate();
    provide_navigation(move |route, entry| {
        // The address is whole, whatever base the router has.
        let options =
            NavigateOptions { replace: entry == Entry::Replaced, resolve: false, ..NavigateOptions::default() };
        navigate(&route.address(), options);
    });
}
