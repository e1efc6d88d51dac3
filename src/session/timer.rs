//! When the session is refreshed by itself.

use std::time::Duration;

use cognito_client::{session::Session, session_keeper::WakeUp};
use leptos::prelude::*;

use super::CurrentSession;
use crate::{life::in_background, platform};

/// Timers do not count the time that a machine sleeps: the clock is looked at so often.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Tokens that are due as they come are not asked for in a row.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

impl CurrentSession {
    /// Lets the session be refreshed when that is due: not while nobody sees the page.
    pub(crate) fn set_timer(self) {
        let keeping = self.keeping();
        keeping.stop_timer();
        let Some(session) = self.current() else { return };
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
        keeping.set_timer(timer.ok());
    }

    pub(crate) fn renew(self, session: Session) {
        self.keeping().stop_timer();
        in_background(async move {
            // What comes of it is shown.
            self.refresh(session).await.ok();
        });
    }

    /// Nothing if waiting changes nothing.
    pub(crate) fn wake_up(self, session: &Session) -> Option<WakeUp> {
        let keeping = self.keeping();
        keeping.keeper().wake_up(session, platform::now(), keeping.random())
    }
}
