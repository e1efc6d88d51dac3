//! Every sentence that people read.

use cognito_client::{Error, ErrorCode};

use crate::{
    config::{ConfigProblem, Setting},
    forms::{Field, PasswordRule, Problem},
};

pub const EMAIL: &str = "E-mail";
pub const PASSWORD: &str = "Password";
pub const NAME: &str = "Name";
pub const TELNUM: &str = "Telephone number";
pub const TELNUM_HINT: &str = "With country code, as in +1 202 555 0123";
pub const CODE: &str = "Confirmation code";
pub const PASSWORD_RULES: &str = "Your password needs";
pub const RULE_MET: &str = ", done";
pub const SHOW_PASSWORD: &str = "Show password";
pub const HIDE_PASSWORD: &str = "Hide password";
pub const CAPS_LOCK: &str = "Caps Lock is on.";

pub const STILL_TRYING: &str = "This takes longer than usual. Still trying.";
pub const CANCEL: &str = "Cancel";
pub const ONE_MOMENT: &str = "One moment";

pub const UNREACHABLE_TITLE: &str = "This page didn't load";
pub const UNREACHABLE_INTRO: &str = "Check your connection and try again. If that doesn't help, reload the page.";
pub const TRY_AGAIN: &str = "Try again";

pub const SIGN_IN_TITLE: &str = "Sign in";
pub const SIGN_IN_INTRO: &str = "Good to see you again.";
pub const SIGN_IN: &str = "Sign in";
pub const NEW_HERE: &str = "New here?";
pub const CREATE_ACCOUNT: &str = "Create account";

pub const SIGN_UP_TITLE: &str = "Create your account";
pub const SIGN_UP_INTRO: &str = "It takes a minute. We'll send a code to your e-mail.";
pub const SIGN_UP: &str = "Create account";
pub const HAVE_ACCOUNT: &str = "Already have an account?";

pub const CONFIRM_TITLE: &str = "Confirm your e-mail";
pub const CONFIRM: &str = "Confirm";
pub const CONFIRM_INTRO_UNKNOWN: &str = "Enter your e-mail and the 6-digit code we sent to it.";
pub const CONFIRM_LINK_HINT: &str = "Or open the link in that e-mail, and then sign in.";
pub const RESEND: &str = "Send a new code";
pub const RESENT: &str = "A new code is on its way. Earlier codes no longer work.";
pub const LAST_USED: &str = "Used last time";
pub const QR_CODE: &str = "QR code for your authenticator app";
pub const OPEN_IN_APP: &str = "Open it in an app on this device";
pub const OR_TYPE_KEY: &str = "Or type this key into the app:";
pub const COPY_KEY: &str = "Copy key";
pub const COPIED: &str = "Copied";
pub const NOT_COPIED: &str = "This browser doesn't let us copy. Select the key instead.";
pub const BACK_TO_SIGN_IN: &str = "Back to sign in";

pub const WELCOME_TITLE: &str = "Welcome";
pub const WELCOME_INTRO: &str = "You're signed in.";
pub const SIGN_OUT: &str = "Sign out";
pub const SIGN_OUT_EVERYWHERE: &str = "Sign out everywhere";
pub const SIGN_OUT_EVERYWHERE_HINT: &str = "Ends your sign-ins on every device and browser.";

pub const NOT_FOUND_TITLE: &str = "There is no such page";
pub const NOT_FOUND_INTRO: &str = "The address may be mistyped, or the page has moved.";
pub const GO_TO_START: &str = "Go to the start";

pub const MISCONFIGURED_TITLE: &str = "Almost there";
pub const MISCONFIGURED_INTRO: &str = "This app does not yet know which user pool to sign in to.";
pub const MISCONFIGURED_HOW: &str =
    "Set these in .env and build again, or fill in the meta tag of that name in index.html.";

/// Something to tell on the page that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The account is confirmed.
    Confirmed,
    /// Cognito says that the session is over.
    SessionEnded,
    /// Signed out here, but Cognito could not be told.
    NotRevoked,
}

impl Notice {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Confirmed => "Your e-mail is confirmed. You can sign in now.",
            Self::SessionEnded => "Your session has ended. Please sign in again.",
            Self::NotRevoked => {
                "You're signed out here. We couldn't reach the service, so sign out everywhere next time to be sure."
            }
        }
    }
}

/// Which action was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    SignIn,
    SignUp,
    Confirm,
    Resend,
    SignOutEverywhere,
    Welcome,
}

const OFFLINE: &str = "We can't reach the service. Check your connection and try again.";
const TIMED_OUT: &str = "The service didn't answer in time. Please try again.";
const UNAVAILABLE: &str = "The service has a problem right now. Please try again in a moment.";
const TOO_MANY: &str = "That was too often. Wait a few minutes and try again.";
const MISCONFIGURED: &str = "This app isn't set up for its user pool. Please tell its owner.";
const UNEXPECTED: &str = "Something went wrong. Please try again.";
const NO_MATCH: &str = "That e-mail and password don't match.";

/// The one sentence for a refusal. Unknown user and wrong password read the same.
///
/// Inlined, so that a page carries its own sentences and not those of every screen: the first page is smaller for it.
#[inline(always)]
pub fn refusal(screen: Screen, error: &Error) -> String {
    refusal_sentence(screen, error).to_owned()
}

#[inline(always)]
fn refusal_sentence(screen: Screen, error: &Error) -> &'static str {
    use Screen::{Confirm, Resend, SignIn, SignUp};
    let (code, message) = match error {
        Error::Transport(cognito_client::transport::TransportError::TimedOut) => return TIMED_OUT,
        Error::Transport(_) => return OFFLINE,
        Error::Protocol(_) | Error::Srp(_) => return UNAVAILABLE,
        Error::Service { code, message, .. } => (code, message.as_str()),
        _ => return UNEXPECTED,
    };
    match (screen, code) {
        (SignIn, ErrorCode::NotAuthorized) if message.starts_with("Password attempts exceeded") => TOO_MANY,
        (SignIn, ErrorCode::NotAuthorized) if message.contains("disabled") => {
            "This account is turned off. Please ask its owner."
        }
        (SignIn, ErrorCode::NotAuthorized | ErrorCode::UserNotFound) => NO_MATCH,
        (SignUp, ErrorCode::UsernameExists) => "There is already an account with this e-mail. Sign in instead.",
        (SignUp, ErrorCode::InvalidPassword) => weak_password(message),
        (SignUp, ErrorCode::InvalidParameter) => "Something here isn't accepted. Please check each field.",
        (SignUp, ErrorCode::NotAuthorized) => "New accounts are made by the owner of this app.",
        (SignUp, ErrorCode::UserLambdaValidation) => "This account can't be made. Please ask the owner of this app.",
        (Confirm, ErrorCode::CodeMismatch) => "That code isn't right. Check it and try again.",
        (Confirm, ErrorCode::ExpiredCode) => "That code no longer works. Ask for a new one.",
        (Confirm, ErrorCode::AliasExists) => "Another account already uses this e-mail.",
        (Confirm, ErrorCode::LimitExceeded | ErrorCode::TooManyFailedAttempts) => {
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

/// Signing in needs something that this app does not offer.
pub fn unsupported(challenge: &str) -> String {
    format!("Your account asks for a step that this app can't do yet ({challenge}). Please tell its owner.")
}

pub const RESET_REQUIRED: &str = "Your password must be reset first. Please ask the owner of this app.";
pub const NO_RANDOM_BYTES: &str = "This browser can't sign in safely. Please use a current one.";

/// The message under a field.
pub const fn problem(field: Field, problem: Problem) -> &'static str {
    match (field, problem) {
        (Field::Name, Problem::Required) => "Enter your name.",
        (Field::Telnum, Problem::Required) => "Enter your telephone number.",
        (Field::Telnum, Problem::NoCountryCode) => "Start with + and the country code, as in +1 202 555 0123.",
        (Field::Telnum, _) => "Enter a telephone number with 7 to 15 digits, as in +1 202 555 0123.",
        (Field::Email, Problem::Required) => "Enter your e-mail.",
        (Field::Email, _) => "Enter an e-mail such as name@example.com.",
        (Field::Password, Problem::Required) => "Enter your password.",
        (Field::Password, Problem::TooLong) => "Use at most 256 characters.",
        (Field::Password, _) => "The password doesn't meet every rule yet.",
        (Field::Code, Problem::Required) => "Enter the code from the e-mail.",
        (Field::Code, _) => "The code has 6 digits.",
        (Field::Name, _) => "This is too long.",
    }
}

pub const fn password_rule(rule: PasswordRule) -> &'static str {
    match rule {
        PasswordRule::Length => "at least 8 characters",
        PasswordRule::Lowercase => "a lower-case letter",
        PasswordRule::Uppercase => "an upper-case letter",
        PasswordRule::Number => "a number",
        PasswordRule::Symbol => "a symbol",
    }
}

pub fn confirm_intro(email: &str) -> String {
    format!("Enter the 6-digit code we sent to {email}.")
}

pub fn resend_in(seconds: u32) -> String {
    format!("You can ask for another code in {seconds} s.")
}

pub fn greeting(name: &str) -> String {
    format!("Hi {name}!")
}

/// What is wrong with the configuration, and what to put there.
pub fn config_problem(problem: ConfigProblem) -> String {
    let (setting, what) = match problem {
        ConfigProblem::Missing(setting) => (setting, "is not set."),
        ConfigProblem::Malformed(setting) => (setting, "has a value that can't be right."),
    };
    let expected = match setting {
        Setting::UserPoolId => "It is the user pool's id, as in us-east-1_AbC123xyz.",
        Setting::ClientId => "It is the id of an app client without a secret: letters and digits.",
        Setting::Endpoint => "It is an address that begins with https:// (http:// only for localhost).",
    };
    format!("{} (meta {}) {what} {expected}", setting.env_name(), setting.meta_name())
}
