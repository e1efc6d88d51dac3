//! Access tokens for services of an app's own, which take them as `Authorization: Bearer …`.

use cognito_client::{Error, secrets::AccessToken};

use super::Auth;

impl Auth {
    /// The access token, refreshed first where that is due. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// Why there is none: nobody is signed in, or no new one can be had now.
    pub async fn access_token(self) -> Result<AccessToken, Error> {
        let session = self.fresh_session().await?;
        Ok(session.tokens().access_token.clone())
    }

    /// Another access token than this one, which a service has answered with 401 Unauthorized: it may be revoked, or by the
    /// service's clock expired. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// As [`Auth::access_token`].
    pub async fn another_access_token(self, refused: &AccessToken) -> Result<AccessToken, Error> {
        let mut session = self.fresh_session().await?;
        if session.tokens().access_token == *refused {
            session = self.refresh(&session).await?;
        }
        Ok(session.tokens().access_token.clone())
    }
}
