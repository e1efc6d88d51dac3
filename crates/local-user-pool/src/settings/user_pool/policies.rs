//! What a sign-in needs, and how long it counts.

use serde::{Deserialize, Serialize};

/// UserPoolPolicyType.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct Policies {
    /// What a password must have.
    pub password_policy: PasswordPolicy,
    /// What may come first at a sign-in.
    pub sign_in_policy: SignInPolicy,
}

/// PasswordPolicyType.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct PasswordPolicy {
    /// Fewest characters, 6 to 99.
    pub minimum_length: usize,
    /// At least one of A to Z.
    pub require_uppercase: bool,
    /// At least one of a to z.
    pub require_lowercase: bool,
    /// At least one of 0 to 9.
    pub require_numbers: bool,
    /// At least one of Cognito's special characters.
    pub require_symbols: bool,
    /// How many of the last passwords are refused as a new one, the present one included, 0 to 24.
    pub password_history_size: u32,
    /// How long a temporary password works, in days, up to 365.
    pub temporary_password_validity_days: u32,
}

/// SignInPolicyType: the first factors of USER_AUTH.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct SignInPolicy {
    /// At least `Password`.
    pub allowed_first_auth_factors: Vec<FirstFactor>,
}

/// AuthFactorType, as far as it can come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FirstFactor {
    /// A password, typed or by SRP.
    Password,
    /// A code by e-mail.
    EmailOtp,
    /// A code by SMS.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

/// UserPoolMfaType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MfaConfiguration {
    /// Never asked for.
    #[default]
    Off,
    /// From those who have set one up.
    Optional,
    /// From everyone.
    On,
}

/// UserPoolTokenSessionConfigType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct TokenSession {
    /// 1 to 100. One more ends the one that was last active the longest ago.
    pub max_per_user: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            password_history_size: 0,
            temporary_password_validity_days: 7,
        }
    }
}

impl Default for TokenSession {
    fn default() -> Self {
        Self { max_per_user: 20 }
    }
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self { allowed_first_auth_factors: vec![FirstFactor::Password] }
    }
}
