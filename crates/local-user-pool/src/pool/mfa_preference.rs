//! Which second factors a user has chosen.

use serde::{Deserialize, Serialize};

use crate::vocabulary::MfaFactor;

/// What SetUserMFAPreference sets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MfaPreference {
    pub(crate) enabled: Vec<MfaFactor>,
    /// One of `enabled`.
    pub(crate) preferred: Option<MfaFactor>,
    /// Whether a passkey stands for both factors.
    #[serde(default)]
    pub(crate) passkey: bool,
}

impl MfaPreference {
    /// Enables a factor; `prefer` makes it the one that is asked for.
    pub(crate) fn enable(&mut self, factor: MfaFactor, prefer: bool) {
        if !self.enabled.contains(&factor) {
            self.enabled.push(factor);
        }
        if prefer {
            self.preferred = Some(factor);
        }
    }

    pub(crate) fn disable(&mut self, factor: MfaFactor) {
        self.enabled.retain(|&other| other != factor);
        if self.preferred == Some(factor) {
            self.preferred = None;
        }
    }
}
