//! What an app tells its developers, in the browser's console.

use cognito_client::Error;
use leptos::logging::{error, warn};

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

/// Tells that people are not led to where a site wants them back. The sentence is fetched for it.
pub fn tell_of_way_back() {
    in_background(async {
        tell_of_way_back_later().await.ok();
    });
}

later! {
    in challenges:
    fn tell_later(refused: Error) -> () {
        if let Some(said) = text::developer::misconfiguration(&refused) {
            error!("{said}");
        }
    }
}

later! {
    in sign_in:
    fn tell_of_way_back_later() -> () {
        warn!("{}", text::addresses::NO_WAY_BACK);
    }
}
