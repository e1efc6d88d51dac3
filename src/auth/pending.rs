//! Accounts whose owner cannot sign in yet: they are made, confirmed, or given a new password.

use cognito_client::{
    Error, ErrorCode,
    ids::Username,
    password,
    secrets::{ChallengeSession, ConfirmationCode, Password},
    sign_up::{self, Attribute, CodeDelivery},
};
use leptos::prelude::*;

use super::{Auth, SignInOutcome};
use crate::{config::Flow, text::Notice};

/// How a sign-up ended, when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpOutcome {
    Confirmed,
    NeedsConfirmation,
}

/// An account whose owner cannot sign in yet: in memory only, so that nothing is asked twice.
#[derive(Clone, Debug)]
pub(super) struct PendingAccount {
    pub(super) username: Username,
    pub(super) password: Option<Password>,
    /// Whether a new password is needed, and not a confirmation.
    pub(super) needs_reset: bool,
}

impl Auth {
    /// The e-mail of who cannot sign in yet, as it is now.
    pub fn pending_username(self) -> Option<String> {
        self.pending.with_untracked(|pending| pending.as_ref().map(|account| account.username.as_str().to_owned()))
    }

    /// Whether that is for want of a new password.
    pub fn needs_reset(self) -> bool {
        self.pending.with_untracked(|pending| pending.as_ref().is_some_and(|account| account.needs_reset))
    }

    /// Makes an account; the pool may let it have no password.
    ///
    /// # Errors
    /// The refusal; there is no account then.
    pub async fn sign_up(
        self,
        username: Username,
        password: Option<Password>,
        attributes: Vec<Attribute>,
    ) -> Result<SignUpOutcome, Error> {
        let is_confirmed = match sign_up::sign_up(&self.client(), &username, password.as_ref(), &attributes).await {
            Ok(account) => account.is_confirmed,
            // The account was made before the limit on mails was met.
            Err(error) if error.code() == Some(&ErrorCode::LimitExceeded) => false,
            Err(error) => return Err(error),
        };
        self.pending.set(Some(PendingAccount { username: username.clone(), password, needs_reset: false }));
        if is_confirmed {
            self.enter_confirmed(username, None).await;
            return Ok(SignUpOutcome::Confirmed);
        }
        Ok(SignUpOutcome::NeedsConfirmation)
    }

    /// Confirms an account, and signs in where that needs nothing more to be typed.
    ///
    /// # Errors
    /// The refusal.
    pub async fn confirm_sign_up(self, username: Username, code: ConfirmationCode) -> Result<(), Error> {
        match sign_up::confirm_sign_up(&self.client(), &username, &code).await {
            Ok(session) => self.enter_confirmed(username, session).await,
            // The link in the mail was followed meanwhile.
            Err(error) if error.code() == Some(&ErrorCode::NotAuthorized) && self.knows_password_of(&username) => {
                self.enter_confirmed(username, None).await;
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Sends a code for a new password; gives where it went.
    ///
    /// # Errors
    /// The refusal.
    pub async fn forgot_password(self, username: Username) -> Result<Option<CodeDelivery>, Error> {
        password::forgot_password(&self.client(), &username).await
    }

    /// Sets a new password with that code. Nobody is signed in by it: the login page says that it is done.
    ///
    /// # Errors
    /// The refusal.
    pub async fn reset_password(
        self,
        username: Username,
        code: ConfirmationCode,
        password: Password,
    ) -> Result<(), Error> {
        password::confirm_forgot_password(&self.client(), &username, &code, &password).await?;
        self.pending.set(None);
        self.start_over(Some(Notice::PasswordChanged));
        Ok(())
    }

    /// Sends a new code.
    ///
    /// # Errors
    /// The refusal.
    pub async fn resend_confirmation_code(self, username: Username) -> Result<(), Error> {
        sign_up::resend_confirmation_code(&self.client(), &username).await.map(|_| ())
    }

    /// Signs in with what is known of an account that was just confirmed. Where that fails, the person signs in by hand.
    async fn enter_confirmed(self, username: Username, session: Option<ChallengeSession>) {
        let password = self.pending.get_untracked().filter(|account| account.username == username);
        let password = password.and_then(|account| account.password);
        let begun = match (session, password) {
            (Some(session), _) if self.flow == Flow::Choice => self.begin_after_sign_up(username, session).await.ok(),
            (_, Some(password)) => self.begin(username, Some(password)).await.ok(),
            _ => None,
        };
        self.pending.set(None);
        if !matches!(begun, Some(SignInOutcome::SignedIn | SignInOutcome::Asked)) {
            self.notice.set(Some(Notice::Confirmed));
        }
    }

    fn knows_password_of(self, username: &Username) -> bool {
        self.pending.with_untracked(|pending| {
            pending.as_ref().is_some_and(|account| account.username == *username && account.password.is_some())
        })
    }
}
