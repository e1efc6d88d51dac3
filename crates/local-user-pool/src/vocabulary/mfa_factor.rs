//! Second factors.

use serde::{Deserialize, Serialize};

use super::contact::Contact;

/// A second factor, by the challenge that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MfaFactor {
    /// SMS_MFA: a code by SMS.
    SmsMfa,
    /// SOFTWARE_TOKEN_MFA: a code of an authenticator app.
    SoftwareTokenMfa,
    /// EMAIL_OTP: a code by e-mail.
    EmailOtp,
}

impl MfaFactor {
    pub(crate) const ALL: [Self; 3] = [Self::SmsMfa, Self::SoftwareTokenMfa, Self::EmailOtp];

    /// The name of its challenge, which lists of factors have as well.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SmsMfa => "SMS_MFA",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::EmailOtp => "EMAIL_OTP",
        }
    }

    /// The factor that an ANSWER names. The API reference calls the one by e-mail EMAIL_MFA, the service EMAIL_OTP.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "EMAIL_MFA" => Some(Self::EmailOtp),
            _ => Self::ALL.into_iter().find(|factor| factor.name() == name),
        }
    }

    /// Where its codes are sent.
    pub(crate) fn contact(self) -> Option<Contact> {
        match self {
            Self::SmsMfa => Some(Contact::PhoneNumber),
            Self::SoftwareTokenMfa => None,
            Self::EmailOtp => Some(Contact::Email),
        }
    }
}
