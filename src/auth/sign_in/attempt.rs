//! One sign-in after the other: what is answered to an earlier one comes too late.

use cognito_client::{Client, sign_in::SignIn, transport::Fetch};
use leptos::prelude::*;

use super::BrowserSignIn;
use crate::{auth::Auth, browser::Browser};

impl Auth {
    /// Counts the beginning or the end of a sign-in.
    pub(in crate::auth) fn next_attempt(self) -> u32 {
        self.stop_offering_passkey();
        self.attempt.update_value(|attempt| *attempt = attempt.wrapping_add(1));
        self.attempt.get_value()
    }

    /// Whether what was sent in this attempt comes too late.
    pub(in crate::auth) fn is_over(self, attempt: u32) -> bool {
        self.attempt.get_value() != attempt
    }

    /// What comes of it, unless that is too late.
    pub(super) async fn unless_over<R>(self, call: impl Future<Output = R>) -> Option<R> {
        let attempt = self.attempt.get_value();
        let given = call.await;
        (!self.is_over(attempt)).then_some(given)
    }

    /// Signs in as the settings say.
    pub(super) fn by<'a>(self, client: &'a Client<Fetch>, browser: &'a Browser) -> BrowserSignIn<'a> {
        SignIn::new(client, browser).allowing_plain_password(self.allows_plain_password)
    }

    /// What the service says to the sign-in under way, unless that comes too late.
    pub(super) async fn ask<R>(self, question: impl AsyncFnOnce(&BrowserSignIn<'_>) -> R) -> Option<R> {
        let (client, browser) = (self.client(), self.browser());
        self.unless_over(question(&self.by(&client, &browser))).await
    }
}
