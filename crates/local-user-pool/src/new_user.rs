//! Users who exist from the start.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use crate::vocabulary::{MfaFactor, UserStatus};

/// A user to begin with.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewUser {
    /// The email, which counts as verified. Optional in pools whose users sign in with something else.
    pub email: String,
    /// In plain text; the pool stores only salt and verifier. Empty for a user without a password.
    pub password: String,
    /// The user name, if it should not be a random UUID.
    pub username: Option<String>,
    /// The phone number, "+12025550123", which counts as verified.
    pub phone_number: Option<String>,
    /// CONFIRMED by default. With FORCE_CHANGE_PASSWORD, the password is a temporary one.
    pub status: UserStatus,
    /// The second factors that are set up.
    pub mfa: Vec<MfaFactor>,
    /// The preferred second factor.
    pub preferred_mfa: Option<MfaFactor>,
    /// The authenticator app's key, base32.
    pub totp_secret: Option<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// More attributes, by their names in the API.
    pub attributes: BTreeMap<String, String>,
}

impl NewUser {
    /// A confirmed user.
    pub fn new(email: impl Into<String>, password: impl Into<String>) -> Self {
        Self { email: email.into(), password: password.into(), ..Self::default() }
    }

    /// What to sign in with, and how to call the user in a sentence.
    pub fn name(&self) -> &str {
        [self.username.as_deref().unwrap_or_default(), &self.email, self.phone_number.as_deref().unwrap_or_default()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("name", &self.name()).finish_non_exhaustive()
    }
}
