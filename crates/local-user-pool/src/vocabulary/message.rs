//! What messages are for, and how they go.

use serde::{Deserialize, Serialize};

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
