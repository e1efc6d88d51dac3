//! What a real pool would have sent by mail.

use serde::{Deserialize, Serialize};

/// How many messages are kept; the oldest go first.
const KEPT: usize = 500;

/// A mail that was not sent but kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The address.
    pub to: String,
    /// The real user name, a UUID.
    pub username: String,
    /// What the code is for.
    pub kind: MessageKind,
    /// Six digits.
    pub code: String,
    /// The address that does the same as the code.
    pub link: Option<String>,
    /// When it was sent: ISO 8601, UTC.
    pub at: String,
}

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessageKind {
    /// "sign_up_code": ConfirmSignUp.
    SignUpCode,
}

/// All messages, oldest first.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Inbox(Vec<Message>);

impl Inbox {
    pub(crate) fn push(&mut self, message: Message) {
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push(message);
    }

    pub(crate) fn messages(&self) -> &[Message] {
        &self.0
    }
}
