use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, aria_busy},
    platform::passkey_question::{NoPasskey, PasskeyQuestion},
    sign_in::SignIn,
    text::{self, Screen},
};

/// A passkey: the browser is asked at once, and again by the button.
#[component]
pub(super) fn UsePasskey(username: String, request_options: String) -> impl IntoView {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::Passkey);
    let leaving = Answering::new(Screen::Choose);
    let (request_options, question) = (StoredValue::new(request_options), PasskeyQuestion::begin());
    let ask = move || {
        let call = sign_in.answer_with_passkey(request_options.get_value(), question);
        answering.submission.send(call, move |answered| match answered {
            Err(NoPasskey::NotGiven(error)) => Some(text::no_passkey(error).to_owned()),
            Err(NoPasskey::Refused(error)) => answering.show(Err(error)),
            Ok(outcome) => answering.show(Ok(outcome)),
        });
    };
    let choose_again = move |_| {
        question.end();
        leaving.send(sign_in.choose_again());
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
