//! Signatures of callers (Signature Version 4), checked where access keys are asked for.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

mod basic;
mod signature;

use std::{fmt, str::FromStr};

use axum::http::HeaderMap;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{config_error::ConfigError, error::ServiceError};
use signature::Signature;

pub(crate) use basic::require_key;

/// What Cognito answers without a signature: what users do themselves. The service models call it `noAuth`.
const UNSIGNED_OPERATIONS: [&str; 38] = [
    "AssociateSoftwareToken",
    "ChangePassword",
    "CompleteWebAuthnRegistration",
    "ConfirmDevice",
    "ConfirmForgotPassword",
    "ConfirmSignUp",
    "DeleteUser",
    "DeleteUserAttributes",
    "DeleteWebAuthnCredential",
    "ForgetDevice",
    "ForgotPassword",
    "GetCredentialsForIdentity",
    "GetDevice",
    "GetId",
    "GetOpenIdToken",
    "GetTokensFromRefreshToken",
    "GetUser",
    "GetUserAttributeVerificationCode",
    "GetUserAuthFactors",
    "GlobalSignOut",
    "InitiateAuth",
    "ListDevices",
    "ListUserSessions",
    "ListWebAuthnCredentials",
    "ResendConfirmationCode",
    "RespondToAuthChallenge",
    "RevokeToken",
    "RevokeUserSession",
    "SetUserMFAPreference",
    "SetUserSettings",
    "SignUp",
    "StartWebAuthnRegistration",
    "UnlinkIdentity",
    "UpdateAuthEventFeedback",
    "UpdateDeviceStatus",
    "UpdateUserAttributes",
    "VerifySoftwareToken",
    "VerifyUserAttribute",
];

/// An access key: what administrators sign with. Read from "ID:SECRET".
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct AccessKey {
    id: String,
    secret: Zeroizing<String>,
}

/// Those that are asked for. Without any, every signature is accepted, and none is needed.
pub(crate) struct AccessKeys(Vec<AccessKey>);

impl AccessKeys {
    pub(crate) fn new(keys: Vec<AccessKey>) -> Self {
        Self(keys)
    }

    /// Whether administrators have to show that they have a key.
    pub(crate) fn are_asked_for(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether a request may be answered. `target` is X-Amz-Target, `now` the system's time in seconds since 1970.
    ///
    /// # Errors
    /// MissingAuthenticationTokenException, IncompleteSignatureException, UnrecognizedClientException,
    /// InvalidSignatureException.
    pub(crate) fn check(
        &self,
        target: &str,
        uri: &str,
        headers: &HeaderMap,
        body: &[u8],
        now: u64,
    ) -> Result<(), ServiceError> {
        let operation = target.split_once('.').map_or(target, |(_, operation)| operation);
        if !self.are_asked_for() || UNSIGNED_OPERATIONS.contains(&operation) {
            return Ok(());
        }
        let signature = Signature::read(headers)?;
        let key = self.0.iter().find(|key| key.id == signature.key_id()).ok_or_else(|| {
            ServiceError::new("UnrecognizedClientException", "The security token included in the request is invalid.")
        })?;
        signature.check(key, "POST", uri, headers, body, now)
    }
}

impl FromStr for AccessKey {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        // What was given is not repeated: half of it is a secret.
        let (id, secret) = text
            .split_once(':')
            .filter(|(id, secret)| !id.is_empty() && !secret.is_empty() && !id.contains('/'))
            .ok_or_else(|| ConfigError::new("an access key is written ID:SECRET".to_owned()))?;
        Ok(Self { id: id.to_owned(), secret: Zeroizing::new(secret.to_owned()) })
    }
}

impl TryFrom<String> for AccessKey {
    type Error = ConfigError;

    fn try_from(text: String) -> Result<Self, ConfigError> {
        Zeroizing::new(text).parse()
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}
