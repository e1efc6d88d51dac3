//! The pool behind the app, also past the app.

use local_user_pool::{LocalUserPool, MessageKind, Running, totp_code};
use serde_json::{Value, json};

use super::Journey;

impl Journey {
    /// The pool, which is running.
    pub fn pool(&self) -> &Running {
        self.pool.as_ref().expect("the pool is running")
    }

    /// The newest mail to that address: its code and its link.
    pub fn newest_mail(&self, to: &str) -> (String, String) {
        let mail = self.pool().inbox().into_iter().rev().find(|mail| mail.to == to).expect("a mail has come");
        (mail.code, mail.link.expect("the mail has a link"))
    }

    /// The codes of that kind that were sent to that address or number, oldest first.
    pub fn codes(&self, kind: MessageKind, to: &str) -> Vec<String> {
        let messages = self.pool().inbox().into_iter();
        messages.filter(|message| message.kind == kind && message.to == to).map(|message| message.code).collect()
    }

    /// The newest of them.
    pub fn newest_code(&self, kind: MessageKind, to: &str) -> String {
        self.codes(kind, to).pop().unwrap_or_else(|| panic!("no {kind:?} was sent to {to}"))
    }

    /// What an authenticator app shows now for that secret.
    pub fn app_code(&self, secret: &str) -> String {
        totp_code(secret, self.pool().clock().now()).expect("a secret in base32")
    }

    /// What it shows next: each code works once.
    pub fn next_app_code(&self, secret: &str) -> String {
        const STEP_SECONDS: u64 = 30;
        totp_code(secret, self.pool().clock().now() + STEP_SECONDS).expect("a secret in base32")
    }

    /// Where the pool is.
    pub fn pool_url(&self) -> &str {
        &self.pool_url
    }

    /// Ends the pool; nothing answers at its address then.
    pub async fn stop_pool(&mut self) {
        self.pool.take().expect("the pool is running").stop().await.expect("the pool stops");
    }

    /// Starts the pool again, where it was.
    pub async fn start_pool(&mut self) {
        let port = self.pool_url.rsplit(':').next().and_then(|rest| rest.trim_end_matches('/').parse().ok());
        let (config, port) = (self.config.clone(), port.expect("the address ends with a port"));
        self.pool = Some(LocalUserPool::start(config, port, self.state.clone()).await.expect("the pool starts"));
    }

    /// Asks the pool directly, past the app: the HTTP status and the body.
    pub async fn ask_pool(&self, operation: &str, body: Value) -> (u16, Value) {
        let response = reqwest::Client::new()
            .post(&self.pool_url)
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
            .header("content-type", "application/x-amz-json-1.1")
            .body(body.to_string())
            .send()
            .await
            .expect("the pool answers");
        (response.status().as_u16(), response.json().await.expect("the pool answers JSON"))
    }

    /// As [`Journey::ask_pool`], for what must go well: the body.
    pub async fn ask_pool_well(&self, operation: &str, body: Value) -> Value {
        let (status, answer) = self.ask_pool(operation, body).await;
        assert_eq!(status, 200, "{operation}: {answer}");
        answer
    }

    /// Signs in somewhere else, with nothing but the password: the tokens, and the device if there is one.
    pub async fn sign_in_elsewhere(&self, email: &str, password: &str) -> Value {
        let parameters = json!({ "USERNAME": email, "PASSWORD": password });
        let body = json!({
            "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": self.client_id(), "AuthParameters": parameters,
        });
        self.ask_pool_well("InitiateAuth", body).await["AuthenticationResult"].take()
    }

    /// Opens a link of a mail somewhere else, as on a phone: what the page there is.
    pub async fn follow_elsewhere(&self, link: &str) -> String {
        let response = reqwest::get(link).await.expect("the pool answers");
        response.text().await.expect("a page")
    }

    /// The pool's id.
    pub fn user_pool_id(&self) -> &str {
        &self.config.user_pool.id
    }

    /// The app client's id.
    pub fn client_id(&self) -> &str {
        &self.config.client.client_id
    }

    /// Whether this refresh token still gives tokens.
    pub async fn refreshes(&self, refresh_token: &str) -> bool {
        let body = json!({ "ClientId": self.client_id(), "RefreshToken": refresh_token });
        self.ask_pool("GetTokensFromRefreshToken", body).await.0 == 200
    }
}
