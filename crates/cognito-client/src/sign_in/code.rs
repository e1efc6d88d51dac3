use super::{ChallengeName, NextStep, Pending, Rejected, SignIn};
use crate::{host::Host, ids::Username, secrets::MfaCode, transport::Transport};

/// Cognito asks for a code: SMS_MFA, SMS_OTP, EMAIL_OTP, SOFTWARE_TOKEN_MFA.
#[derive(Debug)]
pub struct CodeChallenge(pub(super) Pending);

/// Where a code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeKind {
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
    /// An authenticator app (RFC 6238).
    AuthenticatorApp,
}

impl CodeKind {
    /// The kind behind a second factor's name.
    pub(super) fn of_mfa(name: &str) -> Option<Self> {
        match name {
            "SMS_MFA" => Some(Self::Sms),
            // The service model says EMAIL_MFA, the service EMAIL_OTP.
            "EMAIL_OTP" | "EMAIL_MFA" => Some(Self::Email),
            "SOFTWARE_TOKEN_MFA" => Some(Self::AuthenticatorApp),
            _ => None,
        }
    }
}

impl CodeChallenge {
    /// Who is signing in.
    pub fn username(&self) -> Username {
        self.0.username()
    }

    /// Where the code comes from.
    pub fn kind(&self) -> CodeKind {
        match self.0.name {
            ChallengeName::EmailOtp => CodeKind::Email,
            ChallengeName::SoftwareTokenMfa => CodeKind::AuthenticatorApp,
            _ => CodeKind::Sms,
        }
    }

    /// Where the code was sent, masked as in `+*******1234`.
    pub fn destination(&self) -> Option<&str> {
        self.0.parameters.get("CODE_DELIVERY_DESTINATION")
    }

    /// Whether the code takes the place of the password. Only then can Cognito send another one: begin again with this factor.
    pub fn is_first_factor(&self) -> bool {
        self.0.is_first_factor
    }

    /// Answers with the code.
    ///
    /// # Errors
    /// CodeMismatchException and ExpiredCodeException give the challenge back; any other.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        code: &MfaCode,
    ) -> Result<NextStep, Rejected<Self>> {
        let response = format!("{}_CODE", self.0.name.as_str());
        sign_in.answer(self.0, &[(&response, code.expose())], None, Self).await
    }
}
