//! Sign-ins: what a refresh token stands for, and what makes access tokens live or dead.

pub(crate) mod session;

use std::rc::Rc;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{methods::Methods, scopes::Scopes};
use crate::{
    error::ServiceError,
    pool::grant::Grant,
    random,
    store::{
        Work,
        document::{Document, Key},
        rows::Rows,
    },
};
use session::Session;

/// How long an ended sign-in is remembered, so that its tokens are called expired or revoked instead of invalid.
const REMEMBERED_SECONDS: u64 = 30 * 24 * 3600;

/// How many refresh tokens of one sign-in are remembered, so that the use of an old one is noticed.
const MOST_REFRESH_TOKENS: usize = 100;

/// One sign-in. Its key is `origin_jti`, which every token of it carries, or `event_id` where tokens cannot be revoked.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SignIn {
    pub(crate) username: String,
    pub(crate) client_id: String,
    /// Seconds since 1970; survives refreshes.
    pub(crate) auth_time: u64,
    /// When the refresh token ends.
    pub(crate) expires_at: u64,
    /// Oldest first; more than one only where refresh tokens are rotated.
    refresh_tokens: Vec<RefreshToken>,
    pub(crate) revoked: bool,
    /// DEVICE_KEY of the browser it came from, where the pool tracks devices.
    pub(crate) device_key: Option<String>,
    /// Where the pool tracks them.
    #[serde(default)]
    session: Option<Session>,
    /// What managed login granted; `None` for a sign-in by the API.
    #[serde(default)]
    pub(crate) scopes: Option<Scopes>,
    /// `aud` of its access tokens.
    #[serde(default)]
    pub(crate) resource: Option<String>,
    /// How the user has proven who they are.
    #[serde(default)]
    pub(crate) methods: Methods,
}

/// A refresh token that was given out.
#[derive(Clone, Serialize, Deserialize)]
struct RefreshToken {
    /// SHA-256, base64url.
    digest: String,
    /// From when it must not be used any more, because another has taken its place; seconds since 1970.
    replaced_at: Option<u64>,
}

/// How a refresh token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    InUse,
    /// Another has taken its place, and its grace is over.
    Replaced,
}

const REFRESH_TOKEN: &str = "refresh_token";
/// Of those that have not been ended.
const USER: &str = "user";

impl Document for SignIn {
    const KIND: &'static str = "sign_in";

    fn keys(&self) -> Vec<Key> {
        let tokens = self.refresh_tokens.iter().map(|token| (REFRESH_TOKEN, token.digest.clone()));
        tokens.chain((!self.revoked).then(|| (USER, self.username.clone()))).collect()
    }

    fn ends_at(&self) -> Option<u64> {
        Some(self.expires_at + REMEMBERED_SECONDS)
    }
}

/// All sign-ins by origin_jti.
pub(crate) struct SignIns(Rows<SignIn>);

impl SignIns {
    pub(crate) fn new(work: &Rc<Work>) -> Self {
        Self(Rows::new(work))
    }

    /// Adds a sign-in that was kept elsewhere.
    pub(crate) fn take_over(&mut self, origin_jti: String, sign_in: SignIn) {
        self.0.insert(origin_jti, sign_in);
    }

    pub(super) fn into_rows(self) -> Rows<SignIn> {
        self.0
    }

    /// Begins a sign-in; gives its origin_jti and its refresh token.
    pub(crate) fn begin(
        &mut self,
        username: &str,
        client_id: &str,
        device_key: Option<String>,
        now: u64,
        lifetime_seconds: u64,
    ) -> Result<(String, String), ServiceError> {
        let (origin_jti, refresh_token) = (uuid::Uuid::new_v4().to_string(), fresh_refresh_token()?);
        let sign_in = SignIn {
            username: username.to_owned(),
            client_id: client_id.to_owned(),
            auth_time: now,
            expires_at: now + lifetime_seconds,
            refresh_tokens: vec![RefreshToken { digest: digest(&refresh_token), replaced_at: None }],
            revoked: false,
            device_key,
            session: None,
            scopes: None,
            resource: None,
            methods: Methods::default(),
        };
        self.0.insert(origin_jti.clone(), sign_in);
        Ok((origin_jti, refresh_token))
    }

    pub(crate) fn get(&self, origin_jti: &str) -> Option<&SignIn> {
        self.0.get(origin_jti)
    }

    /// The sign-in that a refresh token belongs to, with its origin_jti.
    pub(crate) fn find(&self, refresh_token: &str) -> Option<(&str, &SignIn)> {
        self.0.by_key(REFRESH_TOKEN, &digest(refresh_token)).into_iter().next()
    }

    /// Puts a fresh refresh token in the place of `old`, which still works for `grace_seconds`; gives the fresh one.
    pub(crate) fn rotate(
        &mut self,
        origin_jti: &str,
        old: &str,
        now: u64,
        grace_seconds: u64,
    ) -> Result<String, ServiceError> {
        let sign_in = self.0.get_mut(origin_jti).ok_or_else(|| ServiceError::internal("no such sign-in"))?;
        let (digest_of_old, fresh) = (digest(old), fresh_refresh_token()?);
        for token in sign_in.refresh_tokens.iter_mut().filter(|token| token.digest == digest_of_old) {
            token.replaced_at.get_or_insert(now + grace_seconds);
        }
        if sign_in.refresh_tokens.len() >= MOST_REFRESH_TOKENS {
            sign_in.refresh_tokens.remove(0);
        }
        sign_in.refresh_tokens.push(RefreshToken { digest: digest(&fresh), replaced_at: None });
        Ok(fresh)
    }

    /// Notes what managed login granted, and when and how the user signed in there.
    pub(crate) fn set_grant(&mut self, origin_jti: &str, grant: &Grant) {
        if let Some(sign_in) = self.0.get_mut(origin_jti) {
            sign_in.scopes = Some(grant.scopes.clone());
            sign_in.auth_time = grant.auth_time;
            sign_in.resource.clone_from(&grant.resource);
            sign_in.methods = grant.methods.clone();
        }
    }

    /// Notes how the user has proven who they are.
    pub(crate) fn set_methods(&mut self, origin_jti: &str, methods: Methods) {
        if let Some(sign_in) = self.0.get_mut(origin_jti) {
            sign_in.methods = methods;
        }
    }

    /// Notes another device for the tokens to come.
    pub(crate) fn set_device(&mut self, origin_jti: &str, device_key: Option<String>) {
        if let Some(sign_in) = self.0.get_mut(origin_jti) {
            sign_in.device_key = device_key;
        }
    }

    pub(crate) fn revoke(&mut self, origin_jti: &str) {
        if let Some(sign_in) = self.0.get_mut(origin_jti) {
            sign_in.revoked = true;
        }
    }

    /// Ends every sign-in of a user.
    pub(crate) fn revoke_all(&mut self, username: &str) {
        let live: Vec<String> = self.0.by_key(USER, username).into_iter().map(|(id, _)| id.to_owned()).collect();
        for origin_jti in live {
            self.revoke(&origin_jti);
        }
    }
}

impl SignIn {
    pub(crate) fn standing(&self, refresh_token: &str, now: u64) -> Standing {
        let digest = digest(refresh_token);
        let is_replaced = |token: &RefreshToken| token.replaced_at.is_some_and(|end| now >= end);
        match self.refresh_tokens.iter().find(|token| token.digest == digest) {
            Some(token) if is_replaced(token) => Standing::Replaced,
            _ => Standing::InUse,
        }
    }
}

fn digest(refresh_token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random::sha256(refresh_token.as_bytes()))
}

/// Five parts, as the encrypted tokens of Cognito have; here all but the first are random bytes of the same lengths.
fn fresh_refresh_token() -> Result<String, ServiceError> {
    let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    Ok([
        part(br#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#),
        part(&random::bytes::<256>()?),
        part(&random::bytes::<12>()?),
        part(&random::bytes::<720>()?),
        part(&random::bytes::<16>()?),
    ]
    .join("."))
}
