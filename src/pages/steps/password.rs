use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, FieldState, Form, PasswordField},
    forms::{Field, Problem},
    routes::AppRoute,
    sign_in::SignIn,
    text::{self, Screen},
};

/// The password of who picked it, or has nothing else.
#[component]
pub(super) fn EnterPassword(username: String, has_others: bool) -> impl IntoView {
    let sign_in = SignIn::expect();
    let password = FieldState::new(Field::Password);
    let answering = Answering::new(Screen::SignIn);
    let leaving = Answering::new(Screen::Choose);
    let parse = move || {
        let typed = password.get();
        if typed.is_empty() { Err(vec![(Field::Password, Problem::Required)]) } else { Ok(typed) }
    };
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
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
        view! {
            <p class="links">
                <button type="button" class="quiet" on:click=move |_| leaving.send(sign_in.choose_again())>
                    {text::OTHER_METHOD}
                </button>
            </p>
        }
    };
    view! {
        <StepCard title=text::PASSWORD_TITLE intro=text::signing_in_as(&username)>
            <Alert message=answering.submission.refusal() />
            <Alert message=leaving.submission.refusal() />
            <Form fields=vec![password] submission=answering.submission on_submit=Box::new(answer) label=text::SIGN_IN>
                // For password managers, which fill in the password of a name.
                <input type="text" autocomplete="username" value=username.clone() readonly hidden />
                <PasswordField state=password problems autocomplete="current-password" />
            </Form>
            <p class="links">
                <a href=AppRoute::ForgotPassword.path()>{text::FORGOT_PASSWORD}</a>
            </p>
            {has_others.then(others)}
        </StepCard>
    }
}
