//! AWS credentials for a signed-in user, from an identity pool.
//!
//! ```
//! # use cognito_client::{Client, Error, identity::*, ids::*, session::Session, transport::Transport};
//! # async fn buckets<T: Transport + Clone>(transport: T, client: &Client<T>, session: &Session) -> Result<(), Error> {
//! let pool = IdentityPoolId::parse("eu-west-1:12345678-1234-1234-1234-123456789012").expect("as the console shows it");
//! let identities = IdentityClient::new(transport, pool);
//! let login = Login::of_user_pool(client.user_pool_id(), &session.tokens().id_token);
//! let id = identities.get_id(&[login.clone()]).await?;
//! let credentials = identities.credentials(&id, &[login]).await?;
//! # Ok(())
//! # }
//! ```

mod credentials_keeper;

use core::fmt;

pub use self::credentials_keeper::{CREDENTIALS_MARGIN, CredentialsKeeper};
use crate::{
    api::{Credentials, GetCredentialsForIdentity, GetId, IdentityPools, Map, Operation, Service},
    client::{post, read},
    error::Error,
    ids::{IdentityPoolId, UserPoolId},
    secrets::{AwsSessionToken, IdToken, SecretKey},
    timestamp::Timestamp,
    transport::Transport,
};

/// Calls Cognito's [identity pools API](https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/Welcome.html) for one
/// pool.
#[derive(Clone, Debug)]
pub struct IdentityClient<T> {
    transport: T,
    endpoint: String,
    pool: IdentityPoolId,
}

/// Proof of who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The provider's name in the identity pool: 1 to 128 characters.
    pub provider: String,
    /// The provider's token: 1 to 50,000 characters.
    pub token: IdToken,
}

/// Somebody in an identity pool: `<region>:<UUID>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityId(String);

/// Temporary keys that sign requests to AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsCredentials {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key, which signs.
    pub secret_key: SecretKey,
    /// The session token, which goes with every request.
    pub session_token: AwsSessionToken,
    /// When they expire.
    pub expiration: Timestamp,
}

impl<T: Transport> IdentityClient<T> {
    /// A client of the pool at its region's endpoint.
    pub fn new(transport: T, pool: IdentityPoolId) -> Self {
        Self { transport, endpoint: pool.endpoint(), pool }
    }

    /// The same at another endpoint: a proxy, or a local user pool.
    #[must_use]
    pub fn with_endpoint(self, endpoint: impl Into<String>) -> Self {
        Self { endpoint: endpoint.into(), ..self }
    }

    /// The pool's id.
    pub fn identity_pool_id(&self) -> &IdentityPoolId {
        &self.pool
    }

    /// Calls one operation.
    ///
    /// # Errors
    /// Any.
    pub async fn call<O: Operation<Service = IdentityPools>>(&self, operation: &O) -> Result<O::Response, Error> {
        read(&post(&self.transport, &self.endpoint, [O::Service::NAME, O::NAME], operation.to_json()).await?)
    }

    /// Finds or creates an identity; without a login, one of a guest. It stays the same, so you can store it
    /// ([GetId](https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html)).
    ///
    /// # Errors
    /// NotAuthorizedException if the pool does not know the provider, takes no guests, or the token is expired;
    /// ResourceNotFoundException if there is no such pool; any other.
    pub async fn get_id(&self, logins: &[Login]) -> Result<IdentityId, Error> {
        let logins = pairs(logins);
        let request = GetId { account_id: None, identity_pool_id: self.pool.as_str(), logins: map(&logins) };
        let id = self.call(&request).await?.identity_id;
        id.map(IdentityId).ok_or(Error::Protocol("an identity without an id"))
    }

    /// Gets credentials. Get them again before they expire, with a fresh ID token
    /// ([GetCredentialsForIdentity](https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html)).
    ///
    /// # Errors
    /// NotAuthorizedException if the token is expired or of somebody else, ResourceNotFoundException if the identity is
    /// gone, InvalidIdentityPoolConfigurationException if the pool has no role that fits; any other.
    pub async fn credentials(&self, id: &IdentityId, logins: &[Login]) -> Result<AwsCredentials, Error> {
        let logins = pairs(logins);
        let request =
            GetCredentialsForIdentity { identity_id: id.as_str(), logins: map(&logins), custom_role_arn: None };
        let credentials = self.call(&request).await?.credentials;
        credentials.and_then(AwsCredentials::of).ok_or(Error::Protocol("credentials that are not whole"))
    }
}

impl Login {
    /// A login by the ID token of a user pool.
    pub fn of_user_pool(id: &UserPoolId, token: &IdToken) -> Self {
        Self { provider: id.provider_name(), token: token.clone() }
    }
}

impl IdentityId {
    /// An id that was stored.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdentityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AwsCredentials {
    fn of(credentials: Credentials) -> Option<Self> {
        Some(Self {
            access_key_id: credentials.access_key_id?,
            secret_key: credentials.secret_key?,
            session_token: credentials.session_token?,
            expiration: credentials.expiration?,
        })
    }
}

fn pairs(logins: &[Login]) -> Vec<(&str, &str)> {
    logins.iter().map(|login| (login.provider.as_str(), login.token.expose())).collect()
}

fn map<'a>(logins: &'a [(&'a str, &'a str)]) -> Option<Map<'a>> {
    (!logins.is_empty()).then_some(Map(logins))
}
