//! Managed login: what the browser is sent away with, and what is made of its return.

use std::{cell::RefCell, collections::BTreeMap};

use cognito_client::{
    Error, ErrorCode,
    ids::ClientId,
    managed_login::{ManagedLogin, OAuthErrorCode, PausedRedirect, Prompt, Provider, RedirectError, RedirectOptions},
    session::Session,
    transport::{Content, Request, Response, TransportError},
};
use serde_json::{Value, json};

use crate::scripted::{ISSUED, Program, access_token, now, ok, token};

const CALLBACK: &str = "https://app.example/callback?page=1";
/// base64url of the program's random bytes.
const SECRET: &str = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM";

fn managed_login() -> ManagedLogin {
    let client_id = ClientId::parse("client1").expect("an id");
    ManagedLogin::new("shop.auth.eu-west-1.amazoncognito.com", client_id, CALLBACK)
}

fn parameters(url: &str) -> BTreeMap<String, String> {
    let (_, query) = url.split_once('?').expect("a query");
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn departed() -> PausedRedirect {
    managed_login().begin(RedirectOptions::default(), &Program::default()).expect("random bytes").paused
}

fn id_token(nonce: &str, client: &str) -> String {
    token(&json!({ "sub": "user-1", "aud": client, "nonce": nonce, "iat": ISSUED, "exp": ISSUED + 3600 }))
}

fn tokens(id_token: String) -> Value {
    json!({
        "id_token": id_token, "access_token": access_token(), "refresh_token": "refresh-1",
        "expires_in": 3600, "token_type": "Bearer",
    })
}

fn status(status: u16, body: &str) -> Response {
    Response { status, body: body.to_owned(), ..ok(&json!({})) }
}

async fn finish(
    answer: Result<Response, TransportError>,
    sent: &RefCell<Vec<Request>>,
) -> Result<Session, RedirectError> {
    let answer = RefCell::new(Some(answer));
    let transport = async |request: Request| {
        sent.borrow_mut().push(request);
        answer.borrow_mut().take().expect("one exchange")
    };
    let query = format!("?code=code-1&state={SECRET}");
    managed_login().finish(departed(), &query, &transport, &now).await
}

#[test]
fn a_departure_says_what_it_must() {
    let departure = managed_login().begin(RedirectOptions::default(), &Program::default()).expect("random bytes");
    let start = "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/authorize?";
    assert!(departure.url.starts_with(start), "{}", departure.url);
    // printf AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM | openssl dgst -sha256 -binary | basenc --base64url
    let challenge = "g77gcvvTQj90gfwWOCFjatjPtz-u8N0FgfOXnqDHMbk";
    let expected = [
        ("response_type", "code"),
        ("client_id", "client1"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid aws.cognito.signin.user.admin"),
        ("state", SECRET),
        ("nonce", SECRET),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(parameters(&departure.url), BTreeMap::from(expected));
    assert!(!format!("{:?}", departure.paused).contains(SECRET), "secrets are not printed");

    let none = Program { random: None, ..Program::default() };
    let refused = managed_login().begin(RedirectOptions::default(), &none);
    assert_eq!(refused.err(), Some(Error::NoRandomBytes));
}

#[test]
fn state_nonce_and_verifier_are_three() {
    let mut random = [0; 128];
    for (index, byte) in random.iter_mut().enumerate() {
        *byte = u8::try_from(index).expect("below 128");
    }
    let program = Program { random: Some(random), ..Program::default() };
    let departure = managed_login().begin(RedirectOptions::default(), &program).expect("random bytes");
    let sent = parameters(&departure.url);
    let paused = serde_json::to_value(&departure.paused).expect("JSON");
    assert_eq!((&paused["state"], &paused["nonce"]), (&json!(sent["state"]), &json!(sent["nonce"])));
    let three = [&paused["state"], &paused["nonce"], &paused["code_verifier"]];
    assert!(three[0] != three[1] && three[1] != three[2] && three[0] != three[2], "{paused}");
    assert!(three.iter().all(|secret| secret.as_str().is_some_and(|text| text.len() == 43)), "{paused}");
    let verifier = paused["code_verifier"].as_str().expect("text");
    assert!(!departure.url.contains(verifier), "the verifier stays");
}

#[test]
fn a_departure_says_what_it_may() {
    let login = managed_login().with_scopes(["openid", "email"]);
    for (case, options, name, value) in [
        (
            "a provider",
            RedirectOptions { provider: Some(Provider::Named("Google")), ..RedirectOptions::default() },
            "identity_provider",
            "Google",
        ),
        (
            "an identifier",
            RedirectOptions { provider: Some(Provider::Identified("staff.example")), ..RedirectOptions::default() },
            "idp_identifier",
            "staff.example",
        ),
        (
            "a name",
            RedirectOptions { login_hint: Some("a+b@example.com"), ..RedirectOptions::default() },
            "login_hint",
            "a+b@example.com",
        ),
        (
            "nobody is asked",
            RedirectOptions { prompt: Some(Prompt::None), ..RedirectOptions::default() },
            "prompt",
            "none",
        ),
        (
            "everybody is asked",
            RedirectOptions { prompt: Some(Prompt::Login), ..RedirectOptions::default() },
            "prompt",
            "login",
        ),
        (
            "a choice",
            RedirectOptions { prompt: Some(Prompt::SelectAccount), ..RedirectOptions::default() },
            "prompt",
            "select_account",
        ),
        ("a language", RedirectOptions { language: Some("de"), ..RedirectOptions::default() }, "lang", "de"),
        ("other scopes", RedirectOptions::default(), "scope", "openid email"),
    ] {
        let departure = login.begin(options, &Program::default()).expect("random bytes");
        assert_eq!(parameters(&departure.url).get(name).map(String::as_str), Some(value), "{case}");
    }
}

#[test]
fn domains_and_the_way_out() {
    let client_id = || ClientId::parse("client1").expect("an id");
    for (domain, start) in [
        ("login.example.com", "https://login.example.com/logout?"),
        ("https://login.example.com/", "https://login.example.com/logout?"),
        ("http://localhost:9230", "http://localhost:9230/logout?"),
    ] {
        let url = ManagedLogin::new(domain, client_id(), CALLBACK).sign_out_url("https://app.example/?x=ä");
        assert!(url.starts_with(start), "{url}");
        assert_eq!(parameters(&url)["logout_uri"], "https://app.example/?x=ä");
        assert_eq!(parameters(&url)["client_id"], "client1");
    }
}

#[tokio::test]
async fn a_return_becomes_a_session() {
    let sent = RefCell::default();
    let answer = ok(&tokens(id_token(SECRET, "client1")));
    let session = finish(Ok(answer), &sent).await.expect("signed in");
    assert_eq!(session.username().as_str(), "user-1");
    assert_eq!(session.tokens().refresh_token.expose(), "refresh-1");
    let sent = sent.into_inner();
    let [request] = sent.as_slice() else { panic!("{} requests", sent.len()) };
    assert_eq!(request.url, "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token");
    assert_eq!((&request.content, request.target()), (&Content::Form, None));
    let form: BTreeMap<String, String> = form_urlencoded::parse(request.body.as_bytes()).into_owned().collect();
    let expected = [
        ("grant_type", "authorization_code"),
        ("client_id", "client1"),
        ("redirect_uri", CALLBACK),
        ("code", "code-1"),
        ("code_verifier", SECRET),
    ];
    assert_eq!(form, BTreeMap::from(expected.map(|(name, value)| (name.to_owned(), value.to_owned()))));
}

#[tokio::test]
async fn returns_that_become_none() {
    let unavailable = Error::Service {
        operation: "/oauth2/token",
        code: ErrorCode::InternalError,
        message: String::new(),
        status: 503,
        request_id: None,
        retry_after: None,
    };
    let mut without_id_token = tokens(String::new());
    without_id_token.as_object_mut().expect("an object").remove("id_token");
    let cases = [
        (
            "a used code",
            Ok(status(400, r#"{"error":"invalid_grant"}"#)),
            RedirectError::Exchange(OAuthErrorCode::InvalidGrant),
        ),
        (
            "another address",
            Ok(status(400, r#"{"error":"unauthorized_client"}"#)),
            RedirectError::Exchange(OAuthErrorCode::UnauthorizedClient),
        ),
        (
            "a page of a proxy",
            Ok(status(404, "<html>")),
            RedirectError::Failed(Error::Protocol("a refusal without a name")),
        ),
        ("unavailable", Ok(status(503, r#"{"error":"server_error"}"#)), RedirectError::Failed(unavailable)),
        ("offline", Err(TransportError::TimedOut), RedirectError::Failed(Error::Transport(TransportError::TimedOut))),
        (
            "no JSON",
            Ok(status(200, "")),
            RedirectError::Failed(Error::Protocol("a member is missing or of another type")),
        ),
        (
            "no id token",
            Ok(ok(&without_id_token)),
            RedirectError::Failed(Error::Protocol("a sign-in without one of its tokens")),
        ),
        ("another sign-in's token", Ok(ok(&tokens(id_token("other", "client1")))), RedirectError::ForeignToken),
        ("another client's token", Ok(ok(&tokens(id_token(SECRET, "client2")))), RedirectError::ForeignToken),
        (
            "a token without nonce",
            Ok(ok(&tokens(token(&json!({ "aud": "client1", "iat": ISSUED, "exp": ISSUED + 3600 }))))),
            RedirectError::ForeignToken,
        ),
    ];
    for (case, answer, expected) in cases {
        assert_eq!(finish(answer, &RefCell::default()).await.err(), Some(expected), "{case}");
    }
}

#[tokio::test]
async fn a_foreign_return_asks_nobody() {
    for (case, query, expected) in [
        ("another state", "code=code-1&state=other", RedirectError::ForeignState),
        ("no state", "code=code-1", RedirectError::ForeignState),
        ("no return", "page=1", RedirectError::NoCallback),
    ] {
        let transport = async |_: Request| -> Result<Response, TransportError> { panic!("{case}: an exchange") };
        let finished = managed_login().finish(departed(), query, &transport, &now).await;
        assert_eq!(finished.err(), Some(expected), "{case}");
    }
}
