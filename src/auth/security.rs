//! How a signed-in person signs in: the password, second factors, passkeys.

use cognito_client::{
    Error, ErrorCode,
    account::{self, AuthFactor},
    mfa::{self, MfaPreference},
    passkey::{self as passkeys, Document, WebAuthnCredentialDescription},
    password,
    secrets::{MfaCode, Password, SecretCode},
    timestamp::Timestamp,
};
use leptos::prelude::*;

use super::{Auth, Ceremony, NoPasskey, devices::Sessions};
use crate::{
    config::Flow,
    platform::{self, passkey},
    sign_in_store::SignInStore,
};

/// A page of passkeys.
const PAGE: u32 = 10;

/// What became of the other sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherSessions {
    /// So many have ended.
    Ended(usize),
    /// The pool keeps no list of them: they end only together with this one.
    Untracked,
}

impl Auth {
    /// Whether the account has a password. Where the pool does not tell, it has one: then the old one is asked for.
    ///
    /// # Errors
    /// Why that cannot be read.
    pub async fn has_password(self) -> Result<bool, Error> {
        if self.flow.begins_with_password() {
            return Ok(true);
        }
        let factors = self.with_access(async |client, access_token| account::auth_factors(client, access_token).await);
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
        self.with_access(async |client, access_token| {
            password::change_password(client, access_token, previous.as_ref(), &proposed).await
        })
        .await
    }

    /// Ends every session but this one.
    ///
    /// # Errors
    /// Why not; some may have ended.
    pub async fn end_other_sessions(self) -> Result<OtherSessions, Error> {
        let Sessions::Listed(sessions) = self.sessions().await? else { return Ok(OtherSessions::Untracked) };
        let mut count = 0;
        for session in sessions.into_iter().filter(|session| !session.is_current_session) {
            if let Some(id) = session.session_id {
                self.end_session(&id).await?;
                count += 1;
            }
        }
        Ok(OtherSessions::Ended(count))
    }

    /// Gets the key for an authenticator app, and what a QR code holds. An app that was set up before works on until
    /// [`finish_app_setup`](Self::finish_app_setup).
    ///
    /// # Errors
    /// The refusal.
    pub async fn begin_app_setup(self) -> Result<(SecretCode, SecretCode), Error> {
        let key =
            self.with_access(async |client, access_token| mfa::begin_app_setup(client, access_token).await).await?;
        let name = self.own_name().unwrap_or_default();
        let uri = mfa::key_uri(&key, &platform::application_name(), &name);
        Ok((key, uri))
    }

    /// Proves that the app has the key.
    ///
    /// # Errors
    /// The refusal.
    pub async fn finish_app_setup(self, code: MfaCode) -> Result<(), Error> {
        self.with_access(async |client, access_token| mfa::finish_app_setup(client, access_token, &code, None).await)
            .await
    }

    /// Turns second factors on and off, and prefers one.
    ///
    /// # Errors
    /// The refusal.
    pub async fn set_mfa_preference(self, preference: MfaPreference) -> Result<(), Error> {
        self.with_access(async |client, access_token| mfa::set_mfa_preference(client, access_token, &preference).await)
            .await
    }

    /// A page of passkeys, and the name of the next one.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub async fn passkeys(
        self,
        page: Option<String>,
    ) -> Result<(Vec<WebAuthnCredentialDescription>, Option<String>), Error> {
        let list = self.with_access(async |client, access_token| {
            passkeys::list_passkeys(client, access_token, PAGE, page.as_deref()).await
        });
        match list.await {
            Ok(list) => Ok((list.credentials, list.next_token)),
            Err(error) if is_not_offered(&error) => Ok((Vec::new(), None)),
            Err(error) => Err(error),
        }
    }

    /// Has the browser make a passkey, as long as the ceremony lasts, and registers it.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn add_passkey(self, ceremony: Ceremony) -> Result<(), NoPasskey> {
        let options = self
            .with_access(async |client, access_token| passkeys::begin_registration(client, access_token).await)
            .await
            .map_err(NoPasskey::Refused)?;
        let made = ceremony.hold(passkey::create(&options.to_string())).await.map_err(NoPasskey::NotGiven)?;
        let credential = Document::parse(&made).map_err(NoPasskey::Refused)?;
        self.with_access(async |client, access_token| {
            passkeys::finish_registration(client, access_token, &credential).await
        })
        .await
        .map_err(NoPasskey::Refused)
    }

    /// Deletes a passkey, and tells the browser, which may keep its own part from then on for itself. Nothing is wrong if it
    /// was deleted before.
    ///
    /// # Errors
    /// The refusal.
    pub async fn delete_passkey(self, passkey: WebAuthnCredentialDescription) -> Result<(), Error> {
        let id = &passkey.credential_id;
        let deleted = self
            .with_access(async |client, access_token| passkeys::delete_passkey(client, access_token, id).await)
            .await;
        deleted
            .or_else(|error| if error.code() == Some(&ErrorCode::ResourceNotFound) { Ok(()) } else { Err(error) })?;
        if let Some(relying_party_id) = &passkey.relying_party_id {
            passkey::signal_unknown(relying_party_id, id);
        }
        self.sign_in_store.with_value(|store| store.forget_passkey_use(id));
        Ok(())
    }

    /// When somebody signed in with this passkey here last, if ever: Cognito keeps no such time.
    pub fn passkey_used_at(self, passkey: &WebAuthnCredentialDescription) -> Option<Timestamp> {
        self.sign_in_store.with_value(|store| store.passkey_used_at(&passkey.credential_id))
    }

    /// Whether to offer a first passkey: the app has them, the browser can make one, this person has none, and has not
    /// declined.
    pub async fn wants_first_passkey(self) -> bool {
        let Some(session) = self.session() else { return false };
        let has_declined =
            self.sign_in_store.with_value(|store| store.has_declined_passkey(session.username().as_str()));
        self.flow == Flow::Choice
            && !has_declined
            && self.identity_provider().is_none()
            && passkey::is_authenticator_here().await
            && self.passkeys(None).await.is_ok_and(|(passkeys, next)| passkeys.is_empty() && next.is_none())
    }

    /// Never offers it again to this person here.
    pub fn decline_passkey(self) {
        if let Some(session) = self.session() {
            self.sign_in_store.with_value(|store: &SignInStore| store.decline_passkey(session.username().as_str()));
        }
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
