use cognito_client::{ids::Username, secrets::ConfirmationCode};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    auth::{Auth, AuthState},
    components::{Alert, Card, FieldState, Form, ResendButton, Status, Submission, TextField},
    forms::{ConfirmForm, Field, is_email},
    routes::AppRoute,
    text::{self, Screen},
};

/// `/confirm`: the code that came by e-mail. Who comes here by address alone gives the e-mail too.
#[component]
pub fn Confirm() -> impl IntoView {
    let auth = Auth::expect();
    let known_email = auth.pending_username();
    let intro = known_email.as_deref().map_or_else(|| text::CONFIRM_INTRO_UNKNOWN.to_owned(), text::confirm_intro);
    view! {
        <Card title=text::CONFIRM_TITLE intro=intro>
            <EnterCode known_email />
            <p class="hint">{text::CONFIRM_LINK_HINT}</p>
            <p class="links">
                <a href=AppRoute::Login.path()>{text::BACK_TO_SIGN_IN}</a>
            </p>
        </Card>
    }
}

#[component]
fn EnterCode(known_email: Option<String>) -> impl IntoView {
    let auth = Auth::expect();
    let (email, code) = (FieldState::new(Field::Email), FieldState::new(Field::Code));
    let is_email_known = known_email.is_some();
    email.value.set(known_email.unwrap_or_default());
    let parse = move || ConfirmForm { email: email.get(), code: code.get() }.parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let confirm = Submission::new(move |(username, code): &(Username, ConfirmationCode)| {
        auth.confirm_sign_up(username.clone(), code.clone())
    });
    let resend = Submission::new(move |username: &Username| auth.resend_confirmation_code(username.clone()));

    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(())) = confirm.outcome() {
            let next = match auth.state() {
                AuthState::SignedIn(_) => AppRoute::Welcome,
                AuthState::SignedOut | AuthState::Restoring => AppRoute::Login,
            };
            navigate(next.path(), leptos_router::NavigateOptions { replace: true, ..Default::default() });
        }
    });
    let refusal = move || {
        let confirmed = confirm.outcome().and_then(Result::err).map(|error| text::refusal(Screen::Confirm, &error));
        let resent = resend.outcome().and_then(Result::err).map(|error| text::refusal(Screen::Resend, &error));
        confirmed.or(resent).map(ToOwned::to_owned)
    };
    let resent = move || matches!(resend.outcome(), Some(Ok(()))).then(|| text::RESENT.to_owned());
    let ask_again = move |()| {
        if is_email(email.value.get_untracked().trim()) {
            resend.send(Username::new(email.value.get_untracked().trim()));
        } else {
            email.check_and_focus();
        }
    };

    view! {
        <Alert message=Signal::derive(refusal) />
        <Status message=Signal::derive(resent) />
        <Form fields=vec![email, code] parse submission=confirm label=text::CONFIRM>
            {(!is_email_known)
                .then(|| {
                    view! {
                        <TextField
                            state=email
                            problems
                            label=text::EMAIL
                            kind="email"
                            autocomplete="username"
                            inputmode="email"
                        />
                    }
                })}
            <TextField
                state=code
                problems
                label=text::CODE
                kind="text"
                class="code"
                autocomplete="one-time-code"
                inputmode="numeric"
            />
        </Form>
        <ResendButton is_busy=resend.is_busy() on_press=Callback::new(ask_again) />
    }
}
