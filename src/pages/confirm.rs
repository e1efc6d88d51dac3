use cognito_client::ids::Username;
use leptos::prelude::*;

use crate::{
    components::{Alert, Card, CodeField, FieldState, Form, ResendButton, Status, Submission, TextField, problems_in},
    forms::{ConfirmForm, Field, is_email, narrow},
    navigation::Navigation,
    routes::AppRoute,
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, link, of_class},
};

/// `/confirm`: the code that came by e-mail. Who comes here by address alone gives the e-mail too.
#[component]
pub fn Confirm() -> AnyView {
    let sign_in = SignIn::expect();
    let known_email = sign_in.unready_username();
    let intro = known_email.as_deref().map_or_else(|| text::CONFIRM_INTRO_UNKNOWN.to_owned(), text::confirm_intro);
    let no_code = of_class("p", "hint")
        .text(text::NO_CONFIRMATION_CODE)
        .text(" ")
        .child(link(AppRoute::Login, text::NO_CONFIRMATION_CODE_LINK))
        .text(" ")
        .child(link(AppRoute::ForgotPassword, text::FORGOT_PASSWORD));
    let card = view! {
        <Card title=text::CONFIRM_TITLE intro=intro>
            <EnterCode known_email />
            {of_class("p", "hint").text(text::CONFIRM_LINK_HINT).into_child()}
            {no_code.into_child()}
            {of_class("p", "links").child(link(AppRoute::Login, text::BACK_TO_SIGN_IN)).into_child()}
        </Card>
    };
    card.into_inner()
}

#[component]
fn EnterCode(known_email: Option<String>) -> AnyView {
    let sign_in = SignIn::expect();
    let (email, code) = (FieldState::new(Field::Email), FieldState::new(Field::Code));
    let is_email_known = known_email.is_some();
    email.value.set(known_email.unwrap_or_default());
    let parse = move || ConfirmForm { email: email.get(), code: code.get() }.parse();
    let problems = problems_in(parse);
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
    let email_field = move || {
        let label = text::EMAIL;
        view! { <TextField state=email problems label kind="email" autocomplete="username" inputmode="email" /> }
    };
    let form = view! {
        <Alert message=submission.refusal() />
        <Alert message=resending.refusal() />
        <Status message=resent.into() />
        <Form fields=vec![email, code] submission on_submit=Box::new(confirm) label=text::CONFIRM>
            {(!is_email_known).then(email_field).into_child()}
            <CodeField state=code problems label=text::CODE length=6 />
        </Form>
        <ResendButton is_busy=resending.is_busy() on_press=Callback::new(resend) />
    };
    form.into_any()
}
