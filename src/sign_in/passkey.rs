//! Signing in with a passkey.

use std::time::Duration;

use cognito_client::{
    Error,
    ids::Username,
    session_keeper::retry_delay,
    sign_in::{FirstFactor, NextStep},
    timestamp::Timestamp,
};
use futures_util::future::{Either, select};
use leptos::prelude::*;

use super::{SignIn, SignInOutcome, beginning::Beginning};
use crate::{
    platform::{
        self,
        passkey::{self, Mediation},
        passkey_question::{NoPasskey, PasskeyQuestion},
    },
    sign_in_store::Lost,
    text::Notice,
};

/// A challenge lives for three minutes or more (AuthSessionValidity). What is left is for the person and the browser.
const RENEWED_AFTER: Duration = Duration::from_secs(150);
/// Timers do not count the time that a machine sleeps: the clock is looked at so often.
const LOOKED_AT: Duration = Duration::from_secs(5);

/// What was refused of an offer.
enum Refused {
    Begin(Error),
    Answer(Error),
}

impl SignIn {
    /// Has the browser ask for a passkey, as long as the question stands, and answers with it.
    ///
    /// # Errors
    /// Why there is none, or as [`answer_code`](Self::answer_code).
    pub async fn answer_with_passkey(
        self,
        request_options: String,
        question: PasskeyQuestion,
    ) -> Result<SignInOutcome, NoPasskey> {
        let picked = passkey::get(&request_options, Mediation::Dialog);
        let credential = question.hold(picked).await.map_err(NoPasskey::NotGiven)?;
        self.answer_passkey(credential).await.map_err(NoPasskey::Refused)
    }

    async fn answer_passkey(self, credential: String) -> Result<SignInOutcome, Error> {
        let Some(NextStep::Passkey(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        let outcome = self.answer(async |exchange| challenge.answer(exchange, &credential).await).await?;
        if outcome != SignInOutcome::Abandoned {
            self.remember_passkey(&credential);
        }
        Ok(outcome)
    }

    /// Offers the passkey of who signed in last among what the browser fills in, until somebody signs in by it. Gives nothing
    /// if nobody does.
    pub(super) async fn offer_passkey(self) -> Option<SignInOutcome> {
        let username = Username::new(self.session().sign_in_store().last_user()?);
        if !passkey::is_autofill_supported().await {
            return None;
        }
        for failures in 1.. {
            match self.offer_passkey_until_refused(&username).await? {
                Ok(step) => {
                    let beginning = Beginning { method: Some(FirstFactor::WebAuthn), ..Beginning::of(username) };
                    return Some(self.arrive(step, beginning));
                }
                Err(Refused::Begin(error)) if !error.is_transient() => return None,
                Err(Refused::Begin(_)) => {}
                Err(Refused::Answer(error)) => self.tell(Some(Notice::of_end(&error))),
            }
            let random = platform::random_bytes().map_or(0, u32::from_be_bytes);
            platform::sleep(retry_delay(failures, None, random)).await;
        }
        None
    }

    /// Renews the offer before its challenge expires, but not while nobody sees the page. Gives nothing if there is no
    /// passkey to be offered, or another sign-in has begun.
    async fn offer_passkey_until_refused(self, username: &Username) -> Option<Result<NextStep, Refused>> {
        loop {
            let begun =
                self.question(async |exchange| exchange.with_choice(username, Some(FirstFactor::WebAuthn)).await);
            let challenge = match begun.await? {
                Ok(NextStep::Passkey(challenge)) => challenge,
                Ok(_) => return None,
                Err(error) => return Some(Err(Refused::Begin(error))),
            };
            let options = challenge.request_options();
            let picked = Box::pin(passkey::get(&options, Mediation::Autofill));
            let Either::Left((picked, _)) = select(picked, Box::pin(grown_old(platform::now()))).await else {
                continue;
            };
            let credential = picked.ok()?;
            let answered = self.question(async |exchange| challenge.answer(exchange, &credential).await).await?;
            if answered.is_ok() {
                self.remember_passkey(&credential);
            }
            return Some(answered.map_err(|rejected| Refused::Answer(rejected.error)));
        }
    }

    /// Notes that a passkey was taken, for the list of them.
    fn remember_passkey(self, credential: &str) {
        if let Some(id) = passkey::credential_id(credential) {
            self.session().sign_in_store().save_passkey_use(&id, platform::now());
        }
    }
}

/// Waits until an offer of that time has to be renewed, and somebody sees the page.
async fn grown_old(since: Timestamp) {
    let age = || platform::now().as_millis().abs_diff(since.as_millis());
    while document().hidden() || u128::from(age()) < RENEWED_AFTER.as_millis() {
        platform::sleep(LOOKED_AT).await;
    }
}
