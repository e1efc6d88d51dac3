//! A user: status, attributes, and the verifier that stands for the password.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::Code;
use crate::{config::PasswordPolicy, error::ServiceError, srp::Credentials};

/// UserStatusType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    Unconfirmed,
    Confirmed,
    ResetRequired,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct User {
    /// The real user name, a UUID; equals `sub`.
    pub(crate) username: String,
    pub(crate) status: Status,
    pub(crate) enabled: bool,
    pub(crate) credentials: Credentials,
    /// By wire name, without `sub`.
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) sign_up_code: Option<Code>,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
}

impl Status {
    /// UserStatusType's own spelling.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ResetRequired => "RESET_REQUIRED",
        }
    }
}

impl User {
    pub(crate) fn email(&self) -> &str {
        self.attributes.get("email").map_or("", String::as_str)
    }

    /// Whether `name` means this user: the user name itself, or the e-mail address in any case.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.username == name || (!name.is_empty() && self.email().to_lowercase() == name.to_lowercase())
    }

    /// Whether tokens may be issued after the right proof.
    pub(crate) fn may_sign_in(&self) -> Result<(), ServiceError> {
        if !self.enabled {
            return Err(ServiceError::not_authorized("User is disabled."));
        }
        match self.status {
            Status::Confirmed => Ok(()),
            Status::Unconfirmed => Err(ServiceError::new("UserNotConfirmedException", "User is not confirmed.")),
            Status::ResetRequired => {
                Err(ServiceError::new("PasswordResetRequiredException", "Password reset required for the user"))
            }
        }
    }
}

/// Cognito's special characters
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html>). A blank counts too:
/// the request's own pattern keeps it from either end.
const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

impl PasswordPolicy {
    /// # Errors
    /// InvalidPasswordException with the first rule that is broken.
    pub(crate) fn check(&self, password: &str) -> Result<(), ServiceError> {
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        let rules = [
            (password.chars().count() >= self.minimum_length, "Password not long enough"),
            (!self.require_uppercase || has(|c| c.is_ascii_uppercase()), "Password must have uppercase characters"),
            (!self.require_lowercase || has(|c| c.is_ascii_lowercase()), "Password must have lowercase characters"),
            (!self.require_numbers || has(|c| c.is_ascii_digit()), "Password must have numeric characters"),
            (!self.require_symbols || has(|c| SYMBOLS.contains(c)), "Password must have symbol characters"),
        ];
        match rules.iter().find(|(kept, _)| !kept) {
            None => Ok(()),
            Some((_, broken)) => Err(ServiceError::new(
                "InvalidPasswordException",
                format!("Password did not conform with policy: {broken}"),
            )),
        }
    }
}

/// Whether Cognito takes `text` for an e-mail address: one @, no blanks, a domain whose labels are not empty.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label_fits = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let letters_fit =
        |part: &str| part.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"@<>()[],;:\\\"".contains(c));
    (1..=64).contains(&local.chars().count())
        && letters_fit(local)
        && letters_fit(domain)
        && domain.split('.').all(label_fits)
}

/// "j***@e***": what CodeDeliveryDetails shows of an address.
pub(crate) fn masked(email: &str) -> String {
    let first = |part: &str| part.chars().next().map_or_else(String::new, String::from);
    match email.split_once('@') {
        Some((local, domain)) => format!("{}***@{}***", first(local), first(domain)),
        None => "***".to_owned(),
    }
}
