//! What people read about the security of their account.

use cognito_client::{
    Error, ErrorCode,
    refusal::{Misconfiguration, Refusal},
};

use super::{Screen, isolated, refusal, sign_in_refusal};
use crate::{platform::passkey::PasskeyError, strength::Strength};

pub const REAUTHENTICATE_TITLE: &str = "Confirm that it's you";
pub const REAUTHENTICATE_INTRO: &str = "You signed in a while ago. Sign in again to go on.";

pub fn reauthenticate_intro(name: &str) -> String {
    format!("You signed in a while ago. To go on, enter the password of {}.", isolated(name))
}

/// Why a password did not prove who somebody is.
pub fn reauthentication_refusal(error: &Error, wrong_passwords: u32) -> String {
    if is_wrong_password(error) {
        return "That isn't your password. Try again.".to_owned();
    }
    sign_in_refusal(error, wrong_passwords)
}

pub const PASSWORD_INTRO: &str = "Choose one that you use nowhere else.";
pub const NO_PASSWORD_INTRO: &str = "You sign in without a password. You may set one as another way.";
pub const CURRENT_PASSWORD: &str = "Current password";
pub const SET_PASSWORD: &str = "Set password";
pub const PASSWORD_CHANGED: &str = "Your password is changed. You are still signed in wherever you were.";
pub const PASSWORD_SET: &str = "Your password is set. You can sign in with it from now on.";
pub const END_OTHERS: &str = "End all other sessions";
pub const ENDS_THIS_TOO: &str =
    "This app can't end the other sessions alone. Sign out everywhere ends this one as well; then sign in again.";

pub fn others_ended(count: usize) -> String {
    match count {
        0 => "You were signed in nowhere else.".to_owned(),
        1 => "The other session has ended.".to_owned(),
        count => format!("{count} other sessions have ended."),
    }
}

/// Whether it was the password before that was wrong: then its field says so.
pub fn is_wrong_password(error: &Error) -> bool {
    Refusal::of(error) == Refusal::WrongCredentials
}

/// How easily a new password is guessed.
pub const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Weak => "Weak: easy to guess",
        Strength::Fair => "Fair: guessed with some effort",
        Strength::Good => "Good: hard to guess",
        Strength::Strong => "Strong: very hard to guess",
    }
}

pub const TWO_STEP_INTRO: &str =
    "After the password, a code from something you have. It keeps others out who know your password.";
pub const ON: &str = "On";
pub const PREFERRED: &str = "Asked first";
pub const TURN_ON: &str = "Turn on";
pub const TURN_OFF: &str = "Turn off";
pub const PREFER: &str = "Ask first";
pub const ANOTHER_APP: &str = "Use another app";
pub const PASSKEY_FACTOR: &str = "Passkey as both steps";
pub const PASSKEY_FACTOR_HINT: &str = "Signing in with a passkey then needs no code";
pub const FINISH_APP: &str = "Turn on";
pub const VERIFY_EMAIL_FIRST: &str = "Needs a confirmed e-mail.";
pub const VERIFY_PHONE_FIRST: &str = "Needs a confirmed telephone number.";
pub const GO_TO_PROFILE: &str = "Go to your profile";

/// A button of a row, as it is spoken.
pub fn action(action: &str, what: &str) -> String {
    format!("{action}: {what}")
}

pub fn turn_off_title(what: &str) -> String {
    format!("Turn off {what}?")
}

pub const TURN_OFF_INTRO: &str = "Whoever knows your password then has one thing less to get past.";

pub fn turned_on(what: &str) -> String {
    format!("{what} is on.")
}

pub fn turned_off(what: &str) -> String {
    format!("{what} is off.")
}

pub fn preferred(what: &str) -> String {
    format!("{what} is asked first from now on.")
}

/// Why a second factor was not turned on, or off.
pub fn factor_refusal(error: &Error, turns_on: bool) -> String {
    match Refusal::of(error) {
        Refusal::InvalidInput | Refusal::NotOffered | Refusal::Misconfigured(Misconfiguration::Pool) => if turns_on {
            "This app doesn't offer this, or not to your account."
        } else {
            "It can't be turned off: this app asks everyone for a second step."
        }
        .to_owned(),
        _ => refusal(Screen::Code, error),
    }
}

pub const PASSKEYS_INTRO: &str =
    "Sign in with your face, finger, PIN or security key. Nothing to type, nothing to steal.";
pub const NO_PASSKEYS: &str = "You have no passkeys yet.";
pub const NO_PASSKEYS_HERE: &str = "This browser can't make passkeys. Use another one to add yours.";
pub const ADD_PASSKEY: &str = "Add a passkey";
pub const PASSKEY_ADDED: &str = "Your passkey is added. You can sign in with it from now on.";
pub const PASSKEY_CREATED: &str = "Added";
pub const PASSKEY_USED: &str = "Last used here";
pub const DELETE_PASSKEY: &str = "Delete";
pub const UNNAMED_PASSKEY: &str = "Passkey";
pub const ON_DEVICE: &str = "On a device or in its password manager";
pub const SECURITY_KEY: &str = "On a security key or another device";
pub const DELETE_PASSKEY_INTRO: &str =
    "You can't sign in with it any more. If your device still shows it, delete it there too.";

pub fn delete_passkey_title(name: &str) -> String {
    format!("Delete {}?", isolated(name))
}

pub fn passkey_deleted(name: &str) -> String {
    format!("{} is deleted.", isolated(name))
}

/// Why passkeys cannot be read or deleted.
pub fn passkeys_refusal(error: &Error) -> String {
    refusal(Screen::Passkey, error)
}

/// Why the browser made no passkey.
pub const fn not_made(error: PasskeyError) -> &'static str {
    match error {
        PasskeyError::Unsupported => NO_PASSKEYS_HERE,
        PasskeyError::NotGiven => "No passkey was made: you cancelled, or it took too long. Try again when you like.",
        PasskeyError::AlreadyThere => "This device has a passkey for your account already.",
        PasskeyError::OtherAddress => "Passkeys aren't set up for this address. Please tell its owner.",
        PasskeyError::Failed => "The passkey couldn't be made. Try again, or use another device.",
    }
}

/// Why the service did not take it.
pub fn not_registered(error: &Error) -> String {
    let sentence = match error.code() {
        Some(ErrorCode::WebAuthnNotEnabled | ErrorCode::FeatureUnavailableInTier | ErrorCode::OperationNotEnabled) => {
            "This app doesn't offer passkeys."
        }
        Some(
            ErrorCode::WebAuthnConfigurationMissing
            | ErrorCode::WebAuthnOriginNotAllowed
            | ErrorCode::WebAuthnRelyingPartyMismatch
            | ErrorCode::WebAuthnClientMismatch,
        ) => not_made(PasskeyError::OtherAddress),
        Some(ErrorCode::WebAuthnChallengeNotFound) => "That took too long. Please try again.",
        Some(ErrorCode::WebAuthnCredentialNotSupported) => "This kind of passkey isn't accepted. Use another device.",
        _ => return refusal(Screen::Passkey, error),
    };
    sentence.to_owned()
}

pub const PASSKEY_OFFER_TITLE: &str = "Passkey";
pub const PASSKEY_OFFER: &str = "Sign in faster next time, without a password: with a passkey on this device.";
pub const NO_PASSKEY_OFFER: &str = "Don't ask again";
