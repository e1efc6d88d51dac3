//! A pool and a client that a template has made, and a person who comes there.

use std::time::SystemTime;

use cognito_client::{
    Client, Error,
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host},
    ids::{ClientId, UserPoolId, Username},
    secrets::{ConfirmationCode, MfaCode, Password},
    session::Session,
    sign_in::{Credentials, NextStep, SignIn},
    sign_up::{Attribute, confirm_sign_up, sign_up},
    timestamp::{Clock, Timestamp},
    transport::Reqwest,
};
use local_user_pool::{Config, LocalUserPool, Running, totp_code};
use serde_json::{Value, json};

use crate::Requests;

const PASSWORD: &str = "Correct-Horse1";
const EMAIL: &str = "person@example.com";

/// A pool that was made by requests.
pub struct Made {
    pool: Running,
    id: String,
    client_id: String,
}

impl Made {
    /// Makes it in a local user pool of its own.
    ///
    /// # Panics
    /// When a request is refused, or the pool says afterwards that something is otherwise than it was asked for.
    pub async fn of(requests: &Requests) -> Self {
        let pool = LocalUserPool::start(Config::default(), 0, None).await.expect("the pool starts");
        let mut made = Self { pool, id: String::new(), client_id: String::new() };
        let answer = made.ask("CreateUserPool", requests.pool.clone()).await;
        answer["UserPool"]["Id"].as_str().expect("an id").clone_into(&mut made.id);
        made.ask("SetUserPoolMfaConfig", made.with_id(&requests.mfa)).await;
        let answer = made.ask("CreateUserPoolClient", made.with_id(&requests.client)).await;
        answer["UserPoolClient"]["ClientId"].as_str().expect("an id").clone_into(&mut made.client_id);
        assert!(answer["UserPoolClient"]["ClientSecret"].is_null(), "a page can keep no secret");
        if let Some(domain) = &requests.domain {
            made.ask("CreateUserPoolDomain", made.with_id(&json!({ "Domain": domain }))).await;
        }
        made.is_as_asked_for(requests).await;
        made
    }

    async fn is_as_asked_for(&self, requests: &Requests) {
        // Described elsewhere, or not at all.
        const ELSEWHERE: [&str; 4] = ["PoolName", "Schema", "GenerateSecret", "MfaConfiguration"];
        let pool = self.ask("DescribeUserPool", self.with_id(&json!({}))).await;
        let client = json!({ "ClientId": self.client_id });
        let client = self.ask("DescribeUserPoolClient", self.with_id(&client)).await;
        for (asked, described) in [(&requests.pool, &pool["UserPool"]), (&requests.client, &client["UserPoolClient"])] {
            for (name, value) in asked.as_object().expect("members") {
                if !ELSEWHERE.contains(&name.as_str()) {
                    assert!(is_within(value, &described[name]), "{name}: {value}, and not {}", described[name]);
                }
            }
        }
        assert_eq!(pool["UserPool"]["Name"], requests.pool["PoolName"]);
        let mfa = self.ask("GetUserPoolMfaConfig", self.with_id(&json!({}))).await;
        assert_eq!(mfa["MfaConfiguration"], requests.mfa["MfaConfiguration"]);
        assert_eq!(
            mfa["WebAuthnConfiguration"]["RelyingPartyId"],
            requests.mfa["WebAuthnConfiguration"]["RelyingPartyId"]
        );
        let attributes = pool["UserPool"]["SchemaAttributes"].as_array().expect("a pool has a schema");
        assert!(attributes.iter().any(|attribute| attribute["Name"] == "custom:telnum"), "{attributes:?}");
    }

    /// What the pool says of itself and its client: the answers of DescribeUserPool and DescribeUserPoolClient.
    pub async fn described(&self) -> (Value, Value) {
        let client = self.with_id(&json!({ "ClientId": self.client_id }));
        (self.ask("DescribeUserPool", self.with_id(&json!({}))).await, self.ask("DescribeUserPoolClient", client).await)
    }

    /// Somebody who comes here.
    ///
    /// # Panics
    /// When the pool's id is none.
    pub fn person(&self, identifier: &str) -> Person<'_> {
        let (pool, client) = (UserPoolId::parse(&self.id), ClientId::parse(&self.client_id));
        let client = Client::new(Reqwest::default(), pool.expect("an id"), client.expect("an id"));
        let client = client.with_endpoint(self.pool.base_url());
        Person { made: self, client, identifier: identifier.to_owned() }
    }

    fn with_id(&self, members: &Value) -> Value {
        let mut members = members.clone();
        members["UserPoolId"] = json!(self.id);
        members
    }

    async fn ask(&self, operation: &str, body: Value) -> Value {
        let request = reqwest::Client::new()
            .post(self.pool.base_url())
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
            .header("content-type", "application/x-amz-json-1.1")
            // Any signature is as good as another.
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=anyone/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, \
                 Signature=00",
            )
            .body(body.to_string());
        let response = request.send().await.expect("the pool answers");
        let status = response.status();
        let answer: Value = response.json().await.expect("the pool answers JSON");
        assert!(status.is_success(), "{operation} of {body}: {answer}");
        answer
    }
}

/// Somebody who makes an account and signs in.
pub struct Person<'a> {
    made: &'a Made,
    client: Client<Reqwest>,
    identifier: String,
}

impl Person<'_> {
    /// Makes an account.
    ///
    /// # Errors
    /// As the pool refuses it.
    pub async fn sign_up(&self) -> Result<(), Error> {
        let mut attributes = vec![attribute("name", "A Person"), attribute("custom:telnum", "+12025550100")];
        if self.identifier.starts_with('+') {
            attributes.push(attribute("phone_number", &self.identifier));
        } else {
            attributes.push(attribute("email", EMAIL));
        }
        let password = Password::new(PASSWORD);
        sign_up(&self.client, &self.username(), Some(&password), &attributes).await.map(|_| ())
    }

    /// Confirms it by what has come.
    ///
    /// # Panics
    /// When nothing has come, or the code is not taken.
    pub async fn confirm(&self, by_link: bool) {
        let to = if self.identifier.starts_with('+') { &self.identifier } else { EMAIL };
        let message = self.made.pool.inbox().into_iter().rev().find(|message| message.to == to);
        let message = message.expect("a message has come");
        if by_link {
            let page = reqwest::get(message.link.expect("the message has a link")).await.expect("the pool answers");
            assert!(page.status().is_success());
        } else {
            let code = ConfirmationCode::new(message.code);
            confirm_sign_up(&self.client, &self.username(), &code).await.expect("the code is right");
        }
    }

    /// Signs in by SRP; sets up an authenticator app where the pool asks for it.
    ///
    /// # Panics
    /// When that leads anywhere else.
    pub async fn sign_in(&self) -> Session {
        let sign_in = SignIn::new(&self.client, &Program);
        let mut step = self.begin_by_srp().await.expect("the password is right");
        if let NextStep::SetUpMfa(challenge) = step {
            let app = challenge.set_up_app(&sign_in).await.expect("the pool gives a key");
            let now = self.made.pool.clock().now();
            let code = totp_code(app.secret().expose(), now).expect("a key in base32");
            step = app.answer(&sign_in, &MfaCode::new(code)).await.expect("the code is right");
        }
        match step {
            NextStep::Done(done) => done.session,
            other => panic!("{other:?} was not expected"),
        }
    }

    /// Begins a sign-in with the password, over SRP.
    ///
    /// # Errors
    /// As the pool refuses it.
    pub async fn begin_by_srp(&self) -> Result<NextStep, Error> {
        let credentials = Credentials { username: self.username(), password: Password::new(PASSWORD) };
        SignIn::new(&self.client, &Program).with_srp(&credentials).await
    }

    fn username(&self) -> Username {
        Username::new(&self.identifier)
    }
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: name.to_owned(), value: value.to_owned() }
}

/// Whether the pool says so, perhaps with more members; lists may be in another order.
fn is_within(asked: &Value, said: &Value) -> bool {
    match (asked, said) {
        (Value::Object(asked), Value::Object(said)) => {
            asked.iter().all(|(name, value)| said.get(name).is_some_and(|said| is_within(value, said)))
        }
        (Value::Array(asked), Value::Array(said)) => {
            asked.len() == said.len() && asked.iter().all(|item| said.iter().any(|said| is_within(item, said)))
        }
        _ => asked == said,
    }
}

/// A program that remembers no device.
struct Program;

impl Clock for Program {
    #[expect(clippy::disallowed_methods, reason = "this program's one clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Host for Program {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut random = [0; EXPONENT_BYTES];
        getrandom::fill(&mut random).ok().map(|()| random)
    }

    fn device(&self, _username: &str) -> Option<RememberedDevice> {
        None
    }

    fn save_device(&self, _username: &str, _device: &RememberedDevice) {}

    fn forget_device(&self, _device_key: &str) {}

    fn device_name(&self) -> String {
        env!("CARGO_PKG_NAME").to_owned()
    }
}
