use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, FieldState, Form, PasswordField, hidden_username, problems_in},
    forms::{Field, Problem},
    pages::forgot_password_link,
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, View, button, of_class},
};

/// The password of who picked it, or has nothing else.
#[component]
pub(super) fn EnterPassword(username: String, has_others: bool) -> View {
    let sign_in = SignIn::expect();
    let password = FieldState::new(Field::Password);
    let answering = Answering::new(Screen::SignIn);
    let leaving = Answering::new(Screen::Choose);
    let parse = move || {
        let typed = password.get();
        if typed.is_empty() { Err(vec![(Field::Password, Problem::Required)]) } else { Ok(typed) }
    };
    let problems = problems_in(parse);
    let answer = move || {
        let typed = cognito_client::secrets::Password::new(parse()?);
        answering.submission.send(sign_in.answer_password(typed), move |answered| match answered {
            Ok(outcome) => answering.show(Ok(outcome)),
            Err(error) => {
                let refused = text::not_signed_in(&error, sign_in.wrong_passwords());
                if refused.is_of_password {
                    password.empty_and_focus();
                }
                Some(refused.sentence)
            }
        });
        Ok(())
    };
    let others = move || {
        let choose_again = button("quiet", text::OTHER_METHOD, move || leaving.send(sign_in.choose_again()));
        of_class("p", "links").child(choose_again)
    };
    let intro = text::signing_in_as(&username);
    let card = view! {
        <StepCard title=text::PASSWORD_TITLE intro>
            <Alert message=answering.submission.refusal() />
            <Alert message=leaving.submission.refusal() />
            <Form fields=vec![password] submission=answering.submission on_submit=Box::new(answer) label=text::SIGN_IN>
                {hidden_username(username)}
                <PasswordField state=password problems autocomplete="current-password" />
            </Form>
            {forgot_password_link().map(|link| of_class("p", "links").child(link)).into_child()}
            {has_others.then(others).into_child()}
        </StepCard>
    };
    card.into_child()
}
