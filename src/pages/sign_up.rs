use leptos::prelude::*;

use crate::{
    components::{
        Alert, Card, FieldState, Form, PasswordField, PasswordRules, PhoneCountry, SignedOut, Submission, TextField,
        problems_in,
    },
    forms::{Field, SignUpForm, grouped_telnum},
    navigation::Navigation,
    routes::AppRoute,
    settings::Settings,
    sign_in::{SignIn, SignUpOutcome},
    text::{self, Screen},
    ui::{Child, link, of_class},
};

/// `/signup`: name, telephone number, e-mail, and a password where accounts have one.
#[component]
pub fn SignUp() -> impl IntoView {
    let sign_in = || link(AppRoute::Login, text::SIGN_IN);
    view! {
        <SignedOut>
            <Card title=text::SIGN_UP_TITLE intro=text::SIGN_UP_INTRO>
                <CreateAccount />
                {of_class("p", "links").text(text::HAVE_ACCOUNT).text(" ").child(sign_in()).into_child()}
            </Card>
        </SignedOut>
    }
}

#[component]
fn CreateAccount() -> AnyView {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    let [name, telnum, email, password] =
        [Field::Name, Field::Telnum, Field::Email, Field::Password].map(FieldState::new);
    email.value.set(sign_in.login_hint());
    let asks_password = settings.asks_sign_up_password;
    let parse = move || {
        let form = SignUpForm {
            name: name.get(),
            telnum: telnum.get(),
            email: email.get(),
            password: password.get(),
            policy: settings.password_policy,
        };
        if !asks_password {
            return form.parse_without_password().map(|(username, attributes)| (username, None, attributes));
        }
        let (credentials, attributes) = form.parse()?;
        Ok((credentials.username, Some(credentials.password), attributes))
    };
    let problems = problems_in(parse);
    let submission = Submission::default();
    let navigation = Navigation::expect();
    let sign_up = move || {
        let (username, password, attributes) = parse()?;
        submission.send(sign_in.sign_up(username, password, attributes), move |made| {
            let next = match made {
                Ok(SignUpOutcome::NeedsConfirmation) => AppRoute::Confirm,
                Ok(SignUpOutcome::Confirmed) => AppRoute::Login,
                Err(error) => return Some(text::refusal(Screen::SignUp, &error)),
            };
            navigation.to(next);
            None
        });
        Ok(())
    };
    let mut fields = vec![name, telnum, email];
    fields.extend(asks_password.then_some(password));
    let secret = move || {
        let fields = view! {
            <PasswordField state=password problems autocomplete="new-password" />
            <PasswordRules password=password.value policy=settings.password_policy />
        };
        fields.into_any()
    };

    let form = view! {
        <Alert message=submission.refusal() />
        <Form fields submission on_submit=Box::new(sign_up) label=text::SIGN_UP>
            <TextField state=name problems label=text::NAME kind="text" autocomplete="name" />
            <TextField
                state=telnum
                problems
                label=text::TELNUM
                kind="tel"
                autocomplete="tel"
                inputmode="tel"
                hint=text::TELNUM_HINT
                on_leave=Box::new(move || telnum.value.update(|typed| *typed = grouped_telnum(typed)))
            />
            <PhoneCountry number=telnum.value.into() />
            <TextField state=email problems label=text::EMAIL kind="email" autocomplete="username" inputmode="email" />
            {asks_password.then(secret).into_child()}
        </Form>
    };
    form.into_any()
}
