//! AWS credentials of whoever is signed in, for the clients of the [AWS SDK for Rust](https://docs.rs/aws-config).
//!
//! ```no_run
//! # use cognito_client::{Client, aws_sdk::SignedInUser, identity::IdentityClient, ids::*, native::NativeHost};
//! # use cognito_client::{session::Session, token_store::memory::MemoryTokenStore, transport::Reqwest};
//! # fn provider(client: Client<Reqwest>, session: Session) -> Result<(), InvalidId> {
//! let pool = IdentityPoolId::parse("eu-west-1:12345678-1234-1234-1234-123456789012")?;
//! let identities = IdentityClient::new(Reqwest::default(), pool);
//! let store = MemoryTokenStore::of(session.clone());
//! let user = SignedInUser::new(client, NativeHost::new("reports"), identities, store, session);
//! // aws_config::defaults(BehaviorVersion::latest()).credentials_provider(user)
//! # Ok(())
//! # }
//! ```

use core::{fmt, time::Duration};
use std::time::SystemTime;

use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, Result, error::CredentialsError, future},
};

use crate::{
    Client,
    error::Error,
    identity::{AwsCredentials, CredentialsKeeper, IdentityClient},
    native::NativeHost,
    session::Session,
    session_keeper::{Outcome, SessionKeeper, Unshared},
    shared::Guarded,
    timestamp::Clock,
    token_store::TokenStore,
    transport::Reqwest,
};

const PROVIDER: &str = "CognitoIdentityPool";

/// Gives an AWS client the credentials of a user who is signed in: renewed before they expire, with the session, for as long
/// as that lives.
pub struct SignedInUser<S> {
    client: Client<Reqwest>,
    host: NativeHost,
    keeper: SessionKeeper<S, Unshared>,
    credentials: CredentialsKeeper<Reqwest>,
    session: Guarded<Session>,
}

impl<S: TokenStore> SignedInUser<S> {
    /// The user of that session, which the store has. Nobody else refreshes it: a provider that shares its session with other
    /// parts of a program shares its store with them.
    pub fn new(
        client: Client<Reqwest>,
        host: NativeHost,
        identities: IdentityClient<Reqwest>,
        store: S,
        session: Session,
    ) -> Self {
        let credentials = CredentialsKeeper::new(identities, client.user_pool_id());
        let keeper = SessionKeeper::new(store, Unshared);
        Self { client, host, keeper, credentials, session: Guarded::new(session) }
    }

    async fn provide(&self) -> Result {
        let session = self.session.borrow().clone();
        let session = match self.keeper.fresh(&self.client, &self.host, &session).await {
            Outcome::Fresh(session) => session,
            Outcome::Unlucky(error) | Outcome::Ended(error) => return Err(CredentialsError::provider_error(error)),
            Outcome::SignedOut | Outcome::Replaced(_) => {
                return Err(CredentialsError::provider_error(Error::SignedOut));
            }
        };
        *self.session.borrow_mut() = session.clone();
        let credentials = self.credentials.credentials(&session, self.host.now()).await;
        credentials.map(Credentials::from).map_err(CredentialsError::provider_error)
    }
}

impl<S: TokenStore + Send + Sync> ProvideCredentials for SignedInUser<S> {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.provide())
    }
}

impl<S> fmt::Debug for SignedInUser<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedInUser").field("user", self.session.borrow().username()).finish_non_exhaustive()
    }
}

impl From<AwsCredentials> for Credentials {
    fn from(credentials: AwsCredentials) -> Self {
        let expires_after = SystemTime::UNIX_EPOCH + Duration::from_millis(credentials.expiration.as_millis());
        Self::new(
            credentials.access_key_id,
            credentials.secret_key.expose(),
            Some(credentials.session_token.expose().to_owned()),
            Some(expires_after),
            PROVIDER,
        )
    }
}
