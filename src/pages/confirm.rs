use cognito_client::ids::Username;
use leptos::prelude::*;

use crate::{
    components::{Alert, Card, CodeField, FieldState, Form, ResendButton, Status, Submission, TextField, problems_in},
    forms::{ConfirmForm, Field},
    navigation::Navigation,
    pages::forgot_password_link,
    routes::AppRoute,
    settings::Settings,
    sign_in::SignIn,
    signals::RwSignal,
    text::{self, Screen, fields},
    ui::{Child, View, link, of_class},
};

/// `/confirm`: the code that came by e-mail or text message, or a word about the link. Who comes here by address alone says who
/// they are too.
#[component]
pub fn Confirm() -> View {
    let sign_in = SignIn::expect();
    let settings = Settings::expect();
    let (known_name, code) = (sign_in.unready_username(), sign_in.sent_code());
    let is_by_text_message = match &code {
        Some(code) => Some(code.is_by_text_message),
        None => settings.identifiers.are_emails().then_some(false),
    };
    let confirmation = settings.document.section("signUp").text("confirmation");
    let is_by_link = confirmation.as_deref() == Some("link");
    let intro = match (&code, &known_name) {
        (Some(code), _) if is_by_link => fields::confirm_by_link_intro(&code.destination),
        (Some(code), _) => text::confirm_intro(&code.destination),
        (None, Some(name)) if settings.identifiers.are_emails() => text::confirm_intro(name),
        (None, Some(_)) => text::code_intro(None),
        (None, None) => fields::confirm_intro_unknown(settings.known_identifiers()),
    };
    let no_code = of_class("p", "hint")
        .text(if is_by_text_message == Some(false) { text::NO_CONFIRMATION_CODE } else { fields::NO_MESSAGE })
        .text(" ")
        .child(link(AppRoute::Login, text::NO_CONFIRMATION_CODE_LINK))
        .text(" ")
        .child(forgot_password_link());
    let card = view! {
        <Card title=fields::confirm_title(is_by_text_message) intro=intro>
            <EnterCode known_name is_by_link />
            // Where nobody tells which it is, the email may have either.
            {(is_by_text_message == Some(false) && confirmation.is_none())
                .then(|| of_class("p", "hint").text(text::CONFIRM_LINK_HINT))
                .into_child()}
            {no_code.into_child()}
            {of_class("p", "links").child(link(AppRoute::Login, text::BACK_TO_SIGN_IN)).into_child()}
        </Card>
    };
    card.into_child()
}

#[component]
fn EnterCode(known_name: Option<String>, is_by_link: bool) -> View {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    let accepted = settings.identifiers;
    let (identifier, code) = (FieldState::new(accepted.field()), FieldState::new(Field::Code));
    let is_name_known = known_name.is_some();
    identifier.value.set(sign_in.login_hint());
    // A name that is known need not be one that people may type: the service may have given it.
    let known = StoredValue::new(known_name.map(Username::new));
    let name = move || match known.get_value() {
        Some(name) => Ok(name),
        None => accepted.parse(&identifier.get(), &settings.country()),
    };
    let parse = move || ConfirmForm { name: name(), field: accepted.field(), code: code.get() }.parse();
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
        let Ok(name) = untrack(name) else { return identifier.check_and_focus() };
        resent.set(None);
        resending.send(sign_in.resend_confirmation_code(name), move |sent| {
            let said = if is_by_link { fields::RESENT_LINK } else { text::RESENT };
            resent.set(sent.is_ok().then_some(said));
            sent.err().map(|error| text::refusal(Screen::Resend, &error))
        });
    };
    let name_field = move || {
        let (label, kind, inputmode) = (fields::sign_in_name(settings), accepted.input_type(), accepted.inputmode());
        view! { <TextField state=identifier problems label kind autocomplete="username" inputmode /> }
    };
    let name_field = (!is_name_known).then(name_field).into_child();
    let code_form = move || {
        view! {
            <Form fields=vec![identifier, code] submission on_submit=Box::new(confirm) label=text::CONFIRM>
                {name_field}
                <CodeField state=code problems label=text::CODE length=6 />
            </Form>
        }
    };
    let form = view! {
        <Alert message=submission.refusal() />
        <Alert message=resending.refusal() />
        <Status message=resent.into() />
        {(!is_by_link).then(code_form).into_child()}
        <ResendButton
            is_busy=resending.is_busy()
            on_press=Callback::new(resend)
            label={if is_by_link { fields::RESEND_LINK } else { text::RESEND }}
        />
    };
    form.into_child()
}
