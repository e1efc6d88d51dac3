use super::{NextStep, Pending, Rejected, SignIn};
use crate::{error::Error, host::Host, ids::Username, secrets::Password, transport::Transport};

/// The ways to sign in that USER_AUTH offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FirstFactor {
    /// The password, sent to Cognito over TLS.
    Password,
    /// The password over SRP.
    PasswordSrp,
    /// A code by e-mail.
    EmailOtp,
    /// A code by text message.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

impl FirstFactor {
    /// Reads a name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Password, Self::PasswordSrp, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn]
            .into_iter()
            .find(|factor| factor.as_str() == name)
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    /// Whether it needs the password.
    pub const fn needs_password(self) -> bool {
        matches!(self, Self::Password | Self::PasswordSrp)
    }
}

/// The user chooses how to sign in: SELECT_CHALLENGE.
#[derive(Debug)]
pub struct SelectFactorChallenge(pub(super) Pending);

impl SelectFactorChallenge {
    /// Who is signing in.
    pub fn username(&self) -> Username {
        self.0.username()
    }

    /// The factors to choose from, without those that this crate does not know. The password itself is among them only if it
    /// [may be sent](SignIn::allowing_plain_password).
    pub fn options(&self) -> Vec<FirstFactor> {
        let known = self.0.available.iter().filter_map(|name| FirstFactor::parse(name.as_str()));
        known.filter(|factor| self.0.takes_password || *factor != FirstFactor::Password).collect()
    }

    /// Chooses a factor that needs no password. If it is a code, Cognito sends it.
    ///
    /// # Errors
    /// [`Error::Misuse`] for one that is no option or needs a password; any other.
    pub async fn answer<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        factor: FirstFactor,
    ) -> Result<NextStep, Rejected<Self>> {
        if factor.needs_password() || !self.options().contains(&factor) {
            return Err(Rejected { error: Error::Misuse("no such first factor"), retry: Some(self) });
        }
        sign_in.answer(self.0, &[("ANSWER", factor.as_str())], None, Self).await
    }

    /// Chooses the password: over SRP if that is offered, otherwise sent to Cognito if it
    /// [may be](SignIn::allowing_plain_password).
    ///
    /// # Errors
    /// [`Error::Misuse`] if neither is an option; NotAuthorizedException for a wrong password; any other.
    pub async fn answer_with_password<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        password: &Password,
    ) -> Result<NextStep, Rejected<Self>> {
        let options = self.options();
        if options.contains(&FirstFactor::PasswordSrp) {
            let (proof, srp_a) = match sign_in.prove(password).await {
                Ok(begun) => begun,
                Err(error) => return Err(Rejected { error, retry: Some(self) }),
            };
            let responses = [("ANSWER", FirstFactor::PasswordSrp.as_str()), ("SRP_A", srp_a.as_str())];
            return sign_in.answer(self.0, &responses, Some(proof), Self).await;
        }
        if options.contains(&FirstFactor::Password) {
            let responses = [("ANSWER", FirstFactor::Password.as_str()), ("PASSWORD", password.expose())];
            return sign_in.answer(self.0, &responses, None, Self).await;
        }
        Err(Rejected { error: Error::Misuse("no such first factor"), retry: Some(self) })
    }
}
