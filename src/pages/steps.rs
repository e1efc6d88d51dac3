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
    language::Sentence,
    navigation::Navigation,
    routes::AppRoute,
    sign_in::{SignIn, SignInOutcome, Step},
    text::{self, Screen},
    ui::{Child, button, live, of_class},
};

/// The page of the current step.
#[component]
pub fn SignInStep() -> AnyView {
    let sign_in = SignIn::expect();
    let step = Memo::new(move |_| sign_in.step());
    live(move || step.get().map(draw).into_child())
}

fn draw(step: Step) -> AnyView {
    match step {
        Step::Code { kind, destination, can_resend } => {
            view! { <EnterCode kind destination can_resend /> }.into_inner()
        }
        Step::SelectMfa(options) => view! { <SelectMfa options /> }.into_inner(),
        Step::SetUpMfa(options) => view! { <SetUpMfa options /> }.into_inner(),
        Step::SetUpApp { key, uri } => view! { <SetUpApp key uri /> }.into_inner(),
        Step::SetUpEmail => view! { <SetUpEmail /> }.into_inner(),
        Step::NewPassword { missing_attributes } => view! { <ChooseNewPassword missing_attributes /> }.into_inner(),
        Step::Custom { prompt, is_asked_again, .. } => view! { <AnswerQuestion prompt is_asked_again /> }.into_inner(),
        Step::SelectFactor { username, options, last_used } => {
            view! { <SelectFactor username options last_used /> }.into_inner()
        }
        Step::Password { username, has_others } => view! { <EnterPassword username has_others /> }.into_inner(),
        Step::Passkey { username, request_options } => view! { <UsePasskey username request_options /> }.into_inner(),
        Step::RememberDevice => view! { <RememberDevice /> }.into_inner(),
        Step::Unsupported(challenge) => view! { <Unsupported challenge /> }.into_inner(),
    }
}

/// The card of a step, with a way back to the start.
#[component]
fn StepCard(
    title: Sentence,
    intro: Sentence,
    /// Said above the way back.
    #[prop(optional_no_strip)]
    note: Option<Sentence>,
    children: Children,
) -> AnyView {
    let sign_in = SignIn::expect();
    let content = move || {
        let note = note.map(|note| of_class("p", "hint note").text(note));
        let again = button("quiet", text::START_OVER, move || sign_in.start_over(None));
        (children(), note.into_child(), of_class("p", "links").child(again).into_child()).into_any()
    };
    view! { <Card title intro children=Box::new(content) /> }.into_inner()
}

#[component]
fn Unsupported(challenge: String) -> AnyView {
    let sentence = text::unsupported(challenge);
    let card = view! {
        <StepCard title=text::UNSUPPORTED_TITLE intro=Sentence::default()>
            <Alert message=Signal::stored(Some(sentence)) />
        </StepCard>
    };
    card.into_inner()
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

    fn show(self, answered: Result<SignInOutcome, Error>) -> Option<Sentence> {
        match answered {
            Ok(outcome) => {
                self.go.run(outcome);
                None
            }
            Err(error) => Some(text::refusal(self.screen, &error)),
        }
    }
}
