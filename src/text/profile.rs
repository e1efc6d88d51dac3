//! What people see and change of themselves.

use cognito_client::{Error, refusal::Refusal};

pub use super::sentences::account::profile::{
    ADD, ADD_LABEL, EDIT, LATER, NOT_VERIFIED, READ_ONLY, REMOVE, VERIFIED, VERIFY,
};
pub use super::sentences::shared::{CONFIRM, SAVE};
use super::{
    Screen, attribute, isolated,
    refusal::sentence,
    sentences::{account::profile, shared},
};
use crate::{forms::AttributeKind, language::Sentence};

/// What helps to fill in a field of that kind.
pub fn hint(kind: AttributeKind) -> Option<Sentence> {
    use shared::attributes as label;
    match kind {
        AttributeKind::Telnum => Some(label::PHONE_NUMBER_HINT),
        AttributeKind::Address => Some(label::WEB_ADDRESS_HINT),
        AttributeKind::Language => Some(label::LOCALE_HINT),
        AttributeKind::TimeZone => Some(label::ZONEINFO_HINT),
        AttributeKind::Email => Some(label::EMAIL_HINT),
        _ => None,
    }
}

/// Buttons' names among several that do the same to others.
pub fn edit_named(name: &str) -> Sentence {
    profile::edit_named(label(name))
}

pub fn remove_named(name: &str) -> Sentence {
    profile::remove_named(label(name))
}

pub fn verify_named(name: &str) -> Sentence {
    profile::verify_named(label(name))
}

pub fn label(name: &str) -> Sentence {
    match name {
        "sub" => shared::ACCOUNT_ID,
        "identities" => shared::LINKED_SIGN_INS,
        name => attribute(name),
    }
}

pub fn saved(name: &str) -> Sentence {
    profile::saved(label(name))
}

pub fn removed(name: &str) -> Sentence {
    profile::removed(label(name))
}

pub fn verified(name: &str) -> Sentence {
    profile::is_verified(label(name))
}

pub fn code_sent(destination: Option<&str>) -> Sentence {
    match destination {
        Some(destination) => profile::code_sent_to(isolated(destination)),
        None => profile::CODE_SENT,
    }
}

/// Why an attribute was not changed. None if it cannot be changed here at all.
pub fn problem(name: &str, error: &Error) -> Option<Sentence> {
    Some(match Refusal::of(error) {
        Refusal::ReadOnlyAttribute => return None,
        Refusal::RequiredAttribute => profile::REQUIRED,
        Refusal::InvalidInput => profile::NOT_ACCEPTED,
        Refusal::AliasExists | Refusal::UserExists => profile::alias_exists(label(name)),
        Refusal::CodeNotSent => profile::CODE_NOT_SENT,
        other => sentence(Screen::Verify, &other),
    })
}

/// Why a code was refused.
pub fn code_problem(name: &str, error: &Error) -> Sentence {
    match Refusal::of(error) {
        Refusal::AliasExists => profile::alias_exists(label(name)),
        other => sentence(Screen::Verify, &other),
    }
}

pub fn cannot_be_changed(name: &str) -> Sentence {
    profile::cannot_be_changed(label(name))
}
