//! What people read about the security of their account.

use cognito_client::{
    Error, ErrorCode,
    refusal::{Misconfiguration, Refusal},
};

pub use super::sentences::{
    account::{
        passkeys::{
            ADDED as PASSKEY_ADDED, CREATED as PASSKEY_CREATED, DELETE as DELETE_PASSKEY,
            DELETE_INTRO as DELETE_PASSKEY_INTRO, INTRO as PASSKEYS_INTRO, NONE as NO_PASSKEYS,
            NONE_HERE as NO_PASSKEYS_HERE, ON_DEVICE, SECURITY_KEY, UNNAMED as UNNAMED_PASSKEY, USED as PASSKEY_USED,
            delete_named as delete_passkey_named,
        },
        password::{
            CHANGED as PASSWORD_CHANGED, CURRENT as CURRENT_PASSWORD, END_OTHERS, ENDS_THIS_TOO,
            INTRO as PASSWORD_INTRO, IS_SET as PASSWORD_SET, NONE_INTRO as NO_PASSWORD_INTRO, SET as SET_PASSWORD,
        },
        security::{REAUTHENTICATE_INTRO, REAUTHENTICATE_TITLE},
        two_step::{
            ANOTHER_APP, GO_TO_PROFILE, INTRO as TWO_STEP_INTRO, ON, PASSKEY as PASSKEY_FACTOR,
            PASSKEY_HINT as PASSKEY_FACTOR_HINT, PREFER, PREFERRED, TURN_OFF, TURN_OFF_INTRO, TURN_ON,
            TURN_ON as FINISH_APP, VERIFY_EMAIL_FIRST, VERIFY_PHONE_FIRST, another_app_named,
            is_preferred as preferred, prefer_named, turn_off_named, turn_off_title, turn_on_named, turned_off,
            turned_on,
        },
    },
    sign_in::welcome::{ADD_PASSKEY, NO_PASSKEY_OFFER, PASSKEY_OFFER},
};
use super::{
    Screen,
    account::as_number,
    isolated, refusal,
    sentences::{
        account::{self, passkeys, password, security, two_step},
        shared, sign_in,
    },
    sign_in_refusal,
};
use crate::{language::Sentence, platform::passkey::PasskeyError, strength::Strength};

pub fn reauthenticate_intro(name: &str) -> Sentence {
    security::reauthenticate_password_intro(isolated(name))
}

/// Why a password did not prove who somebody is.
pub fn reauthentication_refusal(error: &Error, wrong_passwords: u32) -> Sentence {
    if is_wrong_password(error) {
        return security::REAUTHENTICATE_WRONG_PASSWORD;
    }
    sign_in_refusal(error, wrong_passwords)
}

pub fn others_ended(count: usize) -> Sentence {
    if count == 0 { password::NO_OTHERS } else { account::others_ended(as_number(count)) }
}

/// Whether it was the password before that was wrong: then its field says so.
pub fn is_wrong_password(error: &Error) -> bool {
    Refusal::of(error) == Refusal::WrongCredentials
}

/// How easily a new password is guessed.
pub fn strength(strength: Strength) -> Sentence {
    match strength {
        Strength::Weak => shared::STRENGTH_WEAK,
        Strength::Fair => shared::STRENGTH_FAIR,
        Strength::Good => shared::STRENGTH_GOOD,
        Strength::Strong => shared::STRENGTH_STRONG,
    }
}

/// Why a second factor was not turned on, or off.
pub fn factor_refusal(error: &Error, turns_on: bool) -> Sentence {
    match Refusal::of(error) {
        Refusal::InvalidInput | Refusal::NotOffered | Refusal::Misconfigured(Misconfiguration::Pool) => {
            if turns_on {
                sign_in::NOT_OFFERED
            } else {
                two_step::CANNOT_BE_TURNED_OFF
            }
        }
        _ => refusal(Screen::Code, error),
    }
}

pub fn delete_passkey_title(name: &Sentence) -> Sentence {
    passkeys::delete_title(name.apart())
}

pub fn passkey_deleted(name: &Sentence) -> Sentence {
    passkeys::deleted(name.apart())
}

/// Why passkeys cannot be read or deleted.
pub fn passkeys_refusal(error: &Error) -> Sentence {
    refusal(Screen::Passkey, error)
}

/// Why the browser made no passkey.
pub fn not_made(error: PasskeyError) -> Sentence {
    match error {
        PasskeyError::Unsupported => NO_PASSKEYS_HERE,
        PasskeyError::NotGiven => passkeys::NOT_MADE,
        PasskeyError::AlreadyThere => passkeys::ALREADY_THERE,
        PasskeyError::OtherAddress => shared::passkeys::OTHER_ADDRESS,
        PasskeyError::Failed => passkeys::FAILED,
    }
}

/// Why the service did not take it.
pub fn not_registered(error: &Error) -> Sentence {
    match error.code() {
        Some(ErrorCode::WebAuthnNotEnabled | ErrorCode::FeatureUnavailableInTier | ErrorCode::OperationNotEnabled) => {
            passkeys::NOT_OFFERED
        }
        Some(
            ErrorCode::WebAuthnConfigurationMissing
            | ErrorCode::WebAuthnOriginNotAllowed
            | ErrorCode::WebAuthnRelyingPartyMismatch
            | ErrorCode::WebAuthnClientMismatch,
        ) => not_made(PasskeyError::OtherAddress),
        Some(ErrorCode::WebAuthnChallengeNotFound) => passkeys::TOOK_TOO_LONG,
        Some(ErrorCode::WebAuthnCredentialNotSupported) => passkeys::NOT_SUPPORTED,
        _ => refusal(Screen::Passkey, error),
    }
}
