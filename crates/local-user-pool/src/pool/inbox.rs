//! What a real pool would have sent by e-mail and SMS.

use serde::{Deserialize, Serialize};

/// How many messages are kept; the oldest go first.
const KEPT: usize = 500;

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

    /// Pushes each.
    pub(crate) fn extend(&mut self, messages: impl IntoIterator<Item = Message>) {
        messages.into_iter().for_each(|message| self.push(message));
    }

    pub(crate) fn messages(&self) -> &[Message] {
        &self.0
    }
}
