//! Signing in where people pick how to.

use cognito_client::{
    Error,
    ids::Username,
    sign_in::{FirstFactor, NextStep},
};
use leptos::prelude::*;

use super::Beginning;
use crate::{
    auth::{Auth, AuthState, SignInOutcome, Step},
    sign_in_store::Lost,
};

impl Auth {
    /// Picks a first factor. A password is asked for next.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn select_factor(self, factor: FirstFactor) -> Result<SignInOutcome, Error> {
        self.remember_method(factor);
        if factor.needs_password() {
            let username = self.shown();
            self.state.set(AuthState::InProgress(Step::Password { username, has_others: true }));
            return Ok(SignInOutcome::Asked);
        }
        let Some(NextStep::SelectFactor(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.settle(async |sign_in| challenge.answer(sign_in, factor).await).await
    }

    /// Asks anew how this person wants to sign in.
    ///
    /// # Errors
    /// The refusal; the step is still there then.
    pub async fn choose_again(self) -> Result<SignInOutcome, Error> {
        let Some(typed) = self.typed() else { return Ok(self.lost(Lost::Unreadable)) };
        self.begin_choice(typed, None).await
    }

    /// Sends another code for the first factor: by beginning again with it.
    ///
    /// # Errors
    /// The refusal; the code of before may still work.
    pub async fn resend_code(self) -> Result<SignInOutcome, Error> {
        let Some((typed, method)) = self.typed().zip(self.method()) else { return Ok(self.lost(Lost::Unreadable)) };
        self.begin_choice(typed, Some(method)).await
    }

    async fn begin_choice(self, typed: String, preferred: Option<FirstFactor>) -> Result<SignInOutcome, Error> {
        let (client, browser) = (self.client(), self.browser());
        let attempt = self.attempt.get_value();
        let username = Username::new(typed);
        let begun = self.by(&client, &browser).with_choice(&username, preferred).await?;
        if self.is_over(attempt) {
            return Ok(SignInOutcome::Abandoned);
        }
        Ok(self.arrive(begun, Beginning { method: preferred, ..Beginning::of(username) }))
    }
}
