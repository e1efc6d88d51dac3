//! A running pool, and a client of its own: written on wire names, with the client's half of SRP.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::{
    hazmat::arithmetic::{self, EXPONENT_BYTES, Identity, Number, PremasterSecret},
    timestamp::Timestamp,
};
use local_user_pool::{
    Config, LocalUserPool, NewUser, Running,
    settings::{UserExistenceErrors, UserPool, UserPoolClient},
    totp_code,
};
use reqwest::{Method, Response, header::HeaderMap};
use serde_json::{Value, json};

pub const POOL_ID: &str = "us-east-1_LocalPool1";
pub const CLIENT_ID: &str = "4localuserpoolclient000001";
pub const DEMO: &str = "demo@example.com";
pub const DEMO_PASSWORD: &str = "Demo-Passw0rd";
pub const FIRST: &str = "first@example.org";
pub const PASSWORD: &str = "Correct-h0rse battery";

/// Exception name and sentence.
pub type Refusal = (String, String);

pub struct Client {
    pub pool: Running,
    http: reqwest::Client,
}

/// A begun SRP exchange.
pub struct Exchange {
    a: [u8; EXPONENT_BYTES],
    a_public: Number,
}

/// A received PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER challenge.
pub struct Challenge {
    pub parameters: BTreeMap<String, String>,
    exchange: Exchange,
}

impl Client {
    pub async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::around(LocalUserPool::start(config, 0, None).await.unwrap())
    }

    pub fn around(pool: Running) -> Self {
        Self { pool, http: reqwest::Client::new() }
    }

    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Response {
        let mut request = self.http.request(method, format!("{}{path}", self.pool.base_url())).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    pub async fn get(&self, path: &str, accept: &str) -> (u16, HeaderMap, String) {
        let response = self.send(Method::GET, path, &[("accept", accept)], String::new()).await;
        (response.status().as_u16(), response.headers().clone(), response.text().await.unwrap())
    }

    pub async fn call(&self, operation: &str, body: Value) -> Result<Value, Refusal> {
        self.call_from("", operation, body).await
    }

    /// As a browser that calls itself `user_agent`.
    pub async fn call_from(&self, user_agent: &str, operation: &str, body: Value) -> Result<Value, Refusal> {
        self.call_target(&format!("AWSCognitoIdentityProviderService.{operation}"), user_agent, body).await
    }

    /// An operation of identity pools.
    pub async fn call_identity(&self, operation: &str, body: Value) -> Result<Value, Refusal> {
        self.call_target(&format!("AWSCognitoIdentityService.{operation}"), "", body).await
    }

    pub async fn call_target(&self, target: &str, user_agent: &str, body: Value) -> Result<Value, Refusal> {
        let headers =
            [("x-amz-target", target), ("content-type", "application/x-amz-json-1.1"), ("user-agent", user_agent)];
        let response = self.send(Method::POST, "/", &headers, body.to_string()).await;
        let status = response.status().as_u16();
        let value: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        if status == 200 {
            return Ok(value);
        }
        assert_eq!(status, 400, "{target}: {value}");
        Err((value["__type"].as_str().unwrap().to_owned(), value["message"].as_str().unwrap().to_owned()))
    }

    pub async fn sign_up(&self, email: &str) -> Result<Value, Refusal> {
        self.call("SignUp", json!({ "ClientId": CLIENT_ID, "Username": email, "Password": PASSWORD })).await
    }

    pub async fn confirm(&self, email: &str, code: &str) -> Result<Value, Refusal> {
        let body = json!({ "ClientId": CLIENT_ID, "Username": email, "ConfirmationCode": code });
        self.call("ConfirmSignUp", body).await
    }

    pub async fn resend(&self, email: &str) -> Result<Value, Refusal> {
        self.call("ResendConfirmationCode", json!({ "ClientId": CLIENT_ID, "Username": email })).await
    }

    /// The code that was sent last.
    pub fn last_code(&self) -> String {
        self.pool.inbox().last().unwrap().code.clone()
    }

    pub async fn initiate(&self, name: &str, srp_a: &str) -> Result<Value, Refusal> {
        let parameters = json!({ "USERNAME": name, "SRP_A": srp_a });
        let body = json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
        self.call("InitiateAuth", body).await
    }

    pub async fn challenge(&self, name: &str) -> Result<Challenge, Refusal> {
        let exchange = Exchange::start();
        let answer = self.initiate(name, &exchange.srp_a()).await?;
        assert_eq!(answer["Session"], Value::Null, "Cognito gives no session here");
        Ok(exchange.challenge(&answer))
    }

    /// TIMESTAMP of the pool's clock, moved by some seconds.
    pub fn timestamp(&self, offset: i64) -> String {
        let seconds = self.pool.clock().now().checked_add_signed(offset).unwrap();
        Timestamp::from_seconds(seconds).to_srp_string()
    }

    pub async fn respond(&self, responses: &BTreeMap<String, String>) -> Result<Value, Refusal> {
        let body =
            json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": CLIENT_ID, "ChallengeResponses": responses });
        self.call("RespondToAuthChallenge", body).await
    }

    /// InitiateAuth.
    pub async fn begin(&self, flow: &str, parameters: Value) -> Result<Value, Refusal> {
        let body = json!({ "AuthFlow": flow, "ClientId": CLIENT_ID, "AuthParameters": parameters });
        self.call("InitiateAuth", body).await
    }

    /// InitiateAuth with a password in clear.
    pub async fn begin_typed(&self, name: &str, password: &str) -> Result<Value, Refusal> {
        self.begin("USER_PASSWORD_AUTH", json!({ "USERNAME": name, "PASSWORD": password })).await
    }

    /// Answers the challenge of an answer, as `name`.
    pub async fn answer(&self, asked: &Value, name: &str, responses: Value) -> Result<Value, Refusal> {
        let mut responses = responses;
        responses["USERNAME"] = json!(name);
        self.answer_as(&asked["ChallengeName"], &asked["Session"], responses).await
    }

    /// RespondToAuthChallenge.
    pub async fn answer_as(&self, challenge: &Value, session: &Value, responses: Value) -> Result<Value, Refusal> {
        let body = json!({
            "ChallengeName": challenge,
            "ClientId": CLIENT_ID,
            "Session": session,
            "ChallengeResponses": responses,
        });
        self.call("RespondToAuthChallenge", body).await
    }

    /// What an authenticator app shows now.
    pub fn totp(&self, secret: &str) -> String {
        totp_code(secret, self.pool.clock().now()).unwrap()
    }

    /// Signs in by SRP; gives AuthenticationResult.
    pub async fn sign_in(&self, name: &str, password: &str) -> Result<Value, Refusal> {
        let challenge = self.challenge(name).await?;
        let responses = challenge.answer(password, &self.timestamp(0));
        Ok(self.respond(&responses).await?["AuthenticationResult"].clone())
    }

    pub async fn refresh(&self, refresh_token: &Value) -> Result<Value, Refusal> {
        let parameters = json!({ "REFRESH_TOKEN": refresh_token });
        let body = json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
        Ok(self.call("InitiateAuth", body).await?["AuthenticationResult"].clone())
    }

    pub async fn get_user(&self, access_token: &Value) -> Result<Value, Refusal> {
        self.call("GetUser", json!({ "AccessToken": access_token })).await
    }

    /// An attribute of whoever these tokens belong to.
    pub async fn attribute(&self, tokens: &Value, name: &str) -> Value {
        let user = self.get_user(&tokens["AccessToken"]).await.unwrap();
        let attributes = user["UserAttributes"].as_array().unwrap();
        attributes
            .iter()
            .find(|attribute| attribute["Name"] == name)
            .map_or(Value::Null, |found| found["Value"].clone())
    }

    pub async fn revoke(&self, token: &Value) -> Result<Value, Refusal> {
        self.call("RevokeToken", json!({ "ClientId": CLIENT_ID, "Token": token })).await
    }
}

impl Exchange {
    pub fn start() -> Self {
        let mut a = [0; EXPONENT_BYTES];
        aws_lc_rs::rand::fill(&mut a).unwrap();
        Self { a_public: Number::generator().pow_secret(&a), a }
    }

    pub fn srp_a(&self) -> String {
        self.a_public.to_hex()
    }

    /// The challenge that came for it.
    pub fn challenge(self, answer: &Value) -> Challenge {
        assert!(answer["ChallengeName"].as_str().unwrap().ends_with("PASSWORD_VERIFIER"), "{answer}");
        let parameters = serde_json::from_value(answer["ChallengeParameters"].clone()).unwrap();
        Challenge { parameters, exchange: self }
    }
}

impl Challenge {
    /// ChallengeResponses with a right signature, if the password is right.
    pub fn answer(&self, password: &str, timestamp: &str) -> BTreeMap<String, String> {
        let user = self.parameters["USER_ID_FOR_SRP"].clone();
        let identity = Identity { group: POOL_ID.split_once('_').unwrap().1.to_owned(), user };
        self.answer_as(&identity, password, timestamp)
    }

    /// As [`Challenge::answer`], for a device as well.
    pub fn answer_as(&self, identity: &Identity, password: &str, timestamp: &str) -> BTreeMap<String, String> {
        let parameter = |name: &str| self.parameters[name].clone();
        let b_public = Number::from_hex(&parameter("SRP_B")).unwrap();
        let Exchange { a, a_public } = &self.exchange;
        let u = arithmetic::scramble(a_public, &b_public).unwrap();
        let x = arithmetic::private_key(identity, password, &Number::from_hex(&parameter("SALT")).unwrap());
        let key = arithmetic::session_key(&PremasterSecret::of(&b_public, a, &u, &x).finish(), &u);
        let secret_block = BASE64_STANDARD.decode(parameter("SECRET_BLOCK")).unwrap();
        let signature = arithmetic::signature(&key, identity, &secret_block, timestamp);
        BTreeMap::from(
            [
                ("USERNAME", parameter("USERNAME")),
                ("PASSWORD_CLAIM_SECRET_BLOCK", parameter("SECRET_BLOCK")),
                ("PASSWORD_CLAIM_SIGNATURE", signature),
                ("TIMESTAMP", timestamp.to_owned()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        )
    }
}

/// The default pool with other settings of its client.
pub fn with_client(client: UserPoolClient) -> Config {
    Config { client, ..Config::default() }
}

/// The default pool with other settings.
pub fn with_user_pool(user_pool: UserPool) -> Config {
    Config { user_pool, ..Config::default() }
}

/// The default pool, which says who does not exist.
pub fn legacy() -> Config {
    let prevent_user_existence_errors = UserExistenceErrors::Legacy;
    with_client(UserPoolClient { prevent_user_existence_errors, ..UserPoolClient::default() })
}

pub fn new_user(email: &str) -> NewUser {
    NewUser::new(email, PASSWORD)
}

/// The claims of a token, unchecked.
pub fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[track_caller]
pub fn assert_refused(name: &str, answer: Result<Value, Refusal>, code: &str, message: &str) {
    match answer {
        Err(refusal) => assert_eq!(refusal, (code.to_owned(), message.to_owned()), "{name}"),
        Ok(_) => panic!("{name}: was not refused"),
    }
}
