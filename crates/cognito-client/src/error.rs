//! What can go wrong, by who can act on it.

use core::{fmt, time::Duration};

pub use crate::srp::SrpError;
use crate::{transport::TransportError, unknown::UnknownName};

/// Why a call gave no result. `Display` is for logs; what people read is the app's own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// Cognito refused.
    Service {
        /// What was called, by its name in the API reference.
        operation: &'static str,
        /// The exception's name. A 429 is [`TooManyRequests`](ErrorCode::TooManyRequests) and a 5xx
        /// [`InternalError`](ErrorCode::InternalError), whatever it was called.
        code: ErrorCode,
        /// Cognito's own sentence, in English. Before it the name, where that is not the code.
        message: String,
        /// The HTTP status.
        status: u16,
        /// x-amzn-requestid, for AWS support.
        request_id: Option<String>,
        /// Retry-After: how long to leave the service alone.
        retry_after: Option<Duration>,
    },
    /// No answer came.
    Transport(TransportError),
    /// An answer came that is not Cognito's, or lacks what it must have.
    Protocol(&'static str),
    /// The SRP exchange stopped.
    Srp(SrpError),
    /// The program has no source of random bytes.
    NoRandomBytes,
    /// Another tab, or program, holds what this one needs, or has yet to show what it has done. Nothing was sent.
    Busy,
    /// The caller asked for what cannot be. Nothing was sent.
    Misuse(&'static str),
    /// Nobody is signed in any more in whose name to call, or somebody else is. Nothing was sent.
    SignedOut,
    /// The tokens that came, or that somebody has stored, are another user's than before. They were not taken, and are revoked.
    AnotherUser,
    /// A copy of the session, which nobody can hear of, has spent its refresh token. Nothing was sent: many pools end the whole
    /// sign-in, the copy's too, when a token comes twice.
    ContinuedElsewhere,
}

macro_rules! error_codes {
    ($($name:ident => $wire:literal),+ $(,)?) => {
        /// The name of an exception of the
        /// [API](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html).
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $wire, "`")] $name,)+
            /// One that this crate does not know.
            Other(UnknownName),
        }

        static NAMES: &[(&str, ErrorCode)] = &[$(($wire, ErrorCode::$name)),+];

        impl ErrorCode {
            /// Reads `__type` or x-amzn-errortype: a name, maybe with `prefix#` before it or `:` and more after it.
            pub fn parse(text: &str) -> Self {
                let text = text.rsplit_once('#').map_or(text, |(_, name)| name);
                let text = text.split(':').next().unwrap_or(text).trim();
                // A table is half the code of a `match` on texts.
                let known = NAMES.iter().find(|(name, _)| *name == text);
                known.map_or_else(|| Self::Other(UnknownName::new(text)), |(_, code)| code.clone())
            }

            /// The name on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Other(name) => name.as_str(),
                    known => NAMES.iter().find(|(_, code)| code == known).map_or("", |(name, _)| *name),
                }
            }
        }
    };
}

error_codes! {
    AliasExists => "AliasExistsException",
    CodeDeliveryFailure => "CodeDeliveryFailureException",
    CodeMismatch => "CodeMismatchException",
    ConcurrentModification => "ConcurrentModificationException",
    DeviceKeyExists => "DeviceKeyExistsException",
    EnableSoftwareTokenMfa => "EnableSoftwareTokenMFAException",
    ExpiredCode => "ExpiredCodeException",
    ExternalService => "ExternalServiceException",
    FeatureUnavailableInTier => "FeatureUnavailableInTierException",
    Forbidden => "ForbiddenException",
    InternalError => "InternalErrorException",
    InvalidEmailRoleAccessPolicy => "InvalidEmailRoleAccessPolicyException",
    InvalidIdentityPoolConfiguration => "InvalidIdentityPoolConfigurationException",
    InvalidLambdaResponse => "InvalidLambdaResponseException",
    InvalidParameter => "InvalidParameterException",
    InvalidPassword => "InvalidPasswordException",
    InvalidSmsRoleAccessPolicy => "InvalidSmsRoleAccessPolicyException",
    InvalidSmsRoleTrustRelationship => "InvalidSmsRoleTrustRelationshipException",
    InvalidUserPoolConfiguration => "InvalidUserPoolConfigurationException",
    LimitExceeded => "LimitExceededException",
    MfaMethodNotFound => "MFAMethodNotFoundException",
    NotAuthorized => "NotAuthorizedException",
    OperationNotEnabled => "OperationNotEnabledException",
    PasswordHistoryPolicyViolation => "PasswordHistoryPolicyViolationException",
    PasswordResetRequired => "PasswordResetRequiredException",
    RefreshTokenReuse => "RefreshTokenReuseException",
    ResourceConflict => "ResourceConflictException",
    ResourceNotFound => "ResourceNotFoundException",
    SoftwareTokenMfaNotFound => "SoftwareTokenMFANotFoundException",
    TooManyFailedAttempts => "TooManyFailedAttemptsException",
    TooManyRequests => "TooManyRequestsException",
    Unauthorized => "UnauthorizedException",
    UnexpectedLambda => "UnexpectedLambdaException",
    UnsupportedOperation => "UnsupportedOperationException",
    UnsupportedTokenType => "UnsupportedTokenTypeException",
    UserLambdaValidation => "UserLambdaValidationException",
    UserNotConfirmed => "UserNotConfirmedException",
    UserNotFound => "UserNotFoundException",
    UserPoolAddOnNotEnabled => "UserPoolAddOnNotEnabledException",
    UsernameExists => "UsernameExistsException",
    WebAuthnChallengeNotFound => "WebAuthnChallengeNotFoundException",
    WebAuthnClientMismatch => "WebAuthnClientMismatchException",
    WebAuthnConfigurationMissing => "WebAuthnConfigurationMissingException",
    WebAuthnCredentialNotSupported => "WebAuthnCredentialNotSupportedException",
    WebAuthnNotEnabled => "WebAuthnNotEnabledException",
    WebAuthnOriginNotAllowed => "WebAuthnOriginNotAllowedException",
    WebAuthnRelyingPartyMismatch => "WebAuthnRelyingPartyMismatchException",
}

impl Error {
    /// The exception's name, if Cognito refused.
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// How long the service asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Service { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether the same call may well succeed a little later: no answer, an answer that is not Cognito's, a fault of the
    /// service, too many requests. That is bad luck, and says nothing of what was asked. A limit that is exceeded stays so
    /// for long.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Transport(TransportError::Insecure) => false,
            Self::Transport(_) | Self::Protocol(_) | Self::Busy => true,
            Self::Service { code, status, .. } => {
                matches!(status, 429 | 500..) || matches!(code, ErrorCode::InternalError | ErrorCode::TooManyRequests)
            }
            Self::Srp(_)
            | Self::NoRandomBytes
            | Self::Misuse(_)
            | Self::SignedOut
            | Self::AnotherUser
            | Self::ContinuedElsewhere => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { code, message, status, .. } => write!(f, "{} ({status}): {message}", code.as_str()),
            Self::Transport(_) => f.write_str("no answer from the service"),
            Self::Protocol(what) => write!(f, "unexpected answer: {what}"),
            Self::Srp(_) => f.write_str("the password exchange stopped"),
            Self::NoRandomBytes => f.write_str("no random bytes"),
            Self::Busy => f.write_str("another tab is at it"),
            Self::Misuse(what) => write!(f, "misuse: {what}"),
            Self::SignedOut => f.write_str("signed out"),
            Self::AnotherUser => f.write_str("the tokens are another user's"),
            Self::ContinuedElsewhere => f.write_str("a copy of the session has spent its refresh token"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Transport(source) => Some(source),
            Self::Srp(source) => Some(source),
            Self::Service { .. }
            | Self::Protocol(_)
            | Self::NoRandomBytes
            | Self::Busy
            | Self::Misuse(_)
            | Self::SignedOut
            | Self::AnotherUser
            | Self::ContinuedElsewhere => None,
        }
    }
}

impl From<TransportError> for Error {
    fn from(source: TransportError) -> Self {
        Self::Transport(source)
    }
}

impl From<SrpError> for Error {
    fn from(source: SrpError) -> Self {
        Self::Srp(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_succeed_later() {
        let service = |code: &str, status| Error::Service {
            operation: "InitiateAuth",
            code: ErrorCode::parse(code),
            message: String::new(),
            status,
            request_id: None,
            retry_after: None,
        };
        for (case, error, transient) in [
            ("offline", Error::Transport(TransportError::failed("")), true),
            ("time-out", Error::Transport(TransportError::TimedOut), true),
            ("an address that is not safe", Error::Transport(TransportError::Insecure), false),
            ("a proxy's page", Error::Protocol("no JSON"), true),
            ("another tab", Error::Busy, true),
            ("a fault", service("InternalErrorException", 500), true),
            ("a fault of a new name", service("NewerException", 503), true),
            ("throttled", service("TooManyRequestsException", 400), true),
            ("throttled by the status", service("NotAuthorizedException", 429), true),
            ("a fault by a refusal's name", service("CodeMismatchException", 500), true),
            ("a limit", service("LimitExceededException", 400), false),
            ("refused", service("NotAuthorizedException", 400), false),
            ("a trigger's refusal", service("UserLambdaValidationException", 400), false),
            ("no randomness", Error::NoRandomBytes, false),
            ("misuse", Error::Misuse("no such factor"), false),
            ("signed out", Error::SignedOut, false),
            ("another user's tokens", Error::AnotherUser, false),
            ("a token that a copy has spent", Error::ContinuedElsewhere, false),
        ] {
            assert_eq!(error.is_transient(), transient, "{case}");
        }
    }

    #[test]
    fn codes_are_read_with_and_without_decoration() {
        for (text, expected) in [
            ("NotAuthorizedException", ErrorCode::NotAuthorized),
            ("com.amazonaws.cognito#NotAuthorizedException", ErrorCode::NotAuthorized),
            ("UserNotFoundException:", ErrorCode::UserNotFound),
            ("UserNotFoundException:http://internal.amazon.com/coral/", ErrorCode::UserNotFound),
            ("NewerException", ErrorCode::Other(UnknownName::new("NewerException"))),
            ("", ErrorCode::Other(UnknownName::NONE)),
        ] {
            assert_eq!(ErrorCode::parse(text), expected, "{text:?}");
        }
        assert_eq!(ErrorCode::parse("NewerException").as_str(), "NewerException");
    }
}
