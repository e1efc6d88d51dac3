//! The password, where it is asked for by itself.

use cognito_client::{
    Error,
    ids::Username,
    refusal::Refusal,
    secrets::Password,
    sign_in::{Credentials, FirstFactor, NextStep, Rejected},
};

use super::{SignIn, SignInOutcome, attempt::BrowserSignIn, beginning::Beginning, under_way::Open};
use crate::sign_in_store::Lost;

impl SignIn {
    /// Answers with the password. A wrong one uses the challenge up, as time does: then a sign-in of its own begins.
    ///
    /// # Errors
    /// The refusal; the password can be asked for again.
    pub async fn answer_password(self, password: Password) -> Result<SignInOutcome, Error> {
        let Some(typed) = self.typed() else { return Ok(self.lost(Lost::Unreadable)) };
        let username = Username::new(typed);
        let browser = self.session().browser();
        let exchange = self.by(&browser);
        let attempt = self.attempt();
        // What a reload has brought back is of the settings of before.
        let is_allowed =
            |method: &FirstFactor| self.settings().allows_plain_password || *method != FirstFactor::Password;
        let mut method = self.method().filter(is_allowed).unwrap_or(FirstFactor::PasswordSrp);
        let credentials = Credentials { username: username.clone(), password: password.clone() };
        let answered = match self.challenge() {
            Some(NextStep::SelectFactor(challenge)) => {
                if !challenge.options().contains(&FirstFactor::PasswordSrp) {
                    method = FirstFactor::Password;
                }
                challenge.answer_with_password(&exchange, &password).await.map_err(refusal_of)
            }
            Some(NextStep::Password(challenge)) => challenge.answer(&exchange, &password).await.map_err(refusal_of),
            _ => begin_with_password(&exchange, method, &credentials).await,
        };
        if self.is_over(attempt) {
            return Ok(answered.map_or(SignInOutcome::Abandoned, |step| self.too_late(step)));
        }
        // Whoever took their time to type it need not do so again.
        let begins_anew = answered.as_ref().is_err_and(|(error, _)| Refusal::of(error) == Refusal::ChallengeOver);
        let answered = if begins_anew { begin_with_password(&exchange, method, &credentials).await } else { answered };
        if self.is_over(attempt) {
            return Ok(answered.map_or(SignInOutcome::Abandoned, |step| self.too_late(step)));
        }
        let answered = answered.map_err(|(error, can_retry)| {
            if !can_retry {
                self.remember_method(method);
                self.keep_open(Open::Nothing);
            }
            error
        });
        self.count_wrong_passwords(&username, &answered);
        let beginning = Beginning { method: Some(method), password: Some(password), ..Beginning::of(username) };
        Ok(self.arrive(answered?, beginning))
    }
}

/// Why an answer was not taken, and whether the challenge can be answered again.
fn refusal_of<C>(rejected: Rejected<C>) -> (Error, bool) {
    (rejected.error, rejected.retry.is_some())
}

async fn begin_with_password(
    exchange: &BrowserSignIn<'_>,
    method: FirstFactor,
    credentials: &Credentials,
) -> Result<NextStep, (Error, bool)> {
    let begun = match method {
        FirstFactor::Password => exchange.with_preferred_password(credentials).await,
        _ => exchange.with_preferred_srp(credentials).await,
    };
    begun.map_err(|error| (error, false))
}
