//! Passkeys.

use serde::{Deserialize, Serialize};

/// WebAuthnConfigurationType.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct WebAuthnConfiguration {
    /// The domain that passkeys belong to.
    pub relying_party_id: Option<String>,
    /// Whether the authenticator must know the person.
    pub user_verification: UserVerification,
    /// Whether a passkey stands for two factors.
    pub factor_configuration: WebAuthnFactorConfiguration,
}

/// UserVerificationType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserVerification {
    /// By PIN or biometry.
    Required,
    /// If it can.
    #[default]
    Preferred,
}

/// WebAuthnFactorConfigurationType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WebAuthnFactorConfiguration {
    /// A passkey is one factor.
    #[default]
    SingleFactor,
    /// With user verification it is two.
    MultiFactorWithUserVerification,
}
