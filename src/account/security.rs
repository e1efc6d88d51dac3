//! How a signed-in person signs in: the password and second factors.

use cognito_client::{
    Error,
    account::{self, AuthFactor},
    mfa::{self, MfaPreference},
    password,
    secrets::{MfaCode, Password, SecretCode},
};

use super::{Account, is_not_offered};
use crate::platform;

impl Account {
    /// Whether the account has a password. Where the pool does not tell, it has one: then the old one is asked for.
    ///
    /// # Errors
    /// Why that cannot be read.
    pub async fn has_password(self) -> Result<bool, Error> {
        if self.0.settings().flow.begins_with_password() {
            return Ok(true);
        }
        let factors =
            self.0.with_access(async |client, access_token| account::auth_factors(client, access_token).await);
        match factors.await {
            Ok(factors) => {
                let known = factors.configured_user_auth_factors;
                Ok(known.is_empty() || known.contains(&AuthFactor::Password))
            }
            Err(error) if is_not_offered(&error) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Changes the password, or sets the first one where there is no `previous`.
    ///
    /// # Errors
    /// The refusal: NotAuthorizedException if the previous one is wrong.
    pub async fn change_password(self, previous: Option<Password>, proposed: Password) -> Result<(), Error> {
        self.0
            .with_access(async |client, access_token| {
                password::change_password(client, access_token, previous.as_ref(), &proposed).await
            })
            .await
    }

    /// Gets the key for an authenticator app, and what a QR code holds. An app that was set up before works on until
    /// [`finish_app_setup`](Self::finish_app_setup).
    ///
    /// # Errors
    /// The refusal.
    pub async fn begin_app_setup(self) -> Result<(SecretCode, SecretCode), Error> {
        let key =
            self.0.with_access(async |client, access_token| mfa::begin_app_setup(client, access_token).await).await?;
        let name = self.0.own_name().unwrap_or_default();
        let uri = mfa::key_uri(&key, &platform::application_name(), &name);
        Ok((key, uri))
    }

    /// Proves that the app has the key.
    ///
    /// # Errors
    /// The refusal.
    pub async fn finish_app_setup(self, code: MfaCode) -> Result<(), Error> {
        self.0
            .with_access(async |client, access_token| mfa::finish_app_setup(client, access_token, &code, None).await)
            .await
    }

    /// Turns second factors on and off, and prefers one.
    ///
    /// # Errors
    /// The refusal.
    pub async fn set_mfa_preference(self, preference: MfaPreference) -> Result<(), Error> {
        self.0
            .with_access(async |client, access_token| mfa::set_mfa_preference(client, access_token, &preference).await)
            .await
    }
}
