//! Where people are led who have signed in.

use std::cell::{Cell, RefCell};

use super::SignIn;
use crate::{developer, routes::AppRoute};

/// The pages that people can be led to.
pub(super) struct Places {
    /// Where they are led, if nowhere else.
    home: AppRoute,
    /// Further pages, of an app that has these as a part of it.
    others: &'static [AppRoute],
    /// Where someone wants to go who has to sign in first, as far as this page knows.
    wanted: Cell<Option<AppRoute>>,
    /// Where a site wants the people back whom it sent here, as far as this page knows.
    way_back: Cell<Option<AppRoute>>,
    /// What that site calls them.
    login_hint: RefCell<String>,
}

impl Places {
    pub(super) fn new(home: AppRoute, others: &'static [AppRoute]) -> Self {
        Self { home, others, wanted: Cell::new(None), way_back: Cell::new(None), login_hint: RefCell::default() }
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

    /// Keeps where a site wants the people back whom it sent here, also over a reload; gives whether they may be led there.
    pub fn remember_way_back(self, address: &str) -> bool {
        let route = self.way_back_to(address);
        if route.is_some() {
            self.shared().places.way_back.set(route);
            self.session().sign_in_store().save_way_back(address);
        } else {
            developer::tell_of_way_back();
        }
        route.is_some()
    }

    /// Whoever is where they wanted to go wants to go nowhere else.
    pub fn forget_ways(self) {
        self.remember_wanted(None);
        self.shared().places.way_back.set(None);
        self.session().sign_in_store().forget_way_back();
    }

    /// Where to lead who has signed in: once to where a site wants them back, or they wanted to go, or else to
    /// [`home`](Self::home).
    pub fn take_destination(self) -> AppRoute {
        let stored = self.session().sign_in_store().wanted();
        let known = self.shared().places.wanted.get();
        self.remember_wanted(None);
        let wanted = || known.or_else(|| self.place_of(&stored?));
        self.take_way_back().or_else(wanted).unwrap_or_else(|| self.home())
    }

    /// Where a site wants the people back whom it sent here: once.
    pub fn take_way_back(self) -> Option<AppRoute> {
        let store = self.session().sign_in_store();
        let known = &self.shared().places.way_back;
        let route = known.get().or_else(|| self.way_back_to(&store.way_back()?));
        store.forget_way_back();
        // For as long as the browser is on its way there, nothing leads anywhere else.
        known.set(route.filter(|route| matches!(route, AppRoute::Elsewhere(_))));
        route
    }

    fn way_back_to(self, address: &str) -> Option<AppRoute> {
        self.settings().route_to(address, |path| self.place_of(path))
    }

    /// The page that a person can be led back to, of that address. The addresses are those that the code names: what storage
    /// or the address line says is only compared.
    pub fn place_of(self, path: &str) -> Option<AppRoute> {
        let Places { home, others, .. } = &self.shared().places;
        let own = [home].into_iter().chain(others.iter());
        AppRoute::of_place(path).or_else(|| own.copied().find(|route| route.path() == path))
    }

    /// What people are called by whom a site sent here: it is filled in for them.
    pub fn login_hint(self) -> String {
        self.shared().places.login_hint.borrow().clone()
    }

    pub fn remember_login_hint(self, hint: String) {
        self.shared().places.login_hint.replace(hint);
    }
}
