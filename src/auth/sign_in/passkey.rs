//! Signing in with a passkey.

use cognito_client::{
    Error,
    ids::Username,
    sign_in::{FirstFactor, NextStep},
};
use futures_util::future::abortable;
use leptos::prelude::*;

use super::Beginning;
use crate::{
    auth::{Auth, SignInOutcome},
    platform::{
        self,
        passkey::{self, Mediation},
    },
    sign_in_store::{Lost, SignInStore},
    text::Notice,
};

impl Auth {
    /// Answers with what the browser gave for a passkey.
    ///
    /// # Errors
    /// As [`answer_code`](Self::answer_code).
    pub async fn answer_passkey(self, credential: String) -> Result<SignInOutcome, Error> {
        let Some(NextStep::Passkey(challenge)) = self.challenge() else { return Ok(self.lost(Lost::Unreadable)) };
        let outcome = self.settle(async |sign_in| challenge.answer(sign_in, &credential).await).await?;
        if outcome != SignInOutcome::Abandoned {
            self.remember_passkey(&credential);
        }
        Ok(outcome)
    }

    /// Offers the passkey of who signed in last among what the browser fills in. Gives nothing if nobody signs in by that.
    pub(in crate::auth) async fn offer_passkey(self) -> Option<SignInOutcome> {
        let username = Username::new(self.sign_in_store.with_value(SignInStore::last_user)?);
        if !passkey::is_autofill_supported().await {
            return None;
        }
        let begun = self.ask(async |sign_in| sign_in.with_choice(&username, Some(FirstFactor::WebAuthn)).await).await?;
        let Ok(NextStep::Passkey(challenge)) = begun else { return None };
        let (picked, handle) = abortable(passkey::get(challenge.request_options(), Mediation::Autofill));
        self.stop_offering_passkey();
        self.autofill.set_value(Some(handle));
        let Ok(Ok(credential)) = self.unless_over(picked).await? else { return None };
        match self.ask(async |sign_in| challenge.answer(sign_in, &credential).await).await? {
            Ok(step) => {
                self.remember_passkey(&credential);
                let beginning = Beginning { method: Some(FirstFactor::WebAuthn), ..Beginning::of(username) };
                Some(self.arrive(step, beginning))
            }
            Err(rejected) => {
                self.notice.set(Some(Notice::of_end(&rejected.error)));
                None
            }
        }
    }

    /// Notes that a passkey was taken, for the list of them.
    fn remember_passkey(self, credential: &str) {
        if let Some(id) = passkey::credential_id(credential) {
            self.sign_in_store.with_value(|store| store.save_passkey_use(&id, platform::now()));
        }
    }
}
