//! Sessions come and go: what is stored of them, and what is shown.

use cognito_client::{session::Session, session_keeper::Seen, token_store::TokenStore};

use super::{CurrentSession, SessionState};
use crate::{life::in_background, platform, text::Notice};

impl CurrentSession {
    /// Stores the session of a sign-in, in the place of any other.
    pub(crate) fn save(self, session: &Session) {
        let before = self.store().load().filter(|_| !session.is_by_managed_login());
        if before.is_some_and(|before| self.is_known_to_domain(&before)) {
            self.distrust_domain();
        }
        let keeping = self.keeping();
        keeping.keeper().enter(session);
        keeping.pick(None);
        self.sign_in_store().forget_redirect();
        self.parts().trouble.set(None);
        if self.store().is_volatile() {
            self.parts().is_unkept.set(true);
        }
    }

    /// Shows a session that is stored.
    pub(crate) fn show(self, session: Session) {
        let keeping = self.keeping();
        if keeping.has_ended() {
            return;
        }
        keeping.pick(None);
        let session = SessionState::SignedIn(Box::new(session));
        if self.peek() != session {
            self.parts().state.set(session);
        }
        self.set_timer();
    }

    /// Nobody is shown as signed in, whatever is stored.
    pub(crate) fn show_nobody(self) {
        self.parts().is_leaving.set(false);
        self.parts().state.set(SessionState::SignedOut);
    }

    /// Nobody knows who is signed in, as long as another page has not led back here.
    pub(super) fn show_leaving(self) {
        self.parts().is_leaving.set(true);
        self.parts().state.set(SessionState::Restoring);
    }

    pub(super) fn show_signed_out(self, notice: Option<Notice>) {
        self.keeping().stop_timer();
        let parts = self.parts();
        parts.trouble.set(None);
        parts.is_unkept.set(false);
        parts.notice.set(notice);
        self.show_nobody();
    }

    /// Shows what is stored in the place of a session that is shown; gives whether it is something else.
    pub(crate) fn follow(self, session: &Session) -> bool {
        match self.keeping().keeper().look(session) {
            Seen::Same => return false,
            // Another tab is in the middle of writing. If that is all that ever comes of it, this tab's own tokens do
            // until they are due, and then it is waited for.
            Seen::Renewed(now) if now.is_refresh_due(platform::now()) => return false,
            Seen::Renewed(now) | Seen::Replaced(now) => {
                self.tell_trouble(None);
                self.show(now);
            }
            Seen::SignedOut => {
                self.store().disown();
                self.show_signed_out(Some(Notice::SignedOutElsewhere));
            }
            Seen::Foreign(intruder) => self.expel(intruder),
        }
        true
    }

    /// The session of another tab that has signed in while nobody was here. Not that of somebody whom a sign-out here did not
    /// mean.
    pub(crate) fn of_another_tab(self) -> Option<Session> {
        let session = self.store().load()?;
        let keeping = self.keeping();
        let not_meant = keeping.not_meant.borrow();
        not_meant.as_ref().is_none_or(|other| !session.is_of_sign_in_of(other)).then_some(session)
    }

    /// Takes away what somebody has put in the place of a session: nobody is signed in then.
    pub(crate) fn expel(self, intruder: Session) {
        self.store().clear();
        self.revoke_later(intruder);
        self.show_signed_out(Some(Notice::SessionEnded));
    }

    /// Forgets the session here; gives what is to be revoked.
    pub(super) fn forget(self, session: &Session, notice: Option<Notice>) -> Session {
        let keeping = self.keeping();
        let is_kept = keeping.place.is_lasting() && !keeping.keeper().store().is_own();
        let newest = keeping.keeper().leave(session);
        self.sign_in_store().leave_last(is_kept);
        keeping.not_meant.replace(keeping.keeper().store().load());
        self.show_signed_out(notice);
        newest
    }

    /// What cannot be revoked now expires later.
    pub(crate) fn revoke_later(self, session: Session) {
        in_background(async move {
            session.revoke(self.client()).await.ok();
        });
    }
}
