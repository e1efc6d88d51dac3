//! The session over time: tokens that can be used, or why there are none.

use std::{future::ready, pin::Pin};

use cognito_client::{Error, session::Session, session_keeper::Outcome};

use super::{CurrentSession, SessionState};
use crate::{
    later::{NotFetched, later, out_of_reach},
    life::to_its_end,
    platform,
    text::Notice,
};

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

impl Trouble {
    pub(crate) fn of_silence() -> Self {
        if platform::is_offline() { Self::Offline } else { Self::Unreachable }
    }
}

/// Ends with a session whose tokens can be used.
pub(crate) type Refreshing = Pin<Box<dyn Future<Output = Result<Session, Error>>>>;

type Asking = Pin<Box<dyn Future<Output = Outcome>>>;

later! {
    in keeping:
    fn fresh_later(session: CurrentSession, of: Session) -> Asking {
        Box::pin(async move {
            let keeping = session.keeping();
            keeping.keeper().fresh(session.client(), &session.browser(), &of).await
        })
    }
}

later! {
    in keeping:
    fn refresh_later(session: CurrentSession, of: Session) -> Asking {
        Box::pin(async move {
            let keeping = session.keeping();
            keeping.keeper().refresh(session.client(), &session.browser(), &of).await
        })
    }
}

impl CurrentSession {
    /// What keeps this session from going on. It goes on by itself.
    pub fn trouble(self) -> Option<Trouble> {
        self.parts().trouble.get()
    }

    /// A session whose tokens can be used.
    pub(crate) fn fresh(self) -> Refreshing {
        match self.current() {
            Some(session) => self.fresh_of(session),
            None => Box::pin(ready(Err(Error::SignedOut))),
        }
    }

    /// The same, of a session that may be stored only yet. What comes of it is shown.
    pub(crate) fn fresh_of(self, session: Session) -> Refreshing {
        Box::pin(async move {
            match self.keeping().keeper().fresh_at_once(&self.browser(), &session) {
                Some(outcome) => self.learn(&session, outcome),
                None => self.asked(session.clone(), Box::pin(fresh_later(self, session))).await,
            }
        })
    }

    /// The session with other tokens than these, which are refused or due.
    pub(crate) fn refresh(self, session: Session) -> Refreshing {
        // Nobody waits for that, and others would have to: it takes the lock.
        if self.keeping().has_ended() {
            return Box::pin(ready(Err(Error::SignedOut)));
        }
        self.asked(session.clone(), Box::pin(refresh_later(self, session)))
    }

    /// What the service says, once the part of the app is here that asks it. Whoever gives up waiting loses nobody the tokens
    /// that come.
    fn asked(self, session: Session, asking: Pin<Box<dyn Future<Output = Result<Asking, NotFetched>>>>) -> Refreshing {
        let asked = async move {
            let outcome = match asking.await {
                Ok(asking) => asking.await,
                Err(not_fetched) => {
                    self.keeping().keeper().unlucky(&self.browser(), &session, out_of_reach(not_fetched))
                }
            };
            self.learn(&session, outcome)
        };
        Box::pin(to_its_end(Box::pin(asked)))
    }

    /// Shows what has become of a session, if this page shows that session.
    fn learn(self, of: &Session, outcome: Outcome) -> Result<Session, Error> {
        let is_shown = match &self.peek() {
            // Who is leaving has signed out, whatever comes of a refresh that was under way.
            SessionState::Restoring => !self.parts().is_leaving.get(),
            SessionState::SignedIn(session) => session.tokens() == of.tokens(),
            SessionState::SignedOut => false,
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
                self.store().disown();
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
    pub(crate) fn tell_trouble(self, trouble: Option<Trouble>) {
        let told = self.parts().trouble;
        if told.get_untracked() != trouble {
            told.set(trouble);
        }
    }
}
