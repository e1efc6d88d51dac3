use leptos::prelude::*;

use super::{
    field::{FieldState, control, described_by, element_id, field, hint_id, message, message_in},
    isolated::{live_sentence, owners_words},
    phone_country::PhoneCountry,
};
use crate::{
    forms::{Asked, AttributeKind, Problems, grouped_telnum},
    language::{self, Sentence, Wording},
    platform::intl,
    settings::{FieldSetting, LOCALE},
    signals::Signal,
    text,
    ui::{Child, Element, View, Words, element, of_class},
};

/// A field for one attribute of a person, with what helps to fill in that kind, in the owner's words if they have any.
#[component]
pub fn AttributeField(
    state: FieldState,
    problems: Signal<Problems>,
    setting: FieldSetting,
    /// Where the owner has none.
    #[prop(optional_no_strip)]
    hint: Option<Sentence>,
) -> View {
    let FieldSetting { asked, label, hint: own_hint, choice_labels, autocomplete: own_autocomplete, .. } = setting;
    let kind = asked.kind;
    let label = Label { own: label, name: &asked.name };
    let hint = own_hint.map(owners_words).or_else(|| hint.map(|hint| Words::from(hint).into_child()));
    let is_optional = !asked.is_required;
    match kind {
        AttributeKind::Hidden => return View::nothing(),
        AttributeKind::Checkbox => return checkbox(state, problems, label.drawn(false), hint, asked.is_required),
        _ => {}
    }
    let label = label.drawn(is_optional);
    let autocomplete = own_autocomplete.unwrap_or_else(|| autocomplete(&asked.name).to_owned());
    let tag = match kind {
        AttributeKind::Lines => "textarea",
        AttributeKind::Choice => "select",
        _ => "input",
    };
    let leave = move |_| {
        if kind == AttributeKind::Telnum {
            state.value.try_update(|typed| *typed = grouped_telnum(typed));
        }
        state.leave();
    };
    let mut control =
        control(tag, state, problems, hint.is_some()).attribute("autocomplete", autocomplete).on("blur", leave);
    if is_optional {
        control = control.attribute("aria-required", "false");
    }
    let field = field(state.field, label, hint);
    let field = match kind {
        AttributeKind::Lines => field.child(control.attribute("rows", "3")),
        AttributeKind::Choice => {
            // Not every browser tells of a choice as it tells of typing.
            let choose = move |event| state.value.set(event_target_value(&event));
            field.child(control.on("change", choose).child(options(state, &asked.choices, &choice_labels)))
        }
        _ => {
            let list = format!("{}-list", element_id(state.field));
            // A date that is half typed is none: to put back what there is would undo the typing.
            let value = move || {
                if kind == AttributeKind::Date { state.value.get_untracked() } else { state.value.get() }
            };
            let mut input = control
                .attribute("type", input_type(kind))
                .attribute("list", list.clone())
                .attribute("spellcheck", "false")
                .attribute("autocapitalize", if kind == AttributeKind::Text { "words" } else { "none" })
                .value(value);
            for (name, limit) in [("min", asked.min), ("max", asked.max)] {
                if let Some(limit) = limit.filter(|_| kind == AttributeKind::Date) {
                    input = input.attribute(name, limit);
                }
            }
            if kind == AttributeKind::Number {
                input = input.attribute("inputmode", "numeric");
            }
            if is_from_left(kind) {
                input = input.attribute("dir", "ltr");
            }
            field.child(input).child(element("datalist").attribute("id", list).child(suggestions(kind)))
        }
    };
    let country = (kind == AttributeKind::Telnum).then(|| view! { <PhoneCountry number=state.value.into() /> });
    field.child(country).child(message(state, problems)).into_child()
}

/// What stands above a field: the owner's words for it, or those that follow from its name.
struct Label<'a> {
    own: Option<Wording>,
    name: &'a str,
}

impl Label<'_> {
    fn drawn(self, is_optional: bool) -> View {
        match self.own {
            Some(own) if is_optional => {
                live_sentence(Signal::stored(text::fields::optional(Sentence::from(own).apart())))
            }
            Some(own) => owners_words(own),
            None if is_optional => Words::from(text::fields::optional(text::attribute(self.name))).into_child(),
            None => Words::from(text::attribute(self.name)).into_child(),
        }
    }
}

/// A box to tick, before its label.
fn checkbox(state: FieldState, problems: Signal<Problems>, label: View, hint: Option<View>, is_required: bool) -> View {
    let id = element_id(state.field);
    let has_problem = state.problem(problems);
    let mut input = element("input")
        .attribute("type", "checkbox")
        .attribute("id", id.clone())
        .attribute("name", state.field.name())
        .attribute("aria-required", if is_required { "true" } else { "false" })
        .attribute("aria-describedby", described_by(&id, hint.is_some()))
        .attribute("aria-invalid", move || has_problem.get().map(|_| "true".to_owned()))
        .on("change", move |event| state.value.set(event_target_checked(&event).to_string()));
    if state.value.get_untracked() == "true" {
        input = input.attribute("checked", "");
    }
    let hint = hint.map(|hint| of_class("p", "hint").attribute("id", hint_id(&id)).child(hint));
    of_class("div", "check")
        .child(input)
        .child(element("label").attribute("for", id).child(label))
        .child(hint)
        .child(message_in(state, problems, |_| text::fields::NOT_TICKED))
        .into_child()
}

/// The choices, after one that is none.
fn options(state: FieldState, choices: &[String], labels: &[Option<Wording>]) -> Vec<Element> {
    let chosen = state.value.get_untracked();
    let none = element("option").attribute("value", "").text(text::fields::CHOOSE);
    let option = |(value, label): (&String, &Option<Wording>)| {
        let words = label.clone().map_or_else(|| Sentence::of(value.clone()), Sentence::from);
        let option = element("option").attribute("value", value.clone()).attribute("dir", "auto").text(words);
        if *value == chosen { option.attribute("selected", "") } else { option }
    };
    std::iter::once(none).chain(choices.iter().zip(labels).map(option)).collect()
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

/// Whether it is written from left to right in every language.
fn is_from_left(kind: AttributeKind) -> bool {
    use AttributeKind::{Address, Email, Language, Number, Telnum, TimeZone};
    matches!(kind, Address | Email | Language | Number | Telnum | TimeZone)
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

/// People get mail in the language that they read here, unless the owner or they say another one.
pub fn in_language(asked: Asked) -> Asked {
    if asked.name == LOCALE && asked.default.is_empty() { Asked { default: language::tag(), ..asked } } else { asked }
}
