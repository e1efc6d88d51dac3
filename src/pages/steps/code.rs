use cognito_client::sign_in::CodeKind;
use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, CodeField, FieldState, Form, ResendButton, Status, Submission, problems_in},
    forms::{CodeForm, Field},
    sign_in::SignIn,
    signals::RwSignal,
    text::{self, Screen},
    ui::{Child, View},
};

/// A code that was sent, or that an authenticator app shows.
#[component]
pub(super) fn EnterCode(kind: CodeKind, destination: Option<String>, can_resend: bool) -> View {
    let (title, intro) = match kind {
        CodeKind::Sms => (text::CHECK_PHONE, text::code_intro(destination.as_deref())),
        CodeKind::Email => (text::CHECK_EMAIL, text::code_intro(destination.as_deref())),
        _ => (text::CHECK_APP, text::CHECK_APP_INTRO),
    };
    // Cognito sends 6 digits as a second factor by SMS. By e-mail, or in place of a password, it may send 8.
    let length = (kind == CodeKind::AuthenticatorApp || kind == CodeKind::Sms && !can_resend).then_some(6);
    let note = (kind != CodeKind::AuthenticatorApp && !can_resend).then_some(text::NO_RESEND);
    let sign_in = SignIn::expect();
    let resending = Submission::default();
    let resent = RwSignal::new(None);
    let resend = move |()| {
        resent.set(None);
        resending.send(sign_in.resend_code(), move |sent| {
            resent.set(sent.is_ok().then_some(text::RESENT));
            sent.err().map(|error| text::refusal(Screen::Resend, &error))
        });
    };
    let on_press = Callback::new(resend);
    let resend_button = move || view! { <ResendButton is_busy=resending.is_busy() on_press /> };
    let card = view! {
        <StepCard title intro note>
            <Alert message=resending.refusal() />
            <Status message=resent.into() />
            <CodeEntry length />
            {can_resend.then(resend_button).into_child()}
        </StepCard>
    };
    card.into_child()
}

/// The field and its button.
#[component]
pub(super) fn CodeEntry(length: Option<usize>) -> View {
    const LONGEST: usize = 8;
    let sign_in = SignIn::expect();
    let code = FieldState::new(Field::Code);
    let answering = Answering::new(Screen::Code);
    let parse = move || CodeForm { code: code.get(), length }.parse();
    let problems = problems_in(parse);
    let answer = move || {
        answering.send(sign_in.answer_code(parse()?));
        Ok(())
    };
    let form = view! {
        <Alert message=answering.submission.refusal() />
        <Form fields=vec![code] submission=answering.submission on_submit=Box::new(answer) label=text::CONTINUE>
            <CodeField state=code problems label=text::STEP_CODE length=length.or(Some(LONGEST)) />
        </Form>
    };
    form.into_child()
}
