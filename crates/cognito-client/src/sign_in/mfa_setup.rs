use super::{CodeKind, NextStep, Pending, Rejected, SignIn, exchange::can_be_answered_again};
use crate::{
    error::Error,
    host::Host,
    secrets::{MfaCode, SecretCode},
    transport::Transport,
    wire::{AssociateSoftwareToken, VerifySoftwareToken},
};

/// The pool wants a second factor and the user has none yet: MFA_SETUP.
#[derive(Debug)]
pub struct MfaSetupChallenge(pub(super) Pending);

/// An authenticator app that is being set up.
#[derive(Debug)]
pub struct AppSetup {
    pending: Pending,
    secret: SecretCode,
    is_verified: bool,
}

impl MfaSetupChallenge {
    /// What can be set up here. Cognito sets up no telephone while signing in: SMS alone has to be left to an
    /// administrator.
    pub fn options(&self) -> Vec<CodeKind> {
        let listed = self.0.list("MFAS_CAN_SETUP");
        listed.iter().filter_map(|name| CodeKind::of_mfa(name)).filter(|kind| *kind != CodeKind::Sms).collect()
    }

    /// Gets the key for an authenticator app
    /// ([AssociateSoftwareToken](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html)).
    ///
    /// # Errors
    /// SoftwareTokenMFANotFoundException where the pool has no such factor; any other.
    pub async fn set_up_app<T: Transport>(
        mut self,
        sign_in: &SignIn<'_, T, impl Host>,
    ) -> Result<AppSetup, Rejected<Self>> {
        let request = AssociateSoftwareToken { session: self.0.session.as_ref() };
        match sign_in.client.call(&request).await {
            Ok(response) => {
                self.0.session = response.session.or(self.0.session);
                Ok(AppSetup { pending: self.0, secret: response.secret_code, is_verified: false })
            }
            Err(error) => Err(rejected(error, self.0, Self)),
        }
    }

    /// Sends a code to this e-mail address; it is the second factor once that code is answered.
    ///
    /// # Errors
    /// InvalidParameterException for what is no address; any other.
    pub async fn set_up_email<T: Transport>(
        self,
        sign_in: &SignIn<'_, T, impl Host>,
        address: &str,
    ) -> Result<NextStep, Rejected<Self>> {
        sign_in.answer(self.0, &[("EMAIL", address)], None, Self).await
    }
}

impl AppSetup {
    /// The key, in base32, for who types it into the app.
    pub fn secret(&self) -> &SecretCode {
        &self.secret
    }

    /// The address that a QR code holds and that a telephone opens in its app: the
    /// [key URI format](https://github.com/google/google-authenticator/wiki/Key-Uri-Format). `issuer` and `account` are
    /// what the app shows.
    pub fn key_uri(&self, issuer: &str, account: &str) -> SecretCode {
        let (issuer, account) = (percent_encoded(issuer), percent_encoded(account));
        let secret = self.secret.expose();
        SecretCode::new(format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}"))
    }

    /// What continues after a restart: the app is then set up anew, with another key.
    pub fn pause(&self) -> super::PausedSignIn {
        super::PausedSignIn::of(&self.pending)
    }

    /// Another way, as before this one was begun.
    pub fn back(self) -> MfaSetupChallenge {
        MfaSetupChallenge(self.pending)
    }

    /// Proves that the app has the key, and goes on
    /// ([VerifySoftwareToken](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html)).
    ///
    /// # Errors
    /// EnableSoftwareTokenMFAException for a wrong code gives the set-up back; any other.
    pub async fn answer<T: Transport>(
        mut self,
        sign_in: &SignIn<'_, T, impl Host>,
        code: &MfaCode,
    ) -> Result<NextStep, Rejected<Self>> {
        if !self.is_verified {
            let request = VerifySoftwareToken { session: self.pending.session.as_ref(), user_code: code.expose() };
            match sign_in.client.call(&request).await {
                Ok(response) if response.status.as_deref() == Some("SUCCESS") => {
                    self.pending.session = response.session.or(self.pending.session);
                    self.is_verified = true;
                }
                Ok(_) => return Err(self.rejected(Error::Protocol("the authenticator app was not verified"))),
                Err(error) => return Err(self.rejected(error)),
            }
        }
        let secret = self.secret;
        let answered = sign_in.answer(self.pending, &[], None, |pending| pending).await;
        answered.map_err(|Rejected { error, retry }| Rejected {
            error,
            retry: retry.map(|pending| Self { pending, secret, is_verified: true }),
        })
    }

    fn rejected(self, error: Error) -> Rejected<Self> {
        Rejected { retry: can_be_answered_again(&error).then_some(self), error }
    }
}

fn rejected<C>(error: Error, pending: Pending, back: fn(Pending) -> C) -> Rejected<C> {
    Rejected { retry: can_be_answered_again(&error).then(|| back(pending)), error }
}

/// Everything but the unreserved characters of RFC 3986, section 2.3.
fn percent_encoded(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}
