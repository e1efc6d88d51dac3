//! AWS credentials, where the app is set to an identity pool.

use cognito_client::{
    Error,
    identity::{AwsCredentials, CredentialsKeeper, IdentityClient},
    ids::UserPoolId,
    transport::Fetch,
};

use super::{CurrentSession, SessionState};
use crate::{platform, settings::IdentityPool, signals::Effect};

impl CurrentSession {
    /// Whether the app is set to an identity pool.
    pub fn has_identity_pool(self) -> bool {
        self.parts().aws.is_some()
    }

    /// AWS credentials of whoever is signed in: those that are kept, or new ones where these are about to expire.
    ///
    /// # Errors
    /// The refusal.
    pub async fn aws_credentials(self) -> Result<AwsCredentials, Error> {
        let aws = self.parts().aws.as_ref().ok_or(Error::Misuse("no identity pool"))?;
        let session = self.fresh().await?;
        aws.credentials(&session, platform::now()).await
    }

    /// Nobody who signs in later finds them.
    pub(super) fn forget_aws_credentials_signed_out(self) {
        let Some(aws) = &self.parts().aws else { return };
        Effect::new(move |_| {
            if !self.parts().state.with(|state| matches!(state, SessionState::SignedIn(_))) {
                aws.forget();
            }
        });
    }
}

/// Keeps the credentials that an identity pool gives to that user pool's users.
pub(super) fn keeper(of: &IdentityPool, user_pool_id: &UserPoolId) -> CredentialsKeeper<Fetch> {
    let client = IdentityClient::new(Fetch::default(), of.id.clone()).with_endpoint(of.endpoint.clone());
    CredentialsKeeper::new(client, user_pool_id)
}
