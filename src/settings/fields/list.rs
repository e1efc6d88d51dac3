//! A list of fields as the owner writes it: what each is, and what cannot be right in it.

use js_sys::JSON;

use super::{
    super::{document::Section, names::SettingProblem, problem::Rule},
    FieldSetting, LOCALE, is_attribute,
};
use crate::{
    forms::{Asked, AttributeKind, LONGEST, expression},
    language::Wording,
};

/// What follows from what a user name or a password is.
const OF_ITSELF: [&str; 9] =
    ["kind", "required", "default", "minLength", "maxLength", "min", "max", "choices", "autocomplete"];

/// Where fields are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    SignUp,
    Profile,
}

pub(super) fn read(section: &Section, form: Form, problems: &mut Vec<SettingProblem>) -> Vec<FieldSetting> {
    let mut fields = Vec::<FieldSetting>::new();
    let list = if form == Form::SignUp { "signUp" } else { "profile" };
    for (at, section) in (0_u32..).zip(section.sections("fields")) {
        let place = format!("{list}.fields[{at}]");
        let mut wrong = |member: &str, rule| problems.push(SettingProblem::at(format!("{place}.{member}"), rule));
        let name = section.text("name").unwrap_or_default();
        match form {
            _ if is_attribute(&name) => {}
            Form::SignUp if name == "username" || name == "password" => {}
            Form::SignUp => wrong("name", Rule::Named),
            Form::Profile => wrong("name", Rule::Attribute),
        }
        if fields.iter().any(|before| before.asked.name == name) {
            wrong("name", Rule::Twice);
        }
        if name == "username" || name == "password" {
            let is_told = |member: &&str| section.has(member) && !(*member == "required" && is_required(&section));
            for member in OF_ITSELF.iter().filter(|member| is_told(member)) {
                wrong(member, Rule::OfItself);
            }
        }
        for member in ["label", "hint"] {
            if section.wording(member).is_some_and(|words| words.has_blank()) {
                wrong(member, Rule::Words);
            }
        }
        let field = of_section(&section, &name, form);
        let asked = &field.asked;
        let is_choice = asked.kind == AttributeKind::Choice;
        let is_odd = |(at, choice): (usize, &String)| choice.is_empty() || asked.choices[..at].contains(choice);
        if is_choice == asked.choices.is_empty() || asked.choices.iter().enumerate().any(is_odd) {
            wrong("choices", Rule::Choices);
        }
        if field.choice_labels.iter().flatten().any(Wording::has_blank) {
            wrong("choices", Rule::Words);
        }
        // Of the language there is always something to say.
        if asked.kind == AttributeKind::Hidden && asked.default.is_empty() && asked.name != LOCALE {
            wrong("default", Rule::HiddenDefault);
        }
        if !asked.default.is_empty() && !asked.can_begin_with(&asked.default) {
            wrong("default", Rule::Default);
        }
        if asked.pattern.as_deref().is_some_and(|pattern| expression(pattern).is_none()) {
            wrong("pattern", Rule::Pattern);
        }
        let lengths = ["minLength", "maxLength"].map(|name| section.number(name));
        let is_length = |length: f64| length.fract() == 0.0 && (0.0..=f64::from(LONGEST)).contains(&length);
        if !lengths.into_iter().flatten().all(is_length) || asked.min_length > asked.max_length {
            wrong("maxLength", Rule::Limits);
        }
        for (name, limit) in [("min", &asked.min), ("max", &asked.max)] {
            if section.has(name) && !limit.as_deref().is_some_and(|limit| asked.has_limit(limit)) {
                wrong(name, Rule::Range);
            }
        }
        if asked.min.as_deref().zip(asked.max.as_deref()).is_some_and(|(min, max)| asked.is_beyond(min, max)) {
            wrong("max", Rule::Range);
        }
        fields.push(field);
    }
    fields
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is no length is told of")]
fn of_section(section: &Section, name: &str, form: Form) -> FieldSetting {
    let of_name = Asked::of(name);
    let choices = section.sections("choices");
    let length = |name: &str, otherwise: u32| section.number(name).map_or(otherwise, |length| length as u32);
    let kind = section.text("kind").and_then(|kind| AttributeKind::parse(&kind)).unwrap_or(of_name.kind);
    let asked = Asked {
        kind,
        // A box that has to be ticked is an exception, and so is a detail that nobody may remove.
        is_required: section.flag("required").unwrap_or(form == Form::SignUp && kind != AttributeKind::Checkbox),
        default: section.text("default").unwrap_or_default(),
        min_length: length("minLength", 0),
        max_length: length("maxLength", LONGEST),
        min: limit(section, "min"),
        max: limit(section, "max"),
        pattern: section.text("pattern"),
        choices: choices.iter().map(|choice| choice.text("value").unwrap_or_default()).collect(),
        ..of_name
    };
    FieldSetting {
        asked,
        label: section.wording("label"),
        hint: section.wording("hint"),
        choice_labels: choices.iter().map(|choice| choice.wording("label")).collect(),
        autocomplete: section.text("autocomplete"),
        is_editable: section.flag("editable").unwrap_or(true),
    }
}

fn is_required(section: &Section) -> bool {
    section.flag("required") == Some(true)
}

/// A number or a day, as a text.
fn limit(section: &Section, name: &str) -> Option<String> {
    let text = || JSON::stringify(&section.number(name)?.into()).ok().map(String::from);
    section.text(name).or_else(text)
}
