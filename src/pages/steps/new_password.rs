use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    chunk::{LazyPage, lazy},
    components::{
        Alert, AttributeField, FieldState, Form, PasswordField, PasswordRules, hidden_username, in_language,
        problems_in,
    },
    forms::{Asked, AttributeKind, Field, NewPasswordForm},
    settings::{FieldSetting, Settings},
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, View},
};

/// A password in place of one that somebody else had set, and what the account lacks.
#[component]
pub(super) fn ChooseNewPassword(missing_attributes: Vec<String>) -> View {
    let (settings, sign_in) = (Settings::expect(), SignIn::expect());
    if !missing_attributes.is_empty() && !settings.later_problems().is_empty() {
        // The owner has to mend the fields first.
        return lazy(LazyPage::Misconfigured);
    }
    let policy = settings.password_policy;
    let password = FieldState::new(Field::Password);
    let attributes: Vec<(FieldSetting, FieldState)> = (0..)
        .zip(missing_attributes)
        .map(|(place, name)| (needed(settings, &name), FieldState::new(Field::Attribute(place))))
        .collect();
    for (setting, state) in &attributes {
        state.value.set(in_language(setting.asked.clone()).default);
    }
    let fields: Vec<_> = std::iter::once(password).chain(attributes.iter().map(|(_, state)| *state)).collect();
    let answering = Answering::new(Screen::NewPassword);
    let asked: Vec<(Asked, FieldState)> =
        attributes.iter().map(|(setting, state)| (setting.asked.clone(), *state)).collect();
    let asked = StoredValue::new(asked);
    let parse = move || {
        let filled_in = |(asked, state): &(Asked, FieldState)| (in_language(asked.clone()), state.get());
        let attributes = asked.with_value(|asked| asked.iter().map(filled_in).collect());
        NewPasswordForm { password: password.get(), policy, attributes, country: settings.country() }.parse()
    };
    let problems = problems_in(parse);
    let answer = move || {
        let (password, attributes) = parse()?;
        answering.send(sign_in.answer_new_password(password, attributes));
        Ok(())
    };
    let intro = if attributes.is_empty() { text::NEW_PASSWORD_INTRO } else { text::NEW_PASSWORD_AND_MORE_INTRO };
    let attribute_fields = attributes.into_iter().map(|(setting, state)| {
        let hint = match setting.asked.kind {
            AttributeKind::Email => None,
            kind => text::profile::hint(kind, settings.country.is_some()),
        };
        view! { <AttributeField state problems setting hint /> }
    });
    let attribute_fields = attribute_fields.collect::<Vec<_>>();
    let name = sign_in.typed().unwrap_or_default();
    let card = view! {
        <StepCard title=text::NEW_PASSWORD_TITLE intro>
            <Alert message=answering.submission.refusal() />
            <Form fields submission=answering.submission on_submit=Box::new(answer) label=text::CONTINUE>
                {hidden_username(name)}
                <PasswordField state=password problems autocomplete="new-password" label=text::NEW_PASSWORD />
                <PasswordRules password=password.value policy />
                {attribute_fields.into_child()}
            </Form>
        </StepCard>
    };
    card.into_child()
}

/// The field of what the account lacks: whatever the owner says of it, it has to be filled in. A checkbox may stay empty: that says no.
fn needed(settings: &Settings, name: &str) -> FieldSetting {
    let mut setting = settings.field_of(name);
    setting.asked.is_required |= setting.asked.kind != AttributeKind::Checkbox;
    setting
}
