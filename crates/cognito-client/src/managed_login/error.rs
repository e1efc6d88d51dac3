//! Why a return gave no session.

use core::fmt;

use crate::{error::Error, json, unknown::UnknownName};

/// Why a browser that came back is not signed in. `Display` is for logs; what people read is the app's own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectError {
    /// The address is not what Cognito leads back to: no code and no error, or more than one.
    NoCallback,
    /// It belongs to another departure: of another tab or an older one, or somebody wants to sign this person in as
    /// somebody else.
    ForeignState,
    /// Cognito or the identity provider let nobody in.
    Refused {
        /// Why.
        code: OAuthErrorCode,
        /// For logs. Anybody who knows the state can have written it.
        description: Option<String>,
    },
    /// The token endpoint did not take the code: it was used before, is older than five minutes, or belongs to another
    /// redirect address or verifier.
    Exchange(OAuthErrorCode),
    /// The id token was made for another sign-in, another client, by another user pool, or for another user than the access
    /// token.
    ForeignToken,
    /// The id token has expired, by this program's clock and by whatever it [asks](crate::host::Host::correct_clock) for the time.
    ExpiredToken,
    /// The exchange got no usable answer.
    Failed(Error),
}

macro_rules! oauth_error_codes {
    ($($name:ident => $wire:literal),+ $(,)?) => {
        /// `error` of an authorization server (RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section
        /// 3.1.2.6).
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum OAuthErrorCode {
            $(#[doc = concat!("`", $wire, "`")] $name,)+
            /// One that this crate does not know.
            Other(UnknownName),
        }

        static NAMES: &[(&str, OAuthErrorCode)] = &[$(($wire, OAuthErrorCode::$name)),+];
    };
}

oauth_error_codes! {
    AccessDenied => "access_denied",
    InteractionRequired => "interaction_required",
    InvalidClient => "invalid_client",
    InvalidGrant => "invalid_grant",
    InvalidRequest => "invalid_request",
    InvalidScope => "invalid_scope",
    LoginRequired => "login_required",
    ServerError => "server_error",
    TemporarilyUnavailable => "temporarily_unavailable",
    UnauthorizedClient => "unauthorized_client",
    UnsupportedGrantType => "unsupported_grant_type",
    UnsupportedResponseType => "unsupported_response_type",
}

impl OAuthErrorCode {
    /// From the name on the wire.
    pub fn parse(text: &str) -> Self {
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

    /// That of an answer of the token endpoint, if it is one.
    pub(super) fn of_answer(body: &str) -> Option<Self> {
        readable! {
            struct Refusal {
                "error" error: String,
            }
        }
        let refusal: Refusal = json::read(body)?;
        Some(Self::parse(&refusal.error))
    }
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCallback => f.write_str("the address is no return from managed login"),
            Self::ForeignState => f.write_str("the return belongs to another departure"),
            Self::Refused { code, .. } => write!(f, "managed login refused: {}", code.as_str()),
            Self::Exchange(code) => write!(f, "the code was not taken: {}", code.as_str()),
            Self::ForeignToken => f.write_str("the id token belongs to another sign-in"),
            Self::ExpiredToken => f.write_str("the id token has expired"),
            Self::Failed(_) => f.write_str("the code could not be exchanged"),
        }
    }
}

impl core::error::Error for RedirectError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Failed(source) => Some(source),
            _ => None,
        }
    }
}

impl From<Error> for RedirectError {
    fn from(source: Error) -> Self {
        Self::Failed(source)
    }
}
