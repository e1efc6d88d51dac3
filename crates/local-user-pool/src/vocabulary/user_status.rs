//! How a user stands.

use serde::{Deserialize, Serialize};

/// UserStatusType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UserStatus {
    /// The sign-up code is awaited.
    Unconfirmed,
    /// Can sign in.
    #[default]
    Confirmed,
    /// Must choose a password at the next sign-in.
    ForceChangePassword,
    /// Must go through ForgotPassword.
    ResetRequired,
    /// Signs in with an identity provider, and only there.
    ExternalProvider,
}

impl UserStatus {
    /// UserStatusType's own spelling.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }
}
