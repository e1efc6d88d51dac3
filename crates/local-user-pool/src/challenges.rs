//! Started sign-ins that wait for an answer. They live in memory only: a restart ends them, as their age would.

use std::collections::HashMap;

use crate::{random, srp::Exchange};

/// How long an unanswered challenge is kept at all: the longest AuthSessionValidity a client can have.
const KEPT_SECONDS: u64 = 15 * 60;

/// What was asked, of whom, by which client.
pub(crate) struct Challenge {
    pub(crate) client_id: String,
    /// `None` for a user who does not exist; the exchange is then a simulated one.
    pub(crate) username: Option<String>,
    /// The name that was typed.
    pub(crate) typed_name: String,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
    pub(crate) kind: Kind,
}

/// Which answer is awaited.
pub(crate) enum Kind {
    /// PASSWORD_VERIFIER.
    PasswordVerifier(Box<Exchange>),
}

/// Every open challenge, found by the digest of the secret that was given out with it.
#[derive(Default)]
pub(crate) struct Challenges {
    open: HashMap<[u8; 32], Challenge>,
}

impl Challenges {
    /// Keeps a challenge, and forgets those that are too old to be answered.
    pub(crate) fn insert(&mut self, secret: &str, challenge: Challenge) {
        let now = challenge.created_at;
        self.open.retain(|_, other| other.created_at + KEPT_SECONDS >= now);
        self.open.insert(random::sha256(secret.as_bytes()), challenge);
    }

    /// Takes the challenge out: whether the answer is right or wrong, there is no second one.
    pub(crate) fn take(&mut self, secret: &str) -> Option<Challenge> {
        self.open.remove(&random::sha256(secret.as_bytes()))
    }
}
