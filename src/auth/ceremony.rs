//! The browser's own question for a passkey, which stands above the page.

use cognito_client::Error;
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

use crate::platform::passkey::PasskeyError;

/// Why nothing came of a passkey.
#[derive(Debug)]
pub enum NoPasskey {
    /// By the service.
    Refused(Error),
    /// By the browser, or by the person.
    NotGiven(PasskeyError),
}

/// Lets a part of the page have the browser ask for passkeys: with that part the question goes, but no call to the
/// service.
#[derive(Clone, Copy, Debug)]
pub struct Ceremony(StoredValue<Option<AbortHandle>>);

impl Ceremony {
    /// Of what is being drawn now.
    pub fn begin() -> Self {
        let ceremony = Self(StoredValue::new(None));
        on_cleanup(move || ceremony.end());
        ceremony
    }

    /// Takes the question back.
    pub fn end(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }

    /// Asks, unless there is nobody left to see it.
    pub(super) async fn hold<R>(
        self,
        question: impl Future<Output = Result<R, PasskeyError>>,
    ) -> Result<R, PasskeyError> {
        let (question, handle) = abortable(question);
        if self.0.try_set_value(Some(handle)).is_some() {
            return Err(PasskeyError::NotGiven);
        }
        question.await.unwrap_or(Err(PasskeyError::NotGiven))
    }
}
