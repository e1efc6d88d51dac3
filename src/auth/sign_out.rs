//! The end of a session that its owner wants.

use cognito_client::{Error, session::ends_session};
use leptos::prelude::*;

use super::{Auth, AuthState};
use crate::{life::in_background, text::Notice};

impl Auth {
    /// Signs out here. The tokens go at once, whatever the network does; Cognito is told after that. Who came by managed
    /// login leaves the page, to sign out there too.
    pub fn sign_out(self) {
        let Some(session) = self.session() else { return };
        let session = self.forget(&session, None);
        if self.is_known_to_domain(&session) {
            self.state.set(AuthState::Restoring);
        }
        in_background(async move {
            let revoked = session.revoke(&self.client()).await;
            if revoked.is_err() {
                self.notice.set(Some(Notice::NotRevoked));
            }
            self.leave_domain(&session, !matches!(revoked, Err(Error::Transport(_))));
        });
    }

    /// Signs the user out everywhere.
    ///
    /// # Errors
    /// Why not; the session stays as it was.
    pub async fn sign_out_everywhere(self) -> Result<(), Error> {
        let session = self.fresh_session().await?;
        match session.global_sign_out(&self.client()).await {
            Err(error) if !ends_session(&error) => Err(error),
            _ => {
                self.leave(None);
                if self.is_known_to_domain(&session) {
                    self.state.set(AuthState::Restoring);
                    self.leave_domain(&session, true);
                }
                Ok(())
            }
        }
    }

    pub(super) fn leave(self, notice: Option<Notice>) {
        if let Some(session) = self.session() {
            self.forget(&session, notice);
        }
    }
}
