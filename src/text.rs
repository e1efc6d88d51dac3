//! Every sentence that people read.

pub mod account;
pub mod developer;
pub mod devices;
pub mod managed_login;
pub mod profile;
pub mod security;
pub mod session_details;
pub mod sessions;
pub mod settings_document;

mod isolated;
mod notice;
mod refusal;

use cognito_client::timestamp::Timestamp;

pub use self::{
    isolated::{isolated, parts, without_isolates},
    notice::Notice,
    refusal::{NotSignedIn, Screen, no_passkey, not_signed_in, out_of_reach, refusal, sign_in_refusal},
};
use crate::{
    forms::{Field, PasswordRule, Problem},
    letters::upper_case,
    platform::intl,
    settings::{Setting, SettingProblem},
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

pub const STOPPED_TITLE: &str = "Something went wrong";
pub const STOPPED_INTRO: &str =
    "This page has stopped working. Reload it to go on. You may have to repeat your last step.";
pub const RELOAD: &str = "Reload";

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
pub const NO_CONFIRMATION_CODE: &str =
    "No email? Check your spam folder. We send none if you have an account already, or have confirmed it.";
pub const NO_CONFIRMATION_CODE_LINK: &str = "Sign in instead.";
pub const NO_CODE_TITLE: &str = "No code?";
pub const NO_CODE_LOOK: &str = "Check your spam folder, and the email that you entered.";
pub const NO_CODE_INVITED: &str = "You were invited and never signed in? Use the temporary password from your invitation. If it has expired, ask the owner of this app for a new one.";
pub const NO_CODE_INVITED_LINK: &str = "Sign in with it.";
pub const NO_CODE_UNCONFIRMED: &str = "You signed up and never confirmed your email? Do that first.";
pub const NO_CODE_UNCONFIRMED_LINK: &str = "Confirm your email.";
pub const NO_CODE_ELSEWHERE: &str = "Do you sign in with another provider? Then change your password there.";
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
pub const NEW_PASSWORD_INTRO: &str = "Yours was set by someone else or has expired.";
pub const NEW_PASSWORD_AND_MORE_INTRO: &str =
    "Yours was set by someone else or has expired. Your account also lacks something.";
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
pub const UNREACHABLE_FOR_NOW: &str =
    "We can't reach the service right now. You stay signed in, and we'll go on by ourselves.";
pub const BUSY_FOR_NOW: &str =
    "Another tab is renewing your sign-in. You stay signed in, and we'll go on by ourselves.";
pub const UNAVAILABLE_FOR_NOW: &str =
    "The service has a problem right now. You stay signed in, and we'll go on by ourselves.";
pub const NOT_RENEWED: &str = "Your sign-in can't be renewed right now. You stay signed in; try again later.";
pub const NOT_KEPT: &str = "This browser doesn't keep your sign-in: it ends when you close or reload this page.";
pub const UNDERSTOOD: &str = "OK";

pub const NOT_FOUND_TITLE: &str = "There is no such page";
pub const NOT_FOUND_INTRO: &str = "The address may be mistyped, or the page has moved.";
pub const GO_TO_START: &str = "Go to the start";

pub const MISCONFIGURED_TITLE: &str = "Almost there";
pub const MISCONFIGURED_INTRO: &str = "This app does not yet know which user pool to sign in to.";
pub const MISCONFIGURED_HOW: &str = "Set these in .env and build again, fill in the meta tag of that name in index.html, or set them in its settings document (docs/settings.md).";

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
        (Field::Telnum | Field::Attribute(_), Problem::Impossible) => {
            "That number can't be right. Check the country code and the digits."
        }
        (Field::Telnum, _) => "Enter a telephone number with 7 to 15 digits, as in +1 202 555 0123.",
        (Field::Email, Problem::Required) => "Enter your e-mail.",
        (Field::Email, _) => "Enter an e-mail such as name@example.com.",
        (Field::Password, Problem::Required) => "Enter your password.",
        (Field::CurrentPassword, Problem::Required) => "Enter your current password.",
        (Field::CurrentPassword, _) => "That isn't your current password.",
        (Field::NewPassword, Problem::Required) => "Enter a new password.",
        (Field::Password | Field::NewPassword, Problem::OuterBlank) => "A password can't begin or end with a space.",
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

pub fn password_rule(rule: PasswordRule) -> String {
    let rule = match rule {
        PasswordRule::Length(minimum) => return format!("at least {minimum} characters"),
        PasswordRule::Lowercase => "a lower-case letter",
        PasswordRule::Uppercase => "an upper-case letter",
        PasswordRule::Number => "a number",
        PasswordRule::Symbol => "a symbol",
        PasswordRule::NoOuterBlank => "no space at the beginning or end",
    };
    rule.to_owned()
}

pub fn confirm_intro(email: &str) -> String {
    format!("Enter the 6-digit code we sent to {}.", isolated(email))
}

/// What is asked after a code was sent. `destination` is masked by Cognito.
pub fn code_intro(destination: Option<&str>) -> String {
    match destination {
        Some(destination) => format!("Enter the code we sent to {}.", isolated(destination)),
        None => "Enter the code we sent to you.".to_owned(),
    }
}

pub fn reset_intro(destination: Option<&str>) -> String {
    match destination {
        Some(destination) => format!("Enter the code we sent to {}, and a new password.", isolated(destination)),
        None => "Enter the code we sent to you, and a new password.".to_owned(),
    }
}

pub fn signing_in_as(username: &str) -> String {
    format!("Signing in as {}.", isolated(username))
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
            let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
            return upper_case(first) + rest;
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
    Some(intl::ago(amount, unit))
}

/// Several names for what may be any of them.
pub fn any_of(names: Vec<String>) -> Option<String> {
    (!names.is_empty()).then(|| intl::any_of(&names))
}

pub fn resend_in(seconds: u32) -> String {
    format!("You can ask for another code in {seconds} s.")
}

pub fn greeting(name: &str) -> String {
    format!("Hi {}!", isolated(name))
}

/// What is wrong with the configuration, and what to put there.
pub fn config_problem(problem: SettingProblem) -> String {
    let (setting, what) = match problem {
        SettingProblem::Missing(setting) => (setting, "is not set."),
        SettingProblem::Insecure(setting) => (
            setting,
            "must begin with https://. Plain http:// is for this machine alone: localhost, 127.0.0.1 or [::1].",
        ),
        SettingProblem::Malformed(setting) => (setting, "has a value that can't be right."),
        SettingProblem::InDocument(problem) => return settings_document::problem(&problem),
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
        Setting::PlainPassword => "It is never or allowed.",
        Setting::SignUpPassword => "It is required or none.",
        Setting::PasswordPolicy => {
            r#"It is a JSON object as the API has it, as in {"MinimumLength":8,"RequireSymbols":false}; the length is 6 to 99."#
        }
        Setting::ClientMetadata | Setting::ValidationData => r#"It is a JSON object of texts, as in {"source":"web"}."#,
        Setting::AnalyticsEndpointId => "It is the id of an Amazon Pinpoint endpoint.",
        Setting::IdentityPoolId => {
            "It is the identity pool's id, as in us-east-1:12345678-1234-1234-1234-123456789012."
        }
        Setting::TokenStore => "It is local, session, memory or cookies.",
        Setting::Cookies => r#"It is a JSON object of options for cookies, as in {"expires":30,"hostPrefix":true}."#,
        Setting::Domain => "It is the user pool's domain, as in https://auth.example.com (http:// only for localhost).",
        Setting::Providers => "It is a list of names of identity providers, as in Google,Staff=our staff directory.",
        Setting::Scopes => "It is a list with spaces, with openid and aws.cognito.signin.user.admin in it.",
        Setting::KeepSignedIn => "It is ask, or nothing; asking needs tokens that are kept in local or cookies.",
    };
    format!(
        "{} (meta {}; {} in the settings document) {what} {expected}",
        setting.env_name(),
        setting.meta_name(),
        setting.place()
    )
}
