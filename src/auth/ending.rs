//! The end of the context: an app that has this as a part of it may take it off the page.

use std::rc::Rc;

use leptos::prelude::*;

use super::{Auth, AuthState};

/// Makes what is used by calls that may come to their end after the context has. It is some signals, which are never given
/// back: whoever waits for an answer, be it in the app around, may hold them for as long as they like.
pub(super) fn outliving<R>(make: impl FnOnce() -> R) -> R {
    let around = Owner::current();
    // It makes itself the current one.
    let owner = Owner::new_root(None);
    let made = make();
    if let Some(around) = around {
        around.set();
    }
    std::mem::forget(owner);
    made
}

impl Auth {
    /// Ends timers and what listens to other tabs, and forgets what is secret. Calls that are on their way go on: what the
    /// service gives for the session is stored, and nothing is shown.
    pub(super) fn end(self) {
        self.keeping.set_value(Rc::new(self.keeping().end()));
        self.next_attempt();
        self.progress.set_value(None);
        self.prepared.get_value().take();
        if let Some(aws) = self.aws.get_value() {
            aws.forget();
        }
        // Nobody follows these any more.
        *self.pending.write_untracked() = None;
        *self.state.write_untracked() = AuthState::SignedOut;
    }
}
