//! The session over time: taken up, refreshed ahead of its end, kept in bad luck, and the same in all tabs. What is decided
//! here is cognito-client's to decide; this is where it is asked, and where what it says is shown.

use std::{
    cell::{Cell, OnceCell},
    rc::Rc,
    time::Duration,
};

use cognito_client::{
    Error,
    ids::ClientId,
    session::Session,
    session_keeper::{Outcome, Seen, SessionKeeper, WakeUp},
    token_store::KeyedTokenStore,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};

use super::{Auth, AuthState, Purpose, Step};
use crate::{
    lazy::{later, out_of_reach},
    platform::{self, channel::TabChannel, lock::TabLock},
    sign_in_store::SignInStore,
    text::Notice,
    token_store::{self, TokenPlace, TokenStore, Tokens},
};

/// Between two tries to fetch what reads a stored session.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// Timers do not count the time that a machine sleeps: the clock is looked at so often.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Tokens that are due as they come are not asked for in a row.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// What may have happened while nobody looked, or is told by another tab.
const EVENTS: [&str; 7] = [STORAGE, "visibilitychange", "focus", "pageshow", "online", OFFLINE, PAGEHIDE];
const STORAGE: &str = "storage";
const OFFLINE: &str = "offline";
const PAGEHIDE: &str = "pagehide";
/// What a tab says to the others when the pool knows something else of the user.
const USER_CHANGED: &str = "user";

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

    /// Takes up the stored session as soon as what reads it is here.
    pub(super) fn take_up(self) {
        spawn_local(async move {
            if let Err(error) = take_up_later(self).await {
                out_of_reach(error);
                set_timeout(move || self.take_up(), TRY_AGAIN_AFTER);
            }
        });
    }

    /// Follows what other tabs do, and makes up for what was missed while nobody looked.
    pub(super) fn watch(self) {
        platform::on_window_events(&EVENTS, move |event| self.note(event));
        self.keeping().join(move |message| match message.as_str() {
            token_store::CHANGED => self.note(STORAGE.to_owned()),
            USER_CHANGED => self.user_changes.update(|changes| *changes += 1),
            _ => {}
        });
    }

    /// Counts what other tabs have changed of what the pool knows of the user.
    pub fn user_changes(self) -> u32 {
        self.user_changes.get()
    }

    /// Tells the other tabs that the pool knows something else of the user.
    pub(super) fn tell_user_changed(self) {
        self.keeping.with_value(|keeping| {
            if let Some(channel) = keeping.channel.get() {
                channel.tell(USER_CHANGED);
            }
        });
    }

    fn note(self, event: String) {
        let is_idle = match self.state.try_get_untracked() {
            None | Some(AuthState::Restoring) => true,
            Some(AuthState::SignedIn(_)) => false,
            Some(AuthState::SignedOut | AuthState::InProgress(_)) => !self.keeping().is_wanted(),
        };
        if !is_idle {
            spawn_local(async move {
                // Without it, nobody has signed in here.
                wake_later(self, event).await.ok();
            });
        }
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

    /// Shows what is stored.
    fn follow(self) {
        let stored = || self.store().load();
        match self.state.get_untracked() {
            // What is stored is about to be read, or was stored here before a last question.
            AuthState::Restoring | AuthState::InProgress(Step::RememberDevice) => {}
            AuthState::SignedIn(session) => match self.keeping().keeper().look(&session) {
                Seen::Same => {}
                Seen::Renewed(now) | Seen::Replaced(now) => {
                    self.trouble.set(None);
                    self.show(now);
                }
                Seen::SignedOut => self.show_signed_out(Some(Notice::SignedOutElsewhere)),
            },
            AuthState::SignedOut | AuthState::InProgress(_) => {
                if let Some(session) = stored() {
                    // A sign-in that was under way here is over.
                    self.start_over(None);
                    self.enter_shown(session);
                }
            }
        }
    }

    fn wake(self, event: &str) {
        if event == PAGEHIDE {
            return self.keeping().keeper().lock().give_up();
        }
        if event == OFFLINE {
            if self.session().is_some() {
                self.trouble.set(Some(Trouble::Offline));
            }
            return;
        }
        self.follow();
        let Some(session) = self.session() else { return };
        let is_due = session.is_refresh_due(platform::now()) && self.wake_up(&session).is_some();
        // Another tab that writes may be in the middle of it.
        if is_due && event != STORAGE && !document().hidden() {
            return self.renew(session);
        }
        if event == "online" {
            self.trouble.set(None);
        }
        self.set_timer();
    }

    fn renew(self, session: Session) {
        self.keeping().stop_timer();
        spawn_local(async move {
            // What comes of it is shown.
            self.refresh(&session).await.ok();
        });
    }

    /// Lets the session be refreshed when that is due: not while nobody sees the page.
    fn set_timer(self) {
        let keeping = self.keeping();
        keeping.stop_timer();
        let Some(session) = self.session() else { return };
        let Some(wake_up) = self.wake_up(&session) else { return };
        let wait = wake_up.wait(platform::now()).clamp(SHORTEST_WAIT, LONGEST_WAIT);
        let timer = set_timeout_with_handle(
            move || {
                if document().hidden() {
                    return;
                }
                if wake_up.is_due(platform::now()) { self.renew(session) } else { self.set_timer() }
            },
            wait,
        );
        keeping.timer.set(timer.ok());
    }

    /// Nothing if waiting changes nothing.
    fn wake_up(self, session: &Session) -> Option<WakeUp> {
        let keeping = self.keeping();
        keeping.keeper().wake_up(session, platform::now(), keeping.random())
    }

    /// Where the session is.
    pub(super) fn store(self) -> Rc<KeyedTokenStore> {
        Rc::clone(&self.keeping().tokens().store)
    }

    fn keeping(self) -> Rc<Keeping> {
        self.keeping.get_value()
    }
}

later! {
    fn take_up_later(auth: Auth) -> () {
        match auth.store().load() {
            None if auth.resume() => {}
            None => {
                auth.store().clear();
                auth.state.set(AuthState::SignedOut);
            }
            Some(session) if session.is_refresh_due(platform::now()) => {
                spawn_local(async move {
                    let (client, browser, keeping) = (auth.client(), auth.browser(), auth.keeping());
                    let outcome = keeping.keeper().fresh(&client, &browser, &session).await;
                    // What comes of it is shown.
                    auth.learn(&session, outcome).ok();
                });
            }
            Some(session) => auth.show(session),
        }
    }
}

later! {
    fn wake_later(auth: Auth, event: String) -> () {
        auth.wake(&event);
    }
}
