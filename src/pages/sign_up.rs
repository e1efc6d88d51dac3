use cognito_client::{sign_in::Credentials, sign_up::Attribute};
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
    let sign_up = Submission::new(move |(credentials, attributes): &(Credentials, Vec<Attribute>)| {
        auth.sign_up(credentials.clone(), attributes.clone())
    });

    let navigate = use_navigate();
    Effect::new(move |_| match sign_up.outcome() {
        Some(Ok(SignUpOutcome::NeedsConfirmation)) => navigate(AppRoute::Confirm.path(), Default::default()),
        Some(Ok(SignUpOutcome::Confirmed)) => navigate(AppRoute::Login.path(), Default::default()),
        Some(Err(_)) | None => {}
    });
    let refusal = move || sign_up.outcome()?.err().map(|error| text::refusal(Screen::SignUp, &error).to_owned());

    view! {
        <Alert message=Signal::derive(refusal) />
        <Form fields=vec![name, telnum, email, password] parse submission=sign_up label=text::SIGN_UP>
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
