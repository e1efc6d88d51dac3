use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    auth::{Auth, SignUpOutcome},
    components::{Alert, Card, FieldState, Form, PasswordField, PasswordRules, SignedOut, Submission, TextField},
    forms::{Field, SignUpForm, compact_telnum},
    routes::AppRoute,
    text::{self, Screen},
};

/// `/signup`: name, telephone number, e-mail and password.
#[component]
pub fn SignUp() -> impl IntoView {
    view! {
        <SignedOut>
            <Card title=text::SIGN_UP_TITLE intro=text::SIGN_UP_INTRO>
                <CreateAccount />
                <p class="links">
                    {text::HAVE_ACCOUNT} " " <a href=AppRoute::Login.path()>{text::SIGN_IN}</a>
                </p>
            </Card>
        </SignedOut>
    }
}

#[component]
fn CreateAccount() -> impl IntoView {
    let auth = Auth::expect();
    let [name, telnum, email, password] =
        [Field::Name, Field::Telnum, Field::Email, Field::Password].map(FieldState::new);
    let parse = move || {
        SignUpForm { name: name.get(), telnum: telnum.get(), email: email.get(), password: password.get() }.parse()
    };
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let submission = Submission::default();
    let navigate = use_navigate();
    let sign_up = move || {
        let (credentials, attributes) = parse()?;
        let navigate = navigate.clone();
        submission.send(async move {
            let next = match auth.sign_up(credentials, attributes).await {
                Ok(SignUpOutcome::NeedsConfirmation) => AppRoute::Confirm,
                Ok(SignUpOutcome::Confirmed) => AppRoute::Login,
                Err(error) => return Some(text::refusal(Screen::SignUp, &error)),
            };
            navigate(next.path(), Default::default());
            None
        });
        Ok(())
    };

    view! {
        <Alert message=submission.refusal() />
        <Form fields=vec![name, telnum, email, password] submission on_submit=Box::new(sign_up) label=text::SIGN_UP>
            <TextField state=name problems label=text::NAME kind="text" autocomplete="name" />
            <TextField
                state=telnum
                problems
                label=text::TELNUM
                kind="tel"
                autocomplete="tel"
                inputmode="tel"
                hint=text::TELNUM_HINT
                on:focusout=move |_| telnum.value.update(|typed| *typed = compact_telnum(typed))
            />
            <TextField state=email problems label=text::EMAIL kind="email" autocomplete="username" inputmode="email" />
            <PasswordField state=password problems autocomplete="new-password" />
            <PasswordRules password=password.value />
        </Form>
    }
}
