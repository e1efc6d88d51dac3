use cognito_client::{Error, ErrorCode, sign_in::Credentials};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    auth::{Auth, SignInOutcome},
    components::{Alert, Card, FieldState, Form, PasswordField, SignedOut, Status, Submission, TextField},
    forms::{Field, LoginForm},
    platform,
    routes::AppRoute,
    text::{self, Screen},
};

/// `/`: e-mail and password.
#[component]
pub fn Login() -> impl IntoView {
    view! {
        <SignedOut>
            <Card title=text::SIGN_IN_TITLE intro=text::SIGN_IN_INTRO>
                <SignIn />
                <p class="links">
                    {text::NEW_HERE} " " <a href=AppRoute::SignUp.path()>{text::CREATE_ACCOUNT}</a>
                </p>
            </Card>
        </SignedOut>
    }
}

#[component]
fn SignIn() -> impl IntoView {
    let auth = Auth::expect();
    let (email, password) = (FieldState::new(Field::Email), FieldState::new(Field::Password));
    let parse = move || LoginForm { email: email.get(), password: password.get() }.parse();
    let problems = Memo::new(move |_| parse().err().unwrap_or_default()).into();
    let sign_in = Submission::new(move |credentials: &Credentials| auth.sign_in(credentials.clone()));

    let navigate = use_navigate();
    Effect::new(move |_| match sign_in.outcome() {
        Some(Ok(SignInOutcome::NeedsConfirmation)) => navigate(AppRoute::Confirm.path(), Default::default()),
        Some(Err(error)) if error.code() == Some(&ErrorCode::NotAuthorized) => {
            password.value.set(String::new());
            platform::focus_field(Field::Password.name());
        }
        _ => {}
    });
    // What the page before had to say is said once.
    on_cleanup(move || auth.tell(None));

    view! {
        <Status message=Signal::derive(move || auth.notice().map(|notice| notice.sentence().to_owned())) />
        <Alert message=Signal::derive(move || sign_in.outcome().and_then(|outcome| problem(&outcome))) />
        <Form fields=vec![email, password] parse submission=sign_in label=text::SIGN_IN>
            <TextField state=email problems label=text::EMAIL kind="email" autocomplete="username" inputmode="email" />
            <PasswordField state=password problems autocomplete="current-password" />
        </Form>
    }
}

fn problem(outcome: &Result<SignInOutcome, Error>) -> Option<String> {
    match outcome {
        Ok(SignInOutcome::SignedIn | SignInOutcome::NeedsConfirmation) => None,
        Ok(SignInOutcome::NeedsPasswordReset) => Some(text::RESET_REQUIRED.to_owned()),
        Ok(SignInOutcome::NoRandomBytes) => Some(text::NO_RANDOM_BYTES.to_owned()),
        Ok(SignInOutcome::Unsupported(challenge)) => Some(text::unsupported(challenge)),
        Err(error) => Some(text::refusal(Screen::SignIn, error).to_owned()),
    }
}
