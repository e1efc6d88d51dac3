//! Answers to what a sign-in asks.

use cognito_client::{
    Error,
    ids::Username,
    secrets::{MfaCode, Password},
    sign_in::{AppSetup, CodeKind, NextStep, Rejected},
    sign_up::Attribute,
};
use leptos::prelude::*;

use super::{Beginning, BrowserSignIn, progress::Waiting};
use crate::{
    auth::{Auth, AuthState, SignInOutcome, Step},
    platform,
    sign_in_store::Lost,
    text::Notice,
};

type Answer<C> = Result<NextStep, Rejected<C>>;

impl Auth {
    /// Answers with a code: one that was sent, or one of an authenticator app that is there or being set up.
    ///
    /// # Errors
    /// The refusal; the step is still there then, or the sign-in is over and the page says why.
    pub async fn answer_code(self, code: MfaCode) -> Result<SignInOutcome, Error> {
        if let Some(setup) = self.take_app_setup() {
            return self.settle_keeping(async |sign_in| setup.answer(sign_in, &code).await, Self::keep_app_setup).await;
        }
        let Some(NextStep::Code(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.settle(async |sign_in| challenge.answer(sign_in, &code).await).await
    }

    /// Picks a second factor.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn select_mfa(self, kind: CodeKind) -> Result<SignInOutcome, Error> {
        let Some(NextStep::SelectMfa(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.settle(async |sign_in| challenge.answer(sign_in, kind).await).await
    }

    /// Gets the key for an authenticator app.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn set_up_app(self) -> Result<SignInOutcome, Error> {
        let Some(NextStep::SetUpMfa(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        let setup = self.ask(async |sign_in| challenge.set_up_app(sign_in).await).await;
        let Some(setup) = setup else { return Ok(SignInOutcome::Abandoned) };
        let setup = setup.map_err(|rejected| self.reject(rejected, Self::keep))?;
        let username = self.shown();
        let step = Step::SetUpApp {
            key: setup.secret().clone(),
            uri: setup.key_uri(&platform::application_name(), &username),
        };
        self.keep_paused(setup.pause());
        self.keep_app_setup(setup);
        self.state.set(AuthState::InProgress(step));
        Ok(SignInOutcome::Asked)
    }

    /// Asks for the address that codes shall go to.
    pub fn ask_email(self) {
        self.state.set(AuthState::InProgress(Step::SetUpEmail));
    }

    /// Has codes sent to this address from now on.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn set_up_email(self, address: String) -> Result<SignInOutcome, Error> {
        let Some(NextStep::SetUpMfa(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.settle(async |sign_in| challenge.set_up_email(sign_in, &address).await).await
    }

    /// Sets the password that was asked for, and the attributes that were missing.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_new_password(
        self,
        password: Password,
        attributes: Vec<Attribute>,
    ) -> Result<SignInOutcome, Error> {
        let Some(NextStep::NewPassword(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.settle(async |sign_in| challenge.answer(sign_in, &password, &attributes).await).await
    }

    /// Answers a question of the pool's owner.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_custom(self, answer: String) -> Result<SignInOutcome, Error> {
        let Some(NextStep::Custom(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.settle(async |sign_in| challenge.answer(sign_in, &answer).await).await
    }

    /// Sends an answer to the challenge that waits, and goes where it leads.
    pub(super) async fn settle<C>(
        self,
        answer: impl AsyncFnOnce(&BrowserSignIn<'_>) -> Answer<C>,
    ) -> Result<SignInOutcome, Error> {
        self.settle_keeping(answer, Self::keep).await
    }

    async fn settle_keeping<C>(
        self,
        answer: impl AsyncFnOnce(&BrowserSignIn<'_>) -> Answer<C>,
        keep: fn(Self, C),
    ) -> Result<SignInOutcome, Error> {
        let Some(answered) = self.ask(answer).await else { return Ok(SignInOutcome::Abandoned) };
        let step = answered.map_err(|rejected| self.reject(rejected, keep))?;
        let beginning = self.progress.with_value(|progress| {
            progress.as_ref().map(|progress| Beginning {
                method: progress.method,
                round: progress.round,
                ..Beginning::of(progress.typed.clone())
            })
        });
        Ok(self.arrive(step, beginning.unwrap_or_else(|| Beginning::of(Username::new("")))))
    }

    /// Keeps what can be answered again; without that the sign-in is over.
    fn reject<C>(self, rejected: Rejected<C>, keep: fn(Self, C)) -> Error {
        match rejected.retry {
            Some(challenge) => keep(self, challenge),
            None => self.start_over(Some(Notice::of_end(&rejected.error))),
        }
        rejected.error
    }

    /// A challenge was answered from a copy: it is still here.
    fn keep<C>(self, _: C) {}

    fn keep_app_setup(self, setup: AppSetup) {
        self.wait_for(Waiting::App(Some(setup)));
    }
}
