//! Which sentence is to be read. What it says stands in lang/*.toml.

pub mod account;
pub mod addresses;
pub mod developer;
pub mod devices;
pub mod fields;
pub mod managed_login;
pub mod profile;
pub mod security;
pub mod session_details;
pub mod sessions;
pub mod settings_document;

mod notice;
mod refusal;
/// Every sentence, by the tables of lang/en.toml.
pub mod sentences {
    include!(concat!(env!("OUT_DIR"), "/sentences.rs"));
}

use cognito_client::timestamp::Timestamp;

pub use self::{
    notice::Notice,
    refusal::{NotSignedIn, Screen, no_passkey, not_signed_in, out_of_reach, refusal, sign_in_refusal},
};
pub use crate::language::{isolated, parts, without_isolates};
use crate::{
    forms::{Field, PasswordRule, Problem},
    language::Sentence,
    letters::upper_case,
    platform::intl,
    settings::{Setting, SettingProblem},
};

use self::sentences::{challenges, first_visit, shared, sign_in, sign_up};
pub use self::sentences::{
    challenges::{
        ANSWER, ASKED_AGAIN, CHECK_APP, CHECK_APP_INTRO, CHECK_EMAIL, CHECK_PHONE, CUSTOM_INTRO, CUSTOM_TITLE,
        DECIDE_LATER, DO_NOT_REMEMBER_DEVICE, LAST_USED, NEW_PASSWORD_AND_MORE_INTRO, NEW_PASSWORD_INTRO,
        NEW_PASSWORD_TITLE, NO_RESEND, OTHER_METHOD, PASSKEY_TITLE, PASSWORD_TITLE, REMEMBER_DEVICE,
        REMEMBER_DEVICE_INTRO, REMEMBER_DEVICE_TITLE, SELECT_FACTOR_TITLE, SELECT_MFA_INTRO, SELECT_MFA_TITLE,
        SET_UP_EMAIL_INTRO, SET_UP_EMAIL_TITLE, SET_UP_MFA_INTRO, SET_UP_MFA_TITLE, START_OVER, UNSUPPORTED_TITLE,
        USE_PASSKEY, unsupported,
    },
    first_visit::{
        CANCEL, CAPS_LOCK, CONTINUE, CREATE_ACCOUNT, EMAIL, FORGOT_PASSWORD, HIDE_PASSWORD, KEEP_SIGNED_IN,
        KEEP_SIGNED_IN_HINT, LANGUAGE, NEW_HERE, ONE_MOMENT, PASSWORD, RELOAD, SHOW_PASSWORD, SIGN_IN, SIGN_IN_INTRO,
        SIGN_IN_TITLE, STILL_TRYING, STOPPED_INTRO, STOPPED_TITLE, TRY_AGAIN, UNREACHABLE_INTRO, UNREACHABLE_TITLE,
    },
    router::{
        GO_TO_START, MISCONFIGURED_HOW, MISCONFIGURED_INTRO, MISCONFIGURED_TITLE, NOT_FOUND_INTRO, NOT_FOUND_TITLE,
    },
    shared::{
        BACK_TO_SIGN_IN, CHANGE_PASSWORD, CODE as STEP_CODE, CONFIRM, CONFIRMATION_CODE as CODE, COPIED, LOADING,
        NEW_PASSWORD, NOT_COPIED, PASSWORD_RULES, RESEND, RESENT, RULE_MET, SEND_CODE, SHOW_MORE,
        app::{
            COPY_KEY, INTRO as SET_UP_APP_INTRO, OPEN as OPEN_IN_APP, OR_TYPE_KEY, QR_CODE, TITLE as SET_UP_APP_TITLE,
        },
        attributes::{NAME, PHONE_NUMBER as TELNUM, PHONE_NUMBER_HINT as TELNUM_HINT},
        resend_in,
        ways::{
            APP as BY_APP, APP_HINT as BY_APP_HINT, EMAIL as BY_EMAIL, EMAIL_HINT as BY_EMAIL_HINT,
            PASSKEY as BY_PASSKEY, PASSKEY_HINT as BY_PASSKEY_HINT, PASSWORD as BY_PASSWORD,
            PASSWORD_HINT as BY_PASSWORD_HINT, SMS as BY_SMS, SMS_HINT as BY_SMS_HINT,
        },
    },
    sign_in::{
        banner::{
            BUSY as BUSY_FOR_NOW, NOT_KEPT, NOT_RENEWED, OFFLINE as OFFLINE_FOR_NOW,
            UNAVAILABLE as UNAVAILABLE_FOR_NOW, UNDERSTOOD, UNREACHABLE as UNREACHABLE_FOR_NOW,
        },
        welcome::{
            INTRO as WELCOME_INTRO, SIGN_OUT, SIGN_OUT_EVERYWHERE, SIGN_OUT_EVERYWHERE_HINT, TITLE as WELCOME_TITLE,
            USE_ANOTHER_ACCOUNT, USE_ANOTHER_ACCOUNT_INTRO, USE_ANOTHER_ACCOUNT_TITLE, YOUR_ACCOUNT,
        },
    },
    sign_up::{
        HAVE_ACCOUNT, INTRO as SIGN_UP_INTRO, SUBMIT as SIGN_UP, TITLE as SIGN_UP_TITLE,
        confirm::{
            INTRO_UNKNOWN as CONFIRM_INTRO_UNKNOWN, LINK_HINT as CONFIRM_LINK_HINT, NO_CODE as NO_CONFIRMATION_CODE,
            NO_CODE_LINK as NO_CONFIRMATION_CODE_LINK, TITLE as CONFIRM_TITLE,
        },
        forgot::{
            INTRO as FORGOT_INTRO, NO_CODE_ELSEWHERE, NO_CODE_INVITED, NO_CODE_INVITED_LINK, NO_CODE_LOOK,
            NO_CODE_TITLE, NO_CODE_UNCONFIRMED, NO_CODE_UNCONFIRMED_LINK, REQUIRED_INTRO as RESET_REQUIRED_INTRO,
            RESET_TITLE, TITLE as FORGOT_TITLE,
        },
    },
};

/// The message under a field.
pub fn problem(field: Field, problem: Problem) -> Sentence {
    use shared::problems as said;
    match (field, problem) {
        (Field::Name, Problem::Required) => said::NAME_MISSING,
        (Field::Telnum, Problem::Required) => said::PHONE_MISSING,
        (Field::Name | Field::Telnum | Field::Email | Field::Attribute(_), Problem::TooShort) => said::TOO_SHORT,
        (_, Problem::Unfit) => said::MALFORMED,
        (Field::Attribute(_), Problem::OutOfRange) => said::OUT_OF_RANGE,
        (Field::Telnum | Field::Username | Field::Identifier | Field::Attribute(_), Problem::NoCountryCode) => {
            said::PHONE_WITHOUT_COUNTRY
        }
        (Field::Telnum | Field::Username | Field::Identifier | Field::Attribute(_), Problem::Impossible) => {
            said::PHONE_IMPOSSIBLE
        }
        (Field::Telnum, _) => said::PHONE_MALFORMED,
        (Field::Email, Problem::Required) => first_visit::EMAIL_MISSING,
        (Field::Email, _) => first_visit::EMAIL_MALFORMED,
        (Field::Password, Problem::Required) => first_visit::PASSWORD_MISSING,
        (Field::CurrentPassword, Problem::Required) => said::CURRENT_PASSWORD_MISSING,
        (Field::CurrentPassword, _) => said::CURRENT_PASSWORD_WRONG,
        (Field::NewPassword, Problem::Required) => said::NEW_PASSWORD_MISSING,
        (Field::Password | Field::NewPassword, Problem::OuterBlank) => first_visit::PASSWORD_OUTER_BLANK,
        (Field::Password | Field::NewPassword, Problem::TooLong) => first_visit::PASSWORD_TOO_LONG,
        (Field::Password | Field::NewPassword, _) => first_visit::PASSWORD_INCOMPLETE,
        (Field::RepeatedPassword, _) => said::PASSWORDS_DIFFER,
        (Field::Code, Problem::Required) => said::CODE_MISSING,
        (Field::Code, Problem::NotDigits) => said::CODE_NOT_DIGITS,
        (Field::Code, _) => said::CODE_LENGTH,
        (Field::Answer | Field::Username | Field::Identifier | Field::Attribute(_), Problem::Required) => said::MISSING,
        (Field::Name, Problem::Malformed) => said::MALFORMED,
        (Field::Name, _) | (Field::Attribute(_), Problem::TooLong) => said::TOO_LONG,
        (Field::Answer | Field::Username | Field::Identifier | Field::Attribute(_), _) => said::MALFORMED,
    }
}

pub fn password_rule(rule: PasswordRule) -> Sentence {
    match rule {
        PasswordRule::Length(minimum) => shared::rule_length(minimum),
        PasswordRule::Lowercase => shared::RULE_LOWERCASE,
        PasswordRule::Uppercase => shared::RULE_UPPERCASE,
        PasswordRule::Number => shared::RULE_NUMBER,
        PasswordRule::Symbol => shared::RULE_SYMBOL,
        PasswordRule::NoOuterBlank => shared::RULE_NO_OUTER_BLANK,
    }
}

pub fn confirm_intro(email: &str) -> Sentence {
    sign_up::confirm::intro(isolated(email))
}

/// What is asked after a code was sent. `destination` is masked by Cognito.
pub fn code_intro(destination: Option<&str>) -> Sentence {
    match destination {
        Some(destination) => shared::code_intro::sent_to(isolated(destination)),
        None => shared::code_intro::SENT,
    }
}

pub fn reset_intro(destination: Option<&str>) -> Sentence {
    match destination {
        Some(destination) => sign_up::forgot::reset_intro(isolated(destination)),
        None => sign_up::forgot::RESET_INTRO_UNKNOWN,
    }
}

pub fn signing_in_as(username: &str) -> Sentence {
    challenges::signing_in_as(isolated(username))
}

/// The label of an attribute: those of the OpenID Connect standard by name, the pool's own as they are called.
pub fn attribute(name: &str) -> Sentence {
    use shared::attributes as label;
    match name {
        "address" => label::ADDRESS,
        "birthdate" => label::BIRTHDATE,
        "email" => EMAIL,
        "family_name" => label::FAMILY_NAME,
        "gender" => label::GENDER,
        "given_name" => label::GIVEN_NAME,
        "locale" => label::LOCALE,
        "middle_name" => label::MIDDLE_NAME,
        "name" => NAME,
        "nickname" => label::NICKNAME,
        "phone_number" | "custom:telnum" => TELNUM,
        "picture" => label::PICTURE,
        "preferred_username" => label::PREFERRED_USERNAME,
        "profile" => label::PROFILE,
        "website" => label::WEBSITE,
        "zoneinfo" => label::ZONEINFO,
        other => {
            let name = other.strip_prefix("custom:").unwrap_or(other).replace(['_', '-'], " ");
            let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
            Sentence::of(upper_case(first) + rest)
        }
    }
}

/// How long ago `then` was, in words; `None` if that is so long that the day says more.
pub fn ago(then: Timestamp, now: Timestamp) -> Option<String> {
    // Clocks differ: what seems to come has just been.
    let seconds = now.as_seconds().saturating_sub(then.as_seconds());
    let (amount, unit) = match seconds {
        0..60 => return Some(shared::JUST_NOW.words()),
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

pub fn greeting(name: &str) -> Sentence {
    sign_in::welcome::greeting(isolated(name))
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
