//! The end of a session that its owner wants.

use cognito_client::{Error, session::ends_session};

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
            self.show_restoring();
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
        let session = self.fresh().await?;
        match session.global_sign_out(self.client()).await {
            Err(error) if !ends_session(&error) => Err(error),
            _ => {
                self.leave(None);
                if self.is_known_to_domain(&session) {
                    self.show_restoring();
                    self.leave_domain(&session, true);
                }
                Ok(())
            }
        }
    }

    pub(crate) fn leave(self, notice: Option<Notice>) {
        if let Some(session) = self.current() {
            self.forget(&session, notice);
        }
    }
}
