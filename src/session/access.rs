//! What an access token opens: the calls of the account, and services of an app's own, which take it as
//! `Authorization: Bearer …`.

use std::{cell::Cell, pin::Pin};

use cognito_client::{
    Client, Error,
    account::get_user,
    secrets::AccessToken,
    session::{Session, ends_session},
    transport::Fetch,
};

use super::CurrentSession;

/// A call with an access token, on its way.
type Attempt<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

impl CurrentSession {
    /// The access token, refreshed first where that is due. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// Why there is none: nobody is signed in, or no new one can be had now.
    pub async fn access_token(self) -> Result<AccessToken, Error> {
        let session = self.fresh().await?;
        Ok(session.tokens().access_token.clone())
    }

    /// Another access token than this one, which a service has answered with 401 Unauthorized: it may be revoked, or by the
    /// service's clock expired. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// As [`CurrentSession::access_token`].
    pub async fn another_access_token(self, refused: &AccessToken) -> Result<AccessToken, Error> {
        let mut session = self.fresh().await?;
        if session.tokens().access_token == *refused {
            session = self.refresh(session).await?;
        }
        Ok(session.tokens().access_token.clone())
    }

    /// Calls what an access token opens: refreshed when due, and once more with a new one where the service does not take
    /// it. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// What the call gives, or why there is no access token.
    pub(crate) async fn with_access<R>(
        self,
        call: impl AsyncFn(&Client<Fetch>, &AccessToken) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let given = Cell::new(None);
        let (client, call, to) = (self.client(), &call, &given);
        let attempt = move |access_token: AccessToken| -> Attempt<'_> {
            Box::pin(async move {
                to.set(Some(call(client, &access_token).await?));
                Ok(())
            })
        };
        self.attempt(&attempt).await?;
        given.take().ok_or(Error::Misuse("a call that gave nothing"))
    }

    // One function for all calls: what is generic is there once for each of them.
    fn attempt<'a>(self, attempt: &'a dyn Fn(AccessToken) -> Attempt<'a>) -> Attempt<'a> {
        Box::pin(async move {
            let session = self.fresh().await?;
            match attempt(session.tokens().access_token.clone()).await {
                Err(error) if ends_session(&error) => match self.renewed(session).await? {
                    Some(session) => attempt(session.tokens().access_token.clone()).await,
                    None => Err(error),
                },
                called => called,
            }
        })
    }

    /// The session with another access token, if its own is refused. A wrong password, or an attribute that may not be
    /// written, is refused in the same words: then the token still opens the user's own data, and there is none.
    async fn renewed(self, session: Session) -> Result<Option<Session>, Error> {
        match get_user(self.client(), &session.tokens().access_token).await {
            Err(error) if ends_session(&error) => self.refresh(session).await.map(Some),
            _ => Ok(None),
        }
    }
}
