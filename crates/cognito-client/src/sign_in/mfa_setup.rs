use super::{CodeKind, NextStep, Pending, Rejected, SignIn, exchange::can_be_answered_again};
use crate::{
    api::{AssociateSoftwareToken, VerifySoftwareToken, VerifySoftwareTokenStatus},
    error::Error,
    host::Host,
    mfa::{self, NO_KEY, NOT_VERIFIED},
    secrets::{MfaCode, SecretCode},
    transport::Transport,
};

/// The pool requires a second factor, and the user has none yet: MFA_SETUP.
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
    /// What the user can set up here. Cognito sets up no phone during a sign-in: if only SMS is possible, an administrator has
    /// to do it.
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
        let request = AssociateSoftwareToken { access_token: None, session: self.0.session.as_ref() };
        let answered = sign_in.client.call(&request).await;
        match answered.and_then(|response| Ok((response.secret_code.ok_or(NO_KEY)?, response.session))) {
            Ok((secret, session)) => {
                self.0.session = session.or(self.0.session);
                Ok(AppSetup { pending: self.0, secret, is_verified: false })
            }
            Err(error) => Err(rejected(error, self.0, Self)),
        }
    }

    /// Sends a code to this email. With the answer to that code, it becomes the second factor.
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
    /// The key in base32, to type into the app.
    pub fn secret(&self) -> &SecretCode {
        &self.secret
    }

    /// The address for the QR code: [`mfa::key_uri`].
    pub fn key_uri(&self, issuer: &str, account: &str) -> SecretCode {
        mfa::key_uri(&self.secret, issuer, account)
    }

    /// What to store in order to go on after a restart. The app is then set up again, with another key.
    pub fn pause(&self) -> super::PausedSignIn {
        super::PausedSignIn::of(&self.pending)
    }

    /// Back to the choice.
    pub fn back(self) -> MfaSetupChallenge {
        MfaSetupChallenge(self.pending)
    }

    /// Proves that the app has the key, and continues the sign-in
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
            let request = VerifySoftwareToken {
                access_token: None,
                session: self.pending.session.as_ref(),
                user_code: code,
                friendly_device_name: None,
            };
            match sign_in.client.call(&request).await {
                Ok(response) if response.status == Some(VerifySoftwareTokenStatus::Success) => {
                    self.pending.session = response.session.or(self.pending.session);
                    self.is_verified = true;
                }
                Ok(_) => return Err(self.rejected(NOT_VERIFIED)),
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
