use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::Alert,
    platform::passkey_question::{NoPasskey, PasskeyQuestion},
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, View, busy_button, button, of_class},
};

/// A passkey: the browser is asked at once, and again by the button.
#[component]
pub(super) fn UsePasskey(username: String, request_options: String) -> View {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::Passkey);
    let leaving = Answering::new(Screen::Choose);
    let (request_options, question) = (StoredValue::new(request_options), PasskeyQuestion::begin());
    let ask = move || {
        let call = sign_in.answer_with_passkey(request_options.get_value(), question);
        answering.submission.send(call, move |answered| match answered {
            Err(NoPasskey::NotGiven(error)) => Some(text::no_passkey(error)),
            Err(NoPasskey::Refused(error)) => answering.show(Err(error)),
            Ok(outcome) => answering.show(Ok(outcome)),
        });
    };
    let choose_again = move || {
        question.end();
        leaving.send(sign_in.choose_again());
    };
    ask();
    let card = view! {
        <StepCard title=text::PASSKEY_TITLE intro=text::signing_in_as(&username)>
            <Alert message=answering.submission.refusal() />
            <Alert message=leaving.submission.refusal() />
            {busy_button("main", text::USE_PASSKEY, answering.submission.is_busy(), ask).into_child()}
            {of_class("p", "links").child(button("quiet", text::OTHER_METHOD, choose_again)).into_child()}
        </StepCard>
    };
    card.into_child()
}
