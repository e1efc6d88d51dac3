//! A challenge that waits for its answer, here or in a store.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    ChallengeName, CodeChallenge, CustomChallenge, MfaSetupChallenge, NewPasswordChallenge, NextStep, PasskeyChallenge,
    PasswordChallenge, SelectFactorChallenge, SelectMfaChallenge,
};
use crate::{api::OwnedMap, ids::Username, reading, secrets::ChallengeSession, timestamp::Timestamp};

/// The longest that Cognito keeps a challenge: AuthSessionValidity is 3 to 15 minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) name: ChallengeName,
    /// The newest: the only one that Cognito takes.
    pub(crate) session: Option<ChallengeSession>,
    pub(crate) parameters: OwnedMap,
    /// AvailableChallenges.
    pub(crate) available: Vec<ChallengeName>,
    /// USERNAME of the answer: USER_ID_FOR_SRP once it is known.
    pub(crate) username: String,
    /// How the person named themselves.
    pub(crate) typed: Username,
    /// Whether the first factor is still to be proved, which only tells in USER_AUTH.
    pub(crate) is_first_factor: bool,
    /// Whether the password itself may be sent: never after SRP.
    #[serde(default)]
    pub(crate) takes_password: bool,
    /// Seconds since the epoch, by the local clock.
    pub(crate) received_at: u64,
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
        reading::read(list).unwrap_or_default()
    }
}

/// A sign-in that can be put away and taken up again, as over a reload of the page. It holds no password; who holds it
/// can answer the challenge in the user's place, so it belongs where tokens belong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PausedSignIn(Pending);

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
