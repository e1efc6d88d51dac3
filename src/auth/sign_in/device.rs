//! The last question of a sign-in: whether this device may do without the second factor from now on.

use cognito_client::{Error, device::remember_device};
use leptos::prelude::*;

use super::progress::{Progress, Waiting};
use crate::{
    auth::{Auth, SignInOutcome},
    sign_in_store::Lost,
};

impl Auth {
    /// Tells Cognito whether this device may do without the second factor, and goes on into the app.
    ///
    /// # Errors
    /// The refusal. The person is signed in all the same: [`skip_device`](Self::skip_device).
    pub async fn remember_device(self, is_remembered: bool) -> Result<SignInOutcome, Error> {
        let session = self.progress.with_value(|progress| match progress.as_ref().map(|progress| &progress.waiting) {
            Some(Waiting::Device(session)) => Some((**session).clone()),
            _ => None,
        });
        let Some(session) = session else { return Ok(self.lost(Lost::Unreadable)) };
        let device = self.store().device(session.username().as_str());
        if let Some(device) = device {
            remember_device(&self.client(), &session.tokens().access_token, &device.key, is_remembered).await?;
        }
        self.enter_kept(session);
        Ok(SignInOutcome::SignedIn)
    }

    /// Goes on into the app without an answer.
    pub fn skip_device(self) {
        let progress = self.progress.try_update_value(Option::take).flatten();
        if let Some(Progress { waiting: Waiting::Device(session), .. }) = progress {
            self.enter_kept(*session);
        }
    }
}
