//! What a signed-in person manages: the calls of the account area.

mod attributes;
mod devices;
mod passkeys;
mod security;
mod sessions;

use cognito_client::{
    Error, ErrorCode,
    account::{User, delete_user, get_user},
    session::ends_session,
};

pub use self::{
    devices::Devices,
    sessions::{OtherSessions, Sessions},
};
use crate::{session::CurrentSession, text::Notice};

/// The account of who is signed in.
#[derive(Clone, Copy)]
pub struct Account(CurrentSession);

impl Account {
    /// Of who is signed in where something is being drawn.
    pub fn expect() -> Self {
        Self(CurrentSession::expect())
    }

    /// Reads the signed-in user. A session that turns out to be dead is left.
    ///
    /// # Errors
    /// Why the user could not be read.
    pub async fn user(self) -> Result<User, Error> {
        let session = self.0.fresh().await?;
        let user = get_user(self.0.client(), &session.tokens().access_token).await;
        if user.as_ref().is_err_and(ends_session) {
            // The access token may be revoked while the refresh token lives.
            let session = self.0.refresh(session).await?;
            return get_user(self.0.client(), &session.tokens().access_token).await;
        }
        user
    }

    /// Deletes the account, and here whatever was its own: the tokens, and what remembers this device.
    ///
    /// # Errors
    /// The refusal; nothing has changed then.
    pub async fn delete(self) -> Result<(), Error> {
        let Some(session) = self.0.current() else { return Err(Error::SignedOut) };
        self.0.with_access(async |client, access_token| delete_user(client, access_token).await).await?;
        if let Some(device) = self.0.store().device(session.username().as_str()) {
            self.0.store().forget_device(&device.key);
        }
        if self.0.is_known_to_domain(&session) {
            self.0.distrust_domain();
        }
        if self.0.leave(&session, Some(Notice::AccountDeleted)) {
            self.0.sign_in_store().forget_last();
        }
        Ok(())
    }
}

/// Whether the pool does without what was asked for.
fn is_not_offered(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(
            ErrorCode::OperationNotEnabled
                | ErrorCode::InvalidParameter
                | ErrorCode::WebAuthnNotEnabled
                | ErrorCode::FeatureUnavailableInTier
        )
    )
}

fn is_unknown(error: &Error) -> bool {
    error.code() == Some(&ErrorCode::ResourceNotFound)
}
