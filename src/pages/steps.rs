//! A sign-in that is under way, at `/`: the login page becomes the page of the current step.

mod code;
mod custom;
mod methods;
mod new_password;
mod passkey;
mod password;
mod remember_device;
mod set_up_mfa;

use cognito_client::Error;
use leptos::prelude::*;

use self::{
    code::EnterCode,
    custom::AnswerQuestion,
    methods::{SelectFactor, SelectMfa},
    new_password::ChooseNewPassword,
    passkey::UsePasskey,
    password::EnterPassword,
    remember_device::RememberDevice,
    set_up_mfa::{SetUpApp, SetUpEmail, SetUpMfa},
};
use crate::{
    components::{Alert, Card, Submission},
    navigation::Navigation,
    routes::AppRoute,
    sign_in::{SignIn, SignInOutcome, Step},
    text::{self, Screen},
};

/// The page of the current step.
#[component]
pub fn SignInStep() -> impl IntoView {
    let sign_in = SignIn::expect();
    let step = Memo::new(move |_| sign_in.step());
    move || step.get().map(draw)
}

fn draw(step: Step) -> AnyView {
    match step {
        Step::Code { kind, destination, can_resend } => view! { <EnterCode kind destination can_resend /> }.into_any(),
        Step::SelectMfa(options) => view! { <SelectMfa options /> }.into_any(),
        Step::SetUpMfa(options) => view! { <SetUpMfa options /> }.into_any(),
        Step::SetUpApp { key, uri } => view! { <SetUpApp key uri /> }.into_any(),
        Step::SetUpEmail => view! { <SetUpEmail /> }.into_any(),
        Step::NewPassword { missing_attributes } => view! { <ChooseNewPassword missing_attributes /> }.into_any(),
        Step::Custom { prompt, is_asked_again, .. } => view! { <AnswerQuestion prompt is_asked_again /> }.into_any(),
        Step::SelectFactor { username, options, last_used } => {
            view! { <SelectFactor username options last_used /> }.into_any()
        }
        Step::Password { username, has_others } => view! { <EnterPassword username has_others /> }.into_any(),
        Step::Passkey { username, request_options } => view! { <UsePasskey username request_options /> }.into_any(),
        Step::RememberDevice => view! { <RememberDevice /> }.into_any(),
        Step::Unsupported(challenge) => view! { <Unsupported challenge /> }.into_any(),
    }
}

/// The card of a step, with a way back to the start.
#[component]
fn StepCard(
    title: &'static str,
    #[prop(into)] intro: String,
    /// Said above the way back.
    #[prop(optional_no_strip)]
    note: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let sign_in = SignIn::expect();
    view! {
        <Card title intro>
            {children()}
            {note.map(|note| view! { <p class="hint note">{note}</p> })}
            <p class="links">
                <button type="button" class="quiet" on:click=move |_| sign_in.start_over(None)>
                    {text::START_AGAIN}
                </button>
            </p>
        </Card>
    }
}

#[component]
fn Unsupported(challenge: String) -> impl IntoView {
    let sentence = text::unsupported(&challenge);
    view! {
        <StepCard title=text::UNSUPPORTED_TITLE intro="">
            <Alert message=Signal::stored(Some(sentence)) />
        </StepCard>
    }
}

/// How a step's answer is sent, and where it leads.
#[derive(Clone, Copy)]
struct Answering {
    submission: Submission,
    screen: Screen,
    go: Callback<SignInOutcome>,
}

impl Answering {
    /// `screen` says what a refusal is about.
    fn new(screen: Screen) -> Self {
        let navigation = Navigation::expect();
        let go = Callback::new(move |outcome| {
            let route = match outcome {
                SignInOutcome::NeedsConfirmation => AppRoute::Confirm,
                SignInOutcome::NeedsPasswordReset => AppRoute::ForgotPassword,
                SignInOutcome::SignedIn | SignInOutcome::Asked | SignInOutcome::Abandoned => return,
            };
            navigation.to(route);
        });
        Self { submission: Submission::default(), screen, go }
    }

    fn send(self, call: impl Future<Output = Result<SignInOutcome, Error>> + 'static) {
        self.submission.send(call, move |answered| self.show(answered));
    }

    fn show(self, answered: Result<SignInOutcome, Error>) -> Option<String> {
        match answered {
            Ok(outcome) => {
                self.go.run(outcome);
                None
            }
            Err(error) => Some(text::refusal(self.screen, &error)),
        }
    }
}
