use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    auth::{Auth, Ceremony, NoPasskey},
    components::{Alert, aria_busy},
    text::{self, Screen},
};

/// A passkey: the browser is asked at once, and again by the button.
#[component]
pub(super) fn UsePasskey(username: String, request_options: String) -> impl IntoView {
    let auth = Auth::expect();
    let answering = Answering::new(Screen::Passkey);
    let leaving = Answering::new(Screen::Choose);
    let (request_options, ceremony) = (StoredValue::new(request_options), Ceremony::begin());
    let ask = move || {
        let call = auth.answer_with_passkey(request_options.get_value(), ceremony);
        answering.submission.send(call, move |answered| match answered {
            Err(NoPasskey::NotGiven(error)) => Some(text::no_passkey(error).to_owned()),
            Err(NoPasskey::Refused(error)) => answering.show(Err(error)),
            Ok(outcome) => answering.show(Ok(outcome)),
        });
    };
    let choose_again = move |_| {
        ceremony.end();
        leaving.send(auth.choose_again());
    };
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
