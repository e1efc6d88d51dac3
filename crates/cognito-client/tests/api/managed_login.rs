//! Managed login: what the browser is sent away with, and what is made of its return.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use cognito_client::{
    Error, ErrorCode,
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host},
    ids::{ClientId, UserPoolId},
    managed_login::{ManagedLogin, OAuthErrorCode, PausedRedirect, Prompt, Provider, RedirectError, RedirectOptions},
    session::Session,
    timestamp::{Clock, Timestamp},
    transport::{Content, Request, Response, TransportError},
};
use serde_json::{Value, json};

use crate::scripted::{ISSUED, Program, ok, token};

const CALLBACK: &str = "https://app.example/callback?page=1";
/// base64url of the program's random bytes.
const SECRET: &str = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM";

fn at(domain: &str) -> ManagedLogin {
    let user_pool_id = UserPoolId::parse("eu-west-1_Example1").expect("an id");
    ManagedLogin::new(domain, &user_pool_id, ClientId::parse("client1").expect("an id"), CALLBACK)
}

fn managed_login() -> ManagedLogin {
    at("shop.auth.eu-west-1.amazoncognito.com")
}

fn parameters(url: &str) -> BTreeMap<String, String> {
    let (_, query) = url.split_once('?').expect("a query");
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn departed() -> PausedRedirect {
    managed_login().begin(RedirectOptions::default(), &Program::default()).expect("random bytes").paused
}

fn id_token(nonce: &str, client: &str) -> String {
    id_token_with(&json!({ "nonce": nonce, "aud": client }))
}

/// With these claims in the place of those that it should have.
fn id_token_with(others: &Value) -> String {
    let mut claims = json!({
        "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example1", "token_use": "id", "sub": "sub-1",
        "aud": "client1", "nonce": SECRET, "iat": ISSUED, "exp": ISSUED + 3600,
    });
    for (name, value) in others.as_object().expect("claims") {
        claims[name] = value.clone();
    }
    token(&claims)
}

fn access_token() -> String {
    token(&json!({ "sub": "sub-1", "token_use": "access", "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600 }))
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
    managed_login().finish(departed(), &query, &transport, &Program::default()).await
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
        ("Chinese", RedirectOptions { language: Some("zh-Hans"), ..RedirectOptions::default() }, "lang", "zh-CN"),
        ("Chinese too", RedirectOptions { language: Some("zh-Hant"), ..RedirectOptions::default() }, "lang", "zh-TW"),
        ("Spanish", RedirectOptions { language: Some("es-419"), ..RedirectOptions::default() }, "lang", "es"),
        ("Portuguese", RedirectOptions { language: Some("pt-PT"), ..RedirectOptions::default() }, "lang", "pt-BR"),
        ("other scopes", RedirectOptions::default(), "scope", "openid email"),
    ] {
        let departure = login.begin(options, &Program::default()).expect("random bytes");
        assert_eq!(parameters(&departure.url).get(name).map(String::as_str), Some(value), "{case}");
    }
}

#[test]
fn domains_and_the_way_out() {
    for (domain, start) in [
        ("login.example.com", "https://login.example.com/logout?"),
        ("https://login.example.com/", "https://login.example.com/logout?"),
        ("http://localhost:9230", "http://localhost:9230/logout?"),
    ] {
        let url = at(domain).sign_out_url("https://app.example/?x=ä");
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
        let finished = managed_login().finish(departed(), query, &transport, &Program::default()).await;
        assert_eq!(finished.err(), Some(expected), "{case}");
    }
}

/// A program that may ask for the time.
struct Asking {
    program: Program,
    /// How far its clock turns out to be ahead.
    seconds_ahead: Option<u64>,
    asked: Cell<bool>,
}

impl Clock for Asking {
    fn now(&self) -> Timestamp {
        self.program.now()
    }
}

impl Host for Asking {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        self.program.random_bytes()
    }

    fn service_now(&self) -> Timestamp {
        let ahead = self.seconds_ahead.filter(|_| self.asked.get()).unwrap_or(0);
        Timestamp::from_seconds(self.now().as_seconds() - ahead)
    }

    async fn correct_clock(&self) -> bool {
        self.asked.set(true);
        self.seconds_ahead.is_some_and(|seconds| seconds > 0)
    }

    fn device(&self, _: &str) -> Option<RememberedDevice> {
        None
    }

    fn save_device(&self, _: &str, _: &RememberedDevice) {}

    fn forget_device(&self, _: &str) {}

    fn device_name(&self) -> String {
        String::new()
    }
}

#[tokio::test]
async fn the_id_token_is_of_this_sign_in_at_this_pool_for_this_user() {
    let without = |name: &str| {
        let mut claims = json!({});
        claims[name] = Value::Null;
        claims
    };
    let (foreign, expired) = (Some(RedirectError::ForeignToken), Some(RedirectError::ExpiredToken));
    for (case, others, expected) in [
        ("as it should be", json!({}), None),
        ("more claims, of a trigger", json!({ "username": 1, "client_id": ["x"], "custom:a": { "iss": 1 } }), None),
        ("another nonce", json!({ "nonce": "other" }), foreign.clone()),
        ("no nonce", without("nonce"), foreign.clone()),
        ("a nonce that is no text", json!({ "nonce": 1 }), foreign.clone()),
        ("another client", json!({ "aud": "client2" }), foreign.clone()),
        ("no client", without("aud"), foreign.clone()),
        (
            "another pool",
            json!({ "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example2" }),
            foreign.clone(),
        ),
        (
            "another host",
            json!({ "iss": "https://cognito-idp.eu-west-1.example.com/eu-west-1_Example1" }),
            foreign.clone(),
        ),
        (
            "without TLS",
            json!({ "iss": "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example1" }),
            foreign.clone(),
        ),
        ("no issuer", without("iss"), foreign.clone()),
        ("an access token", json!({ "token_use": "access" }), foreign.clone()),
        ("for no use", without("token_use"), foreign.clone()),
        ("another user than the access token", json!({ "sub": "sub-2" }), foreign.clone()),
        ("nobody", without("sub"), foreign),
        ("expired a second ago", json!({ "exp": ISSUED + 4 }), expired.clone()),
        ("expires now", json!({ "exp": ISSUED + 5 }), expired.clone()),
        ("expires in a second", json!({ "exp": ISSUED + 6 }), None),
        ("expired long ago", json!({ "exp": 1 }), expired.clone()),
        ("an end that is not told", without("exp"), expired),
    ] {
        let finished = finish(Ok(ok(&tokens(id_token_with(&others)))), &RefCell::default()).await;
        assert_eq!(finished.err(), expected, "{case}");
    }
    let mut nobodys = tokens(id_token(SECRET, "client1"));
    nobodys["access_token"] = json!(token(&json!({ "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600 })));
    let finished = finish(Ok(ok(&nobodys)), &RefCell::default()).await;
    assert_eq!(finished.err(), Some(RedirectError::ForeignToken), "an access token that does not say whose it is");
}

#[tokio::test]
async fn a_clock_that_is_a_day_ahead_makes_no_token_expired() {
    for (case, ahead, seconds_ahead, is_signed_in) in [
        ("right", 0, None, true),
        ("a day ahead, and told so", 93_600, Some(93_600), true),
        ("a day ahead, and nobody tells", 93_600, None, false),
        ("right, and the token is a day old", 93_600, Some(0), false),
    ] {
        let program = Program { now: Timestamp::from_seconds(ISSUED + 5 + ahead), ..Program::default() };
        let host = Asking { program, seconds_ahead, asked: Cell::new(false) };
        let transport = async |_: Request| Ok(ok(&tokens(id_token(SECRET, "client1"))));
        let query = format!("?code=code-1&state={SECRET}");
        let finished = managed_login().finish(departed(), &query, &transport, &host).await;
        assert_eq!(finished.is_ok(), is_signed_in, "{case}: {finished:?}");
    }
}

#[test]
fn nobody_is_sent_to_a_page_that_others_can_write() {
    for domain in ["http://auth.example.com", "http://localhost@example.com", "ftp://localhost"] {
        let departure = at(domain).begin(RedirectOptions::default(), &Program::default());
        assert_eq!(departure.err(), Some(Error::Transport(TransportError::Insecure)), "{domain}");
    }
}
