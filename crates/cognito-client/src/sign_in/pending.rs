//! A challenge that waits for its answer, here or in a store.

use core::time::Duration;

use crate::{
    api::{ChallengeName, OwnedMap},
    ids::Username,
    json::{self, Json, Readable, Writable},
    secrets::ChallengeSession,
    timestamp::Timestamp,
};

/// The longest that Cognito keeps a challenge: AuthSessionValidity is 3 to 15 minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

readable! {
    /// What was asked.
    pub(crate) struct Pending {
        "name" name: ChallengeName,
        /// The newest: the only one that Cognito takes.
        "session" session: Option<ChallengeSession>,
        "parameters" parameters: OwnedMap,
        /// AvailableChallenges.
        "available" available: Vec<ChallengeName>,
        /// USERNAME of the answer: USER_ID_FOR_SRP once it is known.
        "username" username: String,
        /// How the person named themselves.
        "typed" typed: Username,
        /// Whether the first factor is still to be proved, which only tells in USER_AUTH.
        "is_first_factor" is_first_factor: bool,
        /// Whether the password itself may be sent: never after SRP.
        "takes_password" takes_password: bool,
        /// Seconds since the epoch, by the local clock.
        "received_at" received_at: u64,
    }
}

writable! {
    Pending {
        "name" name
        "session" session
        "parameters" parameters
        "available" available
        "username" username
        "typed" typed
        "is_first_factor" is_first_factor
        "takes_password" takes_password
        "received_at" received_at
    }
}

impl Pending {
    pub(crate) fn username(&self) -> Username {
        Username::new(self.username.as_str())
    }

    /// A parameter that is a JSON list of texts; empty if it is not.
    pub(crate) fn list(&self, parameter: &str) -> Vec<String> {
        let list = self.parameters.get(parameter).unwrap_or_default();
        json::read(list).unwrap_or_default()
    }
}

/// A sign-in that can be stored and continued, for example across a reload of the page. It contains no password. Whoever has
/// it can answer the challenge in the user's place, so store it as you store tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PausedSignIn(pub(super) Pending);

impl Readable for PausedSignIn {
    fn read(value: Json) -> Option<Self> {
        Pending::read(value).map(Self)
    }
}

impl Writable for PausedSignIn {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

by_serde! { PausedSignIn }

impl PausedSignIn {
    pub(super) fn of(pending: &Pending) -> Self {
        Self(pending.clone())
    }

    /// Whether the challenge has certainly expired. It may expire earlier; Cognito then refuses the answer.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= Timestamp::from_seconds(self.0.received_at).plus(LONGEST_WAIT)
    }
}
