//! What the tokens say, and how long what they open lasts.

use cognito_client::{
    Error,
    claims::Claims,
    identity::{IdentityClient, Login},
    timestamp::Timestamp,
    transport::Fetch,
};
use leptos::prelude::*;

use super::{Auth, AuthState};

/// What the id token says; never the token itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenDetails {
    pub claims: Claims,
    /// Seconds that the browser's clock is ahead of Cognito's.
    pub clock_drift: i64,
}

impl TokenDetails {
    /// The time of a claim, by the browser's clock.
    pub fn local(&self, seconds: u64) -> Timestamp {
        Timestamp::from_seconds(seconds.saturating_add_signed(self.clock_drift))
    }
}

impl Auth {
    /// Of the session as it is now: a refresh changes them.
    pub fn token_details(self) -> Option<TokenDetails> {
        let AuthState::SignedIn(session) = self.state() else { return None };
        let claims = Claims::parse(session.tokens().id_token.expose()).ok()?;
        Some(TokenDetails { claims, clock_drift: session.clock_drift() })
    }

    /// Whether the app is set to an identity pool.
    pub fn has_identity_pool(self) -> bool {
        self.identity_pool.with_value(Option::is_some)
    }

    /// Gets AWS credentials with a fresh id token; gives when they are over. They themselves are dropped.
    ///
    /// # Errors
    /// The refusal.
    pub async fn aws_credentials_expiry(self) -> Result<Timestamp, Error> {
        let Some(pool) = self.identity_pool.get_value() else { return Err(Error::Protocol("no identity pool")) };
        let session = self.fresh_session().await?;
        let logins = [Login::of_user_pool(self.client().user_pool_id(), &session.tokens().id_token)];
        let identities = IdentityClient::new(Fetch::default(), pool.id).with_endpoint(pool.endpoint);
        let id = identities.get_id(&logins).await?;
        Ok(identities.credentials(&id, &logins).await?.expiration)
    }
}
