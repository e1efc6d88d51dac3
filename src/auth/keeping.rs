//! The session over time: taken up, refreshed ahead of its end, kept in bad luck, and the same in all tabs. What is decided
//! here is cognito-client's to decide; this is where it is asked, and where what it says is shown.

mod waking;

use std::{
    cell::{Cell, OnceCell},
    rc::Rc,
};

use cognito_client::{
    Error,
    ids::ClientId,
    session::Session,
    session_keeper::{Outcome, Seen, SessionKeeper},
    token_store::KeyedTokenStore,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{Auth, AuthState, Purpose};
use crate::{
    platform::{self, channel::TabChannel, lock::TabLock},
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
    /// A first visit does without.
    opened: OnceCell<Opened>,
    /// What the person has picked, until that is noted.
    pick: Cell<Option<bool>>,
    timer: Cell<Option<TimeoutHandle>>,
    /// Lets tabs wake up one after the other.
    random: Cell<Option<u32>>,
}

struct Opened {
    tokens: Tokens,
    keeper: SessionKeeper<Rc<KeyedTokenStore>, TabLock>,
}

/// Why a session does not go on, although nobody has ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Offline,
    /// The service cannot help now.
    Service,
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
            opened: OnceCell::new(),
            pick: Cell::new(None),
            timer: Cell::new(None),
            random: Cell::new(None),
        }
    }

    /// Whether a session seems to be stored.
    pub(super) fn is_wanted(&self) -> bool {
        self.place.seems_to_hold(self.is_asked, &self.client_id)
    }

    /// Where the session is.
    pub(super) fn tokens(&self) -> &Tokens {
        &self.opened().tokens
    }

    fn keeper(&self) -> &SessionKeeper<Rc<KeyedTokenStore>, TabLock> {
        &self.opened().keeper
    }

    fn opened(&self) -> &Opened {
        let opened = self.opened.get_or_init(|| {
            let channel = self.channel.get().cloned().unwrap_or_else(|| Rc::new(TabChannel::closed()));
            let tokens = Tokens::open_telling(&self.place, self.is_asked, &self.client_id, channel);
            let shared = self.place.is_shared().then(|| Rc::clone(&tokens.values));
            let keeper = SessionKeeper::new(Rc::clone(&tokens.store), TabLock::new(self.client_id.clone(), shared));
            Opened { tokens, keeper }
        });
        if let Some(is_kept) = self.pick.take() {
            opened.tokens.keep(is_kept);
        }
        opened
    }

    /// Hears what other tabs say, and lets them hear this one.
    fn join(&self, hear: impl Fn(String) + 'static) {
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
        self.keeping.with_value(|keeping| keeping.pick.set(Some(is_kept)));
    }

    /// A session whose tokens can be used.
    pub(super) async fn fresh_session(self) -> Result<Session, Error> {
        let session = self.session().ok_or(Error::Protocol("nobody is signed in"))?;
        let (client, browser, keeping) = (self.client(), self.browser(), self.keeping());
        let outcome = keeping.keeper().fresh(&client, &browser, &session).await;
        self.learn(&session, outcome)
    }

    /// The session with other tokens than these, which are refused or due.
    pub(super) async fn refresh(self, session: &Session) -> Result<Session, Error> {
        let (client, browser, keeping) = (self.client(), self.browser(), self.keeping());
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
        self.keeping().keeper().enter(session);
        self.sign_in_store.with_value(SignInStore::forget_redirect);
        self.trouble.set(None);
        if self.store().is_volatile() {
            self.is_unkept.set(true);
        }
    }

    /// Shows a session that was stored before, as it is by now.
    pub(super) fn enter_kept(self, session: Session) {
        match self.keeping().keeper().look(&session) {
            Seen::Same => self.enter_shown(session),
            Seen::Renewed(now) | Seen::Replaced(now) => self.enter_shown(now),
            Seen::SignedOut => self.start_over(Some(Notice::SignedOutElsewhere)),
        }
    }

    fn enter_shown(self, session: Session) {
        self.notice.set(None);
        self.pending.set(None);
        self.progress.set_value(None);
        self.show(session);
    }

    /// Forgets the session here; gives what is to be revoked.
    pub(super) fn forget(self, session: &Session, notice: Option<Notice>) -> Session {
        let newest = self.keeping().keeper().leave(session);
        self.show_signed_out(notice);
        newest
    }

    /// Shows a session that is stored.
    pub(super) fn show(self, session: Session) {
        self.keeping().tokens().stay();
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
                    Error::Transport(_) => Trouble::Offline,
                    _ if is_tried_again => Trouble::Service,
                    _ => Trouble::Refused,
                };
                (Some(trouble), Err(error))
            }
            Outcome::Ended(error) => {
                if is_shown {
                    self.show_signed_out(Some(Notice::SessionEnded));
                }
                return Err(error);
            }
            Outcome::SignedOut => {
                if is_shown {
                    self.show_signed_out(Some(Notice::SignedOutElsewhere));
                }
                return Err(Error::Protocol("signed out meanwhile"));
            }
            Outcome::Replaced(other) => {
                if is_shown {
                    self.show(other);
                }
                return Err(Error::Protocol("somebody else has signed in meanwhile"));
            }
        };
        if is_shown {
            self.trouble.set(trouble);
            self.show(learnt.as_ref().unwrap_or(of).clone());
        }
        learnt
    }

    /// Where the session is.
    pub(super) fn store(self) -> Rc<KeyedTokenStore> {
        Rc::clone(&self.keeping().tokens().store)
    }

    fn keeping(self) -> Rc<Keeping> {
        self.keeping.get_value()
    }
}
