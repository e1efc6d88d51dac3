//! What an access token opens.

use cognito_client::{
    Client, Error,
    account::{User, get_user},
    secrets::AccessToken,
    session::{Session, ends_session},
    transport::Fetch,
};

use super::Auth;

impl Auth {
    /// Reads the signed-in user. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// Why the user could not be read.
    pub async fn user(self) -> Result<User, Error> {
        let session = self.fresh_session().await?;
        let user = get_user(&self.client(), &session.tokens().access_token).await;
        if user.as_ref().is_err_and(ends_session) {
            // The access token may be revoked while the refresh token lives.
            let session = self.refresh(&session).await?;
            return get_user(&self.client(), &session.tokens().access_token).await;
        }
        user
    }

    /// Calls what an access token opens: refreshed when due, and once more with a new one where the service does not take
    /// it. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// What the call gives, or why there is no access token.
    pub async fn with_access<R>(
        self,
        call: impl AsyncFn(&Client<Fetch>, &AccessToken) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let client = self.client();
        let session = self.fresh_session().await?;
        match call(&client, &session.tokens().access_token).await {
            Err(error) if ends_session(&error) => match self.renewed(session).await? {
                Some(session) => call(&client, &session.tokens().access_token).await,
                None => Err(error),
            },
            called => called,
        }
    }

    /// The session with another access token, if its own is refused. A wrong password, or an attribute that may not be
    /// written, is refused in the same words: then the token still opens the user's own data, and there is none.
    async fn renewed(self, session: Session) -> Result<Option<Session>, Error> {
        match get_user(&self.client(), &session.tokens().access_token).await {
            Err(error) if ends_session(&error) => Box::pin(self.refresh(&session)).await.map(Some),
            _ => Ok(None),
        }
    }
}
