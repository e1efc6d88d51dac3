use std::future::ready;

use cognito_client::ids::Username;
use leptos::prelude::*;

use crate::{
    chunk::{LazyPage, lazy},
    components::{
        Alert, AttributeField, Card, FieldState, Form, OwnAttributes, OwnFields, PasswordField, PasswordRules,
        SignedOut, Submission, TextField, in_language, owners_words, problems_in,
    },
    forms::{Asked, AttributeKind, Field, Problems, SignUpForm, fields_of},
    language::Sentence,
    navigation::Navigation,
    platform,
    routes::AppRoute,
    settings::{FieldSetting, Link, Settings},
    sign_in::{SignIn, SignUpOutcome},
    signals::{Signal, use_context},
    text::{self, Screen, fields},
    ui::{Child, Children, Element, View, element, link, of_class},
};

/// `/signup`: the fields that the owner asks for, or a word about that accounts are made by invitation.
#[component]
pub fn SignUp() -> View {
    let settings = Settings::expect();
    view! {
        <SignedOut>
            {match (settings.is_sign_up_open, settings.sign_up_fields(), settings.terms_links()) {
                (false, ..) => closed(),
                (true, Ok(fields), Ok(terms)) => open(fields, terms),
                // The owner has to mend them first.
                _ => lazy(LazyPage::Misconfigured),
            }}
        </SignedOut>
    }
    .into_child()
}

fn closed() -> View {
    let sign_in = move || of_class("p", "links").child(link(AppRoute::Login, text::BACK_TO_SIGN_IN)).into_child();
    view! { <Card title=fields::CLOSED_TITLE intro=fields::CLOSED_INTRO children=Children::of(sign_in) /> }.into_child()
}

fn open(asked: Vec<FieldSetting>, terms: Vec<Link>) -> View {
    let sign_in = || link(AppRoute::Login, text::SIGN_IN);
    let card = view! {
        <Card title=text::SIGN_UP_TITLE intro=fields::sign_up_intro(code_by())>
            <CreateAccount asked terms />
            {of_class("p", "links").text(text::HAVE_ACCOUNT).text(" ").child(sign_in()).into_child()}
        </Card>
    };
    card.into_child()
}

/// Whether a code comes by text message; none where there is a link or nothing, or nobody can know.
fn code_by() -> Option<bool> {
    let settings = Settings::expect();
    if settings.document.section("signUp").text("confirmation").is_some_and(|confirmation| confirmation != "code") {
        return None;
    }
    let verified = settings.document.root().texts("autoVerifiedAttributes");
    match verified.as_slice() {
        [] => settings.identifiers.are_emails().then_some(false),
        [only] => Some(only == "phone_number"),
        _ => None,
    }
}

#[component]
fn CreateAccount(asked: Vec<FieldSetting>, terms: Vec<Link>) -> View {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    let accepted = settings.identifiers;
    let plain: Vec<Asked> = asked.iter().map(|setting| setting.asked.clone()).collect();
    let states: Vec<FieldState> = fields_of(&plain, accepted).into_iter().map(FieldState::new).collect();
    let hint = sign_in.login_hint();
    let hinted = match hint.chars().next() {
        Some('+') => Field::Telnum,
        _ if hint.contains('@') => Field::Email,
        _ => Field::Username,
    };
    for (asked, state) in plain.iter().zip(&states) {
        let is_hinted = !hint.is_empty() && (state.field == hinted || state.field == Field::Identifier);
        state.value.set(if is_hinted { hint.clone() } else { in_language(asked.clone()).default });
    }
    let repeated = FieldState::new(Field::RepeatedPassword);
    let repeats = settings.document.section("signUp").flag("repeatPassword").unwrap_or_default();
    let filled_in = StoredValue::new((plain, states.clone()));
    let parse = move || {
        let fields = filled_in.with_value(|(asked, states)| {
            asked.iter().cloned().map(in_language).zip(states.iter().map(|state| state.get())).collect()
        });
        let form = SignUpForm {
            fields,
            accepted,
            country: settings.country(),
            policy: settings.password_policy,
            repeated: repeats.then(|| repeated.get()),
        };
        form.parse()
    };
    let problems = problems_in(parse);
    let submission = Submission::default();
    let navigation = Navigation::expect();
    let own = OwnAttributes::begin();
    let sign_up = move || {
        let mut account = parse()?;
        let Some(others) = own.all() else { return Ok(()) };
        account.attributes.extend(others);
        let Some(username) = account.username.or_else(generated) else {
            submission.send(ready(()), |()| Some(fields::NO_RANDOM_NAME));
            return Ok(());
        };
        submission.send(sign_in.sign_up(username, account.password, account.attributes), move |made| {
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
    let mut all = states.clone();
    all.extend(repeats.then_some(repeated));
    let draw = |(setting, state): (FieldSetting, FieldState)| match setting.asked.name.as_str() {
        "password" => secret(state, problems, repeats.then_some(repeated), setting),
        "username" => username_field(state, problems, setting),
        _ => attribute_field(state, problems, setting),
    };
    let mut drawn: Vec<View> = asked.into_iter().zip(states).map(draw).collect();
    // Before the boxes that are about them.
    drawn.insert(drawn.len() - settings.sign_up_boxes().min(drawn.len()), links_of(&terms).into_child());
    let form = view! {
        <Alert message=submission.refusal() />
        <Form fields=all submission on_submit=Box::new(sign_up) label=text::SIGN_UP>
            {drawn.into_child()}
            {use_context::<OwnFields>().map(|fields| fields.draw(own)).into_child()}
        </Form>
    };
    form.into_child()
}

fn attribute_field(state: FieldState, problems: Signal<Problems>, mut setting: FieldSetting) -> View {
    let settings = Settings::expect();
    let accepted = settings.identifiers;
    let asked = &setting.asked;
    // What people sign in by is what password managers keep.
    let picks_name = accepted.username && !settings.generates_usernames();
    let is_name = !picks_name && matches!(state.field, Field::Email | Field::Telnum);
    let is_name =
        is_name && (asked.name == "email" && accepted.email || asked.name == "phone_number" && accepted.telnum);
    if is_name && setting.autocomplete.is_none() {
        setting.autocomplete = Some("username".to_owned());
    }
    let hint = match asked.kind {
        AttributeKind::Email => None,
        kind => text::profile::hint(kind, settings.country.is_some()),
    };
    view! { <AttributeField state problems setting hint /> }.into_child()
}

fn username_field(state: FieldState, problems: Signal<Problems>, setting: FieldSetting) -> View {
    let accepted = Settings::expect().identifiers;
    let label = match setting.label {
        Some(label) => label.into(),
        None if accepted.username => fields::USERNAME,
        None => fields::identifier(accepted),
    };
    let (kind, inputmode) =
        if accepted.username { ("text", "text") } else { (accepted.input_type(), accepted.inputmode()) };
    let hint = setting.hint.map(Sentence::from);
    view! { <TextField state problems label kind autocomplete="username" inputmode hint /> }.into_child()
}

fn secret(
    state: FieldState,
    problems: Signal<Problems>,
    repeated: Option<FieldState>,
    FieldSetting { label, hint, .. }: FieldSetting,
) -> View {
    let policy = Settings::expect().password_policy;
    let label = label.map_or(text::PASSWORD, Sentence::from);
    let hint = hint.map(owners_words);
    let again = repeated.map(|state| {
        view! { <PasswordField state problems autocomplete="new-password" label=fields::REPEAT_PASSWORD /> }
    });
    let fields = view! {
        <PasswordField state problems autocomplete="new-password" label hint />
        <PasswordRules password=state.value policy />
        {again.into_child()}
    };
    fields.into_child()
}

/// Links to what is to be read first.
pub(super) fn links_of(terms: &[Link]) -> Option<Element> {
    if terms.is_empty() {
        return None;
    }
    let link = |link: &Link| {
        let anchor = element("a").attribute("href", link.href.clone()).attribute("target", "_blank");
        element("li").child(anchor.attribute("rel", "noopener").child(owners_words(link.label.clone())))
    };
    Some(of_class("ul", "terms").child(terms.iter().map(link).collect::<Vec<_>>()))
}

/// A user name for who is to have none of their own: a random UUID (RFC 9562, version 4).
fn generated() -> Option<Username> {
    let mut bytes = platform::random_bytes::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut name = String::new();
    for (at, byte) in bytes.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            name.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            name.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    Some(Username::new(name))
}
