//! Why something was refused.

use cognito_client::{
    Error,
    refusal::{Misconfiguration, PasswordRule, Refusal},
};

use super::{
    isolated,
    sentences::{
        first_visit,
        shared::{passkeys, refusals as shared},
        sign_in, sign_up,
    },
};
use crate::{language::Sentence, platform::passkey::PasskeyError};

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

/// The one sentence for a refusal. Unknown user and wrong password read the same.
#[inline(never)]
pub fn refusal(screen: Screen, error: &Error) -> Sentence {
    if matches!(error, Error::NoRandomBytes) { sign_in::NO_RANDOM_BYTES } else { sentence(screen, &Refusal::of(error)) }
}

pub(super) fn sentence(screen: Screen, refusal: &Refusal) -> Sentence {
    match refusal {
        // The words of a trigger, as the owner's.
        Refusal::ByOwner(words) => sign_in::by_owner(isolated(words)),
        refusal => fixed(screen, refusal),
    }
}

fn fixed(screen: Screen, refusal: &Refusal) -> Sentence {
    use Refusal as R;
    use Screen::{
        Code, Confirm, ForgotPassword, NewPassword, Passkey, Resend, ResetPassword, SetUpEmail, SignIn, SignUp, Verify,
    };
    match (screen, refusal) {
        (_, R::Unreachable) => first_visit::OFFLINE,
        (_, R::TimedOut) => sign_in::TIMED_OUT,
        (_, R::Unavailable) => sign_in::UNAVAILABLE,
        (_, R::Throttled | R::LockedOut | R::TooManyMessages) => sign_in::TOO_MANY,
        (_, R::Firewalled) => sign_in::FIREWALLED,
        (_, R::Misconfigured(Misconfiguration::Trigger)) => sign_in::TRIGGER_FAILED,
        (Confirm | Resend | SignUp | ForgotPassword | Verify, R::Misconfigured(Misconfiguration::Messages)) => {
            shared::MESSAGES_FAILED
        }
        (Passkey, R::Misconfigured(Misconfiguration::Passkeys)) => no_passkey(PasskeyError::OtherAddress),
        (_, R::Misconfigured(_)) => sign_in::MISCONFIGURED,
        (_, R::WeakPassword(rule)) => weak_password(*rule),
        (_, R::UsedPassword) => shared::USED_PASSWORD,

        (ResetPassword | Confirm, R::WrongCode | R::ExpiredCode | R::UnknownUser | R::AlreadyConfirmed)
        | (ResetPassword | Confirm, R::Disabled | R::NotConfirmed | R::NothingToReset | R::NowhereToSend) => {
            shared::NO_SUCH_CODE
        }
        (_, R::WrongCode) => shared::WRONG_CODE,
        (Code, R::ExpiredCode) => shared::EXPIRED_CODE_START_OVER,
        (_, R::ExpiredCode) => shared::EXPIRED_CODE,
        (Confirm | ResetPassword | Verify, R::TooManyTries) => shared::TOO_MANY_CODES,
        (_, R::TooManyTries) => sign_in::TOO_MANY,
        (_, R::CodeNotSent) => shared::CODE_NOT_SENT,

        (SignIn, R::WrongCredentials | R::UnknownUser) => sign_in::NO_MATCH,
        (_, R::TemporaryPasswordExpired) => sign_in::TEMPORARY_PASSWORD_EXPIRED,
        (_, R::Disabled) => sign_in::DISABLED,
        (_, R::Risky) => sign_in::RISKY,
        (_, R::ResetRequired) => sign_in::RESET_REQUIRED,
        (_, R::NotConfirmed) => sign_in::NOT_CONFIRMED,
        (SignUp | Confirm | Resend | ForgotPassword | ResetPassword, R::SessionOver) => sign_in::UNEXPECTED,
        (_, R::ChallengeOver) => sign_in::CHALLENGE_OVER,
        (_, R::SessionOver) => sign_in::SESSION_OVER,

        (_, R::SignUpClosed) => shared::SIGN_UP_CLOSED,
        (SignUp, R::UserExists) => sign_up::USERNAME_TAKEN,
        (_, R::AliasExists) => shared::ALIAS_EXISTS,
        (ForgotPassword, R::ResetByAdministrator) => shared::RESET_BY_ADMINISTRATOR,

        (SetUpEmail, R::InvalidInput) => shared::EMAIL_NOT_ACCEPTED_USE_ANOTHER,
        (SignUp | NewPassword, R::InvalidInput | R::RequiredAttribute | R::ReadOnlyAttribute) => {
            shared::FIELD_NOT_ACCEPTED
        }
        (ForgotPassword | Resend, R::InvalidInput) => shared::EMAIL_NOT_ACCEPTED,
        (Passkey, R::TooMany) => shared::TOO_MANY_PASSKEYS,
        (_, R::NotOffered) => sign_in::NOT_OFFERED,
        _ => sign_in::UNEXPECTED,
    }
}

/// Why a sign-in did not begin, and whether it was for the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSignedIn {
    pub sentence: Sentence,
    pub is_of_password: bool,
}

/// What to tell of a sign-in that did not begin.
pub fn not_signed_in(error: &Error, wrong_passwords: u32) -> NotSignedIn {
    let is_of_password = Refusal::of(error).is_of_password();
    NotSignedIn { sentence: sign_in_refusal(error, wrong_passwords), is_of_password }
}

/// A part of the app was not fetched.
pub fn out_of_reach() -> NotSignedIn {
    NotSignedIn { sentence: first_visit::OFFLINE, is_of_password: false }
}

/// After the fifth wrong password Cognito makes a person wait for a second, and twice as long after each one more, up to about
/// 15 minutes
/// ([Lockout behavior](https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html)).
/// `wrong_passwords` are those that were counted here; there may have been more.
pub fn sign_in_refusal(error: &Error, wrong_passwords: u32) -> Sentence {
    if wrong_passwords < FREE_TRIES || Refusal::of(error) != Refusal::LockedOut {
        return refusal(Screen::SignIn, error);
    }
    let seconds = 1_u32.checked_shl(wrong_passwords - FREE_TRIES).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK);
    if seconds < 60 { sign_in::locked_seconds(seconds) } else { sign_in::locked_minutes(seconds.div_ceil(60)) }
}

const FREE_TRIES: u32 = 5;
/// In seconds.
const LONGEST_LOCK: u32 = 900;

/// Why there is no passkey.
pub fn no_passkey(error: PasskeyError) -> Sentence {
    match error {
        PasskeyError::Unsupported => passkeys::UNSUPPORTED,
        PasskeyError::NotGiven => passkeys::NOT_GIVEN,
        PasskeyError::OtherAddress => passkeys::OTHER_ADDRESS,
        PasskeyError::AlreadyThere | PasskeyError::Failed => passkeys::FAILED,
    }
}

/// The rule that is broken; the pool may be stricter than the default.
fn weak_password(rule: PasswordRule) -> Sentence {
    match rule {
        PasswordRule::Length => shared::PASSWORD_TOO_SHORT,
        PasswordRule::Uppercase => shared::PASSWORD_WITHOUT_UPPERCASE,
        PasswordRule::Lowercase => shared::PASSWORD_WITHOUT_LOWERCASE,
        PasswordRule::Number => shared::PASSWORD_WITHOUT_NUMBER,
        PasswordRule::Symbol => shared::PASSWORD_WITHOUT_SYMBOL,
        PasswordRule::Leaked => shared::PASSWORD_LEAKED,
        _ => shared::PASSWORD_REFUSED,
    }
}
