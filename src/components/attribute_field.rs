use leptos::prelude::*;

use super::{
    field::{FieldMessage, FieldState, described_by, element_id, is_invalid},
    phone_country::PhoneCountry,
};
use crate::{
    forms::{AttributeKind, Problems, grouped_telnum},
    platform::intl,
    text,
};

/// A field for one attribute of a person, with what helps to fill in that kind.
#[component]
pub fn AttributeField(state: FieldState, problems: Signal<Problems>, name: String) -> impl IntoView {
    let (kind, id) = (AttributeKind::of(&name), element_id(state.field));
    let hint = text::profile::hint(kind);
    let described_by = described_by(&id, hint.is_some());
    let control = if kind == AttributeKind::Lines {
        view! {
            <textarea
                id=id.clone()
                name=state.field.name()
                rows="3"
                autocomplete=autocomplete(&name)
                aria-required="true"
                aria-describedby=described_by
                aria-invalid=is_invalid(state, problems)
                prop:value=state.value
                on:input:target=move |event| state.value.set(event.target().value())
                on:blur=move |_| state.leave()
            ></textarea>
        }
        .into_any()
    } else {
        let list = format!("{id}-list");
        let leave = move |_| {
            if kind == AttributeKind::Telnum {
                state.value.try_update(|typed| *typed = grouped_telnum(typed));
            }
            state.leave();
        };
        // A date that is half typed is none: to put back what there is would undo the typing.
        let value = move || {
            if kind == AttributeKind::Date { state.value.get_untracked() } else { state.value.get() }
        };
        view! {
            <input
                id=id.clone()
                name=state.field.name()
                type=input_type(kind)
                list=list.clone()
                autocomplete=autocomplete(&name)
                autocapitalize=if kind == AttributeKind::Text { "words" } else { "none" }
                spellcheck="false"
                aria-required="true"
                aria-describedby=described_by
                aria-invalid=is_invalid(state, problems)
                prop:value=value
                on:input:target=move |event| state.value.set(event.target().value())
                on:blur=leave
            />
            <datalist id=list>{suggestions(kind)}</datalist>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{text::attribute(&name)}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {control}
            {(kind == AttributeKind::Telnum).then(|| view! { <PhoneCountry number=state.value.into() /> })}
            <FieldMessage state problems />
        </div>
    }
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
fn suggestions(kind: AttributeKind) -> Vec<impl IntoView> {
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
    values.into_iter().map(|(value, label)| view! { <option value=value>{label}</option> }).collect()
}
