//! Why something was refused.

use cognito_client::{
    Error,
    refusal::{Misconfiguration, PasswordRule, Refusal},
};

use super::{NO_RANDOM_BYTES, isolated};
use crate::platform::passkey::PasskeyError;

/// Which action was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    SignIn,
    SignUp,
    Confirm,
    Resend,
    /// A code for an address or number of who is signed in.
    Verify,
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
pub(super) const MISCONFIGURED: &str =
    "This app isn't set up for its user pool. Please tell its owner: this browser's console says what is wrong.";
const UNEXPECTED: &str = "Something went wrong. Please try again.";
const NO_MATCH: &str = "That e-mail and password don't match.";
const NOT_OFFERED: &str = "This app doesn't offer this, or not to your account.";
/// One sentence for whatever may tell whether there is an account, and what has become of it.
const NO_SUCH_CODE: &str = "That code isn't right, or no longer works. Check it, or ask for a new one.";
const WRONG_CODE: &str = "That code isn't right. Check it and try again.";
const SESSION_OVER: &str = "Your sign-in has ended. Please sign in again.";

/// The one sentence for a refusal. Unknown user and wrong password read the same.
#[inline(never)]
pub fn refusal(screen: Screen, error: &Error) -> String {
    if matches!(error, Error::NoRandomBytes) {
        NO_RANDOM_BYTES.to_owned()
    } else {
        sentence(screen, &Refusal::of(error))
    }
}

pub(super) fn sentence(screen: Screen, refusal: &Refusal) -> String {
    match refusal {
        Refusal::ByOwner(words) => by_owner(words),
        refusal => fixed(screen, refusal).to_owned(),
    }
}

/// The words of a trigger, as the owner's.
fn by_owner(words: &str) -> String {
    format!("The owner of this app says: “{}”", isolated(words))
}

fn fixed(screen: Screen, refusal: &Refusal) -> &'static str {
    use Refusal as R;
    use Screen::{
        Code, Confirm, ForgotPassword, NewPassword, Passkey, Resend, ResetPassword, SetUpEmail, SignIn, SignUp, Verify,
    };
    match (screen, refusal) {
        (_, R::Unreachable) => OFFLINE,
        (_, R::TimedOut) => TIMED_OUT,
        (_, R::Unavailable) => UNAVAILABLE,
        (_, R::Throttled | R::LockedOut | R::TooManyMessages) => TOO_MANY,
        (_, R::Firewalled) => "The service refused this request. Please try again later.",
        (_, R::Misconfigured(Misconfiguration::Trigger)) => {
            "A part of this app that its owner runs has failed. Try again in a moment. If it goes on, please tell the owner."
        }
        (Confirm | Resend | SignUp | ForgotPassword | Verify, R::Misconfigured(Misconfiguration::Messages)) => {
            "This app can't send messages right now. Please tell its owner, and try again later."
        }
        (Passkey, R::Misconfigured(Misconfiguration::Passkeys)) => no_passkey(PasskeyError::OtherAddress),
        (_, R::Misconfigured(_)) => MISCONFIGURED,
        (_, R::WeakPassword(rule)) => weak_password(*rule),
        (_, R::UsedPassword) => "You've used this password before. Choose another.",

        (ResetPassword | Confirm, R::WrongCode | R::ExpiredCode | R::UnknownUser | R::AlreadyConfirmed) => NO_SUCH_CODE,
        (ResetPassword | Confirm, R::Disabled | R::NotConfirmed | R::NothingToReset | R::NowhereToSend) => NO_SUCH_CODE,
        (_, R::WrongCode) => WRONG_CODE,
        (Code, R::ExpiredCode) => "That code no longer works. Use a newer one, or start again.",
        (_, R::ExpiredCode) => "That code no longer works. Ask for a new one.",
        (Confirm | ResetPassword | Verify, R::TooManyTries) => {
            "Too many wrong codes. Ask for a new one, or try again later."
        }
        (_, R::TooManyTries) => TOO_MANY,
        (_, R::CodeNotSent) => "We couldn't send the e-mail. Check the address and try again.",

        (SignIn, R::WrongCredentials | R::UnknownUser) => NO_MATCH,
        (_, R::TemporaryPasswordExpired) => {
            "Your temporary password has expired. Please ask the owner of this app for a new invitation."
        }
        (_, R::Disabled) => "This account is disabled. Please ask the owner of this app.",
        (_, R::Risky) => {
            "This was stopped to keep the account safe. Try again later, or from where you usually sign in. You can also reset your password."
        }
        (_, R::ResetRequired) => {
            "Your password has to be changed first. Sign out, and choose “Forgot your password?” where you sign in."
        }
        (_, R::NotConfirmed) => "Your email isn't confirmed yet. Sign in again to confirm it.",
        (SignUp | Confirm | Resend | ForgotPassword | ResetPassword, R::SessionOver) => UNEXPECTED,
        (_, R::ChallengeOver) => "That took too long. Please start again.",
        (_, R::SessionOver) => SESSION_OVER,

        (_, R::SignUpClosed) => "New accounts are made by the owner of this app.",
        (SignUp, R::UserExists) => super::fields::USERNAME_TAKEN,
        (_, R::AliasExists) => "Another account already uses this e-mail.",
        (ForgotPassword, R::ResetByAdministrator) => {
            "Passwords are reset by the owner of this app. Please ask them for a new one."
        }

        (SetUpEmail, R::InvalidInput) => "This e-mail isn't accepted. Check it, or use another.",
        (SignUp | NewPassword, R::InvalidInput | R::RequiredAttribute | R::ReadOnlyAttribute) => {
            "Something here isn't accepted. Please check each field."
        }
        (ForgotPassword | Resend, R::InvalidInput) => "This email isn't accepted. Please check it.",
        (Passkey, R::TooMany) => "You have as many passkeys as there may be. Delete one first.",
        (_, R::NotOffered) => NOT_OFFERED,
        _ => UNEXPECTED,
    }
}

/// Why a sign-in did not begin, and whether it was for the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSignedIn {
    pub sentence: String,
    pub is_of_password: bool,
}

/// What to tell of a sign-in that did not begin.
pub fn not_signed_in(error: &Error, wrong_passwords: u32) -> NotSignedIn {
    let is_of_password = Refusal::of(error).is_of_password();
    NotSignedIn { sentence: sign_in_refusal(error, wrong_passwords), is_of_password }
}

/// A part of the app was not fetched.
pub fn out_of_reach() -> NotSignedIn {
    NotSignedIn { sentence: OFFLINE.to_owned(), is_of_password: false }
}

/// After the fifth wrong password Cognito makes a person wait for a second, and twice as long after each one more, up to about
/// 15 minutes
/// ([Lockout behavior](https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html)).
/// `wrong_passwords` are those that were counted here; there may have been more.
pub fn sign_in_refusal(error: &Error, wrong_passwords: u32) -> String {
    if wrong_passwords < FREE_TRIES || Refusal::of(error) != Refusal::LockedOut {
        return refusal(Screen::SignIn, error);
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

/// The rule that is broken; the pool may be stricter than the default.
const fn weak_password(rule: PasswordRule) -> &'static str {
    match rule {
        PasswordRule::Length => "The password is too short. Use more characters.",
        PasswordRule::Uppercase => "The password needs an upper-case letter.",
        PasswordRule::Lowercase => "The password needs a lower-case letter.",
        PasswordRule::Number => "The password needs a number.",
        PasswordRule::Symbol => "The password needs a symbol.",
        PasswordRule::Leaked => "This password is known from a data leak. Choose another.",
        _ => "Choose another password.",
    }
}
