use core::time::Duration;

use super::{AwsCredentials, IdentityClient, IdentityId, Login};
use crate::{
    error::{Error, ErrorCode},
    ids::{UserPoolId, Username},
    session::Session,
    shared::Guarded,
    single_flight::SingleFlight,
    timestamp::Timestamp,
    transport::Transport,
};

/// Credentials are renewed this long before they expire, so that what is signed with them arrives in time.
pub const CREDENTIALS_MARGIN: Duration = Duration::from_secs(300);

/// AWS credentials of whoever is signed in: asked for once, kept until they are about to expire, renewed with the id token
/// of that moment.
///
/// ```
/// # use cognito_client::{Client, host::Host, identity::*, session::Session, session_keeper::*, token_store::TokenStore};
/// # use cognito_client::transport::Transport;
/// # async fn sign<T: Transport>(
/// #     client: &Client<T>, host: &impl Host, keeper: &SessionKeeper<impl TokenStore, impl Lock>, session: &Session,
/// #     aws: &CredentialsKeeper<T>,
/// # ) -> Result<(), cognito_client::Error> {
/// if let Outcome::Fresh(session) = keeper.fresh(client, host, session).await {
///     let credentials = aws.credentials(&session, host.now()).await?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct CredentialsKeeper<T> {
    client: IdentityClient<T>,
    provider: String,
    kept: Guarded<Option<Kept>>,
    flight: SingleFlight<(Username, Result<AwsCredentials, Error>)>,
}

struct Kept {
    username: Username,
    id: Option<IdentityId>,
    credentials: Option<AwsCredentials>,
}

impl<T: Transport> CredentialsKeeper<T> {
    /// Keeps the credentials of that user pool's users.
    pub fn new(client: IdentityClient<T>, user_pool_id: &UserPoolId) -> Self {
        Self {
            client,
            provider: user_pool_id.provider_name(),
            kept: Guarded::new(None),
            flight: SingleFlight::default(),
        }
    }

    /// Credentials of the session's user. The session is to be fresh: its id token is shown to the identity pool. All who
    /// ask at once get what one call brings.
    ///
    /// # Errors
    /// As [`IdentityClient::get_id`] and [`IdentityClient::credentials`]; the next call asks again.
    pub async fn credentials(&self, session: &Session, now: Timestamp) -> Result<AwsCredentials, Error> {
        if let Some(credentials) = self.kept(session, now) {
            return Ok(credentials);
        }
        loop {
            let renew = async { (session.username().clone(), self.renew(session).await) };
            let (username, credentials) = self.flight.run(renew).await;
            if username == *session.username() {
                return credentials;
            }
        }
    }

    /// When the kept credentials of the session's user expire, by Cognito's clock.
    pub fn expiration(&self, session: &Session) -> Option<Timestamp> {
        let kept = self.kept.borrow();
        let kept = kept.as_ref().filter(|kept| kept.username == *session.username())?;
        kept.credentials.as_ref().map(|credentials| credentials.expiration)
    }

    /// Forgets the credentials and whose they are. For a sign-out: AWS takes them until they expire.
    pub fn forget(&self) {
        *self.kept.borrow_mut() = None;
    }

    fn kept(&self, session: &Session, now: Timestamp) -> Option<AwsCredentials> {
        // Borrowed once: between two, another thread may keep those of another user.
        let kept = self.kept.borrow();
        let kept = kept.as_ref().filter(|kept| kept.username == *session.username())?;
        let until = session.server_time(now).plus(CREDENTIALS_MARGIN);
        kept.credentials.clone().filter(|credentials| until < credentials.expiration)
    }

    async fn renew(&self, session: &Session) -> Result<AwsCredentials, Error> {
        let logins = [Login { provider: self.provider.clone(), token: session.tokens().id_token.clone() }];
        let mut answer = match self.begin(session.username()) {
            None => None,
            Some(id) => Some(self.client.credentials(&id, &logins).await),
        };
        // An identity may be deleted.
        if matches!(&answer, Some(Err(error)) if error.code() == Some(&ErrorCode::ResourceNotFound)) {
            answer = None;
        }
        let credentials = match answer {
            Some(answer) => answer?,
            None => {
                let id = self.client.get_id(&logins).await?;
                self.keep(session, |kept| kept.id = Some(id.clone()));
                self.client.credentials(&id, &logins).await?
            }
        };
        self.keep(session, |kept| kept.credentials = Some(credentials.clone()));
        Ok(credentials)
    }

    /// Somebody may have signed out, or in, while the answer was on its way.
    fn keep(&self, session: &Session, answer: impl FnOnce(&mut Kept)) {
        if let Some(kept) = self.kept.borrow_mut().as_mut().filter(|kept| kept.username == *session.username()) {
            answer(kept);
        }
    }

    /// Forgets any other user. Gives this one's identity, if it is known.
    fn begin(&self, username: &Username) -> Option<IdentityId> {
        let mut kept = self.kept.borrow_mut();
        if kept.as_ref().is_none_or(|kept| kept.username != *username) {
            *kept = Some(Kept { username: username.clone(), id: None, credentials: None });
        }
        kept.as_ref().and_then(|kept| kept.id.clone())
    }
}
