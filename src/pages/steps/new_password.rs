use cognito_client::sign_up::Attribute;
use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, FieldState, Form, PasswordField, PasswordRules, TextField, problems_in},
    forms::{Field, NewPasswordForm},
    settings::Settings,
    sign_in::SignIn,
    text::{self, Screen},
    ui::Child,
};

/// A password in place of one that somebody else had set, and what the account lacks.
#[component]
pub(super) fn ChooseNewPassword(missing_attributes: Vec<String>) -> AnyView {
    let (policy, sign_in) = (Settings::expect().password_policy, SignIn::expect());
    let password = FieldState::new(Field::Password);
    let attributes: Vec<(String, FieldState)> =
        (0..).zip(missing_attributes).map(|(place, name)| (name, FieldState::new(Field::Attribute(place)))).collect();
    let fields: Vec<_> = std::iter::once(password).chain(attributes.iter().map(|(_, state)| *state)).collect();
    let answering = Answering::new(Screen::NewPassword);
    let named = StoredValue::new(attributes.clone());
    let parse = move || {
        let attribute = |(name, state): &(String, FieldState)| Attribute { name: name.clone(), value: state.get() };
        let attributes = named.with_value(|named| named.iter().map(attribute).collect());
        NewPasswordForm { password: password.get(), policy, attributes }.parse()
    };
    let problems = problems_in(parse);
    let answer = move || {
        let (password, attributes) = parse()?;
        answering.send(sign_in.answer_new_password(password, attributes));
        Ok(())
    };
    let intro = if attributes.is_empty() { text::NEW_PASSWORD_INTRO } else { text::NEW_PASSWORD_AND_MORE_INTRO };
    let attribute_fields = attributes.into_iter().map(|(name, state)| {
        let (kind, autocomplete) = input_of(&name);
        view! { <TextField state problems label=text::attribute(&name) kind autocomplete /> }
    });
    let attribute_fields = attribute_fields.collect::<Vec<_>>();
    let card = view! {
        <StepCard title=text::NEW_PASSWORD_TITLE intro>
            <Alert message=answering.submission.refusal() />
            <Form fields submission=answering.submission on_submit=Box::new(answer) label=text::CONTINUE>
                <PasswordField state=password problems autocomplete="new-password" label=text::NEW_PASSWORD />
                <PasswordRules password=password.value policy />
                {attribute_fields.into_child()}
            </Form>
        </StepCard>
    };
    card.into_inner()
}

/// The type of an attribute's input, and what the browser may fill in.
fn input_of(attribute: &str) -> (&'static str, &'static str) {
    match attribute {
        "address" => ("text", "street-address"),
        "birthdate" => ("date", "bday"),
        "email" => ("email", "email"),
        "family_name" => ("text", "family-name"),
        "gender" => ("text", "sex"),
        "given_name" => ("text", "given-name"),
        "locale" => ("text", "language"),
        "middle_name" => ("text", "additional-name"),
        "name" => ("text", "name"),
        "nickname" | "preferred_username" => ("text", "nickname"),
        "phone_number" | "custom:telnum" => ("tel", "tel"),
        "picture" | "profile" => ("url", "off"),
        "website" => ("url", "url"),
        _ => ("text", "off"),
    }
}
