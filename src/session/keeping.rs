//! What keeps the session of this page: the store and the lock that it shares with other tabs, what the person wants of it,
//! and the timer of its next refresh.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use cognito_client::{ids::ClientId, session::Session, session_keeper::SessionKeeper};
use leptos::leptos_dom::helpers::TimeoutHandle;

use crate::{
    platform::{
        self,
        channel::{TabChannel, TabLines},
        lock::TabLock,
    },
    settings::Settings,
    token_place::{TokenPlace, Tokens},
};

/// What a tab says to the others when the pool knows something else of the user.
pub(crate) const USER_CHANGED: &str = "user";

/// What keeps the session of this page.
pub(crate) struct Keeping {
    pub(super) place: TokenPlace,
    is_asked: bool,
    client_id: ClientId,
    channel: OnceCell<Rc<TabChannel>>,
    /// Takes in what copies of this tab tell.
    hear: OnceCell<Rc<dyn Fn(String, String)>>,
    /// A first visit does without.
    keeper: OnceCell<Keeper>,
    /// Whether the person wants to stay signed in, if they were asked in this page.
    pick: Cell<Option<bool>>,
    /// Another session that there was when somebody signed out here: of another tab, which they did not mean.
    pub(super) not_meant: RefCell<Option<Session>>,
    timer: Cell<Option<TimeoutHandle>>,
    has_ended: Cell<bool>,
    /// Lets tabs wake up one after the other.
    random: Cell<Option<u32>>,
}

pub(crate) type Keeper = SessionKeeper<Rc<Tokens>, TabLock>;

impl Keeping {
    pub(super) fn new(settings: &Settings) -> Self {
        Self::of(settings.token_place.clone(), settings.asks_to_keep, settings.client_id.clone())
    }

    fn of(place: TokenPlace, is_asked: bool, client_id: ClientId) -> Self {
        Self {
            place,
            is_asked,
            client_id,
            channel: OnceCell::new(),
            hear: OnceCell::new(),
            keeper: OnceCell::new(),
            pick: Cell::new(None),
            not_meant: RefCell::new(None),
            timer: Cell::new(None),
            has_ended: Cell::new(false),
            random: Cell::new(None),
        }
    }

    /// Whether a session seems to be stored.
    pub(crate) fn is_wanted(&self) -> bool {
        self.place.seems_to_hold(self.is_asked, &self.client_id)
    }

    pub(crate) fn keeper(&self) -> &Keeper {
        self.keeper.get_or_init(|| {
            let channel = || self.channel.get().cloned().unwrap_or_else(|| Rc::new(TabChannel::closed()));
            let hear = self.hear.get().cloned();
            let lines = TabLines::new(move |name, text| {
                if let Some(hear) = &hear {
                    hear(name, text);
                }
            });
            let tokens = self.place.open(self.is_asked, &self.client_id, channel(), lines);
            tokens.pick(self.pick.get());
            let shared = self.place.shared_values(&self.client_id, channel());
            SessionKeeper::new(Rc::new(tokens), TabLock::new(self.client_id.clone(), shared))
        })
    }

    pub(crate) fn pick(&self, is_kept: Option<bool>) {
        self.pick.set(is_kept);
        if let Some(keeper) = self.keeper.get() {
            keeper.store().pick(is_kept);
        }
    }

    /// Hears what other tabs say, and lets them hear this one; `hear_copy` is told what copies of this tab say, and under
    /// which name.
    pub(crate) fn join(&self, hear: impl Fn(String) + 'static, hear_copy: impl Fn(String, String) + 'static) {
        self.hear.get_or_init(|| Rc::new(hear_copy));
        if self.place.is_shared() {
            let name = format!("leptos-cognito.{}", self.client_id.as_str());
            self.channel.get_or_init(|| Rc::new(TabChannel::open(&name, hear)));
        }
    }

    pub(crate) fn random(&self) -> u32 {
        self.random.get().unwrap_or_else(|| {
            let random = u32::from_be_bytes(platform::random_bytes().unwrap_or_default());
            self.random.set(Some(random));
            random
        })
    }

    /// From now on nothing happens by itself. What comes after that goes by what this gives: locks and channels go with
    /// this, as soon as the last call that uses it has come to its end.
    pub(super) fn end(&self) -> Self {
        self.has_ended.set(true);
        self.stop_timer();
        if let Some(channel) = self.channel.get() {
            channel.close();
        }
        let ended = Self::of(self.place.clone(), self.is_asked, self.client_id.clone());
        ended.has_ended.set(true);
        ended
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended.get()
    }

    /// Whether the person wants to stay signed in, as far as they have picked.
    pub(crate) fn picked(&self) -> Option<bool> {
        self.pick.get()
    }

    pub(super) fn tell_user_changed(&self) {
        if let Some(channel) = self.channel.get() {
            channel.tell(USER_CHANGED);
        }
    }

    /// There is one timer: whoever sets it has stopped the one before, or was called by it.
    pub(crate) fn set_timer(&self, timer: Option<TimeoutHandle>) {
        self.timer.set(timer);
    }

    /// Gives whether there was one.
    pub(crate) fn stop_timer(&self) -> bool {
        let timer = self.timer.take();
        if let Some(timer) = &timer {
            timer.clear();
        }
        timer.is_some()
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.stop_timer();
    }
}
