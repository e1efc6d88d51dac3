//! When the session is looked at: as the page opens, when the person comes back, and when another tab says so. This knows the
//! session and the sign-in under way, of which the one may make an end of the other.

use std::{cell::Cell, rc::Rc, time::Duration};

use cognito_client::{session_keeper::retry_delay, token_store::TokenStore};
use leptos::prelude::*;

use crate::{
    later::{later, out_of_reach},
    life::in_background,
    platform,
    session::{CurrentSession, SessionState, Trouble, USER_CHANGED},
    sign_in::{SignIn, resume_later},
    token_place::CHANGED,
};

/// What may have happened while nobody looked, or is told by another tab.
const EVENTS: [&str; 7] = [STORAGE, "visibilitychange", "focus", PAGESHOW, ONLINE, OFFLINE, PAGEHIDE];
const STORAGE: &str = "storage";
const ONLINE: &str = "online";
const OFFLINE: &str = "offline";
const PAGESHOW: &str = "pageshow";
const PAGEHIDE: &str = "pagehide";

/// Of what is stored.
enum TakenUp {
    All,
    /// What that needs is yet to be fetched.
    SignInUnderWay,
}

/// Takes up the stored session or the sign-in that was under way, if there is one, and follows what other tabs do, until what
/// is being drawn ends.
pub(crate) fn begin(sign_in: SignIn) {
    let session = sign_in.session();
    let is_stored = session.keeping().is_wanted() || session.sign_in_store().has_sign_in();
    watch(sign_in);
    on_cleanup(move || {
        session.end();
        sign_in.end();
    });
    if is_stored {
        take_up(sign_in, 0);
    } else {
        session.show_nobody();
    }
}

/// Takes up what is stored as soon as what reads it is here.
fn take_up(sign_in: SignIn, failures: u32) {
    let session = sign_in.session();
    if session.keeping().has_ended() {
        return;
    }
    in_background(async move {
        session.keeping().set_timer(None);
        let taken_up = match take_up_later(sign_in).await {
            Ok(TakenUp::SignInUnderWay) => resume_later(sign_in).await,
            taken_up => taken_up.map(|_| ()),
        };
        let Err(error) = taken_up else { return };
        let failures = failures + 1;
        // Whether a reload would help, which takes fetching the page, is looked into after 1, 2, 4, 8 … failures.
        if failures.is_power_of_two() {
            out_of_reach(error);
        }
        session.tell_trouble(Some(Trouble::of_silence()));
        let keeping = session.keeping();
        if keeping.has_ended() {
            return;
        }
        let delay = retry_delay(failures, None, keeping.random());
        keeping.set_timer(set_timeout_with_handle(move || take_up(sign_in, failures), delay).ok());
    });
}

fn take_up_stored(session: CurrentSession) -> TakenUp {
    session.tell_trouble(None);
    ask_copies(session);
    let store = session.store();
    match store.load() {
        _ if session.keeping().has_ended() => {}
        None if session.sign_in_store().has_sign_in() => return TakenUp::SignInUnderWay,
        None => {
            store.clear();
            // What could not be read stood before it.
            match store.load() {
                Some(stored) => session.show(stored),
                None => session.show_nobody(),
            }
        }
        Some(stored) if store.is_foreign(&stored) => session.expel(stored),
        Some(stored) if stored.is_refresh_due(platform::now()) => {
            in_background(async move {
                // What comes of it is shown.
                session.fresh_of(stored).await.ok();
            });
        }
        Some(stored) => session.show(stored),
    }
    TakenUp::All
}

/// Follows what other tabs do, and makes up for what was missed while nobody looked.
fn watch(sign_in: SignIn) {
    let is_told_of_storage = Rc::new(Cell::new(false));
    // What another tab writes comes in pieces, each with an event of its own: all that are told in one task are looked at
    // together, when it is over.
    let note = move |event: String| {
        if event != STORAGE {
            look_into(sign_in, event);
        } else if !is_told_of_storage.replace(true) {
            let is_told_of_storage = Rc::clone(&is_told_of_storage);
            let look = move || {
                is_told_of_storage.set(false);
                look_into(sign_in, event);
            };
            set_timeout(look, Duration::ZERO);
        }
    };
    platform::on_window_events(&EVENTS, note.clone());
    let session = sign_in.session();
    let hear = move |message: String| match message.as_str() {
        CHANGED => note(STORAGE.to_owned()),
        USER_CHANGED => session.note_user_change(),
        _ => {}
    };
    session.keeping().join(hear, move |name, text| {
        in_background(async move {
            // Without it, there is no session here that could have a copy.
            hear_copy_later(sign_in, name, text).await.ok();
        });
    });
}

fn look_into(sign_in: SignIn, event: String) {
    let session = sign_in.session();
    if session.is_restoring() {
        // What waits for its next try does so no longer if the network is back.
        if event == ONLINE && session.keeping().stop_timer() {
            take_up(sign_in, 0);
        }
    } else if session.is_signed_in() || session.keeping().is_wanted() {
        in_background(async move {
            // Without it, nobody has signed in here.
            wake_later(sign_in, event).await.ok();
        });
    }
}

fn wake(sign_in: SignIn, event: &str) {
    let session = sign_in.session();
    if session.keeping().has_ended() {
        return;
    }
    if event == PAGEHIDE {
        return session.keeping().keeper().lock().give_up();
    }
    if event == OFFLINE {
        if session.is_signed_in() {
            session.tell_trouble(Some(Trouble::Offline));
        }
        return;
    }
    if event == PAGESHOW {
        ask_copies(session);
    }
    let is_new = follow(sign_in);
    let Some(shown) = session.current() else { return };
    let is_due = shown.is_refresh_due(platform::now()) && session.wake_up(&shown).is_some();
    // Another tab that writes may be in the middle of it.
    if is_due && event != STORAGE && !document().hidden() {
        return session.renew(shown);
    }
    if event == ONLINE {
        session.tell_trouble(None);
    }
    // What is new came with a timer of its own.
    if !is_new {
        session.set_timer();
    }
}

/// Shows what is stored; gives whether it is something else than before.
fn follow(sign_in: SignIn) -> bool {
    let session = sign_in.session();
    match session.peek() {
        // What is stored is about to be read.
        SessionState::Restoring => false,
        SessionState::SignedIn(shown) => session.follow(&shown),
        // Or was stored here before a last question.
        SessionState::SignedOut if sign_in.is_at_last_question() => false,
        SessionState::SignedOut => match session.of_another_tab() {
            Some(stored) => {
                sign_in.give_way(stored);
                true
            }
            None => false,
        },
    }
}

/// This tab may be a copy of another one, or was brought back, or did not hear what others told.
fn ask_copies(session: CurrentSession) {
    if let Some(tab) = session.store().tab() {
        tab.ask();
    }
}

fn hear_copy(sign_in: SignIn, name: &str, text: &str) {
    let keeping = sign_in.session().keeping();
    if keeping.has_ended() {
        return;
    }
    let Some(replaced) = keeping.keeper().store().tab().and_then(|tab| tab.hear(name, text)) else { return };
    follow(sign_in);
    // Of this page as it is now: the session may have ended by then.
    in_background(async move { keeping.keeper().note_renewed(&replaced).await });
}

later! {
    in sign_in:
    fn take_up_later(sign_in: SignIn) -> TakenUp {
        take_up_stored(sign_in.session())
    }
}

later! {
    in sign_in:
    fn hear_copy_later(sign_in: SignIn, name: String, text: String) -> () {
        hear_copy(sign_in, &name, &text);
    }
}

later! {
    in sign_in:
    fn wake_later(sign_in: SignIn, event: String) -> () {
        wake(sign_in, &event);
    }
}
