//! What an app tells its developers, in the browser's console.

use cognito_client::Error;
use leptos::logging::error;

use crate::{later::later, life::in_background, text};

/// Tells of a refusal if it comes from how the app or the pool is set up. The sentences are fetched for it.
pub fn tell(refused: &Error) {
    if refused.code().is_some() {
        let refused = refused.clone();
        in_background(async move {
            // Without them there is nothing to tell.
            tell_later(refused).await.ok();
        });
    }
}

later! {
    in sign_in:
    fn tell_later(refused: Error) -> () {
        if let Some(said) = text::developer::misconfiguration(&refused) {
            error!("{said}");
        }
    }
}
