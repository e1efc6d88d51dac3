//! What people read about the security of their account.

use cognito_client::{Error, ErrorCode};

use super::{is_lock_out, sign_in_refusal};

pub const CONFIRM_IDENTITY_TITLE: &str = "Confirm that it's you";
pub const CONFIRM_IDENTITY_INTRO: &str = "You signed in a while ago. Sign in again to go on.";

pub fn confirm_identity_intro(name: &str) -> String {
    format!("You signed in a while ago. To go on, enter the password of {name}.")
}

/// Why a confirmation by the password was refused.
pub fn confirmation_refusal(error: &Error, wrong_passwords: u32) -> String {
    if error.code() == Some(&ErrorCode::NotAuthorized) && !is_lock_out(error) {
        return "That isn't your password. Try again.".to_owned();
    }
    sign_in_refusal(error, wrong_passwords)
}
