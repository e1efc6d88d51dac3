//! The browser's own question for a passkey, which stands above the page.

use cognito_client::Error;
use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;

use super::passkey::PasskeyError;

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
pub struct PasskeyQuestion(StoredValue<Option<AbortHandle>>);

impl PasskeyQuestion {
    /// Of what is being drawn now.
    pub fn begin() -> Self {
        let question = Self(StoredValue::new(None));
        on_cleanup(move || question.end());
        question
    }

    /// Takes the question back.
    pub fn end(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }

    /// Asks, unless there is nobody left to see it.
    pub(crate) async fn hold<R>(self, asked: impl Future<Output = Result<R, PasskeyError>>) -> Result<R, PasskeyError> {
        let (asked, handle) = abortable(asked);
        if self.0.try_set_value(Some(handle)).is_some() {
            return Err(PasskeyError::NotGiven);
        }
        asked.await.unwrap_or(Err(PasskeyError::NotGiven))
    }
}
