//! Sign-ins as threat protection notes them, where a pool has it. Nothing here is assessed: every one is no risk.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Pool;

/// So many are kept of each user.
const MOST_EVENTS: usize = 100;

/// Those of one user, the newest one first.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct AuthEvents(Vec<AuthEvent>);

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthEvent {
    id: String,
    /// Seconds since 1970.
    at: u64,
    outcome: Outcome,
    device_name: String,
    feedback: Option<Feedback>,
}

/// How a sign-in went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    SignedIn,
    WrongPassword,
    WrongCode,
}

/// What somebody says of it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Feedback {
    /// Valid or Invalid.
    value: String,
    at: u64,
}

impl Pool {
    /// Notes how a sign-in of that user went, where the pool has threat protection.
    pub(crate) fn note_auth_event(&mut self, username: &str, outcome: Outcome, device_name: String, now: u64) {
        if !self.settings().has_threat_protection() {
            return;
        }
        if let Some(user) = self.data.users.get_mut(username) {
            let event = AuthEvent { id: Uuid::new_v4().to_string(), at: now, outcome, device_name, feedback: None };
            user.auth_events.0.insert(0, event);
            user.auth_events.0.truncate(MOST_EVENTS);
        }
    }
}

impl AuthEvents {
    /// AuthEventType each, with the number of its place as a key for paging.
    pub(crate) fn described(&self) -> Vec<(String, Value)> {
        self.0.iter().enumerate().map(|(place, event)| (format!("{place:03}"), event.description())).collect()
    }

    /// Whether there is such an event.
    pub(crate) fn set_feedback(&mut self, id: &str, value: &str, now: u64) -> bool {
        let event = self.0.iter_mut().find(|event| event.id == id);
        event.map(|event| event.feedback = Some(Feedback { value: value.to_owned(), at: now })).is_some()
    }
}

impl AuthEvent {
    fn description(&self) -> Value {
        let (response, challenge, answer) = match self.outcome {
            Outcome::SignedIn => ("Pass", "Password", "Success"),
            Outcome::WrongPassword => ("Fail", "Password", "Failure"),
            Outcome::WrongCode => ("Fail", "Mfa", "Failure"),
        };
        let mut value = json!({
            "EventId": self.id,
            "EventType": "SignIn",
            "CreationDate": self.at,
            "EventResponse": response,
            "EventRisk": { "RiskDecision": "NoRisk", "CompromisedCredentialsDetected": false },
            "ChallengeResponses": [{ "ChallengeName": challenge, "ChallengeResponse": answer }],
            "EventContextData": { "IpAddress": "127.0.0.1", "DeviceName": self.device_name },
        });
        if let Some(feedback) = &self.feedback {
            value["EventFeedback"] =
                json!({ "FeedbackValue": feedback.value, "Provider": "Admin", "FeedbackDate": feedback.at });
        }
        value
    }
}
