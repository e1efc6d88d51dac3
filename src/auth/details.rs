//! What the tokens say, and how long what they open lasts.

use std::rc::Rc;

use cognito_client::{
    Error,
    claims::{Claims, IdClaims},
    identity::{AwsCredentials, CredentialsKeeper, IdentityClient},
    ids::UserPoolId,
    timestamp::Timestamp,
    transport::Fetch,
};
use leptos::prelude::*;

use super::{Auth, AuthState};
use crate::{config::IdentityPool, forms::is_blank, platform};

/// What the id token says; never the token itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenDetails {
    pub claims: Claims,
    /// Seconds that the browser's clock is ahead of Cognito's.
    pub clock_drift: i64,
}

impl TokenDetails {
    /// A time of Cognito's, by the browser's clock.
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

    /// The name, or else the e-mail, that the id token holds.
    pub fn name_in_token(self) -> Option<String> {
        let AuthState::SignedIn(session) = self.state.get() else { return None };
        let IdClaims { name, email, .. } = IdClaims::parse(&session.tokens().id_token).ok()?;
        name.filter(|name| !is_blank(name)).or(email)
    }

    /// Whether the app is set to an identity pool.
    pub fn has_identity_pool(self) -> bool {
        self.aws.with_value(Option::is_some)
    }

    /// AWS credentials of whoever is signed in: those that are kept, or new ones where these are about to expire.
    ///
    /// # Errors
    /// The refusal.
    pub async fn aws_credentials(self) -> Result<AwsCredentials, Error> {
        let aws = self.aws.get_value().ok_or(Error::Misuse("no identity pool"))?;
        let session = self.fresh_session().await?;
        aws.credentials(&session, platform::now()).await
    }

    /// Nobody who signs in later finds them.
    pub(super) fn forget_aws_credentials_signed_out(self) {
        if let Some(aws) = self.aws.get_value() {
            Effect::new(move |_| {
                if !self.state.with(|state| matches!(state, AuthState::SignedIn(_))) {
                    aws.forget();
                }
            });
        }
    }
}

/// Keeps the credentials that an identity pool gives to that user pool's users.
pub(super) fn keeper(of: IdentityPool, user_pool_id: &UserPoolId) -> Rc<CredentialsKeeper<Fetch>> {
    let client = IdentityClient::new(Fetch::default(), of.id).with_endpoint(of.endpoint);
    Rc::new(CredentialsKeeper::new(client, user_pool_id))
}
