//! Every sentence that people read.

pub mod account;
pub mod devices;
pub mod profile;
pub mod security;
pub mod session_details;
pub mod sessions;

use cognito_client::{Error, ErrorCode, timestamp::Timestamp};

use crate::{
    config::{ConfigProblem, Setting},
    forms::{Field, PasswordRule, Problem},
    platform::passkey::PasskeyError,
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
pub const LOADING: &str = "Loading";
pub const SHOW_MORE: &str = "Show more";

pub const UNREACHABLE_TITLE: &str = "This page didn't load";
pub const UNREACHABLE_INTRO: &str = "Check your connection and try again. If that doesn't help, reload the page.";
pub const TRY_AGAIN: &str = "Try again";

pub const SIGN_IN_TITLE: &str = "Sign in";
pub const SIGN_IN_INTRO: &str = "Good to see you again.";
pub const SIGN_IN: &str = "Sign in";
pub const KEEP_SIGNED_IN: &str = "Keep me signed in";
pub const KEEP_SIGNED_IN_HINT: &str = "Only on a device that is your own.";
pub const NEW_HERE: &str = "New here?";
pub const FORGOT_PASSWORD: &str = "Forgot your password?";
pub const CONTINUE: &str = "Continue";
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
pub const FORGOT_TITLE: &str = "Reset your password";
pub const FORGOT_INTRO: &str = "Enter your e-mail, and we'll send you a code.";
pub const RESET_REQUIRED_INTRO: &str = "Your password has to be changed before you can sign in. We'll send you a code.";
pub const SEND_CODE: &str = "Send code";
pub const RESET_TITLE: &str = "Set a new password";
pub const NEW_PASSWORD: &str = "New password";
pub const CHANGE_PASSWORD: &str = "Change password";

pub const START_AGAIN: &str = "Start again";
pub const OTHER_METHOD: &str = "Choose another way";
pub const STEP_CODE: &str = "Code";
pub const CHECK_PHONE: &str = "Check your phone";
pub const CHECK_EMAIL: &str = "Check your e-mail";
pub const CHECK_APP: &str = "Open your authenticator app";
pub const CHECK_APP_INTRO: &str = "Enter the 6-digit code that it shows for this account.";
pub const NO_RESEND: &str = "This code can't be sent twice. If it doesn't come, start again.";
pub const SELECT_MFA_TITLE: &str = "Confirm that it's you";
pub const SELECT_MFA_INTRO: &str = "Choose where your code comes from.";
pub const SET_UP_MFA_TITLE: &str = "Add a second step";
pub const SET_UP_MFA_INTRO: &str = "Your account needs one more way to confirm that it's you. Choose one.";
pub const SET_UP_APP_TITLE: &str = "Set up your authenticator app";
pub const SET_UP_APP_INTRO: &str = "Scan this with the app, and then enter the code that it shows.";
pub const SET_UP_EMAIL_TITLE: &str = "Get codes by e-mail";
pub const SET_UP_EMAIL_INTRO: &str = "From now on we'll send a code to this address when you sign in.";
pub const NEW_PASSWORD_TITLE: &str = "Choose a new password";
pub const NEW_PASSWORD_INTRO: &str = "Yours was set by someone else or has run out.";
pub const NEW_PASSWORD_AND_MORE_INTRO: &str =
    "Yours was set by someone else or has run out. Your account also lacks something.";
pub const CUSTOM_TITLE: &str = "One more question";
pub const CUSTOM_INTRO: &str = "Answer this to go on.";
pub const ASKED_AGAIN: &str = "This is asked again. Check your answer, and try once more.";
pub const ANSWER: &str = "Answer";
pub const SELECT_FACTOR_TITLE: &str = "How do you want to sign in?";
pub const PASSWORD_TITLE: &str = "Enter your password";
pub const PASSKEY_TITLE: &str = "Use your passkey";
pub const USE_PASSKEY: &str = "Use passkey";
pub const REMEMBER_DEVICE_TITLE: &str = "Remember this device?";
pub const REMEMBER_DEVICE_INTRO: &str =
    "Then you won't need a code here next time. Say yes only on a device that is your own.";
pub const REMEMBER_DEVICE: &str = "Remember this device";
pub const DO_NOT_REMEMBER_DEVICE: &str = "Don't remember it";
pub const DECIDE_LATER: &str = "Decide later";
pub const UNSUPPORTED_TITLE: &str = "We can't go on here";

pub const BY_PASSWORD: &str = "Password";
pub const BY_PASSWORD_HINT: &str = "The one that you chose";
pub const BY_EMAIL: &str = "Code by e-mail";
pub const BY_EMAIL_HINT: &str = "We send it to your address";
pub const BY_SMS: &str = "Code by text message";
pub const BY_SMS_HINT: &str = "We send it to your phone";
pub const BY_APP: &str = "Authenticator app";
pub const BY_APP_HINT: &str = "It shows a code for this account";
pub const BY_PASSKEY: &str = "Passkey";
pub const BY_PASSKEY_HINT: &str = "Your face, finger, PIN or security key";

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
pub const YOUR_ACCOUNT: &str = "Your account";
pub const SIGN_OUT: &str = "Sign out";
pub const SIGN_OUT_EVERYWHERE: &str = "Sign out everywhere";
pub const SIGN_OUT_EVERYWHERE_HINT: &str = "Ends your sign-ins on every device and browser.";

pub const USE_ANOTHER_ACCOUNT: &str = "Use another account";
pub const USE_ANOTHER_ACCOUNT_TITLE: &str = "Sign in as someone else?";
pub const USE_ANOTHER_ACCOUNT_INTRO: &str = "You'll be signed out in this browser first.";

pub const OFFLINE_FOR_NOW: &str = "You're offline. We'll go on when you're back.";
pub const UNAVAILABLE_FOR_NOW: &str =
    "The service has a problem right now. You stay signed in, and we'll go on by ourselves.";
pub const NOT_KEPT: &str = "This browser doesn't keep your sign-in: it ends when you close or reload this page.";
pub const UNDERSTOOD: &str = "OK";

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
    /// The session was left in another tab.
    SignedOutElsewhere,
    /// Signed out here, but Cognito could not be told.
    NotRevoked,
    PasswordChanged,
    /// The account is gone.
    AccountDeleted,
    /// Cognito has forgotten the sign-in that was under way.
    SignInExpired,
    /// It cannot be taken up.
    SignInLost,
    /// An answer to its step was wrong, and it is over.
    SignInRefused,
    /// So were too many.
    SignInLocked,
    /// It is over for another reason.
    SignInFailed,
    /// A confirmation by somebody else.
    AnotherPerson,
    /// An account that has to be mended before it can be signed in to.
    NotConfirmable,
}

impl Notice {
    /// What to tell of a sign-in that this ended.
    pub fn of_end(error: &Error) -> Self {
        let (code, message) = match error {
            Error::Service { code, message, .. } => (code, message.to_ascii_lowercase()),
            _ => return Self::SignInFailed,
        };
        match code {
            _ if is_lock_out(error) => Self::SignInLocked,
            ErrorCode::TooManyFailedAttempts => Self::SignInLocked,
            ErrorCode::NotAuthorized if message.contains("session") => Self::SignInExpired,
            ErrorCode::NotAuthorized | ErrorCode::UserNotFound => Self::SignInRefused,
            _ => Self::SignInFailed,
        }
    }

    /// Whether something went wrong.
    pub const fn is_problem(self) -> bool {
        matches!(
            self,
            Self::SignInExpired
                | Self::SignInLost
                | Self::SignInRefused
                | Self::SignInLocked
                | Self::SignInFailed
                | Self::AnotherPerson
                | Self::NotConfirmable
        )
    }

    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Confirmed => "Your e-mail is confirmed. You can sign in now.",
            Self::SessionEnded => "Your session has ended. Please sign in again.",
            Self::SignedOutElsewhere => "You were signed out in another tab.",
            Self::NotRevoked => {
                "You're signed out here. We couldn't reach the service, so sign out everywhere next time to be sure."
            }
            Self::AccountDeleted => "Your account is deleted.",
            Self::PasswordChanged => "Your password is changed. Sign in with it.",
            Self::SignInExpired => "Your sign-in took too long and has ended. Please start again.",
            Self::SignInLost => "We couldn't go on where you left off. Please start again.",
            Self::SignInRefused => "That wasn't accepted. Please start again.",
            Self::SignInLocked => "Too many wrong tries. Wait a few minutes and start again.",
            Self::SignInFailed => "Something went wrong while you signed in. Please start again.",
            Self::AnotherPerson => "That is another account than the one you're signed in to.",
            Self::NotConfirmable => "Your account needs attention first. Sign out, and then sign in again.",
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
const UNAVAILABLE: &str = "The service has a problem right now. Please try again in a moment.";
const TOO_MANY: &str = "That was too often. Wait a few minutes and try again.";
const MISCONFIGURED: &str = "This app isn't set up for its user pool. Please tell its owner.";
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
fn is_lock_out(error: &Error) -> bool {
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

/// Signing in needs something that this app does not offer.
pub fn unsupported(challenge: &str) -> String {
    format!("Your account asks for a step that this app can't do yet ({challenge}). Please tell its owner.")
}

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
        (Field::CurrentPassword, Problem::Required) => "Enter your current password.",
        (Field::CurrentPassword, _) => "That isn't your current password.",
        (Field::NewPassword, Problem::Required) => "Enter a new password.",
        (Field::Password | Field::NewPassword, Problem::TooLong) => "Use at most 256 characters.",
        (Field::Password | Field::NewPassword, _) => "The password doesn't meet every rule yet.",
        (Field::Code, Problem::Required) => "Enter the code.",
        (Field::Code, Problem::NotDigits) => "The code is made of digits only.",
        (Field::Code, _) => "The code has 6 digits.",
        (Field::Answer | Field::Attribute(_), Problem::Required) => "Fill this in.",
        (Field::Attribute(_), Problem::NoCountryCode) => "Start with + and the country code, as in +1 202 555 0123.",
        (Field::Attribute(_), Problem::TooLong) => "This is too long.",
        (Field::Answer | Field::Attribute(_), _) => "This doesn't look right.",
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

/// What is asked after a code was sent. `destination` is masked by Cognito.
pub fn code_intro(destination: Option<&str>) -> String {
    match destination {
        Some(destination) => format!("Enter the code we sent to {destination}."),
        None => "Enter the code we sent to you.".to_owned(),
    }
}

pub fn reset_intro(destination: Option<&str>) -> String {
    match destination {
        Some(destination) => format!("Enter the code we sent to {destination}, and a new password."),
        None => "Enter the code we sent to you, and a new password.".to_owned(),
    }
}

pub fn signing_in_as(username: &str) -> String {
    format!("Signing in as {username}.")
}

/// The label of an attribute: those of the OpenID Connect standard by name, the pool's own as they are called.
pub fn attribute(name: &str) -> String {
    let known = match name {
        "address" => "Address",
        "birthdate" => "Date of birth",
        "email" => EMAIL,
        "family_name" => "Last name",
        "gender" => "Gender",
        "given_name" => "First name",
        "locale" => "Language",
        "middle_name" => "Middle name",
        "name" => NAME,
        "nickname" => "Nickname",
        "phone_number" | "custom:telnum" => TELNUM,
        "picture" => "Picture (address)",
        "preferred_username" => "User name",
        "profile" => "Profile (address)",
        "website" => "Website",
        "zoneinfo" => "Time zone",
        other => {
            let name = other.strip_prefix("custom:").unwrap_or(other).replace(['_', '-'], " ");
            let mut letters = name.chars();
            return letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        }
    };
    known.to_owned()
}

/// How long ago `then` was, in words; `None` if that is so long that the day says more.
pub fn ago(then: Timestamp, now: Timestamp) -> Option<String> {
    // Clocks differ: what seems to come has just been.
    let seconds = now.as_seconds().saturating_sub(then.as_seconds());
    let (amount, unit) = match seconds {
        0..60 => return Some("just now".to_owned()),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        86_400..2_592_000 => (seconds / 86_400, "day"),
        _ => return None,
    };
    let plural = if amount == 1 { "" } else { "s" };
    Some(format!("{amount} {unit}{plural} ago"))
}

/// Several names for what may be any of them.
pub fn any_of(mut names: Vec<String>) -> Option<String> {
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} or {last}", names.join(", ")) })
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
        Setting::Endpoint | Setting::IdentityEndpoint => {
            "It is an address that begins with https:// (http:// only for localhost)."
        }
        Setting::SignInFlow => {
            "It is USER_SRP_AUTH, USER_PASSWORD_AUTH, CUSTOM_AUTH, CUSTOM_AUTH_WITH_SRP or USER_AUTH."
        }
        Setting::SignUpPassword => "It is required or none.",
        Setting::ClientMetadata | Setting::ValidationData => r#"It is a JSON object of texts, as in {"source":"web"}."#,
        Setting::AnalyticsEndpointId => "It is the id of an Amazon Pinpoint endpoint.",
        Setting::IdentityPoolId => {
            "It is the identity pool's id, as in us-east-1:12345678-1234-1234-1234-123456789012."
        }
        Setting::TokenStore => "It is local, session, memory or cookies.",
        Setting::Cookies => {
            r#"It is a JSON object of options for cookies, as in {"domain":"example.com","expires":30}."#
        }
        Setting::KeepSignedIn => "It is ask, or nothing; asking needs tokens that are kept in local or cookies.",
    };
    format!("{} (meta {}) {what} {expected}", setting.env_name(), setting.meta_name())
}
