use leptos::prelude::*;

use super::{
    field::{FieldState, control, element_id, field, message},
    phone_country::PhoneCountry,
};
use crate::{
    forms::{AttributeKind, Problems, grouped_telnum},
    platform::intl,
    text,
    ui::{Child, Element, Words, element},
};

/// A field for one attribute of a person, with what helps to fill in that kind.
#[component]
pub fn AttributeField(state: FieldState, problems: Signal<Problems>, name: String) -> AnyView {
    let kind = AttributeKind::of(&name);
    let hint = text::profile::hint(kind);
    let tag = if kind == AttributeKind::Lines { "textarea" } else { "input" };
    let control = control(tag, state, problems, hint.is_some()).attribute("autocomplete", autocomplete(&name));
    let leave = move |_| {
        if kind == AttributeKind::Telnum {
            state.value.try_update(|typed| *typed = grouped_telnum(typed));
        }
        state.leave();
    };
    let control = control.on("blur", leave);
    let field = field(state.field, Words::from(text::attribute(&name)).into_child(), hint);
    let field = if kind == AttributeKind::Lines {
        field.child(control.attribute("rows", "3"))
    } else {
        let list = format!("{}-list", element_id(state.field));
        // A date that is half typed is none: to put back what there is would undo the typing.
        let value = move || {
            if kind == AttributeKind::Date { state.value.get_untracked() } else { state.value.get() }
        };
        let input = control
            .attribute("type", input_type(kind))
            .attribute("list", list.clone())
            .attribute("spellcheck", "false")
            .attribute("autocapitalize", if kind == AttributeKind::Text { "words" } else { "none" })
            .value(value);
        field.child(input).child(element("datalist").attribute("id", list).child(suggestions(kind)))
    };
    let country = (kind == AttributeKind::Telnum).then(|| view! { <PhoneCountry number=state.value.into() /> });
    field.child(country).child(message(state, problems)).into_child()
}

fn input_type(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Email => "email",
        AttributeKind::Telnum => "tel",
        AttributeKind::Date => "date",
        AttributeKind::Address => "url",
        _ => "text",
    }
}

/// What the browser may fill in
/// ([autofill](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill)).
fn autocomplete(name: &str) -> &'static str {
    match name {
        "name" => "name",
        "given_name" => "given-name",
        "middle_name" => "additional-name",
        "family_name" => "family-name",
        "nickname" => "nickname",
        "email" => "email",
        "phone_number" | "custom:telnum" => "tel",
        "birthdate" => "bday",
        "gender" => "sex",
        "address" => "street-address",
        "locale" => "language",
        "website" => "url",
        "picture" => "photo",
        _ => "off",
    }
}

/// What may be meant; anything else can be typed as well.
fn suggestions(kind: AttributeKind) -> Vec<Element> {
    let of_language = |code: String| {
        let name = intl::name_of(intl::Named::Language, &code).unwrap_or_default();
        (code, name)
    };
    let values: Vec<(String, String)> = match kind {
        AttributeKind::Language => intl::languages().into_iter().map(of_language).collect(),
        AttributeKind::TimeZone => intl::time_zones().into_iter().map(|zone| (zone, String::new())).collect(),
        // The two that the OpenID Connect standard names.
        AttributeKind::Gender => ["female", "male"].map(|value| (value.to_owned(), String::new())).into(),
        _ => Vec::new(),
    };
    values.into_iter().map(|(value, label)| element("option").attribute("value", value).text(label)).collect()
}
