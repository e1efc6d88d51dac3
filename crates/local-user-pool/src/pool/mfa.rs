//! Second factors of a user.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

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

/// What SetUserMFAPreference sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MfaPreference {
    pub(crate) enabled: Vec<MfaFactor>,
    pub(crate) preferred: Option<MfaFactor>,
}

/// The key shared with an authenticator app.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TotpSecret {
    /// Base32, as SecretCode has it.
    pub(crate) secret: Zeroizing<String>,
    /// Whether a code has been right once; before that the factor cannot be used.
    pub(crate) verified: bool,
    /// The time step of the last code that was taken: none is taken twice.
    pub(crate) last_used_step: Option<u64>,
}

impl MfaFactor {
    /// As UserMFASettingList and ChallengeName have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SmsMfa => "SMS_MFA",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::EmailOtp => "EMAIL_OTP",
        }
    }
}
