//! How long tokens live.

use serde::{Deserialize, Serialize};

pub(super) const MINUTE: u64 = 60;
pub(super) const HOUR: u64 = 3600;
pub(super) const DAY: u64 = 24 * HOUR;

/// TokenValidityUnitsType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct TokenValidityUnits {
    /// Of AccessTokenValidity.
    pub access_token: TimeUnit,
    /// Of IdTokenValidity.
    pub id_token: TimeUnit,
    /// Of RefreshTokenValidity.
    pub refresh_token: TimeUnit,
}

/// TimeUnitsType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
    /// 1.
    Seconds,
    /// 60.
    Minutes,
    /// 3,600.
    Hours,
    /// 86,400.
    Days,
}

/// RefreshTokenRotationType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct RefreshTokenRotation {
    /// Whether it is on.
    pub feature: Feature,
    /// How long the old refresh token still works, in seconds, 0 to 60.
    #[serde(default)]
    pub retry_grace_period_seconds: u64,
}

/// FeatureType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Feature {
    /// On.
    Enabled,
    /// Off.
    Disabled,
}

impl TimeUnit {
    pub(super) fn seconds(self) -> u64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => MINUTE,
            Self::Hours => HOUR,
            Self::Days => DAY,
        }
    }
}

impl Default for TokenValidityUnits {
    fn default() -> Self {
        Self { access_token: TimeUnit::Hours, id_token: TimeUnit::Hours, refresh_token: TimeUnit::Days }
    }
}
