use cognito_client::{secrets::SecretCode, sign_in::CodeKind};
use leptos::prelude::*;

use super::{Answering, StepCard, code::CodeEntry, methods::code_choice};
use crate::{
    components::{Alert, AuthenticatorKey, ChoiceList, FieldState, Form, TextField, problems_in},
    forms::{EmailForm, Field},
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, View},
};

/// Digits of a code of an authenticator app.
const APP_CODE: Option<usize> = Some(6);

/// Which second factor to have from now on. Where there is but one, it is begun at once, and the choice is there to try
/// again.
#[component]
pub(super) fn SetUpMfa(options: Vec<CodeKind>) -> View {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::Choose);
    let choose = move |kind| match kind {
        CodeKind::Email => sign_in.ask_email(),
        _ => answering.send(sign_in.set_up_app()),
    };
    if options == [CodeKind::AuthenticatorApp] {
        choose(CodeKind::AuthenticatorApp);
    }
    let card = view! {
        <StepCard title=text::SET_UP_MFA_TITLE intro=text::SET_UP_MFA_INTRO>
            <Alert message=answering.submission.refusal() />
            <ChoiceList
                choices=options.into_iter().map(code_choice).collect()
                last_used=None
                is_busy=answering.submission.is_busy()
                on_choose=Callback::new(choose)
            />
        </StepCard>
    };
    card.into_child()
}

/// The key for the app, and the first code that proves it.
#[component]
pub(super) fn SetUpApp(key: SecretCode, uri: SecretCode) -> View {
    let card = view! {
        <StepCard title=text::SET_UP_APP_TITLE intro=text::SET_UP_APP_INTRO>
            <AuthenticatorKey key=key.expose().to_owned() uri=uri.expose().to_owned() />
            <CodeEntry length=APP_CODE />
        </StepCard>
    };
    card.into_child()
}

/// Where codes shall go from now on.
#[component]
pub(super) fn SetUpEmail() -> View {
    let sign_in = SignIn::expect();
    let email = FieldState::new(Field::Email);
    let answering = Answering::new(Screen::SetUpEmail);
    let parse = move || EmailForm { email: email.get() }.parse();
    let problems = problems_in(parse);
    let answer = move || {
        let address = parse()?.as_str().to_owned();
        answering.send(sign_in.set_up_email(address));
        Ok(())
    };
    let card = view! {
        <StepCard title=text::SET_UP_EMAIL_TITLE intro=text::SET_UP_EMAIL_INTRO>
            <Alert message=answering.submission.refusal() />
            <Form fields=vec![email] submission=answering.submission on_submit=Box::new(answer) label=text::SEND_CODE>
                <TextField state=email problems label=text::EMAIL kind="email" autocomplete="email" inputmode="email" />
            </Form>
        </StepCard>
    };
    card.into_child()
}
