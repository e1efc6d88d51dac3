//! The second factors of a signed-in user. While signing in, [`MfaSetupChallenge`](crate::sign_in::MfaSetupChallenge) sets
//! them up.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use crate::api::{EmailMfaSettings, MfaOption, SmsMfaSettings, SoftwareTokenMfaSettings, WebAuthnMfaSettings};
use crate::{
    Client,
    api::{
        AssociateSoftwareToken, SetUserMFAPreference, SetUserSettings, VerifySoftwareToken, VerifySoftwareTokenStatus,
    },
    error::Error,
    secrets::{AccessToken, MfaCode, SecretCode},
    transport::Transport,
};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Which second factors to turn on, turn off or prefer. `None` leaves a factor as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MfaPreference {
    /// Codes by text message.
    pub sms: Option<SmsMfaSettings>,
    /// Codes of an authenticator app that has been set up.
    pub app: Option<SoftwareTokenMfaSettings>,
    /// Codes by e-mail.
    pub email: Option<EmailMfaSettings>,
    /// A passkey.
    pub passkey: Option<WebAuthnMfaSettings>,
}

/// Gets a key for an authenticator app. The previous key works until [`finish_app_setup`]
/// ([AssociateSoftwareToken](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html)).
///
/// # Errors
/// SoftwareTokenMFANotFoundException where the pool has no such factor; any other.
pub async fn begin_app_setup<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
) -> Result<SecretCode, Error> {
    let response = client.call(&AssociateSoftwareToken { access_token: Some(access_token), session: None }).await?;
    response.secret_code.ok_or(NO_KEY)
}

/// Proves that the app has the key. [`set_mfa_preference`] then turns the app on
/// ([VerifySoftwareToken](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html)).
///
/// # Errors
/// EnableSoftwareTokenMFAException or CodeMismatchException for a wrong code, SoftwareTokenMFANotFoundException before
/// [`begin_app_setup`]; any other.
pub async fn finish_app_setup<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    code: &MfaCode,
    device_name: Option<&str>,
) -> Result<(), Error> {
    let request = VerifySoftwareToken {
        access_token: Some(access_token),
        session: None,
        user_code: code,
        friendly_device_name: device_name,
    };
    match client.call(&request).await?.status {
        Some(VerifySoftwareTokenStatus::Success) => Ok(()),
        _ => Err(NOT_VERIFIED),
    }
}

pub(crate) const NO_KEY: Error = Error::Protocol("an authenticator app without a key");
pub(crate) const NOT_VERIFIED: Error = Error::Protocol("the authenticator app was not verified");

/// Turns second factors on and off, and prefers one
/// ([SetUserMFAPreference](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html)).
///
/// # Errors
/// InvalidParameterException for a factor that the user has not set up or the pool does not have, for two that are
/// preferred, and for the last one where the pool requires one; any other.
pub async fn set_mfa_preference<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    preference: &MfaPreference,
) -> Result<(), Error> {
    let request = SetUserMFAPreference {
        sms_mfa_settings: preference.sms,
        software_token_mfa_settings: preference.app,
        email_mfa_settings: preference.email,
        web_authn_mfa_settings: preference.passkey,
        access_token,
    };
    client.call(&request).await.map(|_| ())
}

/// Turns SMS on or off by an older operation. Prefer [`set_mfa_preference`], which covers all second factors
/// ([SetUserSettings](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html)).
///
/// # Errors
/// InvalidParameterException for anything but SMS; any other.
pub async fn set_user_settings<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    options: &[MfaOption],
) -> Result<(), Error> {
    client.call(&SetUserSettings { access_token, mfa_options: options }).await.map(|_| ())
}

/// The address for the QR code, which also opens the app on a phone: the
/// [key URI format](https://github.com/google/google-authenticator/wiki/Key-Uri-Format). `issuer` and `account` are what the
/// app shows. Colons in them become spaces, because apps split the two at the first colon, even if it is encoded.
pub fn key_uri(secret: &SecretCode, issuer: &str, account: &str) -> SecretCode {
    let part = |text: &str| utf8_percent_encode(&text.replace(':', " "), RESERVED).to_string();
    let (issuer, account) = (part(issuer), part(account));
    let secret = secret.expose();
    SecretCode::new(format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}"))
}
