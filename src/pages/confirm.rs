use cognito_client::ids::Username;
use leptos::prelude::*;

use crate::{
    components::{Alert, Card, CodeField, FieldState, Form, ResendButton, Status, Submission, TextField},
    forms::{ConfirmForm, Field, is_email, narrow},
    navigation::Navigation,
    routes::AppRoute,
    sign_in::SignIn,
    text::{self, Screen},
};

/// `/confirm`: the code that came by e-mail. Who comes here by address alone gives the e-mail too.
#[component]
pub fn Confirm() -> impl IntoView {
    let sign_in = SignIn::expect();
    let known_email = sign_in.unready_username();
    let intro = known_email.as_deref().map_or_else(|| text::CONFIRM_INTRO_UNKNOWN.to_owned(), text::confirm_intro);
    view! {
        <Card title=text::CONFIRM_TITLE intro=intro>
            <EnterCode known_email />
            <p class="hint">{text::CONFIRM_LINK_HINT}</p>
            <p class="hint">
                {text::NO_CONFIRMATION_CODE} " " <a href=AppRoute::Login.path()>{text::NO_CONFIRMATION_CODE_LINK}</a> " "
                <a href=AppRoute::ForgotPassword.path()>{text::FORGOT_PASSWORD}</a>
            </p>
            <p class="links">
                <a href=AppRoute::Login.path()>{text::BACK_TO_SIGN_IN}</a>
            </p>
        </Card>
    }
}

#[component]
fn EnterCode(known_email: Option<String>) -> impl IntoView {
    let sign_in = SignIn::expect();
    let (email, code) = (FieldState::new(Field::Email), FieldState::new(Field::Code));
    let is_email_known = known_email.is_some();
    email.value.set(known_email.unwrap_or_default());
    let parse = move || ConfirmForm { email: email.get(), code: code.get() }.parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let (submission, resending) = (Submission::default(), Submission::default());
    let resent = RwSignal::new(None);
    let navigation = Navigation::expect();
    let confirm = move || {
        let (username, code) = parse()?;
        resent.set(None);
        submission.send(sign_in.confirm_sign_up(username, code), move |confirmed| {
            if let Err(error) = confirmed {
                return Some(text::refusal(Screen::Confirm, &error));
            }
            // Who is signed in now is led on from there.
            navigation.on_to(AppRoute::Login);
            None
        });
        Ok(())
    };
    let resend = move |()| {
        let address = narrow(&email.value.get_untracked());
        if !is_email(&address) {
            return email.check_and_focus();
        }
        resent.set(None);
        resending.send(sign_in.resend_confirmation_code(Username::new(address)), move |sent| {
            resent.set(sent.is_ok().then(|| text::RESENT.to_owned()));
            sent.err().map(|error| text::refusal(Screen::Resend, &error))
        });
    };

    view! {
        <Alert message=submission.refusal() />
        <Alert message=resending.refusal() />
        <Status message=resent.into() />
        <Form fields=vec![email, code] submission on_submit=Box::new(confirm) label=text::CONFIRM>
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
            <CodeField state=code problems label=text::CODE length=6 />
        </Form>
        <ResendButton is_busy=resending.is_busy() on_press=Callback::new(resend) />
    }
}
