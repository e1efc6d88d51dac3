use cognito_client::{Error, ErrorCode};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    auth::{Auth, SignInOutcome},
    components::{Alert, Card, FieldState, Form, PasswordField, SignedOut, Status, Submission, TextField},
    forms::{Field, LoginForm},
    routes::AppRoute,
    text::{self, Screen},
};

/// `/`: e-mail and password.
pub fn login() -> AnyView {
    let view = view! {
        <SignedOut>
            <Card title=text::SIGN_IN_TITLE intro=text::SIGN_IN_INTRO>
                <SignIn />
                <p class="links">
                    {text::NEW_HERE} " " <a href=AppRoute::SignUp.path()>{text::CREATE_ACCOUNT}</a>
                </p>
            </Card>
        </SignedOut>
    };
    view.into_any()
}

#[component]
fn SignIn() -> impl IntoView {
    let auth = Auth::expect();
    let (email, password) = (FieldState::new(Field::Email), FieldState::new(Field::Password));
    let parse = move || LoginForm { email: email.get(), password: password.get() }.parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let submission = Submission::default();
    let navigate = use_navigate();
    let sign_in = move || {
        let credentials = parse()?;
        let navigate = navigate.clone();
        submission.send(async move {
            match auth.sign_in(credentials).await {
                Ok(SignInOutcome::SignedIn) => None,
                Ok(SignInOutcome::NeedsConfirmation) => {
                    navigate(AppRoute::Confirm.path(), Default::default());
                    None
                }
                Ok(SignInOutcome::NeedsPasswordReset) => Some(text::RESET_REQUIRED.to_owned()),
                Err(Error::NoRandomBytes) => Some(text::NO_RANDOM_BYTES.to_owned()),
                Ok(SignInOutcome::Unsupported(challenge)) => Some(text::unsupported(&challenge)),
                Err(error) => {
                    if error.code() == Some(&ErrorCode::NotAuthorized) {
                        password.empty_and_focus();
                    }
                    Some(text::refusal(Screen::SignIn, &error))
                }
            }
        });
        Ok(())
    };
    let notice = Signal::derive(move || auth.notice().map(|notice| notice.sentence().to_owned()));
    // What the page before had to say is said once.
    on_cleanup(move || auth.tell(None));

    view! {
        <Status message=notice />
        <Alert message=submission.refusal() />
        <Form fields=vec![email, password] submission on_submit=Box::new(sign_in) label=text::SIGN_IN>
            <TextField state=email problems label=text::EMAIL kind="email" autocomplete="username" inputmode="email" />
            <PasswordField state=password problems autocomplete="current-password" />
        </Form>
    }
}
