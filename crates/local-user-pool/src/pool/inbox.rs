//! What a real pool would have sent by e-mail and SMS.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::{
    store::Work,
    vocabulary::{Medium, MessageKind},
};

/// A message that was not sent but kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The address or number.
    pub to: String,
    /// By which way.
    pub medium: Medium,
    /// The real user name.
    pub username: String,
    /// What the code is for.
    pub kind: MessageKind,
    /// Digits, or a temporary password.
    pub code: String,
    /// The address that does the same as the code.
    pub link: Option<String>,
    /// Of a mail.
    #[serde(default)]
    pub subject: Option<String>,
    /// What it says, with everything filled in; that of a mail may be HTML.
    #[serde(default)]
    pub body: String,
    /// When it was sent: ISO 8601, UTC.
    pub at: String,
}

/// All messages of a pool; the store keeps the newest.
pub(crate) struct Inbox {
    work: Rc<Work>,
    new: Vec<Message>,
}

impl Inbox {
    pub(crate) fn new(work: &Rc<Work>) -> Self {
        Self { work: Rc::clone(work), new: Vec::new() }
    }

    pub(crate) fn push(&mut self, message: Message) {
        self.new.push(message);
    }

    /// Oldest first.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let kept = self.work.messages();
        kept.iter().filter_map(|body| serde_json::from_str(body).ok()).chain(self.new.iter().cloned()).collect()
    }

    /// Those that the store does not have yet.
    pub(crate) fn into_new(self) -> serde_json::Result<Vec<String>> {
        self.new.iter().map(serde_json::to_string).collect()
    }
}
