//! A session where the person wants it: in this tab only, or in a lasting place that all tabs share.

use core::cell::Cell;

use super::{
    KeyedTokenStore, TokenStore,
    tab::{TabTokenStore, Wire},
};
use crate::{host::RememberedDevice, session::Session};

/// Where sessions can be stored.
pub enum Places<W> {
    /// In one tab.
    Tab(TabTokenStore<W>),
    /// In a place that all tabs share, or in memory.
    Shared(KeyedTokenStore),
    /// In either, as the person chooses when they sign in.
    Either(TabTokenStore<W>, KeyedTokenStore),
}

/// Stores the session of one tab in one of these places, and never mixes them. A refresh or a sign-out touches only the place of
/// the session; the other place belongs to another tab.
pub struct PickedTokenStore<W> {
    places: Places<W>,
    /// Of the sign-in that comes next.
    pick: Cell<Option<Place>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Tab,
    Shared,
}

impl<W: Wire> PickedTokenStore<W> {
    /// Stores sessions in these places: in the tab only, if the person can choose and did not.
    pub fn new(places: Places<W>) -> Self {
        Self { places, pick: Cell::new(None) }
    }

    /// Sets whether the session of the next sign-in outlives this tab; `None` puts it where the current session is. Has no effect if
    /// the person cannot choose.
    pub fn pick(&self, is_kept: Option<bool>) {
        if matches!(self.places, Places::Either(..)) {
            self.pick.set(is_kept.map(|is_kept| if is_kept { Place::Shared } else { Place::Tab }));
        }
    }

    /// The store of this tab, if sessions can be in a tab.
    pub fn tab(&self) -> Option<&TabTokenStore<W>> {
        match &self.places {
            Places::Tab(tab) | Places::Either(tab, _) => Some(tab),
            Places::Shared(_) => None,
        }
    }

    /// Whether a session seems to be stored: [`load`](TokenStore::load) knows.
    pub fn has_session(&self) -> bool {
        self.keyed(self.place()).has_session()
    }

    /// Whether the place of the session failed to take it, so that it is in memory.
    pub fn is_volatile(&self) -> bool {
        self.keyed(self.place()).is_volatile()
    }

    /// [`KeyedTokenStore::disown`], in both places.
    pub fn disown(&self) {
        for place in [Place::Tab, Place::Shared] {
            self.keyed(place).disown();
        }
    }

    /// [`KeyedTokenStore::is_foreign`], where the session is.
    pub fn is_foreign(&self, stored: &Session) -> bool {
        self.keyed(self.place()).is_foreign(stored)
    }

    /// The remembered device of a user, in either place.
    pub fn device(&self, user: &str) -> Option<RememberedDevice> {
        [Place::Tab, Place::Shared].into_iter().find_map(|place| self.keyed(place).device(user))
    }

    /// Stores the device of a user where their session is, or is about to be.
    pub fn save_device(&self, user: &str, device: &RememberedDevice) {
        self.keyed(self.next_place()).save_device(user, device);
    }

    /// Forgets the device of that key.
    pub fn forget_device(&self, device_key: &str) {
        for place in [Place::Tab, Place::Shared] {
            self.keyed(place).forget_device(device_key);
        }
    }

    /// Where the session is, or would be.
    fn place(&self) -> Place {
        match &self.places {
            Places::Either(tab, shared) if tab.store().has_session() || !shared.has_session() => Place::Tab,
            Places::Tab(_) => Place::Tab,
            Places::Shared(_) | Places::Either(..) => Place::Shared,
        }
    }

    /// Where the session of a sign-in goes.
    fn next_place(&self) -> Place {
        self.pick.get().unwrap_or_else(|| self.place())
    }

    /// That one, or the only one.
    fn keyed(&self, place: Place) -> &KeyedTokenStore {
        match (&self.places, place) {
            (Places::Tab(tab), _) | (Places::Either(tab, _), Place::Tab) => tab.store(),
            (Places::Shared(shared), _) | (Places::Either(_, shared), Place::Shared) => shared,
        }
    }

    fn at(&self, place: Place) -> &dyn TokenStore {
        match (&self.places, place) {
            (Places::Tab(tab), _) | (Places::Either(tab, _), Place::Tab) => tab,
            (Places::Shared(shared), _) | (Places::Either(_, shared), Place::Shared) => shared,
        }
    }
}

impl<W: Wire> TokenStore for PickedTokenStore<W> {
    fn load(&self) -> Option<Session> {
        self.at(self.place()).load()
    }

    fn save(&self, session: &Session) {
        self.at(self.place()).save(session);
    }

    fn clear(&self) {
        self.at(self.place()).clear();
    }

    /// Empties the other place: one browser, one person.
    fn enter(&self, session: &Session) {
        let place = self.next_place();
        self.pick.set(None);
        self.at(place).enter(session);
        let user = session.username().as_str();
        // What has proved itself in this sign-in is remembered where the session is.
        if self.keyed(place).device(user).is_none()
            && let Some(device) = self.device(user)
        {
            self.keyed(place).save_device(user, &device);
        }
        if matches!(self.places, Places::Either(..)) {
            let other = if place == Place::Tab { Place::Shared } else { Place::Tab };
            self.at(other).clear();
            self.keyed(other).remove_left_behind("");
        }
    }

    fn leave(&self) {
        self.at(self.place()).leave();
    }

    fn is_own(&self) -> bool {
        self.at(self.place()).is_own()
    }

    fn vouches_for(&self, stored: &Session) -> bool {
        self.at(self.place()).vouches_for(stored)
    }
}
