//! What people read where the form follows the pool.

use super::{CONFIRM_INTRO_UNKNOWN, CONFIRM_TITLE, EMAIL, FORGOT_INTRO, NO_CODE_LOOK, TELNUM, isolated};
use crate::forms::{Identifiers, Problem};

pub const USERNAME: &str = "Username";

/// The label of the field that asks who somebody is.
pub const fn identifier(accepted: Identifiers) -> &'static str {
    match (accepted.email, accepted.telnum, accepted.username) {
        (true, false, false) => EMAIL,
        (false, true, false) => TELNUM,
        (true, true, false) => "Email or phone number",
        (true, false, true) => "Email or username",
        (false, true, true) => "Phone number or username",
        (true, true, true) => "Email, phone number or username",
        (false, false, _) => USERNAME,
    }
}

/// The message under a field for a user name, or for whichever of several names.
pub const fn identifier_problem(problem: Problem) -> &'static str {
    match problem {
        Problem::Required => "Fill this in.",
        Problem::NoCountryCode => "Start with + and the country code, as in +1 202 555 0123.",
        Problem::Impossible => "That number can't be right. Check the country code and the digits.",
        _ => "This doesn't look right.",
    }
}

pub const CLOSED_TITLE: &str = "Sign-up is by invitation";
pub const CLOSED_INTRO: &str =
    "New accounts are made by the owner of this app. If you have an invitation, sign in with the password in it.";

pub const fn forgot_intro(accepted: Identifiers) -> &'static str {
    match (accepted.email, accepted.telnum, accepted.username) {
        (true, false, false) => FORGOT_INTRO,
        (false, true, false) => "Enter your phone number, and we'll send you a code.",
        (true, true, false) => "Enter your email or phone number, and we'll send you a code.",
        _ => "Tell us who you are, and we'll send you a code.",
    }
}

pub const fn no_code_look(accepted: Identifiers) -> &'static str {
    if accepted.telnum || accepted.username {
        "Check your text messages and your spam folder, and what you entered."
    } else {
        NO_CODE_LOOK
    }
}

/// The title of the page that confirms an account. `is_by_text_message` is where the code went, if that is known.
pub const fn confirm_title(is_by_text_message: Option<bool>) -> &'static str {
    match is_by_text_message {
        Some(false) => CONFIRM_TITLE,
        Some(true) => "Confirm your phone number",
        None => "Confirm your account",
    }
}

pub const fn confirm_intro_unknown(accepted: Identifiers) -> &'static str {
    match (accepted.email, accepted.telnum, accepted.username) {
        (true, false, false) => CONFIRM_INTRO_UNKNOWN,
        (false, true, false) => "Enter your phone number and the 6-digit code we sent to it.",
        _ => "Tell us who you are, and enter the 6-digit code we sent you.",
    }
}

pub fn confirm_by_link_intro(destination: &str) -> String {
    format!("Open the link that we sent to {}. Then sign in.", isolated(destination))
}

pub const NO_CODE_AT_ALL: &str = "No message? We send none if you have an account already, or have confirmed it.";
