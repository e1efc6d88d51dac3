//! The last question of a sign-in: whether this device may do without the second factor from now on.

use cognito_client::{Error, device::remember_device};

use super::{SignIn, SignInOutcome};
use crate::sign_in_store::Lost;

impl SignIn {
    /// Tells Cognito whether this device may do without the second factor, and goes on into the app.
    ///
    /// # Errors
    /// The refusal. The person is signed in all the same: [`skip_device`](Self::skip_device).
    pub async fn remember_device(self, is_remembered: bool) -> Result<SignInOutcome, Error> {
        let Some(session) = self.session_of_device() else { return Ok(self.lost(Lost::Unreadable)) };
        let device = self.session().store().device(session.username().as_str());
        if let Some(device) = device {
            let access_token = &session.tokens().access_token;
            let told = remember_device(self.session().client(), access_token, &device.key, is_remembered).await;
            // Who did not wait for the answer is in, or may be about to sign in anew.
            if self.session_of_device().as_ref() != Some(&session) {
                return Ok(SignInOutcome::Abandoned);
            }
            told?;
        }
        self.show_stored(session);
        Ok(SignInOutcome::SignedIn)
    }

    /// Goes on into the app without an answer.
    pub fn skip_device(self) {
        if let Some(session) = self.session_of_device() {
            self.show_stored(session);
        }
    }
}
