//! Where people are led who have signed in.

use leptos::prelude::*;

use super::Auth;
use crate::{routes::AppRoute, sign_in_store::SignInStore};

impl Auth {
    /// The same, for an app whose pages begin elsewhere than at [`AppRoute::Welcome`].
    pub fn with_home(self, home: AppRoute) -> Self {
        Self { home, ..self }
    }

    /// The same, for an app with further pages of its own that people are led back to.
    pub fn with_places(self, places: &'static [AppRoute]) -> Self {
        Self { places, ..self }
    }

    pub fn home(self) -> AppRoute {
        self.home
    }

    /// Keeps where someone wants to go who has to sign in first, also over a reload; or forgets it.
    pub fn remember_wanted(self, route: Option<AppRoute>) {
        self.wanted.set_value(route);
        self.sign_in_store.with_value(|store| match route {
            Some(route) => store.save_wanted(route.path()),
            None => store.forget_wanted(),
        });
    }

    /// Where to lead who has signed in: once to where they wanted to go, or else to [`home`](Self::home).
    pub fn take_destination(self) -> AppRoute {
        let stored = self.sign_in_store.with_value(SignInStore::wanted);
        let known = self.wanted.get_value();
        self.remember_wanted(None);
        known.or_else(|| self.place_of(&stored?)).unwrap_or(self.home)
    }

    /// The page that a person can be led back to, of that address. The addresses are those that the code names: what storage
    /// or the address line says is only compared.
    pub fn place_of(self, path: &str) -> Option<AppRoute> {
        let own = [self.home].into_iter().chain(self.places.iter().copied());
        AppRoute::of_place(path).or_else(|| own.into_iter().find(|route| route.path() == path))
    }
}
