use cognito_client::{refusal::Refusal, secrets::Password};
use leptos::prelude::*;

use crate::{
    chunk::{LazyPage, lazy},
    components::{
        Alert, Card, Dialog, FieldState, Form, Modal, PasswordField, Submission, hidden_username, live_sentence,
        problems_in,
    },
    forms::{Field, Problem},
    life::Life,
    platform,
    session::CurrentSession,
    settings::{Provider, Settings},
    sign_in::{Reauthenticates, Reauthentication},
    signals::{Effect, Memo, Signal, expect_context, provide_context},
    text::{self, Screen, managed_login, security},
    ui::{Child, Children, ChildrenFn, View, busy_button, button, element, live, of_class, with_context},
};

type Action = Box<dyn FnOnce()>;

/// Lets sensitive changes wait until the person has confirmed that it is still they.
#[derive(Clone, Copy)]
pub struct StepUp {
    /// Of the part of the page whose changes they are.
    life: Life,
    session: CurrentSession,
    modal: Modal,
    action: StoredValue<Option<Action>, LocalStorage>,
}

impl StepUp {
    /// For what is being drawn.
    pub fn expect() -> Self {
        Self { life: Life::begin(), ..expect_context() }
    }

    /// Acts at once if the person signed in within the last five minutes. If not, a dialog asks them to prove that it is
    /// they; then the action goes on by itself, if what it is part of is still there. Whoever closes the dialog instead
    /// changes nothing.
    pub fn run(self, action: impl FnOnce() + 'static) {
        self.start(Box::new(action));
    }

    fn start(self, action: Action) {
        if self.session.is_recent() {
            return action();
        }
        let life = self.life;
        let action = move || {
            if !life.is_over() {
                action();
            }
        };
        self.action.set_value(Some(Box::new(action)));
        self.modal.open();
    }

    fn go_on(self) {
        let action = self.action.try_update_value(Option::take).flatten();
        self.modal.close();
        if let Some(action) = action {
            action();
        }
    }

    fn give_up(self, reauthentication: Reauthentication) {
        self.action.set_value(None);
        reauthentication.0.start_over(None);
    }
}

/// A page whose sections find a [`StepUp`] among their contexts, and its dialog.
#[component]
pub fn WithStepUp(children: Children) -> View {
    let step_up = StepUp {
        life: Life::begin(),
        session: CurrentSession::expect(),
        modal: Modal::default(),
        action: StoredValue::new_local(None),
    };
    provide_context(step_up);
    let reauthentication = Reauthentication::expect();
    let is_done = Memo::new(move |_| reauthentication.is_done());
    Effect::new(move |_| {
        if is_done.get() {
            untrack(|| step_up.go_on());
        }
    });
    on_cleanup(move || reauthentication.0.start_over(None));
    let content = move || {
        let cancel = of_class("p", "links").child(button("quiet", text::CANCEL, move || step_up.modal.close()));
        (view! { <Reauthenticate /> }.into_child(), cancel.into_child()).into_child()
    };
    let on_close = Callback::new(move |()| step_up.give_up(reauthentication));
    let children = children.draw();
    (children, view! { <Dialog modal=step_up.modal on_close children=ChildrenFn::of(content) /> }.into_child())
        .into_child()
}

/// A sign-in once more, for who is signed in: as they signed in before.
#[component]
fn Reauthenticate() -> View {
    match Reauthentication::expect().how() {
        Reauthenticates::Here => view! { <ByFlow /> }.into_child(),
        Reauthenticates::At(provider) => view! { <Elsewhere provider /> }.into_child(),
        Reauthenticates::Nowhere => {
            let provider = CurrentSession::expect().identity_provider().unwrap_or_default();
            let how = managed_login::not_reauthenticated_here(&managed_login::provider_name(&provider, ""));
            let card = view! {
                <Card title=security::REAUTHENTICATE_TITLE intro=security::REAUTHENTICATE_INTRO>
                    {element("p").child(live_sentence(Signal::stored(how))).into_child()}
                </Card>
            };
            card.into_child()
        }
    }
}

/// For who signed in on another page: the way there and back.
#[component]
fn Elsewhere(provider: Provider) -> View {
    let reauthentication = Reauthentication::expect();
    let domain = Settings::expect().domain_name();
    let intro = managed_login::reauthenticate_elsewhere_intro(&managed_login::provider_name(&provider, &domain));
    let label = managed_login::continue_with(&provider, &domain);
    let submission = Submission::default();
    platform::on_window_events(&["pageshow"], move |_| submission.cancel());
    let go = move || {
        let back = reauthentication.0.place_of(&platform::path());
        submission.send(reauthentication.begin_at(provider.clone(), back), |refusal| refusal);
    };
    let card = view! {
        <Card title=security::REAUTHENTICATE_TITLE intro>
            <Alert message=submission.refusal() />
            {busy_button("main", label, submission.is_busy(), go).into_child()}
        </Card>
    };
    card.into_child()
}

/// The app's own flow.
#[component]
fn ByFlow() -> View {
    let name = CurrentSession::expect().own_name().unwrap_or_default();
    let Reauthentication(sign_in) = Reauthentication::expect();
    let flow = Settings::expect().flow;
    let is_in_progress = Memo::new(move |_| sign_in.is_in_progress());
    let step = move || {
        if is_in_progress.get() {
            lazy(LazyPage::SignInStep)
        } else if flow.begins_with_password() {
            view! { <WithPassword name=name.clone() /> }.into_child()
        } else {
            view! { <AtOnce /> }.into_child()
        }
    };
    // What asks and answers the steps of a sign-in in here does so for this sign-in; the dialog around, which may be opened
    // again, goes on with its own.
    with_context(sign_in, || live(step))
}

/// How a flow begins that needs the password.
#[component]
fn WithPassword(name: String) -> View {
    let password = FieldState::new(Field::Password);
    let reauthentication = Reauthentication::expect();
    let submission = Submission::default();
    let parse = move || {
        let typed = password.get();
        if typed.is_empty() { Err(vec![(Field::Password, Problem::Required)]) } else { Ok(typed) }
    };
    let problems = problems_in(parse);
    let begin = move || {
        let typed = Password::new(parse()?);
        submission.send(reauthentication.begin(Some(typed)), move |begun| {
            let refused = begun.err()?;
            if Refusal::of(&refused).is_of_password() {
                password.empty_and_focus();
            }
            Some(security::reauthentication_refusal(&refused, reauthentication.0.wrong_passwords()))
        });
        Ok(())
    };
    let card = view! {
        <Card title=security::REAUTHENTICATE_TITLE intro=security::reauthenticate_intro(&name)>
            <Ended />
            <Alert message=submission.refusal() />
            <Form fields=vec![password] submission on_submit=Box::new(begin) label=text::CONTINUE>
                {hidden_username(name)}
                <PasswordField state=password problems autocomplete="current-password" />
            </Form>
        </Card>
    };
    // After the heading's own effect.
    Effect::new(|_| platform::focus_field(Field::Password.name()));
    card.into_child()
}

/// How any other flow begins: there is nothing to fill in, and so nothing to wait for.
#[component]
fn AtOnce() -> View {
    let reauthentication = Reauthentication::expect();
    let submission = Submission::default();
    let begin = move || {
        submission.send(reauthentication.begin(None), |begun| Some(text::refusal(Screen::Choose, &begun.err()?)));
    };
    // Not again by itself when the pool has ended it.
    if untrack(|| reauthentication.0.notice()).is_none() {
        begin();
    }
    let card = view! {
        <Card title=security::REAUTHENTICATE_TITLE intro=security::REAUTHENTICATE_INTRO>
            <Ended />
            <Alert message=submission.refusal() />
            {busy_button("main", text::CONTINUE, submission.is_busy(), begin).into_child()}
        </Card>
    };
    card.into_child()
}

/// Why the sign-in before this one came to nothing.
#[component]
fn Ended() -> View {
    let Reauthentication(sign_in) = Reauthentication::expect();
    let message = Signal::derive(move || sign_in.notice().map(|notice| notice.sentence()));
    view! { <Alert message /> }.into_child()
}
