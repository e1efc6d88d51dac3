use cognito_client::{Error, ErrorCode, srp::SrpError, timestamp::Timestamp, transport::TransportError};
use leptos_cognito::{
    config::{ConfigProblem, Setting},
    forms::{Field, PasswordPolicy, Problem},
    platform::passkey::PasskeyError,
    text::{self, Notice, Screen, security},
};
use wasm_bindgen_test::wasm_bindgen_test;

const SCREENS: [Screen; 17] = [
    Screen::SignIn,
    Screen::SignUp,
    Screen::Confirm,
    Screen::Resend,
    Screen::SignOutEverywhere,
    Screen::Welcome,
    Screen::Code,
    Screen::Choose,
    Screen::SetUpEmail,
    Screen::NewPassword,
    Screen::Custom,
    Screen::Passkey,
    Screen::RememberDevice,
    Screen::Devices,
    Screen::Sessions,
    Screen::ForgotPassword,
    Screen::ResetPassword,
];

/// Every exception of the operations that the app calls, what a firewall or a newer Cognito may add, and nonsense.
const EXCEPTIONS: [&str; 37] = [
    "AliasExistsException",
    "CodeDeliveryFailureException",
    "CodeMismatchException",
    "EnableSoftwareTokenMFAException",
    "ExpiredCodeException",
    "ForbiddenException",
    "InternalErrorException",
    "InvalidEmailRoleAccessPolicyException",
    "InvalidLambdaResponseException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "InvalidUserPoolConfigurationException",
    "LimitExceededException",
    "MFAMethodNotFoundException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "PasswordHistoryPolicyViolationException",
    "PasswordResetRequiredException",
    "RefreshTokenReuseException",
    "ResourceNotFoundException",
    "SerializationException",
    "SoftwareTokenMFANotFoundException",
    "TooManyFailedAttemptsException",
    "TooManyRequestsException",
    "UnexpectedLambdaException",
    "UnknownOperationException",
    "UnsupportedOperationException",
    "UnsupportedTokenTypeException",
    "UserLambdaValidationException",
    "UserNotConfirmedException",
    "UserNotFoundException",
    "UsernameExistsException",
    "UserPoolAddOnNotEnabledException",
    "ValidationException",
    "400",
];

fn service(exception: &str, message: &str) -> Error {
    Error::Service {
        code: ErrorCode::parse(exception),
        message: message.to_owned(),
        status: 400,
        request_id: Some("8d3c0d2e-0000-4000-8000-000000000400".to_owned()),
        retry_after: None,
    }
}

/// A sentence that a person can read: no name of an exception, no code, nothing of what the service said in its own
/// words.
fn assert_reads_well(case: &str, sentence: &str) {
    assert!(sentence.starts_with(char::is_uppercase), "{case}: {sentence:?} does not begin like a sentence");
    assert!(sentence.ends_with('.'), "{case}: {sentence:?} does not end like a sentence");
    assert!(sentence.split_whitespace().count() >= 3, "{case}: {sentence:?} says too little");
    assert!(!sentence.contains("Exception"), "{case}: {sentence:?} names an exception");
    for word in sentence.split(|c: char| !c.is_alphanumeric()) {
        let is_camel_case =
            word.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        assert!(!is_camel_case, "{case}: {sentence:?} has the technical name {word}");
    }
}

#[wasm_bindgen_test]
fn every_refusal_has_a_sentence() {
    let no_answer = [
        ("time-out", Error::Transport(TransportError::TimedOut)),
        ("offline", Error::Transport(TransportError::Failed("TypeError: Failed to fetch 404".to_owned()))),
        ("proxy page", Error::Protocol("no JSON")),
        ("hostile server", Error::Srp(SrpError::ZeroPublicValue)),
    ];
    let refusals = EXCEPTIONS.into_iter().flat_map(|exception| {
        ["", "Exception 42 in com.amazonaws.FooException"].map(|message| (exception, service(exception, message)))
    });
    for (name, error) in no_answer.into_iter().chain(refusals) {
        for screen in SCREENS {
            let case = format!("{screen:?}, {name}");
            let sentence = text::refusal(screen, &error);
            assert_reads_well(&case, &sentence);
            assert!(!sentence.contains(|c: char| c.is_ascii_digit()), "{case}: {sentence:?} holds a code");
        }
    }
}

#[wasm_bindgen_test]
fn wrong_password_and_unknown_user_read_the_same() {
    let wrong_password =
        text::refusal(Screen::SignIn, &service("NotAuthorizedException", "Incorrect username or password."));
    for (case, error) in [
        ("unknown user", service("UserNotFoundException", "User does not exist.")),
        ("unknown user, in a pool that hides it", service("NotAuthorizedException", "User does not exist.")),
    ] {
        assert_eq!(text::refusal(Screen::SignIn, &error), wrong_password, "{case}");
    }
}

#[wasm_bindgen_test]
fn refusals_that_a_person_can_act_on_say_how() {
    for (screen, exception, message, part) in [
        (Screen::SignIn, "NotAuthorizedException", "Incorrect username or password.", "don't match"),
        (Screen::SignIn, "NotAuthorizedException", "Password attempts exceeded", "Wait a few minutes"),
        (Screen::SignIn, "NotAuthorizedException", "User is disabled.", "turned off"),
        (Screen::SignIn, "TooManyRequestsException", "Rate exceeded", "Wait a few minutes"),
        (Screen::SignIn, "ResourceNotFoundException", "User pool client x does not exist.", "tell its owner"),
        (Screen::SignUp, "UsernameExistsException", "User already exists", "Sign in instead"),
        (Screen::SignUp, "NotAuthorizedException", "SignUp is not permitted for this user pool", "made by the owner"),
        (Screen::SignUp, "CodeDeliveryFailureException", "", "Check the address"),
        (Screen::Confirm, "CodeMismatchException", "Invalid verification code provided", "isn't right"),
        (Screen::Confirm, "ExpiredCodeException", "Invalid code provided", "Ask for a new one"),
        (Screen::Confirm, "LimitExceededException", "Attempt limit exceeded", "Too many wrong codes"),
        (Screen::Confirm, "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED", "already"),
        (Screen::Confirm, "AliasExistsException", "", "Another account"),
        (Screen::Resend, "InvalidParameterException", "User is already confirmed.", "already"),
        (Screen::Resend, "LimitExceededException", "Attempt limit exceeded", "Wait a few minutes"),
        (Screen::Code, "CodeMismatchException", "Invalid code received for user", "isn't right"),
        (Screen::Code, "EnableSoftwareTokenMFAException", "Code mismatch", "isn't right"),
        (Screen::Code, "ExpiredCodeException", "Your software token has already been used once.", "newer one"),
        (Screen::Code, "TooManyRequestsException", "Rate exceeded", "Wait a few minutes"),
        (Screen::SetUpEmail, "InvalidParameterException", "Invalid email address format.", "Check it"),
        (Screen::NewPassword, "InvalidPasswordException", "Password not long enough", "too short"),
        (Screen::NewPassword, "PasswordHistoryPolicyViolationException", "", "used this password before"),
        (Screen::NewPassword, "InvalidParameterException", "Invalid phone number format.", "check each field"),
        (Screen::ForgotPassword, "UserNotFoundException", "", "check it"),
        (Screen::ForgotPassword, "InvalidParameterException", "no registered/verified email", "ask the owner"),
        (Screen::ForgotPassword, "LimitExceededException", "Attempt limit exceeded", "Wait a few minutes"),
        (Screen::ResetPassword, "CodeMismatchException", "", "isn't right"),
        (Screen::ResetPassword, "ExpiredCodeException", "", "Ask for a new one"),
        (Screen::ResetPassword, "InvalidPasswordException", "Password not long enough", "too short"),
        (Screen::ResetPassword, "LimitExceededException", "Attempt limit exceeded", "Too many wrong codes"),
    ] {
        let sentence = text::refusal(screen, &service(exception, message));
        assert!(sentence.contains(part), "{screen:?}, {exception} {message:?}: {sentence:?} lacks {part:?}");
    }
    for screen in SCREENS {
        let offline = text::refusal(screen, &Error::Transport(TransportError::Failed(String::new())));
        assert!(offline.contains("connection"), "{screen:?}, offline: {offline:?}");
    }
}

#[wasm_bindgen_test]
fn a_lock_out_says_how_long_to_wait() {
    let locked = service("NotAuthorizedException", "Password attempts exceeded");
    for (wrong_passwords, part) in [
        (0, "Wait a few minutes"),
        (4, "Wait a few minutes"),
        (5, "Wait 1 second and"),
        (6, "Wait 2 seconds and"),
        (10, "Wait 32 seconds and"),
        (11, "Wait 2 minutes and"),
        (14, "Wait 9 minutes and"),
        (15, "Wait 15 minutes and"),
        (u32::MAX, "Wait 15 minutes and"),
    ] {
        let sentence = text::sign_in_refusal(&locked, wrong_passwords);
        assert!(sentence.contains(part), "{wrong_passwords} wrong passwords: {sentence:?} lacks {part:?}");
        assert_reads_well("locked", &sentence);
    }
    let wrong = service("NotAuthorizedException", "Incorrect username or password.");
    assert_eq!(text::sign_in_refusal(&wrong, 9), text::refusal(Screen::SignIn, &wrong), "not locked");
}

#[wasm_bindgen_test]
fn the_end_of_a_sign_in_has_its_reason() {
    for (exception, message, expected) in [
        ("NotAuthorizedException", "Invalid session for the user, session is expired.", Notice::SignInExpired),
        ("NotAuthorizedException", "Invalid session for the user.", Notice::SignInExpired),
        ("NotAuthorizedException", "Incorrect username or password.", Notice::SignInRefused),
        ("NotAuthorizedException", "Password attempts exceeded", Notice::SignInLocked),
        ("TooManyFailedAttemptsException", "", Notice::SignInLocked),
        ("UserLambdaValidationException", "DefineAuthChallenge failed", Notice::SignInFailed),
    ] {
        assert_eq!(Notice::of_end(&service(exception, message)), expected, "{exception} {message:?}");
    }
    assert_eq!(Notice::of_end(&Error::NoRandomBytes), Notice::SignInFailed, "no random bytes");
}

#[wasm_bindgen_test]
fn refusals_of_what_keeps_an_account_safe_say_how_to_go_on() {
    let wrong = "Incorrect username or password.";
    let disabled = "SOFTWARE_TOKEN_MFA is not enabled for the user pool.";
    for (case, sentence, part) in [
        (
            "wrong password",
            security::confirmation_refusal(&service("NotAuthorizedException", wrong), 1),
            "isn't your password",
        ),
        (
            "locked out",
            security::confirmation_refusal(&service("NotAuthorizedException", "Password attempts exceeded"), 6),
            "Wait 2 seconds",
        ),
        (
            "a factor that the pool does not have",
            security::factor_refusal(&service("InvalidParameterException", disabled), true),
            "doesn't offer this",
        ),
        (
            "a pool that requires a factor",
            security::factor_refusal(&service("InvalidParameterException", ""), false),
            "can't be turned off",
        ),
        (
            "wrong code of an app",
            security::factor_refusal(&service("EnableSoftwareTokenMFAException", "Code mismatch"), true),
            "isn't right",
        ),
        (
            "a pool without passkeys",
            security::not_registered(&service("WebAuthnNotEnabledException", "")),
            "doesn't offer passkeys",
        ),
        (
            "another address",
            security::not_registered(&service("WebAuthnRelyingPartyMismatchException", "")),
            "tell its owner",
        ),
        ("too slow", security::not_registered(&service("WebAuthnChallengeNotFoundException", "")), "too long"),
        ("too many passkeys", security::not_registered(&service("LimitExceededException", "")), "Delete one first"),
    ] {
        assert!(sentence.contains(part), "{case}: {sentence:?} contains {part:?}");
        assert_reads_well(case, &sentence);
    }
    for (error, part) in [
        (PasskeyError::Unsupported, "another one"),
        (PasskeyError::NotGiven, "you cancelled"),
        (PasskeyError::AlreadyThere, "already"),
        (PasskeyError::OtherAddress, "tell its owner"),
        (PasskeyError::Failed, "Try again"),
    ] {
        let sentence = security::not_made(error);
        assert!(sentence.contains(part), "{error:?}: {sentence:?} contains {part:?}");
        assert_reads_well(&format!("{error:?}"), sentence);
    }
    assert!(security::is_wrong_password(&service("NotAuthorizedException", wrong)), "wrong password");
    for other in ["LimitExceededException", "InvalidPasswordException"] {
        assert!(!security::is_wrong_password(&service(other, "")), "{other}");
    }
}

#[wasm_bindgen_test]
fn attributes_have_labels() {
    for (name, label) in [
        ("given_name", "First name"),
        ("custom:telnum", "Telephone number"),
        ("custom:shoe_size", "Shoe size"),
        ("something-new", "Something new"),
        ("", ""),
    ] {
        assert_eq!(text::attribute(name), label, "{name:?}");
    }
}

#[wasm_bindgen_test]
fn weak_password_names_the_rule() {
    for (rule, part) in [
        ("Password not long enough", "too short"),
        ("Password must have uppercase characters", "upper-case"),
        ("Password must have lowercase characters", "lower-case"),
        ("Password must have numeric characters", "number"),
        ("Password must have symbol characters", "symbol"),
        ("a rule that is not known here", "another password"),
    ] {
        let message = format!("Password did not conform with policy: {rule}");
        let sentence = text::refusal(Screen::SignUp, &service("InvalidPasswordException", &message));
        assert!(sentence.contains(part), "{rule}: {sentence:?} lacks {part:?}");
        assert_reads_well(rule, &sentence);
    }
}

#[wasm_bindgen_test]
fn every_problem_of_a_field_has_a_sentence() {
    let named = [Field::Name, Field::Telnum, Field::Email, Field::Password, Field::Code, Field::Answer];
    let others = [Field::CurrentPassword, Field::NewPassword, Field::Attribute(0)];
    for field in named.into_iter().chain(others) {
        for problem in [
            Problem::Required,
            Problem::Malformed,
            Problem::NotDigits,
            Problem::TooLong,
            Problem::NoCountryCode,
            Problem::Wrong,
            Problem::Weak,
        ] {
            assert_reads_well(&format!("{field:?}, {problem:?}"), text::problem(field, problem));
        }
    }
}

#[wasm_bindgen_test]
fn rules_and_notices_read_well() {
    let all: Vec<_> = PasswordPolicy::default().rules().collect();
    let rules: Vec<_> = all.iter().map(|rule| text::password_rule(*rule)).collect();
    for (index, rule) in rules.iter().enumerate() {
        assert!(!rule.is_empty(), "{:?}", all[index]);
        assert!(!rules[..index].contains(rule), "{:?} reads like another rule", all[index]);
    }
    for notice in [
        Notice::Confirmed,
        Notice::SessionEnded,
        Notice::NotRevoked,
        Notice::PasswordChanged,
        Notice::SignInExpired,
        Notice::SignInLost,
        Notice::SignInRefused,
        Notice::SignInLocked,
        Notice::SignInFailed,
        Notice::AnotherPerson,
        Notice::NotConfirmable,
    ] {
        assert_reads_well(&format!("{notice:?}"), notice.sentence());
    }
    for (case, sentence) in [
        ("reset", text::RESET_REQUIRED_INTRO),
        ("no passkeys in this browser", text::no_passkey(PasskeyError::Unsupported)),
        ("no passkey given", text::no_passkey(PasskeyError::NotGiven)),
        ("passkey of another address", text::no_passkey(PasskeyError::OtherAddress)),
        ("passkey that failed", text::no_passkey(PasskeyError::Failed)),
        ("no random bytes", text::NO_RANDOM_BYTES),
        ("still trying", text::STILL_TRYING),
        ("code sent", text::RESENT),
    ] {
        assert_reads_well(case, sentence);
    }
}

#[wasm_bindgen_test]
fn unsupported_step_is_named() {
    let sentence = text::unsupported("CUSTOM_CHALLENGE");
    assert!(sentence.contains("CUSTOM_CHALLENGE"), "{sentence:?} does not tell the owner which");
    assert_reads_well("unsupported", &sentence);
}

#[wasm_bindgen_test]
fn every_configuration_problem_names_the_setting_twice() {
    for (setting, env, meta) in [
        (Setting::UserPoolId, "COGNITO_USER_POOL_ID", "cognito-user-pool-id"),
        (Setting::ClientId, "COGNITO_CLIENT_ID", "cognito-client-id"),
        (Setting::Endpoint, "COGNITO_ENDPOINT", "cognito-endpoint"),
        (Setting::SignInFlow, "COGNITO_SIGN_IN_FLOW", "cognito-sign-in-flow"),
        (Setting::SignUpPassword, "COGNITO_SIGN_UP_PASSWORD", "cognito-sign-up-password"),
        (Setting::PasswordPolicy, "COGNITO_PASSWORD_POLICY", "cognito-password-policy"),
        (Setting::ClientMetadata, "COGNITO_CLIENT_METADATA", "cognito-client-metadata"),
        (Setting::ValidationData, "COGNITO_VALIDATION_DATA", "cognito-validation-data"),
        (Setting::AnalyticsEndpointId, "COGNITO_ANALYTICS_ENDPOINT_ID", "cognito-analytics-endpoint-id"),
        (Setting::IdentityPoolId, "COGNITO_IDENTITY_POOL_ID", "cognito-identity-pool-id"),
        (Setting::IdentityEndpoint, "COGNITO_IDENTITY_ENDPOINT", "cognito-identity-endpoint"),
        (Setting::TokenStore, "COGNITO_TOKEN_STORE", "cognito-token-store"),
        (Setting::Cookies, "COGNITO_COOKIES", "cognito-cookies"),
        (Setting::KeepSignedIn, "COGNITO_KEEP_SIGNED_IN", "cognito-keep-signed-in"),
        (Setting::Domain, "COGNITO_DOMAIN", "cognito-domain"),
        (Setting::Providers, "COGNITO_PROVIDERS", "cognito-providers"),
        (Setting::Scopes, "COGNITO_SCOPES", "cognito-scopes"),
    ] {
        let [missing, malformed] =
            [ConfigProblem::Missing(setting), ConfigProblem::Malformed(setting)].map(text::config_problem);
        for sentence in [&missing, &malformed] {
            assert!(sentence.contains(env), "{setting:?}: {sentence:?} lacks the name in .env");
            assert!(sentence.contains(meta), "{setting:?}: {sentence:?} lacks the name of the meta tag");
        }
        assert_ne!(missing, malformed, "{setting:?}");
    }
}

#[wasm_bindgen_test]
fn times_are_told_as_people_tell_them() {
    let now = 1_793_678_706_u64;
    for (seconds, words) in [
        (-30, Some("just now")),
        (0, Some("just now")),
        (59, Some("just now")),
        (60, Some("1 minute ago")),
        (119, Some("1 minute ago")),
        (120, Some("2 minutes ago")),
        (3599, Some("59 minutes ago")),
        (3600, Some("1 hour ago")),
        (86_399, Some("23 hours ago")),
        (86_400, Some("1 day ago")),
        (30 * 86_400 - 1, Some("29 days ago")),
        (30 * 86_400, None),
    ] {
        let then = Timestamp::from_seconds(now.saturating_add_signed(-seconds));
        let told = text::ago(then, Timestamp::from_seconds(now));
        assert_eq!(told.as_deref(), words, "{seconds} s");
    }
}

#[wasm_bindgen_test]
fn devices_are_called_by_browser_and_system() {
    let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    for (user_agent, name) in [
        (format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} Chrome/149.0.0.0 Safari/537.36"), "Chrome on Linux"),
        (format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} HeadlessChrome/149.0.0.0 Safari/537.36"), "Chrome on Linux"),
        (
            format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0"),
            "Edge on Windows",
        ),
        (
            format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/149.0.0.0 Safari/537.36 OPR/130.0.0.0"),
            "Opera on Windows",
        ),
        (format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {webkit} Chrome/149.0.0.0 Safari/537.36"), "Chrome on ChromeOS"),
        (
            format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"),
            "Samsung Internet on Android",
        ),
        (format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/149.0.0.0 Mobile Safari/537.36"), "Chrome on Android"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0".to_owned(), "Firefox on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 Firefox/150.0".to_owned(), "Firefox on Mac"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15"
                .to_owned(),
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
                .to_owned(),
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/149.0.0.0 Mobile/15E148 Safari/604.1"
                .to_owned(),
            "Chrome on iPad",
        ),
        ("Mozilla/5.0 (Windows NT 10.0)".to_owned(), "Windows"),
        ("Mozilla/5.0 (a television)".to_owned(), "Mozilla/5.0 (a television)"),
        ("Kitchen tablet".to_owned(), "Kitchen tablet"),
        ("Windows of opportunity".to_owned(), "Windows of opportunity"),
    ] {
        assert_eq!(text::devices::name(&user_agent), name, "{user_agent}");
    }
}

#[wasm_bindgen_test]
fn the_place_of_a_session_is_told_as_far_as_it_is_known() {
    for (ip, place, words) in [
        (None, [None, None], None),
        (None, [Some(""), Some("")], None),
        (Some("203.0.113.7"), [None, None], Some("from 203.0.113.7")),
        (Some("203.0.113.7"), [None, Some("Norway")], Some("from 203.0.113.7 (Norway)")),
        (Some("203.0.113.7"), [Some("Oslo"), Some("Norway")], Some("from 203.0.113.7 (Oslo, Norway)")),
        (None, [Some("Oslo"), Some("Norway")], Some("from Oslo, Norway")),
    ] {
        assert_eq!(text::sessions::from(ip, place).as_deref(), words, "{ip:?} {place:?}");
    }
}

#[wasm_bindgen_test]
fn what_is_left_is_counted_in_hours_minutes_and_seconds() {
    for (seconds, words) in [(0, "in 0 s"), (59, "in 59 s"), (61, "in 1 min 1 s"), (3_600, "in 1 h 0 min 0 s")] {
        assert_eq!(text::session_details::remaining(seconds), words, "{seconds}");
    }
}

#[wasm_bindgen_test]
fn several_names_are_read_as_one_of_them() {
    for (names, read) in [(vec![], None), (vec!["A"], Some("A")), (vec!["A", "B", "C"], Some("A, B or C"))] {
        let given = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(text::any_of(given).as_deref(), read, "{names:?}");
    }
}
