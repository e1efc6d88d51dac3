//! A challenge that waits for its answer, here or in a store.

use core::time::Duration;

use super::{
    ChallengeName, CodeChallenge, CustomChallenge, MfaSetupChallenge, NewPasswordChallenge, NextStep, PasskeyChallenge,
    PasswordChallenge, SelectFactorChallenge, SelectMfaChallenge,
};
use crate::{
    api::OwnedMap,
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
    /// A challenge that this client cannot answer is named only.
    pub(crate) fn into_step(self) -> NextStep {
        use ChallengeName as Name;
        let step = match self.name {
            Name::SmsMfa | Name::SmsOtp | Name::EmailOtp | Name::SoftwareTokenMfa => {
                NextStep::Code(CodeChallenge(self))
            }
            Name::SelectMfaType => NextStep::SelectMfa(SelectMfaChallenge(self)),
            Name::MfaSetup => NextStep::SetUpMfa(MfaSetupChallenge(self)),
            Name::NewPasswordRequired => NextStep::NewPassword(NewPasswordChallenge(self)),
            Name::CustomChallenge => NextStep::Custom(CustomChallenge(self)),
            Name::SelectChallenge => NextStep::SelectFactor(SelectFactorChallenge(self)),
            Name::Password if !self.takes_password => return NextStep::Unsupported(self.name),
            Name::Password | Name::PasswordSrp => NextStep::Password(PasswordChallenge(self)),
            Name::WebAuthn => NextStep::Passkey(PasskeyChallenge(self)),
            _ => return NextStep::Unsupported(self.name),
        };
        match step {
            NextStep::SelectMfa(challenge) if challenge.options().is_empty() => NextStep::Unsupported(challenge.0.name),
            NextStep::SetUpMfa(challenge) if challenge.options().is_empty() => NextStep::Unsupported(challenge.0.name),
            NextStep::SelectFactor(challenge) if challenge.options().is_empty() => {
                NextStep::Unsupported(challenge.0.name)
            }
            NextStep::Passkey(challenge) if !challenge.can_be_asked() => NextStep::Unsupported(challenge.0.name),
            step => step,
        }
    }

    pub(crate) fn username(&self) -> Username {
        Username::new(self.username.as_str())
    }

    /// A parameter that is a JSON list of texts; empty if it is not.
    pub(crate) fn list(&self, parameter: &str) -> Vec<String> {
        let list = self.parameters.get(parameter).unwrap_or_default();
        json::read(list).unwrap_or_default()
    }
}

/// A sign-in that can be put away and taken up again, as over a reload of the page. It holds no password; who holds it
/// can answer the challenge in the user's place, so it belongs where tokens belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PausedSignIn(Pending);

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

    /// The step at which the sign-in was paused.
    pub fn resume(self) -> NextStep {
        self.0.into_step()
    }

    /// Whether Cognito has forgotten the challenge for sure. Before that it may have, too: then it says so.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= Timestamp::from_seconds(self.0.received_at).plus(LONGEST_WAIT)
    }
}
