//! One call: where it goes, and how a refusal is read.

use core::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use cognito_client::{
    Client, Error, ErrorCode,
    account::get_user,
    ids::{ClientId, UserPoolId},
    secrets::AccessToken,
    transport::{Request, Response, TransportError},
};
use serde_json::json;

use crate::scripted::{Sent, client, ok, refused};

fn response(status: u16, error_type: Option<&str>, body: &str) -> Response {
    Response {
        status,
        error_type: error_type.map(ToOwned::to_owned),
        request_id: Some("r-1".to_owned()),
        retry_after: None,
        body: body.to_owned(),
    }
}

#[tokio::test]
async fn calls_go_to_the_endpoint() {
    let user = json!({ "Username": "user-1", "UserAttributes": [] });
    let sent = Sent::default();
    let client = client(&sent, [ok(&user), ok(&user)]);
    assert_eq!(client.user_pool_id().as_str(), "us-east-1_Example1");
    assert_eq!(client.client_id().as_str(), "client1");
    get_user(&client, &AccessToken::new("a")).await.expect("a user");
    let client = client.with_endpoint("http://localhost:9229/");
    get_user(&client, &AccessToken::new("a")).await.expect("a user");
    let sent = sent.borrow();
    let sent: Vec<_> =
        sent.iter().map(|request| (request.url.as_str(), request.target().unwrap_or_default())).collect();
    let target = "AWSCognitoIdentityProviderService.GetUser";
    let region = "https://cognito-idp.us-east-1.amazonaws.com/";
    assert_eq!(sent, [(region, target), ("http://localhost:9229/", target)]);
}

#[tokio::test]
async fn refusals_are_read() {
    let not_authorized = |message: &str| Ok((ErrorCode::NotAuthorized, message.to_owned()));
    let internal = || Ok((ErrorCode::InternalError, String::new()));
    let nameless = || Err(Error::Protocol("a refusal without a name"));
    let html = "<html><body>502 Bad Gateway</body></html>";
    for (case, response, expected) in [
        (
            "a name",
            response(400, None, r#"{"__type":"NotAuthorizedException","message":"No."}"#),
            not_authorized("No."),
        ),
        (
            "a name with a prefix",
            response(
                400,
                None,
                r#"{"__type":"com.amazonaws.cognito.identity.idp#NotAuthorizedException","message":"No."}"#,
            ),
            not_authorized("No."),
        ),
        (
            "a capital M",
            response(400, None, r#"{"__type":"NotAuthorizedException","Message":"No."}"#),
            not_authorized("No."),
        ),
        ("no message", response(400, None, r#"{"__type":"NotAuthorizedException"}"#), not_authorized("")),
        (
            "more members",
            response(400, None, r#"{"__type":"NotAuthorizedException","message":"No.","reason":{"a":[1]}}"#),
            not_authorized("No."),
        ),
        (
            "both spellings",
            response(400, None, r#"{"__type":"NotAuthorizedException","message":"No.","Message":"No."}"#),
            not_authorized("No."),
        ),
        (
            "the body before the header",
            response(400, Some("OtherException"), r#"{"__type":"NotAuthorizedException","message":"No."}"#),
            not_authorized("No."),
        ),
        (
            "the header alone",
            response(400, Some("NotAuthorizedException:http://internal.amazon.com/"), r#"{"message":"No."}"#),
            not_authorized("No."),
        ),
        ("the header and no body", response(400, Some("NotAuthorizedException:"), ""), not_authorized("")),
        ("the header and HTML", response(400, Some("NotAuthorizedException"), html), not_authorized("")),
        (
            "a name that is new",
            response(400, None, r#"{"__type":"NewerException","message":"No."}"#),
            Ok((ErrorCode::parse("NewerException"), "No.".to_owned())),
        ),
        (
            "a 5xx with a name: what it is called says nothing",
            response(500, None, r#"{"__type":"NotAuthorizedException","message":"No."}"#),
            Ok((ErrorCode::InternalError, "NotAuthorizedException: No.".to_owned())),
        ),
        (
            "a 503 with a new name in the header",
            response(503, Some("NewerException"), html),
            Ok((ErrorCode::InternalError, "NewerException: ".to_owned())),
        ),
        (
            "a 5xx by its own name",
            response(500, None, r#"{"__type":"InternalErrorException","message":"No."}"#),
            Ok((ErrorCode::InternalError, "No.".to_owned())),
        ),
        (
            "a 429 with a name",
            response(429, None, r#"{"__type":"UserNotFoundException","message":"No."}"#),
            Ok((ErrorCode::TooManyRequests, "UserNotFoundException: No.".to_owned())),
        ),
        (
            "throttled by the name that all services have in common",
            response(400, None, r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#),
            Ok((ErrorCode::TooManyRequests, "Rate exceeded".to_owned())),
        ),
        (
            "odd members",
            response(400, None, r#"{"__type":"NotAuthorizedException","message":{"a":1},"Message":"No."}"#),
            not_authorized("No."),
        ),
        (
            "no name but in the header",
            response(400, Some("NotAuthorizedException"), r#"{"__type":null,"message":null}"#),
            not_authorized(""),
        ),
        ("a 5xx with HTML", response(502, None, html), internal()),
        ("a 5xx without a body", response(503, None, ""), internal()),
        ("a 429 with HTML", response(429, None, html), Ok((ErrorCode::TooManyRequests, String::new()))),
        ("a 4xx with HTML", response(403, None, html), nameless()),
        ("a 4xx without a body", response(400, None, ""), nameless()),
        ("a redirect", response(302, None, ""), nameless()),
    ] {
        let status = response.status;
        let sent = Sent::default();
        let error = get_user(&client(&sent, [response]), &AccessToken::new("a")).await.expect_err(case);
        let expected = match expected {
            Ok((code, message)) => {
                let request_id = Some("r-1".to_owned());
                Error::Service { operation: "GetUser", code, message, status, request_id, retry_after: None }
            }
            Err(error) => error,
        };
        assert_eq!(error, expected, "{case}");
    }
}

#[tokio::test]
async fn a_refusal_may_say_how_long_to_wait() {
    let throttled = r#"{"__type":"TooManyRequestsException","message":"Rate exceeded"}"#;
    for (case, status, body, header, expected) in [
        ("seconds", 400, throttled, Some("7"), Some(7)),
        ("seconds between spaces", 400, throttled, Some(" 7 "), Some(7)),
        ("at once", 400, throttled, Some("0"), Some(0)),
        ("from something between us and Cognito", 503, "<html></html>", Some("120"), Some(120)),
        ("no header", 400, throttled, None, None),
        ("a date", 400, throttled, Some("Fri, 31 Dec 1999 23:59:59 GMT"), None),
        ("less than nothing", 400, throttled, Some("-1"), None),
        ("no number", 400, throttled, Some("soon"), None),
    ] {
        let response = Response { retry_after: header.map(ToOwned::to_owned), ..response(status, None, body) };
        let sent = Sent::default();
        let error = get_user(&client(&sent, [response]), &AccessToken::new("a")).await.expect_err(case);
        assert_eq!(error.retry_after(), expected.map(Duration::from_secs), "{case}");
    }
}

#[tokio::test]
async fn answers_that_are_not_cognitos_are_said() {
    let unreadable = "a member is missing or of another type";
    for (body, expected) in [
        ("[]", unreadable),
        ("null", unreadable),
        ("<html></html>", unreadable),
        ("{\"Username\":\"u", unreadable),
        ("", "a user without a name and attributes"),
        ("{}", "a user without a name and attributes"),
        (r#"{"Username":1,"UserAttributes":[]}"#, "a user without a name and attributes"),
    ] {
        let sent = Sent::default();
        let answer = get_user(&client(&sent, [response(200, None, body)]), &AccessToken::new("a")).await;
        assert_eq!(answer.err(), Some(Error::Protocol(expected)), "{body}");
    }
}

#[tokio::test]
async fn no_answer_is_the_transports_error() {
    for expected in [TransportError::TimedOut, TransportError::failed("offline")] {
        let transport = async |_: Request| Err(expected.clone());
        let client = Client::new(
            transport,
            UserPoolId::parse("us-east-1_Example1").expect("an id"),
            ClientId::parse("client1").expect("an id"),
        );
        let answer = get_user(&client, &AccessToken::new("a")).await;
        assert_eq!(answer.err(), Some(Error::Transport(expected.clone())));
    }
}

#[tokio::test]
async fn whoever_asked_to_is_told_of_every_refusal() {
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    let tell = |error: &Error| {
        assert!(matches!(error, Error::Service { operation: "GetUser", .. }), "{error:?}");
        TOLD.fetch_add(1, Ordering::Relaxed);
    };
    let sent = Sent::default();
    let answers = [ok(&json!({ "Username": "u", "UserAttributes": [] })), refused("NotAuthorizedException", "No.")];
    let client = client(&sent, answers).with_refusals_told(tell);
    for (case, is_refused) in [("an answer", false), ("a refusal", true)] {
        let got = get_user(&client, &AccessToken::new("a")).await;
        assert_eq!((got.is_err(), TOLD.load(Ordering::Relaxed)), (is_refused, usize::from(is_refused)), "{case}");
    }
}
