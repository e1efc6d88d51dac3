use cognito_client::ids::Username;
use leptos::prelude::*;

use crate::{
    components::{
        Alert, Card, CodeField, FieldState, Form, PasswordField, PasswordRules, ResendButton, SignedOut, Status,
        Submission, TextField, hidden_username, problems_in,
    },
    forms::{Field, ResetPasswordForm},
    language::Sentence,
    navigation::Navigation,
    routes::AppRoute,
    settings::Settings,
    sign_in::SignIn,
    signals::RwSignal,
    text::{self, Screen},
    ui::{Child, Element, View, element, link, live, of_class},
};

/// A code that was sent: for whom, and where to.
#[derive(Clone, PartialEq, Eq)]
struct Sent {
    username: Username,
    destination: Option<String>,
}

/// `/forgot-password`: who somebody is; then the code that came, and a new password.
#[component]
pub fn ForgotPassword() -> View {
    let sent = RwSignal::new(None);
    view! {
        <SignedOut>
            {live(move || match sent.get() {
                None => view! { <AskForCode sent /> }.into_child(),
                Some(code) => view! { <SetPassword code /> }.into_child(),
            })}
        </SignedOut>
    }
    .into_child()
}

#[component]
fn AskForCode(sent: RwSignal<Option<Sent>>) -> View {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    let accepted = settings.identifiers;
    let identifier = FieldState::new(accepted.field());
    let known = sign_in.unready_username().or_else(|| sign_in.typed());
    identifier.value.set(known.unwrap_or_else(|| sign_in.login_hint()));
    let parse = move || {
        let name = accepted.parse(&identifier.get(), &settings.country());
        name.map_err(|problem| vec![(accepted.field(), problem)])
    };
    let problems = problems_in(parse);
    let submission = Submission::default();
    let ask = move || {
        let username = parse()?;
        submission.send(sign_in.forgot_password(username.clone()), move |asked| match asked {
            Ok(destination) => {
                sent.set(Some(Sent { username, destination }));
                None
            }
            Err(error) => Some(text::refusal(Screen::ForgotPassword, &error)),
        });
        Ok(())
    };
    let intro = if sign_in.needs_reset() {
        text::RESET_REQUIRED_INTRO
    } else {
        text::fields::forgot_intro(settings.known_identifiers())
    };
    let card = view! {
        <Card title=text::FORGOT_TITLE intro>
            <Alert message=submission.refusal() />
            <Form fields=vec![identifier] submission on_submit=Box::new(ask) label=text::SEND_CODE>
                <TextField
                    state=identifier
                    problems
                    label=text::fields::sign_in_name(settings)
                    kind=accepted.input_type()
                    autocomplete="username"
                    inputmode=accepted.inputmode()
                />
            </Form>
            <BackToSignIn />
        </Card>
    };
    card.into_child()
}

#[component]
fn SetPassword(code: Sent) -> View {
    let Sent { username, destination } = code;
    let named = username.clone();
    let (policy, sign_in) = (Settings::expect().password_policy, SignIn::expect());
    let (code, password) = (FieldState::new(Field::Code), FieldState::new(Field::Password));
    let parse = move || ResetPasswordForm { code: code.get(), password: password.get(), policy }.parse();
    let problems = problems_in(parse);
    let (submission, resending) = (Submission::default(), Submission::default());
    let resent = RwSignal::new(None);
    let navigation = Navigation::expect();
    let resend = {
        let username = username.clone();
        move |()| {
            resent.set(None);
            resending.send(sign_in.forgot_password(username.clone()), move |asked| {
                resent.set(asked.is_ok().then(|| text::RESENT.to_owned()));
                asked.err().map(|error| text::refusal(Screen::ForgotPassword, &error))
            });
        }
    };
    let account = username.as_str().to_owned();
    let reset = move || {
        let (code, password) = parse()?;
        resent.set(None);
        submission.send(sign_in.reset_password(username.clone(), code, password), move |reset| {
            if let Err(error) = reset {
                return Some(text::refusal(Screen::ResetPassword, &error));
            }
            navigation.on_to(AppRoute::Login);
            None
        });
        Ok(())
    };
    let card = view! {
        <Card title=text::RESET_TITLE intro=text::reset_intro(destination.as_deref())>
            <Alert message=submission.refusal() />
            <Alert message=resending.refusal() />
            <Status message=resent.into() />
            <Form fields=vec![code, password] submission on_submit=Box::new(reset) label=text::CHANGE_PASSWORD>
                {hidden_username(account)}
                <CodeField state=code problems label=text::STEP_CODE length=None />
                <PasswordField state=password problems autocomplete="new-password" label=text::NEW_PASSWORD />
                <PasswordRules password=password.value policy />
            </Form>
            <ResendButton is_busy=resending.is_busy() on_press=Callback::new(resend) />
            <NoCode username=named />
            <BackToSignIn />
        </Card>
    };
    card.into_child()
}

/// Ways on for who gets no code. They are there for everybody, because who has what kind of account is nobody else's business.
#[component]
fn NoCode(username: Username) -> View {
    let sign_in = SignIn::expect();
    let confirm = move |_| sign_in.will_confirm(username.clone());
    let way_on = |words: Sentence, link: Element| element("li").text(words).text(" ").child(link);
    let confirm = link(AppRoute::Confirm, text::NO_CODE_UNCONFIRMED_LINK).on("click", confirm);
    let ways = element("ul")
        .attribute("aria-labelledby", "no-code")
        .child(element("li").text(text::fields::no_code_look(Settings::expect().known_identifiers())))
        .child(way_on(text::NO_CODE_INVITED, link(AppRoute::Login, text::NO_CODE_INVITED_LINK)))
        .child(way_on(text::NO_CODE_UNCONFIRMED, confirm))
        .child(Settings::expect().has_other_pages().then(|| element("li").text(text::NO_CODE_ELSEWHERE)));
    let title = element("p").attribute("id", "no-code").text(text::NO_CODE_TITLE);
    of_class("div", "hint no-code").child(title).child(ways).into_child()
}

#[component]
fn BackToSignIn() -> View {
    of_class("p", "links").child(link(AppRoute::Login, text::BACK_TO_SIGN_IN)).into_child()
}
