//! Why something was refused.

use cognito_client::{Error, ErrorCode};

use super::NO_RANDOM_BYTES;
use crate::platform::passkey::PasskeyError;

/// Which action was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    SignIn,
    SignUp,
    Confirm,
    Resend,
    SignOutEverywhere,
    Welcome,
    /// A code that proves a factor, of an app that is being set up too.
    Code,
    /// A choice among several ways.
    Choose,
    SetUpEmail,
    NewPassword,
    Custom,
    Passkey,
    RememberDevice,
    /// Remembered devices, and sessions.
    Devices,
    Sessions,
    ForgotPassword,
    ResetPassword,
}

const OFFLINE: &str = "We can't reach the service. Check your connection and try again.";
const TIMED_OUT: &str = "The service didn't answer in time. Please try again.";
pub(super) const UNAVAILABLE: &str = "The service has a problem right now. Please try again in a moment.";
const TOO_MANY: &str = "That was too often. Wait a few minutes and try again.";
pub(super) const MISCONFIGURED: &str = "This app isn't set up for its user pool. Please tell its owner.";
const UNEXPECTED: &str = "Something went wrong. Please try again.";
const NO_MATCH: &str = "That e-mail and password don't match.";

/// The one sentence for a refusal. Unknown user and wrong password read the same.
#[inline(never)]
pub fn refusal(screen: Screen, error: &Error) -> String {
    refusal_sentence(screen, error).to_owned()
}

/// Inlined, so that the first page carries its own sentences and not those of every screen.
#[inline(always)]
fn refusal_sentence(screen: Screen, error: &Error) -> &'static str {
    use Screen::{Code, Confirm, ForgotPassword, NewPassword, Resend, ResetPassword, SetUpEmail, SignIn, SignUp};
    let (code, message) = match error {
        Error::Transport(cognito_client::transport::TransportError::TimedOut) => return TIMED_OUT,
        Error::Transport(_) => return OFFLINE,
        Error::Protocol(_) | Error::Srp(_) => return UNAVAILABLE,
        Error::Service { code, message, .. } => (code, message.as_str()),
        Error::NoRandomBytes => return NO_RANDOM_BYTES,
        _ => return UNEXPECTED,
    };
    match (screen, code) {
        _ if is_lock_out(error) => TOO_MANY,
        (SignIn, ErrorCode::NotAuthorized) if message.contains("disabled") => {
            "This account is turned off. Please ask its owner."
        }
        (SignIn, ErrorCode::NotAuthorized | ErrorCode::UserNotFound) => NO_MATCH,
        (SignUp, ErrorCode::UsernameExists) => "There is already an account with this e-mail. Sign in instead.",
        (SignUp | NewPassword | ResetPassword, ErrorCode::InvalidPassword) => weak_password(message),
        (NewPassword | ResetPassword, ErrorCode::PasswordHistoryPolicyViolation) => {
            "You've used this password before. Choose another."
        }
        (SetUpEmail, ErrorCode::InvalidParameter) => "This e-mail isn't accepted. Check it, or use another.",
        (SignUp | NewPassword, ErrorCode::InvalidParameter) => {
            "Something here isn't accepted. Please check each field."
        }
        (SignUp, ErrorCode::NotAuthorized) => "New accounts are made by the owner of this app.",
        (SignUp, ErrorCode::UserLambdaValidation) => "This account can't be made. Please ask the owner of this app.",
        (Code, ErrorCode::ExpiredCode) => "That code no longer works. Use a newer one, or start again.",
        (ForgotPassword, ErrorCode::UserNotFound) => "We can't find an account with this e-mail. Please check it.",
        (ForgotPassword, ErrorCode::InvalidParameter | ErrorCode::NotAuthorized) => {
            "The password of this account can't be reset here. Please ask the owner of this app."
        }
        (Confirm | Code | ResetPassword, ErrorCode::CodeMismatch | ErrorCode::EnableSoftwareTokenMfa) => {
            "That code isn't right. Check it and try again."
        }
        (Confirm | ResetPassword, ErrorCode::ExpiredCode) => "That code no longer works. Ask for a new one.",
        (Confirm | SetUpEmail, ErrorCode::AliasExists) => "Another account already uses this e-mail.",
        (Confirm | ResetPassword, ErrorCode::LimitExceeded | ErrorCode::TooManyFailedAttempts) => {
            "Too many wrong codes. Ask for a new one, or try again later."
        }
        (Confirm | Resend, ErrorCode::NotAuthorized | ErrorCode::InvalidParameter) => {
            "This e-mail is confirmed already. You can sign in."
        }
        (_, ErrorCode::CodeDeliveryFailure) => "We couldn't send the e-mail. Check the address and try again.",
        (_, ErrorCode::TooManyRequests | ErrorCode::LimitExceeded | ErrorCode::TooManyFailedAttempts) => TOO_MANY,
        (_, ErrorCode::ResourceNotFound) => MISCONFIGURED,
        (_, ErrorCode::InternalError) => UNAVAILABLE,
        (_, ErrorCode::Forbidden) => "The service refused this request. Please try again later.",
        _ => UNEXPECTED,
    }
}

/// Cognito takes no password of this user for a while, be it right or wrong.
pub(super) fn is_lock_out(error: &Error) -> bool {
    matches!(error, Error::Service { code: ErrorCode::NotAuthorized, message, .. }
        if message.starts_with("Password attempts exceeded"))
}

/// The sentence for a refused password. After the fifth wrong one Cognito makes a person wait for a second, and twice as
/// long after each one more, up to about 15 minutes
/// ([Lockout behavior](https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html)).
/// `wrong_passwords` are those that were counted here; there may have been more.
#[inline(always)]
pub fn sign_in_refusal(error: &Error, wrong_passwords: u32) -> String {
    if !is_lock_out(error) || wrong_passwords < FREE_TRIES {
        return refusal_sentence(Screen::SignIn, error).to_owned();
    }
    let seconds = 1_u32.checked_shl(wrong_passwords - FREE_TRIES).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK);
    let (amount, unit) = if seconds < 60 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
    let plural = if amount == 1 { "" } else { "s" };
    format!("Too many wrong passwords. Wait {amount} {unit}{plural} and try again.")
}

const FREE_TRIES: u32 = 5;
/// In seconds.
const LONGEST_LOCK: u32 = 900;

/// Why there is no passkey.
pub const fn no_passkey(error: PasskeyError) -> &'static str {
    match error {
        PasskeyError::Unsupported => "This browser has no passkeys. Choose another way, or use another browser.",
        PasskeyError::NotGiven => {
            "No passkey was used: you cancelled, or there is none for this account here. Try again, or choose another way."
        }
        PasskeyError::OtherAddress => "Passkeys aren't set up for this address. Please tell its owner.",
        PasskeyError::AlreadyThere | PasskeyError::Failed => {
            "The passkey didn't work. Try again, or choose another way."
        }
    }
}

/// The rule that Cognito's sentence names; the pool may be stricter than the default.
fn weak_password(message: &str) -> &'static str {
    for (part, sentence) in [
        ("not long enough", "The password is too short. Use more characters."),
        ("uppercase", "The password needs an upper-case letter."),
        ("lowercase", "The password needs a lower-case letter."),
        ("numeric", "The password needs a number."),
        ("symbol", "The password needs a symbol."),
        ("compromised", "This password is known from a data leak. Choose another."),
    ] {
        if message.contains(part) {
            return sentence;
        }
    }
    "Choose another password."
}
