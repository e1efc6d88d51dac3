//! The session over time: taken up, refreshed ahead of its end, kept in bad luck, and the same in all tabs. What is decided
//! here is cognito-client's to decide; this is where it is asked, and where what it says is shown.

mod waking;

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use cognito_client::{
    Error,
    ids::ClientId,
    session::Session,
    session_keeper::{Outcome, Seen, SessionKeeper},
    token_store::TokenStore,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{Auth, AuthState, Purpose};
use crate::{
    platform::{
        self,
        channel::{TabChannel, TabLines},
        lock::TabLock,
    },
    sign_in_store::SignInStore,
    text::Notice,
    token_store::{TokenPlace, Tokens},
};

/// What keeps the session of this page.
pub(super) struct Keeping {
    place: TokenPlace,
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
    not_meant: RefCell<Option<Session>>,
    is_told_of_storage: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
    has_ended: Cell<bool>,
    /// Lets tabs wake up one after the other.
    random: Cell<Option<u32>>,
}

type Keeper = SessionKeeper<Rc<Tokens>, TabLock>;

/// Why a session does not go on, although nobody has ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser knows that it is cut off.
    Offline,
    /// Nothing comes from the service.
    Unreachable,
    /// The service cannot help now.
    Service,
    /// Another tab is at it.
    Busy,
    /// The service refuses, which may or may not change: it is not asked again before the person wants something.
    Refused,
}

impl Keeping {
    pub(super) fn new(place: TokenPlace, is_asked: bool, client_id: ClientId) -> Self {
        Self {
            place,
            is_asked,
            client_id,
            channel: OnceCell::new(),
            hear: OnceCell::new(),
            keeper: OnceCell::new(),
            pick: Cell::new(None),
            not_meant: RefCell::new(None),
            is_told_of_storage: Cell::new(false),
            timer: Cell::new(None),
            has_ended: Cell::new(false),
            random: Cell::new(None),
        }
    }

    /// Whether a session seems to be stored.
    pub(super) fn is_wanted(&self) -> bool {
        self.place.seems_to_hold(self.is_asked, &self.client_id)
    }

    fn keeper(&self) -> &Keeper {
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

    fn pick(&self, is_kept: Option<bool>) {
        self.pick.set(is_kept);
        if let Some(keeper) = self.keeper.get() {
            keeper.store().pick(is_kept);
        }
    }

    /// Hears what other tabs say, and lets them hear this one; `hear_copy` is told what copies of this tab say, and under
    /// which name.
    fn join(&self, hear: impl Fn(String) + 'static, hear_copy: impl Fn(String, String) + 'static) {
        self.hear.get_or_init(|| Rc::new(hear_copy));
        if self.place.is_shared() {
            let name = format!("leptos-cognito.{}", self.client_id.as_str());
            self.channel.get_or_init(|| Rc::new(TabChannel::open(&name, hear)));
        }
    }

    fn random(&self) -> u32 {
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
        let ended = Self::new(self.place.clone(), self.is_asked, self.client_id.clone());
        ended.has_ended.set(true);
        ended
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended.get()
    }

    fn stop_timer(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        self.stop_timer();
    }
}

impl Auth {
    /// What keeps this session from going on. It goes on by itself.
    pub fn trouble(self) -> Option<Trouble> {
        self.trouble.get()
    }

    /// Whether the browser did not take the session, so that it ends with this page; until that was read.
    pub fn is_unkept(self) -> bool {
        self.is_unkept.get()
    }

    pub fn accept_unkept(self) {
        self.is_unkept.set(false);
    }

    /// Where the person picks whether to stay signed in: what they picked.
    pub fn keep_signed_in(self, is_kept: bool) {
        self.keeping.with_value(|keeping| keeping.pick(Some(is_kept)));
    }

    /// What they picked for the sign-in under way.
    pub(super) fn wants_to_be_kept(self) -> bool {
        self.keeping.with_value(|keeping| keeping.pick.get()).unwrap_or_default()
    }

    /// A session whose tokens can be used.
    pub(super) async fn fresh_session(self) -> Result<Session, Error> {
        let session = self.session().ok_or(Error::SignedOut)?;
        let (client, browser, keeping) = (self.client(), self.browser(), self.keeping());
        let outcome = keeping.keeper().fresh(&client, &browser, &session).await;
        self.learn(&session, outcome)
    }

    /// The session with other tokens than these, which are refused or due.
    pub(super) async fn refresh(self, session: &Session) -> Result<Session, Error> {
        let (client, browser, keeping) = (self.client(), self.browser(), self.keeping());
        // Nobody waits for that, and others would have to: it takes the lock.
        if keeping.has_ended.get() {
            return Err(Error::SignedOut);
        }
        let outcome = keeping.keeper().refresh(&client, &browser, session).await;
        self.learn(session, outcome)
    }

    /// Somebody has signed in.
    pub(super) fn enter(self, session: Session) {
        if let Purpose::Confirmation { of } = self.purpose {
            return self.confirm(of, session);
        }
        self.save_session(&session);
        self.notice.set(None);
        self.pending.set(None);
        self.progress.set_value(None);
        self.show(session);
    }

    /// Stores the session of a sign-in, in the place of any other.
    pub(super) fn save_session(self, session: &Session) {
        let before = self.store().load().filter(|_| !session.is_by_managed_login());
        if before.is_some_and(|before| self.is_known_to_domain(&before)) {
            self.distrust_domain();
        }
        let keeping = self.keeping();
        keeping.keeper().enter(session);
        keeping.pick(None);
        self.sign_in_store.with_value(SignInStore::forget_redirect);
        self.trouble.set(None);
        if self.store().is_volatile() {
            self.is_unkept.set(true);
        }
    }

    /// Shows a session that was stored before, as it is by now.
    pub(super) fn enter_kept(self, session: Session) {
        match self.keeping().keeper().look(&session) {
            // Another tab that has renewed it may be in the middle of writing.
            Seen::Renewed(now) if now.is_refresh_due(platform::now()) => self.enter_shown(session),
            Seen::Same => self.enter_shown(session),
            Seen::Renewed(now) | Seen::Replaced(now) => self.enter_shown(now),
            Seen::SignedOut => self.start_over(Some(Notice::SignedOutElsewhere)),
            Seen::Foreign(intruder) => self.expel(intruder),
        }
    }

    /// Takes away what somebody has put in the place of a session: nobody is signed in then.
    fn expel(self, intruder: Session) {
        self.store().clear();
        self.revoke_later(intruder);
        self.progress.set_value(None);
        self.show_signed_out(Some(Notice::SessionEnded));
    }

    fn enter_shown(self, session: Session) {
        self.notice.set(None);
        self.pending.set(None);
        self.progress.set_value(None);
        self.show(session);
    }

    /// Forgets the session here; gives what is to be revoked.
    pub(super) fn forget(self, session: &Session, notice: Option<Notice>) -> Session {
        let keeping = self.keeping();
        let is_kept = keeping.place.is_lasting() && !keeping.keeper().store().is_own();
        let newest = keeping.keeper().leave(session);
        self.sign_in_store.with_value(|store| store.leave_last(is_kept));
        keeping.not_meant.replace(keeping.keeper().store().load());
        self.show_signed_out(notice);
        newest
    }

    /// Shows a session that is stored.
    pub(super) fn show(self, session: Session) {
        if self.keeping().has_ended.get() {
            return;
        }
        self.keeping().pick(None);
        let session = AuthState::SignedIn(Box::new(session));
        if self.state.with_untracked(|state| *state != session) {
            self.state.set(session);
        }
        self.set_timer();
    }

    fn show_signed_out(self, notice: Option<Notice>) {
        self.keeping().stop_timer();
        self.trouble.set(None);
        self.is_unkept.set(false);
        self.notice.set(notice);
        self.state.set(AuthState::SignedOut);
    }

    /// Shows what has become of a session, if this page shows that session.
    fn learn(self, of: &Session, outcome: Outcome) -> Result<Session, Error> {
        let is_shown = match self.state.try_get_untracked() {
            Some(AuthState::Restoring) => true,
            Some(AuthState::SignedIn(session)) => session.tokens() == of.tokens(),
            // The page may have gone meanwhile.
            None | Some(AuthState::SignedOut | AuthState::InProgress(_)) => false,
        };
        let (trouble, learnt) = match outcome {
            Outcome::Fresh(session) => (None, Ok(session)),
            Outcome::Unlucky(error) => {
                let is_tried_again = is_shown && self.wake_up(of).is_some();
                let trouble = match error {
                    Error::Transport(_) => Trouble::of_silence(),
                    Error::Busy => Trouble::Busy,
                    _ if is_tried_again => Trouble::Service,
                    _ => Trouble::Refused,
                };
                (Some(trouble), Err(error))
            }
            Outcome::Ended(error) => {
                if is_shown {
                    self.show_signed_out(Some(Notice::of_session_end(&error)));
                }
                return Err(error);
            }
            Outcome::SignedOut => {
                if is_shown {
                    self.show_signed_out(Some(Notice::SignedOutElsewhere));
                }
                return Err(Error::SignedOut);
            }
            Outcome::Replaced(other) => {
                if is_shown {
                    self.show(other);
                }
                return Err(Error::SignedOut);
            }
        };
        if is_shown {
            self.tell_trouble(trouble);
            self.show(learnt.as_ref().unwrap_or(of).clone());
        }
        learnt
    }

    /// What is told is told once, however often it happens.
    fn tell_trouble(self, trouble: Option<Trouble>) {
        if self.trouble.with_untracked(|told| *told != trouble) {
            self.trouble.set(trouble);
        }
    }

    /// Where the session is.
    pub(super) fn store(self) -> Rc<Tokens> {
        Rc::clone(self.keeping().keeper().store())
    }

    pub(super) fn keeping(self) -> Rc<Keeping> {
        self.keeping.get_value()
    }
}

impl Trouble {
    fn of_silence() -> Self {
        if platform::is_offline() { Self::Offline } else { Self::Unreachable }
    }
}
