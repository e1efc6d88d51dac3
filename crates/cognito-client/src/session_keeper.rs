//! A session that holds: refreshed once for all who need it, in this tab and in the others; kept when luck is bad; ended by
//! the service's word or the person's alone.
//!
//! The store says who is signed in. A tab hands in the session that it shows, and learns what has become of it:
//!
//! ```
//! # use cognito_client::{Client, account::*, host::Host, session::Session, session_keeper::*, token_store::TokenStore};
//! # use cognito_client::transport::Transport;
//! # async fn greet<T: Transport>(
//! #     client: &Client<T>, host: &impl Host, keeper: &SessionKeeper<impl TokenStore, impl Lock>, session: &Session,
//! # ) {
//! match keeper.fresh(client, host, session).await {
//!     Outcome::Fresh(session) => {
//!         let user = get_user(client, &session.tokens().access_token).await;
//!     }
//!     Outcome::Unlucky(error) => { /* say that it goes on by itself; look at `wake_up` */ }
//!     Outcome::Ended(error) => { /* sign in again */ }
//!     Outcome::SignedOut | Outcome::Replaced(_) => { /* another tab did it */ }
//! }
//! # }
//! ```

mod backoff;
mod lease;
mod lock;
mod wake_up;

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

use self::backoff::Failures;
pub use self::{
    backoff::retry_delay,
    lease::{LEASE, Lease, LeaseGuard, POLL, Timer},
    lock::{Lock, NotLocked, Unshared},
    wake_up::WakeUp,
};
use crate::{
    Client,
    error::Error,
    host::Host,
    secrets::RefreshToken,
    session::{Session, ends_session},
    shared::Guarded,
    single_flight::SingleFlight,
    timestamp::Timestamp,
    token_store::TokenStore,
    transport::Transport,
};

/// How often one refresh may find that another tab was faster and its tokens are due again.
const TRIES: u32 = 3;
/// How often the store is looked at again that does not show yet what another tab has written.
const SETTLES: u32 = 100;
/// How often it is looked at again that may show only half of that.
const HALF_SEEN: u32 = 5;
/// How often it is looked at again before a session is given up: whoever has spent its token may be gone, and the note of
/// that with them.
const LAST_LOOKS: u32 = 20;
const DUE: &str = "tokens that are due as they come";

/// What has become of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    /// It goes on with these tokens: new ones, another tab's, or those that it had.
    Fresh(Session),
    /// Nobody knows, so it stays: offline, a fault, too many requests. [`SessionKeeper::wake_up`] says when to try again.
    Unlucky(Error),
    /// The service says that it is over, or its place was taken by tokens that are not to be trusted. It is stored no longer.
    Ended(Error),
    /// Somebody signed out, here or in another tab.
    SignedOut,
    /// Somebody else signed in, here or in another tab.
    Replaced(Session),
}

/// What the store says of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Seen {
    /// Its tokens are there.
    Same,
    /// The same user's newer tokens are there.
    Renewed(Session),
    /// Nobody's are.
    SignedOut,
    /// Another user's are.
    Replaced(Session),
    /// Another user's are, and who knows who has put them there ([`TokenStore::vouches_for`]).
    Foreign(Session),
}

/// Keeps the session of one tab, or program, with all others that share its store and its lock.
pub struct SessionKeeper<S, L> {
    store: S,
    lock: L,
    flight: SingleFlight<Outcome>,
    failures: Guarded<Failures>,
}

impl<S: TokenStore, L: Lock> SessionKeeper<S, L> {
    /// Keeps what is in the store; the lock is one for all who share that store.
    pub fn new(store: S, lock: L) -> Self {
        Self { store, lock, flight: SingleFlight::default(), failures: Guarded::default() }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The lock.
    pub fn lock(&self) -> &L {
        &self.lock
    }

    /// What the store says of a session now. For a tab that is told that the store has changed.
    pub fn look(&self, session: &Session) -> Seen {
        match self.store.load() {
            None => Seen::SignedOut,
            Some(stored) if stored.tokens() == session.tokens() => Seen::Same,
            Some(stored) if stored.is_of_user_of(session) => Seen::Renewed(stored),
            Some(stored) if self.store.vouches_for(&stored) => Seen::Replaced(stored),
            Some(stored) => Seen::Foreign(stored),
        }
    }

    /// Takes up the session of a sign-in, in the place of any other.
    pub fn enter(&self, session: &Session) {
        self.store.enter(session);
    }

    /// Signs out here, at once: gives what is to be revoked, which may be newer than what this tab has. A session of
    /// somebody else stays.
    pub fn leave(&self, session: &Session) -> Session {
        let newest = match self.look(session) {
            Seen::Same | Seen::SignedOut | Seen::Foreign(_) => session.clone(),
            Seen::Renewed(newer) => newer,
            Seen::Replaced(_) => return session.clone(),
        };
        self.store.leave();
        // There are tokens in it.
        *self.failures.borrow_mut() = Failures::default();
        newest
    }

    /// For a session whose tokens another tab has sent newer ones of: lets the others know that they are spent.
    pub async fn note_renewed(&self, session: &Session) {
        if let Seen::Renewed(newer) = self.look(session) {
            self.note_spent(session, &newer).await;
        }
    }

    /// A session whose tokens can be used: this one if no refresh is due.
    pub async fn fresh<T: Transport>(&self, client: &Client<T>, host: &impl Host, session: &Session) -> Outcome {
        if let Some(outcome) = self.fresh_at_once(host, session) {
            return outcome;
        }
        match self.look(session) {
            Seen::Foreign(intruder) => self.expel(client, intruder).await,
            _ => self.refresh(client, host, session).await,
        }
    }

    /// The same, as far as nobody has to be asked for it. `None` if somebody has: programs that fetch their parts when they
    /// want them do without the part that asks until then.
    pub fn fresh_at_once(&self, host: &impl Host, session: &Session) -> Option<Outcome> {
        match self.look(session) {
            Seen::Same if !session.is_refresh_due(host.now()) => Some(Outcome::Fresh(session.clone())),
            Seen::Renewed(newer) if !newer.is_refresh_due(host.now()) => Some(Outcome::Fresh(newer)),
            Seen::SignedOut => Some(Outcome::SignedOut),
            Seen::Replaced(other) => Some(Outcome::Replaced(other)),
            Seen::Same | Seen::Renewed(_) | Seen::Foreign(_) => None,
        }
    }

    /// Other tokens than these: the service refused them, or they are about to expire. All who ask while one refresh is
    /// under way get what it brings; whoever stops waiting stops nobody else.
    pub async fn refresh<T: Transport>(&self, client: &Client<T>, host: &impl Host, session: &Session) -> Outcome {
        for _ in 0..TRIES {
            let outcome = self.flight.run(self.refresh_alone(client, host, session)).await;
            // What was true when the answer came need not be when the last of those who wait for it wakes up.
            return match (outcome, self.look(session)) {
                // That refresh was somebody's who had older tokens, or another session.
                (Outcome::Fresh(_) | Outcome::SignedOut | Outcome::Replaced(_), Seen::Same) => continue,
                (Outcome::Ended(error), Seen::Same | Seen::SignedOut) => Outcome::Ended(error),
                (Outcome::Unlucky(error), Seen::Same) => Outcome::Unlucky(error),
                (Outcome::Unlucky(error), Seen::Renewed(newer)) if newer.is_refresh_due(host.now()) => {
                    Outcome::Unlucky(error)
                }
                // Another tab is writing.
                (_, Seen::Renewed(newer)) if newer.is_refresh_due(host.now()) => continue,
                (_, Seen::Renewed(newer)) => Outcome::Fresh(newer),
                (_, Seen::SignedOut) => Outcome::SignedOut,
                (_, Seen::Replaced(other)) => Outcome::Replaced(other),
                (_, Seen::Foreign(intruder)) => self.expel(client, intruder).await,
            };
        }
        self.unlucky(host, &self.newest(session), Error::Protocol("the same tokens again"))
    }

    /// When to call [`refresh`](Self::refresh) without being asked: a while before the tokens expire, spread by
    /// `random` so that tabs do not wake up all at once; after bad luck with these tokens, or with newer ones that are
    /// stored, when it is worth another try. `None` if only a person can tell.
    pub fn wake_up(&self, session: &Session, now: Timestamp, random: u32) -> Option<WakeUp> {
        let failed = self.failures.borrow().wake_up(&self.newest(session));
        failed.unwrap_or_else(|| Some(WakeUp::before_expiry(session, now, random)))
    }

    /// The same user's tokens that are stored, or else these.
    fn newest(&self, session: &Session) -> Session {
        if let Seen::Renewed(newer) = self.look(session) { newer } else { session.clone() }
    }

    /// For a session in whose place somebody has put another: nobody is signed in then.
    fn give_up(&self) -> Outcome {
        self.store.clear();
        Outcome::Ended(Error::AnotherUser)
    }

    async fn expel<T: Transport>(&self, client: &Client<T>, intruder: Session) -> Outcome {
        let outcome = self.give_up();
        // If it cannot be revoked, it expires.
        intruder.revoke(client).await.ok();
        outcome
    }

    async fn refresh_alone<T: Transport>(&self, client: &Client<T>, host: &impl Host, session: &Session) -> Outcome {
        if let Some(error) = self.failures.borrow().not_yet(&self.newest(session), host.now()) {
            return Outcome::Unlucky(error);
        }
        let Ok(lock) = self.lock.acquire().await else {
            return self.unlucky(host, &self.newest(session), Error::Busy);
        };
        let (outcome, orphan) = self.refresh_locked(client, host, session).await;
        drop(lock);
        if let Some(orphan) = orphan {
            // Nobody will use it; if it cannot be revoked, it expires.
            orphan.revoke(client).await.ok();
        }
        outcome
    }

    /// Gives as well a session that came for nobody, or from somebody else.
    async fn refresh_locked<T: Transport>(
        &self,
        client: &Client<T>,
        host: &impl Host,
        session: &Session,
    ) -> (Outcome, Option<Session>) {
        let mut current = session.clone();
        for _ in 0..TRIES {
            match self.look_settled(host, &current).await {
                Some(Seen::Same) if self.is_spent_elsewhere(&current).await => {
                    self.store.clear();
                    return (Outcome::Ended(Error::ContinuedElsewhere), None);
                }
                Some(Seen::Same) => {}
                Some(Seen::Renewed(newer)) if !newer.is_refresh_due(host.now()) => {
                    return (Outcome::Fresh(newer), None);
                }
                Some(Seen::Renewed(newer)) => {
                    current = newer;
                    continue;
                }
                Some(Seen::SignedOut) => return (Outcome::SignedOut, None),
                Some(Seen::Replaced(other)) => return (Outcome::Replaced(other), None),
                Some(Seen::Foreign(intruder)) => return (self.give_up(), Some(intruder)),
                None => return (self.unlucky(host, &current, Error::Busy), None),
            }
            let (answer, foreign) = match current.ask_for_tokens(client, host).await {
                Ok(new) if !new.is_of_user_of(&current) => (Err(Error::AnotherUser), Some(new)),
                answer => (answer, None),
            };
            if answer.as_ref().is_err_and(ends_session) {
                self.look_for_others(&current).await;
            }
            // Whatever the answer says, it says it of the tokens that were sent.
            let (now, orphan) = (self.look(&current), answer.as_ref().ok().cloned().or(foreign));
            if let Ok(new) = &answer {
                if now == Seen::Same {
                    self.store.save(new);
                }
                self.note_spent(&current, new).await;
            }
            match (answer, now) {
                // They are stored, because the old ones may be dead; but asking at once would bring the same again.
                (Ok(new), Seen::Same) if new.is_refresh_due(host.now()) => {
                    return (self.unlucky(host, &new, Error::Protocol(DUE)), None);
                }
                (Ok(new), Seen::Same) => return (Outcome::Fresh(new), None),
                (Err(error), Seen::Same) if ends_session(&error) => {
                    self.store.clear();
                    return (Outcome::Ended(error), orphan);
                }
                (Err(error), Seen::Same) => return (self.unlucky(host, &current, error), None),
                (_, Seen::SignedOut) => return (Outcome::SignedOut, orphan),
                (_, Seen::Replaced(other)) => return (Outcome::Replaced(other), orphan),
                // Of this user's own new tokens nobody will know.
                (_, Seen::Foreign(intruder)) => return (self.give_up(), Some(intruder)),
                (_, Seen::Renewed(newer)) => {
                    let orphan = orphan.filter(|orphan| !orphan.is_of_sign_in_of(&newer));
                    if orphan.is_some() || !newer.is_refresh_due(host.now()) {
                        return (Outcome::Fresh(newer), orphan);
                    }
                    current = newer;
                }
            }
        }
        (self.unlucky(host, &current, Error::Protocol(DUE)), None)
    }

    async fn note_spent(&self, before: &Session, newer: &Session) {
        let [spent, next] = [before, newer].map(|session| &session.tokens().refresh_token);
        if spent != next {
            self.lock.note_spent(&mark(spent)).await;
        }
    }

    /// What the store says when it shows what the last holder of the lock has written; `None` if it does not come to that.
    /// Whoever has spent these tokens may have signed out since, so that nobody has newer ones: the second time, what the
    /// store says is all that there is.
    async fn look_settled(&self, host: &impl Host, session: &Session) -> Option<Seen> {
        let mark = mark(&session.tokens().refresh_token);
        let was_busy = self.failures.borrow().was_busy(session);
        for settled in 0..if was_busy { HALF_SEEN } else { SETTLES } {
            match self.look(session) {
                Seen::Same if self.lock.is_spent(&mark).await => {}
                // A new refresh token beside old tokens.
                Seen::Renewed(newer) if settled < HALF_SEEN && newer.is_refresh_due(host.now()) => {}
                seen => return Some(seen),
            }
            self.lock.settle().await;
        }
        was_busy.then(|| self.look(session))
    }

    /// Whether a copy of this tab's own session has spent these tokens. Where all share a store, the service is asked.
    async fn is_spent_elsewhere(&self, session: &Session) -> bool {
        self.store.is_own() && self.lock.is_spent(&mark(&session.tokens().refresh_token)).await
    }

    /// Waits a while for the tokens of another tab.
    async fn look_for_others(&self, session: &Session) {
        for _ in 0..LAST_LOOKS {
            if self.look(session) != Seen::Same {
                return;
            }
            self.lock.settle().await;
        }
    }

    /// For a refresh that could not even be begun, or came to nothing: it is tried again when that is worth it.
    pub fn unlucky(&self, host: &impl Host, of: &Session, error: Error) -> Outcome {
        let random =
            host.random_bytes().map_or(0, |bytes| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
        self.failures.borrow_mut().add(of, error.clone(), host.now(), random);
        Outcome::Unlucky(error)
    }
}

/// Names a refresh token to those who have it, and tells others nothing.
fn mark(token: &RefreshToken) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(token.expose()))
}
