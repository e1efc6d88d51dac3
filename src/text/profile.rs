//! What people see and change of themselves.

use cognito_client::{Error, refusal::Refusal};

pub use super::sentences::account::profile::{
    ADD, ADD_LABEL, EDIT, LATER, NOT_VERIFIED, READ_ONLY, REMOVE, VERIFIED, VERIFY, edit_named,
    is_verified as verified, remove_named, removed, saved, verify_named,
};
pub use super::sentences::shared::{CONFIRM, SAVE};
use super::{
    Screen, attribute, isolated,
    refusal::sentence,
    sentences::{
        account::{details, profile},
        shared,
    },
};
use crate::{forms::AttributeKind, language::Sentence};

/// What helps to fill in a field of that kind. Telephone numbers that `are_of_country` the owner names need no code.
pub fn hint(kind: AttributeKind, are_of_country: bool) -> Option<Sentence> {
    use shared::attributes as label;
    match kind {
        AttributeKind::Telnum => (!are_of_country).then_some(label::PHONE_NUMBER_HINT),
        AttributeKind::Address => Some(label::WEB_ADDRESS_HINT),
        AttributeKind::Language => Some(label::LOCALE_HINT),
        AttributeKind::TimeZone => Some(label::ZONEINFO_HINT),
        AttributeKind::Email => Some(label::EMAIL_HINT),
        _ => None,
    }
}

pub fn label(name: &str) -> Sentence {
    match name {
        "sub" => shared::ACCOUNT_ID,
        "identities" => shared::LINKED_SIGN_INS,
        name => attribute(name),
    }
}

/// What a box that is ticked or not says, as it is stored.
pub fn yes_or_no(value: &str) -> Option<Sentence> {
    match value {
        "true" => Some(details::YES),
        "false" => Some(details::NO),
        _ => None,
    }
}

pub fn code_sent(destination: Option<&str>) -> Sentence {
    match destination {
        Some(destination) => profile::code_sent_to(isolated(destination)),
        None => profile::CODE_SENT,
    }
}

/// Why an attribute was not changed. None if it cannot be changed here at all.
pub fn problem(label: Sentence, error: &Error) -> Option<Sentence> {
    Some(match Refusal::of(error) {
        Refusal::ReadOnlyAttribute => return None,
        Refusal::RequiredAttribute => profile::REQUIRED,
        Refusal::InvalidInput => profile::NOT_ACCEPTED,
        Refusal::AliasExists | Refusal::UserExists => profile::alias_exists(label),
        Refusal::CodeNotSent => profile::CODE_NOT_SENT,
        other => sentence(Screen::Verify, &other),
    })
}

/// Why a code was refused.
pub fn code_problem(label: Sentence, error: &Error) -> Sentence {
    match Refusal::of(error) {
        Refusal::AliasExists => profile::alias_exists(label),
        other => sentence(Screen::Verify, &other),
    }
}

pub fn cannot_be_changed(label: Sentence) -> Sentence {
    profile::cannot_be_changed(label)
}
