use cognito_client::account::User;
use leptos::prelude::*;

use super::user_data::UserData;
use crate::{
    account::{Account, OtherSessions},
    components::{
        Alert, FieldState, Form, Loaded, PasswordField, PasswordRules, PasswordStrength, Reading, Section, Status,
        Submission, hidden_username,
    },
    forms::{ChangePasswordForm, Field, Problem},
    language::Sentence,
    pages::step_up::StepUp,
    session::CurrentSession,
    settings::Settings,
    signals::{Memo, RwSignal, Signal},
    strength::estimate,
    text::{self, Screen, account, security},
    ui::{Child, ChildrenFn, View, busy_button, live, of_class, when},
};

/// A new password.
#[component]
pub fn PasswordSection(on_sessions_ended: Callback<()>) -> View {
    let account = Account::expect();
    let reading = Reading::new(
        move || account.has_password(),
        |read| read.map_err(|error| text::refusal(Screen::Devices, &error)),
    );
    let has_password = Memo::new(move |_| reading.value().get().unwrap_or(true));
    let (done, is_changed) = (RwSignal::new(None), RwSignal::new(false));
    let on_change = Callback::new(move |sentence: Sentence| {
        is_changed.set(sentence == security::PASSWORD_CHANGED);
        done.set(Some(sentence));
        if !has_password.get_untracked() {
            reading.reload();
        }
    });
    let intro = move || if has_password.get() { security::PASSWORD_INTRO } else { security::NO_PASSWORD_INTRO };
    let form = move || {
        let has_password = has_password.get();
        view! { <ChangePassword has_password done on_change /> }.into_child()
    };
    let end_others = move || view! { <EndOtherSessions on_sessions_ended /> }.into_child();
    let section = view! {
        <Section id="password" title=account::PASSWORD_TITLE intro=Signal::derive(intro) done>
            {when(move || is_changed.get(), end_others)}
            <Loaded progress=reading.progress() children=ChildrenFn::of(move || live(form)) />
        </Section>
    };
    section.into_child()
}

#[component]
fn ChangePassword(has_password: bool, done: RwSignal<Option<Sentence>>, on_change: Callback<Sentence>) -> View {
    let (account, step_up, user_data) = (Account::expect(), StepUp::expect(), UserData::expect());
    let policy = Settings::expect().password_policy;
    let (current, new) = (FieldState::new(Field::CurrentPassword), FieldState::new(Field::NewPassword));
    let was_wrong = RwSignal::new(false);
    let submission = Submission::default();
    let parse = move || {
        let current = has_password.then(|| current.get());
        ChangePasswordForm { current, new: new.get(), policy }.parse()
    };
    let problems = Memo::new(move |_| {
        let mut problems = parse().err().unwrap_or_default();
        // The field was emptied when its password was refused.
        for (field, problem) in &mut problems {
            if *field == Field::CurrentPassword && was_wrong.get() {
                *problem = Problem::Wrong;
            }
        }
        problems
    });
    let send = move || {
        let Ok((previous, proposed)) = untrack(parse) else { return };
        submission.send(account.change_password(previous, proposed), move |changed| match changed {
            Ok(()) => {
                for field in [current, new] {
                    field.empty();
                }
                on_change.run(if has_password { security::PASSWORD_CHANGED } else { security::PASSWORD_SET });
                None
            }
            Err(error) if has_password && security::is_wrong_password(&error) => {
                was_wrong.set(true);
                current.empty_and_focus();
                current.check();
                None
            }
            Err(error) => Some(text::refusal(Screen::NewPassword, &error)),
        });
    };
    let submit = move || {
        parse()?;
        was_wrong.set(false);
        done.set(None);
        // The password that is there is proof enough.
        if has_password {
            send()
        } else {
            step_up.run(send)
        }
        Ok(())
    };
    let name = CurrentSession::expect().own_name().unwrap_or_default();
    let known = Signal::derive(move || user_data.user().as_ref().map(known_words).unwrap_or_default());
    let current_field = move || {
        let label = security::CURRENT_PASSWORD;
        view! { <PasswordField state=current problems=problems.into() autocomplete="current-password" label /> }
    };
    let fields = if has_password { vec![current, new] } else { vec![new] };
    let form = view! {
        <Alert message=submission.refusal() />
        <Form
            fields
            submission
            on_submit=Box::new(submit)
            label=if has_password { text::CHANGE_PASSWORD } else { security::SET_PASSWORD }
        >
            {hidden_username(name)}
            {has_password.then(current_field).into_child()}
            <PasswordStrength password=new.value known estimate>
                <PasswordField
                    state=new
                    problems=problems.into()
                    autocomplete="new-password"
                    label=text::NEW_PASSWORD
                />
            </PasswordStrength>
            <PasswordRules password=new.value policy />
        </Form>
    };
    form.into_child()
}

/// What somebody who knows this person would try: each attribute, and the words in it.
fn known_words(user: &User) -> Vec<String> {
    let values = user.user_attributes.iter().map(|attribute| attribute.value.as_str());
    let words =
        values.flat_map(|value| std::iter::once(value).chain(value.split(|sign: char| !sign.is_alphanumeric())));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whoever knew the old password may still be signed in.
#[component]
fn EndOtherSessions(on_sessions_ended: Callback<()>) -> View {
    let (account, session) = (Account::expect(), CurrentSession::expect());
    let ending = Submission::default();
    let ended = RwSignal::new(None);
    let end = move || {
        ending.send(account.end_other_sessions(), move |outcome| {
            // Where that failed, some may have ended all the same.
            on_sessions_ended.run(());
            match outcome {
                Ok(outcome) => {
                    ended.set(Some(outcome));
                    None
                }
                Err(error) => Some(text::refusal(Screen::Sessions, &error)),
            }
        });
    };
    let everywhere = move || {
        ending.send(session.sign_out_everywhere(), |left| {
            left.err().map(|error| text::refusal(Screen::SignOutEverywhere, &error))
        });
    };
    let done = Signal::derive(move || match ended.get() {
        Some(OtherSessions::Ended(count)) => Some(security::others_ended(count)),
        Some(OtherSessions::Untracked) | None => None,
    });
    let way_on = move || match ended.get() {
        None => Some(busy_button("second", security::END_OTHERS, ending.is_busy(), end).into_child()),
        Some(OtherSessions::Untracked) => {
            let hint = of_class("p", "hint").text(security::ENDS_THIS_TOO);
            let button = busy_button("second", text::SIGN_OUT_EVERYWHERE, ending.is_busy(), everywhere);
            Some((hint.into_child(), button.into_child()).into_child())
        }
        Some(OtherSessions::Ended(_)) => None,
    };
    let outcome = view! {
        <Status message=done />
        <Alert message=ending.refusal() />
        {live(move || way_on().into_child())}
    };
    outcome.into_child()
}
