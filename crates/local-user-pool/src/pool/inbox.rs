//! What a real pool would have sent by e-mail and SMS.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::store::Work;

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

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessageKind {
    /// "sign_up_code": ConfirmSignUp.
    SignUpCode,
    /// "mfa_code": a second factor, SMS_MFA or EMAIL_OTP.
    MfaCode,
    /// "sign_in_code": a first factor, EMAIL_OTP or SMS_OTP.
    SignInCode,
    /// "password_reset_code": ConfirmForgotPassword.
    PasswordResetCode,
    /// "temporary_password": the password of a user whom an administrator made.
    TemporaryPassword,
    /// "attribute_verification_code": VerifyUserAttribute.
    AttributeVerificationCode,
}

/// DeliveryMediumType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Medium {
    /// E-mail.
    Email,
    /// SMS.
    Sms,
}

impl Medium {
    /// DeliveryMediumType's own spelling.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }
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
