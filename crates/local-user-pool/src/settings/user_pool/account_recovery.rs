//! Ways back for who forgot the password.

use serde::{Deserialize, Serialize};

/// AccountRecoverySettingType.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct AccountRecoverySetting {
    /// One or two.
    pub recovery_mechanisms: Vec<RecoveryMechanism>,
}

/// RecoveryOptionType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct RecoveryMechanism {
    /// 1 comes before 2.
    pub priority: u8,
    /// By which way.
    pub name: RecoveryOption,
}

/// RecoveryOptionNameType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryOption {
    /// By e-mail.
    VerifiedEmail,
    /// By SMS.
    VerifiedPhoneNumber,
    /// Not by oneself.
    AdminOnly,
}

impl Default for AccountRecoverySetting {
    fn default() -> Self {
        let mechanism = |priority, name| RecoveryMechanism { priority, name };
        Self {
            recovery_mechanisms: vec![
                mechanism(1, RecoveryOption::VerifiedEmail),
                mechanism(2, RecoveryOption::VerifiedPhoneNumber),
            ],
        }
    }
}
