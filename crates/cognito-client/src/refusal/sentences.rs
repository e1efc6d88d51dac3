//! What Cognito says, by a part of it in lower case. tests/data/sentences.json has each sentence whole, and where it was
//! seen.

use super::{Misconfiguration, PasswordRule, Refusal};
use crate::error::ErrorCode;

/// What a sentence says beyond the name of its exception, if it is one of those known here.
pub(super) fn find(code: &ErrorCode, message: &str) -> Option<Refusal> {
    let message = message.to_ascii_lowercase();
    let known: &[(&str, Refusal)] = match code {
        // It quotes what was typed, whatever that says.
        _ if message.contains("validation error") => return Some(Refusal::InvalidInput),
        ErrorCode::InvalidPassword => &PASSWORDS,
        ErrorCode::ResourceNotFound => &NOT_FOUND,
        ErrorCode::LimitExceeded => &LIMITS,
        ErrorCode::InvalidParameter
        | ErrorCode::NotAuthorized
        | ErrorCode::UnsupportedOperation
        | ErrorCode::InvalidUserPoolConfiguration => &GENERAL,
        _ => return None,
    };
    known.iter().find(|(part, _)| message.contains(part)).map(|(_, refusal)| refusal.clone())
}

/// Which of the two exceptions has the sentence changes from one year, and one operation, to the next.
static GENERAL: [(&str, Refusal); 41] = [
    ("incorrect username or password", Refusal::WrongCredentials),
    ("user does not exist", Refusal::WrongCredentials),
    ("temporary password has expired", Refusal::TemporaryPasswordExpired),
    ("account has expired, it must be reset", Refusal::TemporaryPasswordExpired),
    ("user is disabled", Refusal::Disabled),
    ("user is not enabled", Refusal::Disabled),
    ("attempts exceeded", Refusal::LockedOut),
    ("security reasons", Refusal::Risky),
    ("session for the user", Refusal::ChallengeOver),
    ("session is expired", Refusal::ChallengeOver),
    ("secret_hash", Refusal::Misconfigured(Misconfiguration::ClientSecret)),
    ("verify secret", Refusal::Misconfigured(Misconfiguration::ClientSecret)),
    ("not enabled for this client", Refusal::Misconfigured(Misconfiguration::Flow)),
    ("not enabled for the client", Refusal::Misconfigured(Misconfiguration::Flow)),
    ("auth method not supported", Refusal::Misconfigured(Misconfiguration::Flow)),
    ("auth lambda trigger is not configured", Refusal::Misconfigured(Misconfiguration::NoCustomTriggers)),
    ("required scopes", Refusal::Misconfigured(Misconfiguration::Scopes)),
    ("auto verification not turned on", Refusal::Misconfigured(Misconfiguration::Messages)),
    ("signup is not permitted", Refusal::SignUpClosed),
    ("user cannot be confirmed", Refusal::AlreadyConfirmed),
    ("user is already confirmed", Refusal::AlreadyConfirmed),
    ("reset in the current state", Refusal::NothingToReset),
    ("no registered/verified email", Refusal::NowhereToSend),
    ("contact administrator to reset password", Refusal::ResetByAdministrator),
    ("token has expired", Refusal::SessionOver),
    ("token has been revoked", Refusal::SessionOver),
    ("invalid access token", Refusal::SessionOver),
    ("signature for access token", Refusal::SessionOver),
    ("invalid refresh token", Refusal::SessionOver),
    ("write unauthorized attribute", Refusal::ReadOnlyAttribute),
    ("immutable", Refusal::ReadOnlyAttribute),
    ("non-mutable", Refusal::ReadOnlyAttribute),
    ("attribute cannot be updated", Refusal::ReadOnlyAttribute),
    ("already provided", Refusal::ReadOnlyAttribute),
    ("attribute is required", Refusal::RequiredAttribute),
    ("required attribute", Refusal::RequiredAttribute),
    ("delivery config", Refusal::NotOffered),
    ("not set up software token", Refusal::NotOffered),
    ("not enabled for the user pool", Refusal::NotOffered),
    ("password reset required", Refusal::ResetRequired),
    ("user is not confirmed", Refusal::NotConfirmed),
];

/// Those of InvalidPasswordException.
static PASSWORDS: [(&str, Refusal); 8] = [
    ("not long enough", Refusal::WeakPassword(PasswordRule::Length)),
    ("uppercase", Refusal::WeakPassword(PasswordRule::Uppercase)),
    ("lowercase", Refusal::WeakPassword(PasswordRule::Lowercase)),
    ("numeric", Refusal::WeakPassword(PasswordRule::Number)),
    ("symbol", Refusal::WeakPassword(PasswordRule::Symbol)),
    ("security reasons", Refusal::WeakPassword(PasswordRule::Leaked)),
    ("compromised", Refusal::WeakPassword(PasswordRule::Leaked)),
    ("previously been used", Refusal::UsedPassword),
];

/// Those of ResourceNotFoundException.
static NOT_FOUND: [(&str, Refusal); 2] =
    [(DEVICE, Refusal::UnknownDevice), ("user pool", Refusal::Misconfigured(Misconfiguration::UnknownClient))];

const DEVICE: &str = "device";

/// Whether ResourceNotFoundException is about a device. By itself, so that keeping a session does without the rest.
pub(crate) fn is_about_device(message: &str) -> bool {
    message.to_ascii_lowercase().contains(DEVICE)
}

/// Those of LimitExceededException.
static LIMITS: [(&str, Refusal); 2] = [
    ("daily email limit", Refusal::Misconfigured(Misconfiguration::Messages)),
    ("number of passkeys", Refusal::TooMany),
];
