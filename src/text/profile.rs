//! What people see and change of themselves.

use cognito_client::{Error, refusal::Refusal};

use super::{Screen, attribute, isolated, refusal::sentence};
use crate::forms::AttributeKind;

pub const EDIT: &str = "Edit";
pub const REMOVE: &str = "Remove";
pub const SAVE: &str = "Save";
pub const VERIFY: &str = "Verify";
pub const VERIFIED: &str = "Verified";
pub const NOT_VERIFIED: &str = "Not verified";
pub const READ_ONLY: &str = "Can't be changed here";
pub const LATER: &str = "Later";
pub const ADD: &str = "Add";
pub const ADD_LABEL: &str = "Add a detail";
pub const CONFIRM: &str = "Confirm";
pub const ACCOUNT_ID: &str = "Account id";
pub const LINKED_SIGN_INS: &str = "Linked sign-ins";

/// What helps to fill in a field of that kind.
pub const fn hint(kind: AttributeKind) -> Option<&'static str> {
    match kind {
        AttributeKind::Telnum => Some(super::TELNUM_HINT),
        AttributeKind::Address => Some("As in https://example.com"),
        AttributeKind::Language => Some("By its code, as in en or pt-BR"),
        AttributeKind::TimeZone => Some("As in Europe/Berlin"),
        AttributeKind::Email => Some("We'll send a code to the new address."),
        _ => None,
    }
}

/// A button's name among several that do the same to others.
pub fn action(action: &str, name: &str) -> String {
    format!("{action} {}", label(name))
}

pub fn label(name: &str) -> String {
    match name {
        "sub" => ACCOUNT_ID.to_owned(),
        "identities" => LINKED_SIGN_INS.to_owned(),
        name => attribute(name),
    }
}

pub fn saved(name: &str) -> String {
    format!("{} is saved.", label(name))
}

pub fn removed(name: &str) -> String {
    format!("{} is removed.", label(name))
}

pub fn verified(name: &str) -> String {
    format!("{} is verified.", label(name))
}

pub fn code_sent(destination: Option<&str>) -> String {
    match destination {
        Some(destination) => {
            format!("Enter the code we sent to {}. Until then it isn't verified.", isolated(destination))
        }
        None => "Enter the code we sent to you. Until then it isn't verified.".to_owned(),
    }
}

/// Why an attribute was not changed. None if it cannot be changed here at all.
pub fn problem(name: &str, error: &Error) -> Option<String> {
    Some(match Refusal::of(error) {
        Refusal::ReadOnlyAttribute => return None,
        Refusal::RequiredAttribute => "Your account needs this one.".to_owned(),
        Refusal::InvalidInput => "This isn't accepted. Check it and try again.".to_owned(),
        Refusal::AliasExists | Refusal::UserExists => format!("Another account already uses this: {}.", label(name)),
        Refusal::CodeNotSent => "We couldn't send the code. Check what you entered.".to_owned(),
        other => sentence(Screen::Verify, &other),
    })
}

/// Why a code was refused.
pub fn code_problem(name: &str, error: &Error) -> String {
    match Refusal::of(error) {
        Refusal::AliasExists => format!("Another account already uses this: {}.", label(name)),
        other => sentence(Screen::Verify, &other),
    }
}

pub fn cannot_be_changed(name: &str) -> String {
    format!("{} can't be changed here. Ask the owner of this app.", label(name))
}
