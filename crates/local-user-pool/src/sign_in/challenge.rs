//! Questions that wait for an answer. They live in memory only: a restart ends them, as their age would.

use std::sync::MutexGuard;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{Attempt, asked::Asked};
use crate::{
    error::{ATTEMPTS_EXCEEDED, ServiceError},
    expiring::Expiring,
    random,
    service::Service,
    settings::UserPoolClient,
};

/// How long an unanswered challenge is kept at all: the longest AuthSessionValidity a client can have.
const KEPT_SECONDS: u64 = 15 * 60;
/// The oldest are forgotten then.
const MOST_OPEN: usize = 50_000;
const SESSION_BYTES: usize = 256;
/// So many wrong codes end a session.
const MOST_FAILURES: u32 = 5;

/// What was asked, of whom, and when.
pub(crate) struct Challenge {
    pub(crate) attempt: Attempt,
    pub(crate) asked: Asked,
    /// Seconds since 1970.
    created_at: u64,
    /// Wrong codes so far.
    failures: u32,
}

/// Every open challenge, found by the digest of the secret that was given out with it.
pub(crate) struct Challenges {
    open: Expiring<ChallengeKey, Challenge>,
    /// The last ones that can be answered without a session, by what else leads to them.
    hinted: Expiring<Hint, ChallengeKey>,
}

/// What leads to a challenge without its session.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Hint {
    /// DEVICE_SRP_AUTH, by the device that is asked.
    Device(String),
    /// DEVICE_PASSWORD_VERIFIER, by the digest of its secret block.
    Block([u8; 32]),
}

impl Default for Challenges {
    fn default() -> Self {
        Self { open: Expiring::new(KEPT_SECONDS, MOST_OPEN), hinted: Expiring::new(KEPT_SECONDS, MOST_OPEN) }
    }
}

/// The digest of the secret that was given out with a challenge.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ChallengeKey([u8; 32]);

impl ChallengeKey {
    pub(crate) fn of(secret: &str) -> Self {
        Self(random::sha256(secret.as_bytes()))
    }
}

impl Challenge {
    pub(crate) fn new(attempt: Attempt, asked: Asked, now: u64) -> Self {
        Self { attempt, asked, created_at: now, failures: 0 }
    }

    fn hint(&self) -> Option<Hint> {
        match &self.asked {
            Asked::DeviceSrpAuth => self.attempt.device_key.clone().map(Hint::Device),
            Asked::DevicePasswordVerifier(verifier) => {
                Some(Hint::Block(random::sha256(verifier.secret_block.as_bytes())))
            }
            _ => None,
        }
    }

    /// Whether the same session can be answered again after that refusal.
    pub(super) fn survives(&mut self, error: &ServiceError) -> bool {
        match error.code() {
            "CodeMismatchException" => {
                self.failures += 1;
                self.failures < MOST_FAILURES
            }
            "InvalidParameterException"
            | "InvalidPasswordException"
            | "ExpiredCodeException"
            | "EnableSoftwareTokenMFAException"
            | "AliasExistsException"
            | "MFAMethodNotFoundException"
            // Nothing but a DEVICE_KEY: clients answer again without it.
            | "ResourceNotFoundException" => true,
            // A lock-out says nothing about the answer.
            _ => error.message() == ATTEMPTS_EXCEEDED,
        }
    }
}

impl Challenges {
    /// Keeps a challenge; gives its session.
    pub(crate) fn open(&mut self, challenge: Challenge) -> Result<String, ServiceError> {
        let session = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<SESSION_BYTES>()?);
        self.insert(ChallengeKey::of(&session), challenge);
        Ok(session)
    }

    /// Keeps a challenge, and forgets those that are too old to be answered.
    pub(crate) fn insert(&mut self, key: ChallengeKey, challenge: Challenge) {
        let now = challenge.created_at;
        if let Some(hint) = challenge.hint() {
            self.hinted.insert(hint, key, now);
        }
        self.open.insert(key, challenge, now);
    }

    /// The challenge of that client to which that leads: its key, for [`Challenges::take`] and [`Challenges::insert`], and
    /// whose it is.
    pub(super) fn hinted(&self, client: &UserPoolClient, hint: &Hint) -> Option<(ChallengeKey, Attempt)> {
        let key = self.hinted.get(hint)?;
        let open = self.open.get(key).filter(|open| open.attempt.client_id == client.client_id)?;
        Some((*key, open.attempt.clone()))
    }

    /// Takes a challenge out, if this client may answer it now. What must be answered again is inserted again.
    ///
    /// # Errors
    /// NotAuthorizedException for a session that is unknown, used, another client's or too old. Only its own client's
    /// late answer ends it.
    pub(crate) fn take(
        &mut self,
        key: ChallengeKey,
        client: &UserPoolClient,
        now: u64,
    ) -> Result<Challenge, ServiceError> {
        self.take_if(key, client, now, |_| true)
    }

    /// As [`Challenges::take`]; a challenge that is not `wanted` stays.
    pub(crate) fn take_if(
        &mut self,
        key: ChallengeKey,
        client: &UserPoolClient,
        now: u64,
        wanted: impl FnOnce(&Asked) -> bool,
    ) -> Result<Challenge, ServiceError> {
        let found = self.open.get(&key).ok_or_else(ServiceError::invalid_session)?;
        if found.attempt.client_id != client.client_id || !wanted(&found.asked) {
            return Err(ServiceError::invalid_session());
        }
        let challenge = self.open.remove(&key).ok_or_else(ServiceError::invalid_session)?;
        if now >= challenge.created_at + client.auth_session_seconds() {
            return Err(ServiceError::not_authorized("Invalid session for the user, session is expired."));
        }
        Ok(challenge)
    }

    /// Which client a session belongs to.
    ///
    /// # Errors
    /// NotAuthorizedException for a session that is unknown or used.
    pub(crate) fn client_id(&self, secret: &str) -> Result<String, ServiceError> {
        let found = self.open.get(&ChallengeKey::of(secret)).ok_or_else(ServiceError::invalid_session)?;
        Ok(found.attempt.client_id.clone())
    }
}

impl Service {
    /// Questions that wait for an answer.
    pub(crate) fn challenges(&self) -> MutexGuard<'_, Challenges> {
        self.in_memory()
    }
}
