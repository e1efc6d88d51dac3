use cognito_client::{
    Error, ErrorCode,
    error::SrpError,
    managed_login::{OAuthErrorCode, RedirectError},
    refusal::Refusal,
    timestamp::Timestamp,
    transport::TransportError,
};
use leptos_cognito::{
    forms::{Field, PasswordPolicy, Problem},
    platform::passkey::PasskeyError,
    settings::{Setting, SettingProblem},
    text::{
        self, Notice, Screen, developer,
        managed_login::{self, ReturnProblem},
        profile, security,
    },
};
use wasm_bindgen_test::wasm_bindgen_test;

const SCREENS: [Screen; 18] = [
    Screen::SignIn,
    Screen::SignUp,
    Screen::Confirm,
    Screen::Resend,
    Screen::Verify,
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

/// What Cognito says, and where that was seen.
const SAID: &str = include_str!("../../crates/cognito-client/tests/data/sentences.json");

/// Each of it as an error.
fn said() -> Vec<Error> {
    let said: Vec<serde_json::Value> = serde_json::from_str(SAID).expect("the data is JSON");
    let text = |member: &serde_json::Value| member.as_str().expect("a text").to_owned();
    said.iter()
        .map(|said| asked(text(&said["operation"]).leak(), &text(&said["code"]), &text(&said["message"])))
        .collect()
}

fn service(exception: &str, message: &str) -> Error {
    asked("InitiateAuth", exception, message)
}

fn asked(operation: &'static str, exception: &str, message: &str) -> Error {
    Error::Service {
        operation,
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
        ("offline", Error::Transport(TransportError::failed("TypeError: Failed to fetch 404"))),
        ("proxy page", Error::Protocol("no JSON")),
        ("hostile server", Error::Srp(SrpError::ZeroPublicValue)),
    ];
    let refusals = EXCEPTIONS.into_iter().flat_map(|exception| {
        // What a trigger says is shown.
        let message = if exception == "UserLambdaValidationException" {
            ""
        } else {
            "Exception 42 in com.amazonaws.FooException"
        };
        ["", message].map(|message| (exception, service(exception, message)))
    });
    for (name, error) in no_answer.into_iter().chain(refusals) {
        for screen in SCREENS {
            let case = format!("{screen:?}, {name}");
            let sentence = text::refusal(screen, &error).words();
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
        (Screen::SignIn, "NotAuthorizedException", "User is disabled.", "disabled"),
        (Screen::SignIn, "TooManyRequestsException", "Rate exceeded", "Wait a few minutes"),
        (Screen::SignIn, "ResourceNotFoundException", "User pool client x does not exist.", "tell its owner"),
        (
            Screen::SignIn,
            "NotAuthorizedException",
            "Temporary password has expired and must be reset by an administrator.",
            "new invitation",
        ),
        (
            Screen::SignIn,
            "NotAuthorizedException",
            "Unable to login because of security reasons.",
            "reset your password",
        ),
        (
            Screen::SignIn,
            "NotAuthorizedException",
            "Client x is configured with secret but SECRET_HASH was not received",
            "console",
        ),
        (Screen::SignUp, "NotAuthorizedException", "Unable to verify secret hash for client x", "tell its owner"),
        (Screen::SignIn, "InvalidParameterException", "USER_SRP_AUTH is not enabled for the client.", "tell its owner"),
        (Screen::SignIn, "InvalidParameterException", "USER_AUTH flow not enabled for this client", "tell its owner"),
        (
            Screen::Choose,
            "InvalidParameterException",
            "Custom auth lambda trigger is not configured for the user pool.",
            "tell its owner",
        ),
        (
            Screen::SignIn,
            "UnexpectedLambdaException",
            "PreAuthentication invocation failed due to error Timeout.",
            "Try again",
        ),
        (Screen::NewPassword, "PasswordResetRequiredException", "", "Forgot your password?"),
        (Screen::NewPassword, "NotAuthorizedException", "Access Token has been revoked", "sign in again"),
        (
            Screen::NewPassword,
            "InvalidPasswordException",
            "Provided password cannot be used for security reasons.",
            "data leak",
        ),
        (
            Screen::SignUp,
            "NotAuthorizedException",
            "SignUp is not permitted for this user pool",
            "created by the owner",
        ),
        (Screen::SignUp, "CodeDeliveryFailureException", "", "Check what you entered"),
        (Screen::Confirm, "CodeMismatchException", "Invalid verification code provided", "isn't right"),
        (Screen::Confirm, "ExpiredCodeException", "Invalid code provided", "ask for a new one"),
        (Screen::Verify, "ExpiredCodeException", "Invalid code provided", "Ask for a new one"),
        (Screen::Confirm, "LimitExceededException", "Attempt limit exceeded", "Too many wrong codes"),
        (Screen::Confirm, "AliasExistsException", "", "Another account"),
        (Screen::Resend, "LimitExceededException", "Attempt limit exceeded", "Wait a few minutes"),
        (Screen::Code, "CodeMismatchException", "Invalid code received for user", "isn't right"),
        (Screen::Code, "EnableSoftwareTokenMFAException", "Code mismatch", "isn't right"),
        (Screen::Code, "ExpiredCodeException", "Your software token has already been used once.", "newer one"),
        (Screen::Code, "TooManyRequestsException", "Rate exceeded", "Wait a few minutes"),
        (Screen::SetUpEmail, "InvalidParameterException", "Invalid email address format.", "Check it"),
        (Screen::NewPassword, "InvalidPasswordException", "Password not long enough", "too short"),
        (Screen::NewPassword, "PasswordHistoryPolicyViolationException", "", "used this password before"),
        (Screen::NewPassword, "InvalidParameterException", "Invalid phone number format.", "check each field"),
        (Screen::ForgotPassword, "NotAuthorizedException", "Contact administrator to reset password.", "ask them"),
        (Screen::ForgotPassword, "InvalidParameterException", "Username should be an email.", "check it"),
        (Screen::ForgotPassword, "LimitExceededException", "Attempt limit exceeded", "Wait a few minutes"),
        (Screen::ResetPassword, "CodeMismatchException", "", "isn't right"),
        (Screen::ResetPassword, "ExpiredCodeException", "", "ask for a new one"),
        (Screen::ResetPassword, "InvalidPasswordException", "Password not long enough", "too short"),
        (Screen::ResetPassword, "LimitExceededException", "Attempt limit exceeded", "Too many wrong codes"),
    ] {
        let sentence = text::refusal(screen, &service(exception, message)).words();
        assert!(sentence.contains(part), "{screen:?}, {exception} {message:?}: {sentence:?} lacks {part:?}");
    }
    for screen in SCREENS {
        let offline = text::refusal(screen, &Error::Transport(TransportError::failed(""))).words();
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
        let sentence = text::sign_in_refusal(&locked, wrong_passwords).words();
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
        ("NotAuthorizedException", "Something that is new.", Notice::SignInFailed),
    ] {
        assert_eq!(Notice::of_end(&service(exception, message)), expected, "{exception} {message:?}");
    }
    assert_eq!(Notice::of_end(&Error::NoRandomBytes), Notice::SignInFailed, "no random bytes");
    for (exception, message, part) in [
        (
            "UserLambdaValidationException",
            "PreTokenGeneration failed with error office hours only.",
            "office hours only",
        ),
        ("NotAuthorizedException", "User is disabled.", "disabled"),
        ("NotAuthorizedException", "Request not allowed due to security reasons.", "to keep the account safe"),
    ] {
        let notice = Notice::of_end(&service(exception, message));
        assert!(notice.is_problem() && notice.sentence().words().contains(part), "{message:?}: {notice:?}");
    }
}

#[wasm_bindgen_test]
fn whatever_cognito_says_people_read_a_sentence_of_the_apps() {
    for error in said() {
        let is_owners = matches!(Refusal::of(&error), Refusal::ByOwner(_));
        for screen in SCREENS {
            let sentence = text::refusal(screen, &error).words();
            let case = format!("{screen:?}, {error:?}");
            if is_owners {
                assert!(sentence.starts_with("The owner of this app says: “"), "{case}: {sentence:?} is not marked");
            } else {
                assert_reads_well(&case, &sentence);
                assert!(!sentence.contains("4iv8rvt7r5ido99kg5is8sff6j"), "{case}: {sentence:?} names a client");
            }
        }
    }
}

#[wasm_bindgen_test]
fn an_owners_words_are_marked_and_stay_a_text() {
    let long = "no ".repeat(200);
    for (case, words, expected) in [
        ("words", "staff only".to_owned(), "The owner of this app says: “\u{2068}staff only\u{2069}”"),
        (
            "markup",
            "<img src=x onerror=alert()>".to_owned(),
            "The owner of this app says: “\u{2068}<img src=x onerror=alert()>\u{2069}”",
        ),
        ("an override", "\u{202e}ylno ffats".to_owned(), "The owner of this app says: “\u{2068}ylno ffats\u{2069}”"),
    ] {
        let message = format!("PreSignUp failed with error {words}.");
        assert_eq!(
            text::refusal(Screen::SignUp, &service("UserLambdaValidationException", &message)),
            expected,
            "{case}"
        );
    }
    let message = format!("PreSignUp failed with error {long}.");
    let sentence = text::refusal(Screen::SignUp, &service("UserLambdaValidationException", &message)).words();
    assert!(sentence.chars().count() < 250 && sentence.contains('…'), "{sentence:?} is bounded");
    for (case, code, description, part) in [
        (
            "a trigger's",
            OAuthErrorCode::InvalidRequest,
            "PreSignUp failed with error staff only.",
            "says: “\u{2068}staff only",
        ),
        (
            "a trigger's, another way",
            OAuthErrorCode::AccessDenied,
            "PreAuthentication failed with error staff only.",
            "staff only",
        ),
        ("any other", OAuthErrorCode::AccessDenied, "call 555 0100 at once", "You canceled"),
    ] {
        let refused = RedirectError::Refused { code, description: Some(description.to_owned()) };
        let sentence = managed_login::not_returned(&ReturnProblem::Redirect(refused)).words();
        assert!(sentence.contains(part), "{case}: {sentence:?} lacks {part:?}");
    }
}

#[wasm_bindgen_test]
fn a_code_is_refused_alike_whoever_has_an_account() {
    let wrong =
        asked("ConfirmSignUp", "CodeMismatchException", "Invalid verification code provided, please try again.");
    for screen in [Screen::Confirm, Screen::ResetPassword] {
        let expected = text::refusal(screen, &wrong);
        for (case, exception, message) in [
            (
                "nobody, in a pool that hides it",
                "ExpiredCodeException",
                "Invalid code provided, please request a code again.",
            ),
            ("nobody", "UserNotFoundException", "Username/client id combination not found."),
            ("confirmed", "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED"),
            ("invited", "NotAuthorizedException", "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD"),
        ] {
            assert_eq!(
                text::refusal(screen, &asked("ConfirmSignUp", exception, message)),
                expected,
                "{screen:?}, {case}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn an_attribute_that_is_refused_has_its_reason() {
    for (exception, message, part) in [
        ("NotAuthorizedException", "A client attempted to write unauthorized attribute", None),
        (
            "InvalidParameterException",
            "user.email: Attribute cannot be updated. (changing an immutable attribute)",
            None,
        ),
        (
            "InvalidParameterException",
            "Attributes did not conform to the schema: name: The attribute is required",
            Some("requires this"),
        ),
        (
            "InvalidParameterException",
            "1 validation error detected: Value at 'x' failed: Missing required",
            Some("isn't accepted"),
        ),
        ("NotAuthorizedException", "Access Token has been revoked", Some("sign in again")),
        ("UserLambdaValidationException", "CustomMessage failed with error no such street.", Some("no such street")),
    ] {
        let sentence = profile::problem(profile::label("name"), &asked("UpdateUserAttributes", exception, message));
        let holds = match part {
            None => sentence.is_none(),
            Some(part) => sentence.as_ref().is_some_and(|sentence| sentence.words().contains(part)),
        };
        assert!(holds, "{message:?}: {sentence:?}");
    }
}

#[wasm_bindgen_test]
fn developers_read_what_is_wrong_and_no_secret() {
    for (operation, exception, message, parts) in [
        (
            "InitiateAuth",
            "NotAuthorizedException",
            "Client x is configured with secret but SECRET_HASH was not received",
            ["InitiateAuth", "Client x", "COGNITO_CLIENT_ID"],
        ),
        (
            "InitiateAuth",
            "InvalidParameterException",
            "USER_SRP_AUTH is not enabled for the client.",
            ["USER_SRP_AUTH is", "ExplicitAuthFlows", "COGNITO_SIGN_IN_FLOW"],
        ),
        (
            "SignUp",
            "ResourceNotFoundException",
            "User pool client x does not exist.",
            ["SignUp", "ResourceNotFoundException (400)", "COGNITO_USER_POOL_ID"],
        ),
        (
            "SignUp",
            "UnexpectedLambdaException",
            "PreSignUp invocation failed due to error AccessDeniedException.",
            ["AccessDenied", "CloudWatch", "8d3c0d2e"],
        ),
    ] {
        let said = developer::misconfiguration(&asked(operation, exception, message)).expect("it is told");
        for part in parts {
            assert!(said.contains(part), "{message:?}: {said:?} lacks {part:?}");
        }
    }
    let echo = "UserMigration failed with error cannot read property of Secret-2026.";
    for (case, exception, message) in [
        ("a wrong password", "NotAuthorizedException", "Incorrect username or password."),
        ("a trigger that migrates", "UserLambdaValidationException", echo),
        ("a refusal of a trigger", "UserLambdaValidationException", "PreSignUp failed with error staff only."),
        ("nobody knows", "NewerException", "Secret-2026"),
    ] {
        assert_eq!(developer::misconfiguration(&service(exception, message)), None, "{case}");
    }
    let broken = "PreSignUp failed with error x is not defined: Secret-2026.";
    let said = developer::misconfiguration(&service("UserLambdaValidationException", broken)).expect("it is told");
    assert!(!said.contains("Secret-2026"), "{said:?} holds what the trigger was told");
}

#[wasm_bindgen_test]
fn refusals_of_what_keeps_an_account_safe_say_how_to_go_on() {
    let wrong = "Incorrect username or password.";
    let disabled = "SOFTWARE_TOKEN_MFA is not enabled for the user pool.";
    for (case, sentence, part) in [
        (
            "wrong password",
            security::reauthentication_refusal(&service("NotAuthorizedException", wrong), 1),
            "isn't your password",
        ),
        (
            "locked out",
            security::reauthentication_refusal(&service("NotAuthorizedException", "Password attempts exceeded"), 6),
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
            "tell the owner",
        ),
        ("too slow", security::not_registered(&service("WebAuthnChallengeNotFoundException", "")), "too long"),
        (
            "too many passkeys",
            security::not_registered(&asked("CompleteWebAuthnRegistration", "LimitExceededException", "")),
            "Delete one first",
        ),
    ] {
        let sentence = sentence.words();
        assert!(sentence.contains(part), "{case}: {sentence:?} contains {part:?}");
        assert_reads_well(case, &sentence);
    }
    for (error, part) in [
        (PasskeyError::Unsupported, "another one"),
        (PasskeyError::NotGiven, "you canceled"),
        (PasskeyError::AlreadyThere, "already"),
        (PasskeyError::OtherAddress, "tell the owner"),
        (PasskeyError::Failed, "Try again"),
    ] {
        let sentence = security::not_made(error).words();
        assert!(sentence.contains(part), "{error:?}: {sentence:?} contains {part:?}");
        assert_reads_well(&format!("{error:?}"), &sentence);
    }
    assert!(security::is_wrong_password(&service("NotAuthorizedException", wrong)), "wrong password");
    for (other, message) in [
        ("LimitExceededException", ""),
        ("InvalidPasswordException", ""),
        ("NotAuthorizedException", "Password attempts exceeded"),
        ("NotAuthorizedException", "Access Token has been revoked"),
        ("NotAuthorizedException", "User is disabled."),
    ] {
        assert!(!security::is_wrong_password(&service(other, message)), "{other} {message:?}");
    }
}

#[wasm_bindgen_test]
fn attributes_have_labels() {
    for (name, label) in [
        ("given_name", "First name"),
        ("custom:telnum", "Phone number"),
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
        ("Password must have uppercase characters", "uppercase"),
        ("Password must have lowercase characters", "lowercase"),
        ("Password must have numeric characters", "number"),
        ("Password must have symbol characters", "symbol"),
        ("a rule that is not known here", "another password"),
    ] {
        let message = format!("Password did not conform with policy: {rule}");
        let sentence = text::refusal(Screen::SignUp, &service("InvalidPasswordException", &message)).words();
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
            Problem::Impossible,
            Problem::Wrong,
            Problem::OuterBlank,
            Problem::Weak,
        ] {
            assert_reads_well(&format!("{field:?}, {problem:?}"), &text::problem(field, problem).words());
        }
    }
}

#[wasm_bindgen_test]
fn rules_and_notices_read_well() {
    let all: Vec<_> = PasswordPolicy::default().rules().collect();
    let rules: Vec<_> = all.iter().map(|rule| text::password_rule(*rule)).collect();
    for (index, rule) in rules.iter().enumerate() {
        assert!(!rule.words().is_empty(), "{:?}", all[index]);
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
        Notice::AccountUnready,
    ] {
        assert_reads_well(&format!("{notice:?}"), &notice.sentence().words());
    }
    for (case, sentence) in [
        ("reset", text::RESET_REQUIRED_INTRO.english()),
        ("no passkeys in this browser", text::no_passkey(PasskeyError::Unsupported).english()),
        ("no passkey given", text::no_passkey(PasskeyError::NotGiven).english()),
        ("passkey of another address", text::no_passkey(PasskeyError::OtherAddress).english()),
        ("passkey that failed", text::no_passkey(PasskeyError::Failed).english()),
        ("no random bytes", text::sentences::sign_in::NO_RANDOM_BYTES.english()),
        ("still trying", text::STILL_TRYING.english()),
        ("code sent", text::RESENT.english()),
    ] {
        assert_reads_well(case, sentence);
    }
}

#[wasm_bindgen_test]
fn unsupported_step_is_named() {
    let sentence = text::unsupported("CUSTOM_CHALLENGE").words();
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
        (Setting::PlainPassword, "COGNITO_PLAIN_PASSWORD", "cognito-plain-password"),
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
        let problems =
            [SettingProblem::Missing(setting), SettingProblem::Malformed(setting), SettingProblem::Insecure(setting)];
        let [missing, malformed, insecure] = problems.map(text::config_problem);
        assert!(insecure.contains("must begin with https://"), "{setting:?}: {insecure:?}");
        for sentence in [&missing, &malformed, &insecure] {
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
        let from = text::sessions::from(ip, place).map(|from| from.words());
        assert_eq!(from.as_deref(), words, "{ip:?} {place:?}");
    }
}

#[wasm_bindgen_test]
fn what_is_left_is_counted_in_hours_minutes_and_seconds() {
    for (seconds, words) in [(0, "in 0 sec"), (59, "in 59 sec"), (61, "in 1 min 1 sec"), (3_600, "in 1 hr 0 min 0 sec")]
    {
        assert_eq!(text::session_details::remaining(seconds), words, "{seconds}");
    }
}

#[wasm_bindgen_test]
fn several_names_are_read_as_one_of_them() {
    for (names, read) in [(vec![], None), (vec!["A"], Some("A")), (vec!["A", "B", "C"], Some("A, B, or C"))] {
        let given = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(text::any_of(given).as_deref(), read, "{names:?}");
    }
}
