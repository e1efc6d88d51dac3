//! When the session is looked at: as the page opens, by a timer, when the person comes back, and when another tab says so.

use std::time::Duration;

use cognito_client::{
    session::Session,
    session_keeper::{Seen, WakeUp, retry_delay},
};
use leptos::prelude::*;

use super::Trouble;
use crate::{
    auth::{Auth, AuthState, Step, sign_in::resume_later},
    lazy::{later, out_of_reach},
    life::in_background,
    platform,
    sign_in_store::SignInStore,
    text::Notice,
    token_store::{self, TokenStore},
};

/// Timers do not count the time that a machine sleeps: the clock is looked at so often.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Tokens that are due as they come are not asked for in a row.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// What may have happened while nobody looked, or is told by another tab.
const EVENTS: [&str; 7] = [STORAGE, "visibilitychange", "focus", PAGESHOW, ONLINE, OFFLINE, PAGEHIDE];
const STORAGE: &str = "storage";
const ONLINE: &str = "online";
const OFFLINE: &str = "offline";
const PAGESHOW: &str = "pageshow";
const PAGEHIDE: &str = "pagehide";
/// What a tab says to the others when the pool knows something else of the user.
const USER_CHANGED: &str = "user";

/// Of what is stored.
enum TakenUp {
    All,
    /// What that needs is yet to be fetched.
    SignInUnderWay,
}

impl Auth {
    /// Takes up the stored session as soon as what reads it is here.
    pub(in crate::auth) fn take_up(self) {
        self.take_up_after(0);
    }

    fn take_up_after(self, failures: u32) {
        if self.keeping().has_ended.get() {
            return;
        }
        in_background(async move {
            self.keeping().timer.take();
            let taken_up = match take_up_later(self).await {
                Ok(TakenUp::SignInUnderWay) => resume_later(self).await,
                taken_up => taken_up.map(|_| ()),
            };
            let Err(error) = taken_up else { return };
            let failures = failures + 1;
            // Whether a reload would help, which takes fetching the page, is looked into after 1, 2, 4, 8 … failures.
            if failures.is_power_of_two() {
                out_of_reach(error);
            }
            self.tell_trouble(Some(Trouble::of_silence()));
            let keeping = self.keeping();
            if keeping.has_ended.get() {
                return;
            }
            let delay = retry_delay(failures, None, keeping.random());
            keeping.timer.set(set_timeout_with_handle(move || self.take_up_after(failures), delay).ok());
        });
    }

    fn take_up_stored(self) -> TakenUp {
        self.tell_trouble(None);
        self.ask_copies();
        match self.store().load() {
            _ if self.keeping().has_ended.get() => {}
            None if self.sign_in_store.with_value(SignInStore::has_sign_in) => return TakenUp::SignInUnderWay,
            None => {
                self.store().clear();
                // What could not be read stood before it.
                match self.store().load() {
                    Some(session) => self.show(session),
                    None => self.state.set(AuthState::SignedOut),
                }
            }
            Some(session) if self.store().is_foreign(&session) => self.expel(session),
            Some(session) if session.is_refresh_due(platform::now()) => {
                in_background(async move {
                    let (client, browser, keeping) = (self.client(), self.browser(), self.keeping());
                    let outcome = keeping.keeper().fresh(&client, &browser, &session).await;
                    // What comes of it is shown.
                    self.learn(&session, outcome).ok();
                });
            }
            Some(session) => self.show(session),
        }
        TakenUp::All
    }

    /// Does not wait for that if the network is back.
    fn take_up_now(self) {
        let keeping = self.keeping();
        if let Some(timer) = keeping.timer.take() {
            timer.clear();
            self.take_up();
        }
    }

    /// Follows what other tabs do, and makes up for what was missed while nobody looked.
    pub(in crate::auth) fn watch(self) {
        platform::on_window_events(&EVENTS, move |event| self.note(event));
        let hear = move |message: String| match message.as_str() {
            token_store::CHANGED => self.note(STORAGE.to_owned()),
            USER_CHANGED => self.user_changes.update(|changes| *changes += 1),
            _ => {}
        };
        self.keeping().join(hear, move |name, text| {
            in_background(async move {
                // Without it, there is no session here that could have a copy.
                hear_copy_later(self, name, text).await.ok();
            });
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

    /// What another tab writes comes in pieces, each with an event of its own: all that are told in one task are looked at
    /// together, when it is over.
    fn note(self, event: String) {
        if event != STORAGE {
            return self.look_into(event);
        }
        // The page may have gone meanwhile.
        let Some(keeping) = self.keeping.try_get_value() else { return };
        if !keeping.is_told_of_storage.replace(true) {
            let look = move || {
                if let Some(keeping) = self.keeping.try_get_value() {
                    keeping.is_told_of_storage.set(false);
                    self.look_into(event);
                }
            };
            set_timeout(look, Duration::ZERO);
        }
    }

    fn look_into(self, event: String) {
        let is_idle = match self.state.try_get_untracked() {
            Some(AuthState::Restoring) if event == ONLINE => return self.take_up_now(),
            None | Some(AuthState::Restoring) => true,
            Some(AuthState::SignedIn(_)) => false,
            Some(AuthState::SignedOut | AuthState::InProgress(_)) => !self.keeping().is_wanted(),
        };
        if !is_idle {
            in_background(async move {
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
                // Another tab is in the middle of writing. If that is all that ever comes of it, this tab's own tokens do
                // until they are due, and then it is waited for.
                Seen::Renewed(now) if now.is_refresh_due(platform::now()) => {}
                Seen::Renewed(now) | Seen::Replaced(now) => {
                    self.tell_trouble(None);
                    self.show(now);
                }
                Seen::SignedOut => self.show_signed_out(Some(Notice::SignedOutElsewhere)),
                Seen::Foreign(intruder) => self.expel(intruder),
            },
            AuthState::SignedOut | AuthState::InProgress(_) => {
                let keeping = self.keeping();
                let is_meant = |session: &Session| {
                    let not_meant = keeping.not_meant.borrow();
                    not_meant.as_ref().is_none_or(|other| !session.is_of_sign_in_of(other))
                };
                if let Some(session) = self.store().load().filter(is_meant) {
                    if self.store().is_foreign(&session) {
                        return self.expel(session);
                    }
                    // A sign-in that was under way here is over.
                    self.start_over(None);
                    self.enter_shown(session);
                }
            }
        }
    }

    fn wake(self, event: &str) {
        if self.keeping().has_ended.get() {
            return;
        }
        if event == PAGEHIDE {
            return self.keeping().keeper().lock().give_up();
        }
        if event == OFFLINE {
            if self.session().is_some() {
                self.tell_trouble(Some(Trouble::Offline));
            }
            return;
        }
        if event == PAGESHOW {
            self.ask_copies();
        }
        self.follow();
        let Some(session) = self.session() else { return };
        let is_due = session.is_refresh_due(platform::now()) && self.wake_up(&session).is_some();
        // Another tab that writes may be in the middle of it.
        if is_due && event != STORAGE && !document().hidden() {
            return self.renew(session);
        }
        if event == ONLINE {
            self.tell_trouble(None);
        }
        self.set_timer();
    }

    /// This tab may be a copy of another one, or was brought back, or did not hear what others told.
    fn ask_copies(self) {
        if let Some(tab) = self.store().tab() {
            tab.ask();
        }
    }

    fn hear_copy(self, name: &str, text: &str) {
        if self.keeping().has_ended.get() {
            return;
        }
        let Some(replaced) = self.store().tab().and_then(|tab| tab.hear(name, text)) else { return };
        self.follow();
        let keeping = self.keeping();
        in_background(async move { keeping.keeper().note_renewed(&replaced).await });
    }

    fn renew(self, session: Session) {
        self.keeping().stop_timer();
        in_background(async move {
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
    in sign_in:
    fn take_up_later(auth: Auth) -> TakenUp {
        auth.take_up_stored()
    }
}

later! {
    in sign_in:
    fn hear_copy_later(auth: Auth, name: String, text: String) -> () {
        auth.hear_copy(&name, &text);
    }
}

later! {
    in sign_in:
    fn wake_later(auth: Auth, event: String) -> () {
        auth.wake(&event);
    }
}
