//! New tokens for a session.

use super::{Session, Tokens};
use crate::{
    Client, api::GetTokensFromRefreshToken, error::Error, host::Host, refusal::is_unknown_device, transport::Transport,
};

impl Session {
    /// Gets a new access token and ID token, and keeps the refresh token unless a new one comes
    /// ([GetTokensFromRefreshToken](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html)).
    /// If Cognito does not know the device any more, the host forgets it and the call is made again without it.
    ///
    /// # Errors
    /// [`Error::AnotherUser`] if the refresh token turns out to be somebody else's; any other.
    /// [`ends_session`](super::ends_session) says whether the error ends this session.
    pub async fn refresh<T: Transport>(&self, client: &Client<T>, host: &impl Host) -> Result<Self, Error> {
        let new = self.ask_for_tokens(client, host).await?;
        if self.is_of_user_of(&new) {
            return Ok(new);
        }
        // Nobody will use it; if it cannot be revoked, it expires.
        new.revoke(client).await.ok();
        Err(Error::AnotherUser)
    }

    /// [`refresh`](Self::refresh) without a look at whose tokens came.
    pub(crate) async fn ask_for_tokens<T: Transport>(
        &self,
        client: &Client<T>,
        host: &impl Host,
    ) -> Result<Self, Error> {
        let device = host.device(self.username.as_str());
        let device_key = device.as_ref().map(|device| device.key.as_str());
        match (self.call_for_tokens(client, host, device_key).await, device_key) {
            (Err(error), Some(device_key)) if is_unknown_device(&error) => {
                host.forget_device(device_key);
                self.call_for_tokens(client, host, None).await
            }
            (other, _) => other,
        }
    }

    async fn call_for_tokens<T: Transport>(
        &self,
        client: &Client<T>,
        host: &impl Host,
        device_key: Option<&str>,
    ) -> Result<Self, Error> {
        let request = GetTokensFromRefreshToken {
            refresh_token: &self.tokens.refresh_token,
            client_id: client.client_id().as_str(),
            client_secret: client.client_secret(),
            device_key,
            client_metadata: client.client_metadata(),
        };
        let response = client.call(&request).await?;
        let result = response.authentication_result.ok_or(Error::Protocol("a refresh without tokens"))?;
        Self::received(Tokens::of(result, Some(&self.tokens.refresh_token))?, host.now())
    }
}
