//! Where people are led who have signed in.

use std::cell::Cell;

use super::SignIn;
use crate::routes::AppRoute;

/// The pages that people can be led to.
pub(super) struct Places {
    /// Where they are led, if nowhere else.
    home: AppRoute,
    /// Further pages, of an app that has these as a part of it.
    others: &'static [AppRoute],
    /// Where someone wants to go who has to sign in first, as far as this page knows.
    wanted: Cell<Option<AppRoute>>,
}

impl Places {
    pub(super) fn new(home: AppRoute, others: &'static [AppRoute]) -> Self {
        Self { home, others, wanted: Cell::new(None) }
    }
}

impl SignIn {
    pub fn home(self) -> AppRoute {
        self.shared().places.home
    }

    /// Keeps where someone wants to go who has to sign in first, also over a reload; or forgets it.
    pub fn remember_wanted(self, route: Option<AppRoute>) {
        self.shared().places.wanted.set(route);
        let store = self.session().sign_in_store();
        match route {
            Some(route) => store.save_wanted(route.path()),
            None => store.forget_wanted(),
        }
    }

    /// Where to lead who has signed in: once to where they wanted to go, or else to [`home`](Self::home).
    pub fn take_destination(self) -> AppRoute {
        let stored = self.session().sign_in_store().wanted();
        let known = self.shared().places.wanted.get();
        self.remember_wanted(None);
        known.or_else(|| self.place_of(&stored?)).unwrap_or_else(|| self.home())
    }

    /// The page that a person can be led back to, of that address. The addresses are those that the code names: what storage
    /// or the address line says is only compared.
    pub fn place_of(self, path: &str) -> Option<AppRoute> {
        let Places { home, others, .. } = &self.shared().places;
        let own = [home].into_iter().chain(others.iter());
        AppRoute::of_place(path).or_else(|| own.copied().find(|route| route.path() == path))
    }
}
