//! What people read where the form follows the pool.

use super::sentences::{first_visit, first_visit::identifier as of_name, sign_up, sign_up::confirm, sign_up::forgot};
pub use super::sentences::{
    first_visit::identifier::USERNAME,
    shared::{CHOOSE, optional, problems::NOT_TICKED},
    sign_up::{
        CLOSED_INTRO, CLOSED_TITLE, NO_RANDOM_NAME, REPEAT_PASSWORD,
        confirm::{NO_MESSAGE, RESEND_LINK, RESENT_LINK},
        consent::{INTRO as CONSENT_INTRO, TITLE as CONSENT_TITLE},
    },
};
use crate::{forms::Identifiers, language::Sentence, settings::Settings};

/// The label of the field that asks who somebody is, in the owner's words if they have any.
pub fn sign_in_name(settings: &Settings) -> Sentence {
    settings.username_label().map_or_else(|| identifier(settings.known_identifiers()), Sentence::from)
}

/// The same in the app's words.
pub const fn identifier(accepted: Identifiers) -> Sentence {
    match (accepted.email, accepted.telnum, accepted.username) {
        (true, false, false) => first_visit::EMAIL,
        (false, true, false) => of_name::PHONE_NUMBER,
        (true, true, false) => of_name::EMAIL_OR_PHONE_NUMBER,
        (true, false, true) => of_name::EMAIL_OR_USERNAME,
        (false, true, true) => of_name::PHONE_NUMBER_OR_USERNAME,
        (true, true, true) => of_name::ANY,
        (false, false, _) => of_name::USERNAME,
    }
}

pub const fn forgot_intro(accepted: Identifiers) -> Sentence {
    match (accepted.email, accepted.telnum, accepted.username) {
        (true, false, false) => forgot::INTRO,
        (false, true, false) => forgot::INTRO_PHONE_NUMBER,
        (true, true, false) => forgot::INTRO_EMAIL_OR_PHONE_NUMBER,
        _ => forgot::INTRO_ANY,
    }
}

pub const fn no_code_look(accepted: Identifiers) -> Sentence {
    if accepted.telnum || accepted.username { forgot::NO_CODE_LOOK_ANY } else { forgot::NO_CODE_LOOK }
}

/// The title of the page that confirms an account. `is_by_text_message` is where the code went, if that is known.
pub const fn confirm_title(is_by_text_message: Option<bool>) -> Sentence {
    match is_by_text_message {
        Some(false) => confirm::TITLE,
        Some(true) => confirm::TITLE_PHONE_NUMBER,
        None => confirm::TITLE_ACCOUNT,
    }
}

pub const fn confirm_intro_unknown(accepted: Identifiers) -> Sentence {
    match (accepted.email, accepted.telnum, accepted.username) {
        (true, false, false) => confirm::INTRO_UNKNOWN,
        (false, true, false) => confirm::INTRO_UNKNOWN_PHONE_NUMBER,
        _ => confirm::INTRO_UNKNOWN_ANY,
    }
}

pub fn confirm_by_link_intro(destination: &str) -> Sentence {
    confirm::intro_link(super::isolated(destination))
}

/// What is said above the form, of what comes after it.
pub const fn sign_up_intro(code_by: Option<bool>) -> Sentence {
    match code_by {
        Some(false) => sign_up::INTRO,
        Some(true) => sign_up::INTRO_TEXT_MESSAGE,
        None => sign_up::INTRO_NO_CODE,
    }
}
