//! One sign-in after the other: what is answered to an earlier one comes too late.

use cognito_client::{sign_in::SignIn as Exchange, transport::Fetch};

use super::SignIn;
use crate::platform::browser::Browser;

pub(super) type BrowserSignIn<'a> = Exchange<'a, Fetch, Browser>;

impl SignIn {
    /// Counts the beginning or the end of a sign-in.
    pub(super) fn next_attempt(self) -> u32 {
        self.stop_offering_passkey();
        let attempt = &self.parts().attempt;
        attempt.set(attempt.get().wrapping_add(1));
        attempt.get()
    }

    pub(super) fn attempt(self) -> u32 {
        self.parts().attempt.get()
    }

    /// Whether what was sent in this attempt comes too late.
    pub(super) fn is_over(self, attempt: u32) -> bool {
        self.attempt() != attempt
    }

    /// Signs in as the settings say.
    pub(super) fn by(self, browser: &Browser) -> BrowserSignIn<'_> {
        Exchange::new(self.session().client(), browser).allowing_plain_password(self.settings().allows_plain_password)
    }

    /// What the service says to the sign-in under way, unless that comes too late.
    pub(super) async fn question<R>(self, question: impl AsyncFnOnce(&BrowserSignIn<'_>) -> R) -> Option<R> {
        let (attempt, browser) = (self.attempt(), self.session().browser());
        let given = question(&self.by(&browser)).await;
        (!self.is_over(attempt)).then_some(given)
    }
}
