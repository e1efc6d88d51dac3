//! The end of a session that its owner wants.

use cognito_client::{
    Error,
    session::{Session, ends_session},
};

use super::CurrentSession;
use crate::{life::in_background, text::Notice};

impl CurrentSession {
    /// Signs out here. The tokens go at once, whatever the network does; Cognito is told after that. Who came by managed
    /// login leaves the page, to sign out there too.
    pub fn sign_out(self) {
        in_background(self.signing_out());
    }

    /// The same, with an end to be waited for: what Cognito is told has arrived by then, or cannot.
    pub(crate) fn signing_out(self) -> impl Future<Output = ()> + 'static {
        let left = self.current().map(|session| self.forget(&session, None));
        if left.as_ref().is_some_and(|session| self.is_known_to_domain(session)) {
            self.show_leaving();
        }
        async move {
            let Some(session) = left else { return };
            let revoked = session.revoke(self.client()).await;
            if revoked.is_err() {
                self.notice().set(Some(Notice::NotRevoked));
            }
            self.leave_domain(&session, !matches!(revoked, Err(Error::Transport(_))));
        }
    }

    /// Signs the user out everywhere.
    ///
    /// # Errors
    /// Why not; the session stays as it was.
    pub async fn sign_out_everywhere(self) -> Result<(), Error> {
        let mut session = self.fresh().await?;
        let mut is_refreshed = false;
        while let Err(error) = session.global_sign_out(self.client()).await {
            if is_refreshed || !ends_session(&error) {
                return Err(error);
            }
            // The access token may be revoked while the refresh token lives. Without that, the session has ended, which is told.
            session = self.refresh(session).await?;
            is_refreshed = true;
        }
        if self.leave(&session, None) && self.is_known_to_domain(&session) {
            self.show_leaving();
            self.leave_domain(&session, true);
        }
        Ok(())
    }

    /// Forgets that session here, which is over. Somebody else may have signed in meanwhile: they stay. Gives whether it was
    /// shown.
    pub(crate) fn leave(self, over: &Session, notice: Option<Notice>) -> bool {
        let shown = self.current().filter(|shown| shown.is_of_sign_in_of(over));
        shown.inspect(|shown| _ = self.forget(shown, notice)).is_some()
    }
}
