//! A transport that records what is sent and answers from a list.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use cognito_client::{
    Client,
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host, Preparation},
    ids::{ClientId, UserPoolId, Username},
    secrets::{AccessToken, Password},
    sign_in::Credentials,
    timestamp::{Clock, Timestamp},
    transport::{Request, Response, Transport, TransportError},
};
use serde_json::{Value, json};

/// When the tokens of [`access_token`] and [`id_token`] are issued.
pub(crate) const ISSUED: u64 = 1_793_678_700;

/// What was sent, in order.
pub(crate) type Sent = RefCell<Vec<Request>>;

/// A program whose clock stands still and whose random bytes are known.
pub(crate) struct Program {
    pub(crate) random: Option<[u8; EXPONENT_BYTES]>,
    pub(crate) now: Timestamp,
    pub(crate) prepared: RefCell<Option<Preparation>>,
    /// How often it was given time for other work.
    pub(crate) pauses: Cell<u32>,
    /// By user name.
    pub(crate) devices: RefCell<BTreeMap<String, RememberedDevice>>,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            random: Some([3; EXPONENT_BYTES]),
            now: now(),
            prepared: RefCell::default(),
            pauses: Cell::default(),
            devices: RefCell::default(),
        }
    }
}

impl Clock for Program {
    fn now(&self) -> Timestamp {
        self.now
    }
}

impl Host for Program {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        self.random
    }

    fn take_prepared(&self) -> Option<Preparation> {
        self.prepared.take()
    }

    async fn pause(&self) {
        self.pauses.update(|pauses| pauses + 1);
    }

    fn device(&self, username: &str) -> Option<RememberedDevice> {
        self.devices.borrow().get(username).cloned()
    }

    fn save_device(&self, username: &str, device: &RememberedDevice) {
        self.devices.borrow_mut().insert(username.to_owned(), device.clone());
    }

    fn forget_device(&self, device_key: &str) {
        self.devices.borrow_mut().retain(|_, device| device.key != device_key);
    }

    fn device_name(&self) -> String {
        "browser 1".to_owned()
    }
}

/// A client of us-east-1_Example1 whose calls are answered by `answers`, one after the other.
pub(crate) fn client(sent: &Sent, answers: impl IntoIterator<Item = Response>) -> Client<impl Transport> {
    let answers = RefCell::new(answers.into_iter().collect::<Vec<_>>().into_iter());
    let transport = async move |request: Request| {
        sent.borrow_mut().push(request);
        let answer = answers.borrow_mut().next();
        answer.ok_or_else(|| TransportError::failed("one call more than expected"))
    };
    let user_pool_id = UserPoolId::parse("us-east-1_Example1").expect("an id");
    Client::new(transport, user_pool_id, ClientId::parse("client1").expect("an id"))
}

pub(crate) fn ok(body: &Value) -> Response {
    Response { status: 200, error_type: None, request_id: None, retry_after: None, body: body.to_string() }
}

pub(crate) fn refused(code: &str, message: &str) -> Response {
    let body = json!({ "__type": code, "message": message }).to_string();
    Response { status: 400, error_type: None, request_id: Some("r-1".to_owned()), retry_after: None, body }
}

/// The same with another status.
pub(crate) fn refused_with(status: u16, code: &str, message: &str) -> Response {
    Response { status, ..refused(code, message) }
}

/// Operation and body of each request.
pub(crate) fn operations(sent: &Sent) -> Vec<(String, Value)> {
    let operation = |target: &str| target.strip_prefix("AWSCognitoIdentityProviderService.").map(ToOwned::to_owned);
    sent.borrow()
        .iter()
        .map(|request| {
            let body = serde_json::from_str(&request.body).expect("a request is JSON");
            (operation(request.target().expect("a target")).expect("the service's name"), body)
        })
        .collect()
}

pub(crate) fn credentials() -> Credentials {
    Credentials { username: Username::new("someone@example.com"), password: Password::new("Passw0rd!") }
}

/// A token for functions that do not look into it.
pub(crate) fn access() -> AccessToken {
    AccessToken::new("access-1")
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_seconds(ISSUED + 5)
}

pub(crate) fn token(claims: &Value) -> String {
    format!("header.{}.signature", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()))
}

pub(crate) fn access_token() -> String {
    token(&json!({ "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "origin_jti": "o-1" }))
}

pub(crate) fn id_token() -> String {
    token(&json!({ "sub": "user-1", "iat": ISSUED, "exp": ISSUED + 3600 }))
}

/// An answer with tokens.
pub(crate) fn signed_in(refresh_token: Option<&str>) -> Value {
    let mut result = json!({
        "AccessToken": access_token(), "IdToken": id_token(), "ExpiresIn": 3600, "TokenType": "Bearer",
    });
    if let Some(refresh_token) = refresh_token {
        result["RefreshToken"] = json!(refresh_token);
    }
    json!({ "AuthenticationResult": result, "ChallengeParameters": {} })
}
