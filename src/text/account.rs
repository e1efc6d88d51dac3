//! The sentences of the account area.

pub use super::sentences::account::{
    HOME, NAVIGATION,
    delete::{
        INTRO as DELETE_ACCOUNT_INTRO, OPEN as DELETE_ACCOUNT, PHRASE as DELETE, SUBMIT as DELETE_FOR_GOOD,
        TITLE as DELETE_ACCOUNT_TITLE,
    },
    details::TITLE as SESSION_DETAILS_TITLE,
    devices::TITLE as DEVICES_TITLE,
    passkeys::TITLE as PASSKEYS_TITLE,
    password::TITLE as PASSWORD_TITLE,
    profile::{DETAILS_TITLE, INTRO as PROFILE_INTRO, TITLE as PROFILE_TITLE},
    security::{INTRO as SECURITY_INTRO, TITLE as SECURITY_TITLE},
    sessions::TITLE as SESSIONS_TITLE,
    two_step::TITLE as TWO_STEP_TITLE,
};
use super::{isolated, sentences::account};
use crate::language::Sentence;

pub fn type_to_delete(phrase: &str) -> Sentence {
    account::delete::type_to_delete(isolated(phrase))
}

/// An entry of a list by its name; `place` is which of how many of that name.
pub fn named(name: &Sentence, place: Option<(usize, usize)>) -> Sentence {
    match place {
        None => name.clone(),
        Some((place, count)) => account::namesake(as_number(count), name.clone(), as_number(place)),
    }
}

pub(super) fn as_number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
