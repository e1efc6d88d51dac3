//! What Cognito does with refresh tokens
//! ([Refresh tokens](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html)).

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use cognito_client::{
    secrets::{AccessToken, IdToken, RefreshToken},
    session::Tokens,
    transport::Response,
};
use serde_json::{Value, json};

use crate::{random::Random, world::EPOCH};

pub(crate) struct Pool {
    rotates: bool,
    /// Milliseconds.
    grace: u64,
    /// Seconds.
    pub(crate) lifetime: u64,
    tokens: BTreeMap<String, Issued>,
    revoked: BTreeSet<u64>,
    count: u64,
}

struct Issued {
    user: &'static str,
    sign_in: u64,
    rotated_at: Option<u64>,
}

impl Pool {
    pub(crate) fn new(random: &mut Random) -> Self {
        Self {
            rotates: random.percent(75),
            grace: random.pick(&[0, 0, 10_000, 60_000]),
            lifetime: random.pick(&[300, 3600]),
            tokens: BTreeMap::new(),
            revoked: BTreeSet::new(),
            count: 0,
        }
    }

    /// Somebody signs in: a new family of tokens. Gives its number as well.
    pub(crate) fn sign_in(&mut self, user: &'static str, now: u64) -> (u64, Tokens) {
        self.count += 1;
        let sign_in = self.count;
        let refresh_token = self.issue(user, sign_in);
        (sign_in, self.tokens(user, sign_in, &refresh_token, now))
    }

    /// An administrator ends whatever that token belongs to.
    pub(crate) fn revoke(&mut self, token: &str) {
        self.revoked.extend(self.sign_in_of(token));
    }

    /// Which sign-in a refresh token comes from.
    pub(crate) fn sign_in_of(&self, token: &str) -> Option<u64> {
        self.tokens.get(token).map(|issued| issued.sign_in)
    }

    /// Whose it is.
    pub(crate) fn user_of(&self, token: &str) -> Option<&'static str> {
        self.tokens.get(token).map(|issued| issued.user)
    }

    pub(crate) fn answer(&mut self, operation: &str, token: &str, now: u64) -> Response {
        match operation {
            "GetTokensFromRefreshToken" => self.refresh(token, now),
            "RevokeToken" => {
                self.revoke(token);
                response(200, String::new())
            }
            other => panic!("a tab calls {other}"),
        }
    }

    fn refresh(&mut self, token: &str, now: u64) -> Response {
        let Some(issued) = self.tokens.get_mut(token) else {
            return refusal("NotAuthorizedException");
        };
        if self.revoked.contains(&issued.sign_in) {
            return refusal("NotAuthorizedException");
        }
        if issued.rotated_at.is_some_and(|at| now > at + self.grace) {
            return refusal("RefreshTokenReuseException");
        }
        let (user, sign_in) = (issued.user, issued.sign_in);
        let mut refresh_token = token.to_owned();
        if self.rotates {
            issued.rotated_at.get_or_insert(now);
            refresh_token = self.issue(user, sign_in);
        }
        let tokens = self.tokens(user, sign_in, &refresh_token, now);
        let mut result = json!({
            "AccessToken": tokens.access_token.expose(), "IdToken": tokens.id_token.expose(), "ExpiresIn": self.lifetime,
        });
        if self.rotates {
            result["RefreshToken"] = json!(refresh_token);
        }
        response(200, json!({ "AuthenticationResult": result }).to_string())
    }

    fn issue(&mut self, user: &'static str, sign_in: u64) -> String {
        self.count += 1;
        let token = format!("refresh-{}", self.count);
        self.tokens.insert(token.clone(), Issued { user, sign_in, rotated_at: None });
        token
    }

    fn tokens(&mut self, user: &str, sign_in: u64, refresh_token: &str, now: u64) -> Tokens {
        self.count += 1;
        let issued = (EPOCH + now) / 1000;
        let claims = json!({
            "username": user, "iat": issued, "exp": issued + self.lifetime, "origin_jti": sign_in.to_string(),
            "jti": self.count,
        });
        let token = format!("h.{}.s", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()));
        Tokens {
            access_token: AccessToken::new(token.as_str()),
            id_token: IdToken::new(token),
            refresh_token: RefreshToken::new(refresh_token),
        }
    }
}

/// The same token, which expires half a minute after its issue.
pub(crate) fn brief(token: &str) -> String {
    changed(token, |claims| claims["exp"] = json!(claims["iat"].as_u64().expect("a time") + 30))
}

/// The same token with what a pool's triggers may add, and may spoil.
pub(crate) fn decorated(token: &str) -> String {
    changed(token, |claims| {
        claims["auth_time"] = json!("this morning");
        claims["email_verified"] = Value::Null;
        claims["custom:roles"] = json!([1, { "a": null }, "b", -2.5e-3]);
    })
}

fn changed(token: &str, change: impl FnOnce(&mut Value)) -> String {
    let claims = token.split('.').nth(1).and_then(|claims| BASE64_URL_SAFE_NO_PAD.decode(claims).ok());
    let mut claims: Value = serde_json::from_slice(&claims.expect("base64url")).expect("claims");
    change(&mut claims);
    format!("h.{}.s", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()))
}

pub(crate) fn refusal(code: &str) -> Response {
    response(400, json!({ "__type": code, "message": "" }).to_string())
}

pub(crate) fn response(status: u16, body: String) -> Response {
    Response { status, error_type: None, request_id: None, retry_after: None, body }
}
