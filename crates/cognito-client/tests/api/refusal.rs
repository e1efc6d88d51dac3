//! Why a call was refused, by everything that Cognito is known to say.

use cognito_client::{Error, ErrorCode, error::SrpError, refusal::Refusal, transport::TransportError};
use serde::Deserialize;

/// A line of tests/data/sentences.json.
#[derive(Deserialize)]
struct Case {
    operation: String,
    code: String,
    message: String,
    #[serde(default = "bad_request")]
    status: u16,
    refusal: String,
    source: String,
}

const fn bad_request() -> u16 {
    400
}

fn error(operation: &str, code: &str, message: &str, status: u16) -> Error {
    Error::Service {
        // Of the test's own making, and as long-lived as the test.
        operation: operation.to_owned().leak(),
        code: ErrorCode::parse(code),
        message: message.to_owned(),
        status,
        request_id: None,
        retry_after: None,
    }
}

#[test]
fn what_cognito_says_has_one_meaning() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../data/sentences.json")).expect("the data is JSON");
    for case in cases {
        let Case { operation, code, message, status, refusal, source } = case;
        let read = Refusal::of(&error(&operation, &code, &message, status));
        assert_eq!(format!("{read:?}"), refusal, "{operation}, {code} ({status}): {message:?}");
        assert!(!source.is_empty(), "{code}: {message:?} was seen somewhere");
    }
}

#[test]
fn letters_and_what_stands_around_a_sentence_change_nothing() {
    for message in
        ["USER IS DISABLED", "Sorry: user is disabled.  ", "An error occurred: User is disabled. (Service: x)"]
    {
        let read = Refusal::of(&error("InitiateAuth", "NotAuthorizedException", message, 400));
        assert_eq!(read, Refusal::Disabled, "{message:?}");
    }
}

#[test]
fn what_is_no_answer_of_cognitos_has_its_reason_too() {
    for (case, error, expected) in [
        ("offline", Error::Transport(TransportError::failed("")), Refusal::Unreachable),
        ("time-out", Error::Transport(TransportError::TimedOut), Refusal::TimedOut),
        ("a proxy's page", Error::Protocol("no JSON"), Refusal::Unavailable),
        ("a hostile server", Error::Srp(SrpError::ZeroPublicValue), Refusal::Unavailable),
        ("no randomness", Error::NoRandomBytes, Refusal::Other),
    ] {
        assert_eq!(Refusal::of(&error), expected, "{case}");
    }
}
