//! When the session is looked at: as the page opens, by a timer, when the person comes back, and when another tab says so.

use std::time::Duration;

use cognito_client::{
    session::Session,
    session_keeper::{Seen, WakeUp},
};
use leptos::{prelude::*, task::spawn_local};

use super::Trouble;
use crate::{
    auth::{Auth, AuthState, Step},
    lazy::{later, out_of_reach},
    platform,
    text::Notice,
    token_store::{self, TokenStore},
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

impl Auth {
    /// Takes up the stored session as soon as what reads it is here.
    pub(in crate::auth) fn take_up(self) {
        spawn_local(async move {
            if let Err(error) = take_up_later(self).await {
                out_of_reach(error);
                set_timeout(move || self.take_up(), TRY_AGAIN_AFTER);
            }
        });
    }

    /// Follows what other tabs do, and makes up for what was missed while nobody looked.
    pub(in crate::auth) fn watch(self) {
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
    pub(in crate::auth) fn tell_user_changed(self) {
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

    /// Shows what is stored.
    fn follow(self) {
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
                if let Some(session) = self.store().load() {
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
    pub(super) fn set_timer(self) {
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
    pub(super) fn wake_up(self, session: &Session) -> Option<WakeUp> {
        let keeping = self.keeping();
        keeping.keeper().wake_up(session, platform::now(), keeping.random())
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
