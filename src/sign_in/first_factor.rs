//! Signing in where people pick how to.

use cognito_client::{
    Error,
    ids::Username,
    sign_in::{FirstFactor, NextStep},
};

use super::{SignIn, SignInOutcome, Step, beginning::Beginning};
use crate::sign_in_store::Lost;

impl SignIn {
    /// Picks a first factor. A password is asked for next.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn select_factor(self, factor: FirstFactor) -> Result<SignInOutcome, Error> {
        self.remember_method(factor);
        if factor.needs_password() {
            self.ask_further(Step::Password { username: self.shown(), has_others: true });
            return Ok(SignInOutcome::Asked);
        }
        let Some(NextStep::SelectFactor(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        self.answer(async |exchange| challenge.answer(exchange, factor).await).await
    }

    /// Asks anew how this person wants to sign in.
    ///
    /// # Errors
    /// The refusal; the step is still there then.
    pub async fn choose_again(self) -> Result<SignInOutcome, Error> {
        let Some(typed) = self.typed() else { return Ok(self.lost(Lost::Unreadable)) };
        self.begin_with_factor(typed, None).await
    }

    /// Sends another code for the first factor: by beginning again with it.
    ///
    /// # Errors
    /// The refusal; the code of before may still work.
    pub async fn resend_code(self) -> Result<SignInOutcome, Error> {
        let Some((typed, method)) = self.typed().zip(self.method()) else { return Ok(self.lost(Lost::Unreadable)) };
        self.begin_with_factor(typed, Some(method)).await
    }

    async fn begin_with_factor(self, typed: String, preferred: Option<FirstFactor>) -> Result<SignInOutcome, Error> {
        let attempt = self.attempt();
        let username = Username::new(typed);
        let begun = self.by(&self.session().browser()).with_choice(&username, preferred).await?;
        if self.is_over(attempt) {
            return Ok(self.too_late(begun));
        }
        // An answer to what was asked before, which may be on its way, is none to what is asked now.
        self.next_attempt();
        Ok(self.arrive(begun, Beginning { method: preferred, ..Beginning::of(username) }))
    }
}
