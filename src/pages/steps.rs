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
    signals::{Memo, Signal},
    text::{self, Screen},
    ui::{Child, Children, View, button, live, of_class},
};

/// The page of the current step.
#[component]
pub fn SignInStep() -> View {
    let sign_in = SignIn::expect();
    let step = Memo::new(move |_| sign_in.step());
    live(move || step.get().map(draw).into_child())
}

fn draw(step: Step) -> View {
    match step {
        Step::Code { kind, destination, can_resend } => {
            view! { <EnterCode kind destination can_resend /> }.into_child()
        }
        Step::SelectMfa(options) => view! { <SelectMfa options /> }.into_child(),
        Step::SetUpMfa(options) => view! { <SetUpMfa options /> }.into_child(),
        Step::SetUpApp { key, uri } => view! { <SetUpApp key uri /> }.into_child(),
        Step::SetUpEmail => view! { <SetUpEmail /> }.into_child(),
        Step::NewPassword { missing_attributes } => view! { <ChooseNewPassword missing_attributes /> }.into_child(),
        Step::Custom { prompt, is_asked_again, .. } => view! { <AnswerQuestion prompt is_asked_again /> }.into_child(),
        Step::SelectFactor { username, options, last_used } => {
            view! { <SelectFactor username options last_used /> }.into_child()
        }
        Step::Password { username, has_others } => view! { <EnterPassword username has_others /> }.into_child(),
        Step::Passkey { username, request_options } => view! { <UsePasskey username request_options /> }.into_child(),
        Step::RememberDevice => view! { <RememberDevice /> }.into_child(),
        Step::Unsupported(challenge) => view! { <Unsupported challenge /> }.into_child(),
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
) -> View {
    let sign_in = SignIn::expect();
    let content = move || {
        let note = note.map(|note| of_class("p", "hint note").text(note));
        let again = button("quiet", text::START_OVER, move || sign_in.start_over(None));
        (children.draw(), note.into_child(), of_class("p", "links").child(again).into_child()).into_child()
    };
    view! { <Card title intro children=Children::of(content) /> }.into_child()
}

#[component]
fn Unsupported(challenge: String) -> View {
    let sentence = text::unsupported(challenge);
    let card = view! {
        <StepCard title=text::UNSUPPORTED_TITLE intro=Sentence::default()>
            <Alert message=Signal::stored(Some(sentence)) />
        </StepCard>
    };
    card.into_child()
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
