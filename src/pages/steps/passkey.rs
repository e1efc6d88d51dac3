use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    auth::Auth,
    components::{Alert, aria_busy},
    platform::passkey::{self, Mediation},
    text::{self, Screen},
};

/// A passkey: the browser is asked at once, and again by the button.
#[component]
pub(super) fn UsePasskey(username: String, request_options: String) -> impl IntoView {
    let auth = Auth::expect();
    let answering = Answering::new(Screen::Passkey);
    let leaving = Answering::new(Screen::Choose);
    let request_options = StoredValue::new(request_options);
    let ask = move || {
        answering.submission.send(async move {
            match passkey::get(&request_options.get_value(), Mediation::Dialog).await {
                Ok(credential) => answering.outcome(Box::pin(auth.answer_passkey(credential))).await,
                Err(error) => Some(text::no_passkey(error).to_owned()),
            }
        });
    };
    let choose_again = move |_| {
        answering.submission.cancel();
        leaving.send(auth.choose_again());
    };
    // Who leaves does not want the browser to go on asking.
    on_cleanup(move || answering.submission.cancel());
    ask();
    view! {
        <StepCard title=text::PASSKEY_TITLE intro=text::signing_in_as(&username)>
            <Alert message=answering.submission.refusal() />
            <Alert message=leaving.submission.refusal() />
            <button
                type="button"
                class="main"
                aria-busy=aria_busy(answering.submission.is_busy())
                on:click=move |_| ask()
            >
                {text::USE_PASSKEY}
                <span class="spinner" aria-hidden="true"></span>
            </button>
            <p class="links">
                <button type="button" class="quiet" on:click=choose_again>
                    {text::OTHER_METHOD}
                </button>
            </p>
        </StepCard>
    }
}
