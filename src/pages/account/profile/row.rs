use std::sync::Arc;

use cognito_client::json::Json;
use leptos::prelude::*;

use super::{
    ADD_ID, Editor, Mode,
    edit::{EditForm, VerifyForm},
    is_contact, is_fixed,
};
use crate::{
    account::Account,
    components,
    forms::{AttributeKind, grouped_telnum},
    language::Sentence,
    pages::account::linked::providers,
    platform::{
        self,
        intl::{self, Named},
    },
    settings::Settings,
    signals::Memo,
    text::profile,
    ui::{Child, View, button, element, live, of_class},
};

/// The id of the button that an attribute is changed with.
pub fn edit_id(name: &str) -> String {
    format!("edit-{name}")
}

/// An attribute: as it is, or in the place of that what changes it.
#[component]
pub fn Row(name: String) -> View {
    let editor = Editor::expect();
    let of = name.clone();
    let mode = Memo::new(move |_| {
        editor.mode.with(|mode| match mode {
            Mode::Editing(other) | Mode::Verifying(other) if *other == of => mode.clone(),
            _ => Mode::Viewing,
        })
    });
    let content = move || match mode.get() {
        Mode::Viewing => view! { <Value name=name.clone() /> }.into_child(),
        Mode::Editing(name) => view! { <EditForm name /> }.into_child(),
        Mode::Verifying(name) => view! { <VerifyForm name /> }.into_child(),
    };
    element("li").child(live(content)).into_child()
}

#[component]
fn Value(name: String) -> View {
    let editor = Editor::expect();
    let label = editor.label(&name);
    editor.focus_changed(&name);
    let name = Arc::<str>::from(name);
    let of = name.clone();
    let value = move || editor.value(&of).map(|value| components::name(&shown(&of, &value))).into_child();
    let of = name.clone();
    let is_locked =
        move || is_fixed(&of) || !editor.is_editable(&of) || editor.locked.with(|locked| locked.contains(&*of));
    let of = name.clone();
    let verified = move || is_contact(&of).then(|| editor.value(&format!("{of}_verified")).as_deref() == Some("true"));
    let tags = {
        let (is_locked, verified) = (is_locked.clone(), verified.clone());
        move || {
            let verified = verified();
            let tag = |class, is_so: bool, tag: Sentence| is_so.then(|| of_class("span", class).text(tag)).into_child();
            let tags = (
                tag("tag", verified == Some(true), profile::VERIFIED),
                tag("tag open", verified == Some(false), profile::NOT_VERIFIED),
                tag("tag fixed", is_locked(), profile::READ_ONLY),
            );
            tags.into_child()
        }
    };
    let actions = move || {
        let verify = (verified() == Some(false)).then(|| view! { <Verify name=name.to_string() /> });
        let change = (!is_locked()).then(|| view! { <Change name=name.to_string() /> });
        (verify.into_child(), change.into_child()).into_child()
    };
    let title = of_class("p", "row-title").text(label).text(" ").child(live(tags));
    let about = element("div").child(title).child(of_class("p", "value").child(live(value)));
    of_class("div", "row").child(about).child(of_class("div", "row-actions").child(live(actions))).into_child()
}

/// The buttons that change an attribute.
#[component]
fn Change(name: String) -> View {
    let (editor, account) = (Editor::expect(), Account::expect());
    let can_be_removed = editor.can_be_removed(&name);
    let button = |label: Sentence, named: Sentence, press: Box<dyn Fn()>| {
        button("quiet", label, press).attribute("aria-label", named)
    };
    let edit = {
        let name = name.clone();
        move || editor.begin(Mode::Editing(name.clone()))
    };
    let edit =
        button(profile::EDIT, profile::edit_named(editor.label(&name)), Box::new(edit)).attribute("id", edit_id(&name));
    let remove = || {
        let (name, named) = (name.clone(), name.clone());
        let remove = move || {
            editor.begin(Mode::Viewing);
            let name = name.clone();
            let is_sensitive = is_contact(&name);
            let remove = move || {
                editor.life.call(account.remove_attribute(name.clone()), move |removed| match removed {
                    Ok(()) => {
                        editor.has_done(profile::removed(editor.label(&name)));
                        platform::focus_soon(ADD_ID.to_owned());
                    }
                    Err(error) => {
                        if let Some(problem) = editor.refused(&name, &error) {
                            editor.refusal.set(Some(problem));
                        }
                    }
                });
            };
            if is_sensitive { editor.step_up.run(remove) } else { remove() }
        };
        button(profile::REMOVE, profile::remove_named(editor.label(&named)), Box::new(remove))
    };
    (edit.into_child(), can_be_removed.then(remove).into_child()).into_child()
}

/// The button that sends a code for an address that is not proved yet.
#[component]
fn Verify(name: String) -> View {
    let (editor, account) = (Editor::expect(), Account::expect());
    let label = profile::verify_named(editor.label(&name));
    let verify = move || {
        let name = name.clone();
        editor.begin(Mode::Viewing);
        editor.life.call(account.send_attribute_code(name.clone()), move |sent| match sent {
            Ok(delivery) => {
                let destination = delivery.and_then(|delivery| delivery.destination);
                editor.done.set(Some(profile::code_sent(destination.as_deref())));
                // Nothing is taken from who has gone on to another field.
                if editor.mode.get_untracked() == Mode::Viewing {
                    editor.mode.set(Mode::Verifying(name));
                }
            }
            Err(error) => editor.refusal.set(Some(profile::code_problem(editor.label(&name), &error))),
        });
    };
    button("quiet", profile::VERIFY, verify).attribute("aria-label", label).into_child()
}

/// A value as people read it.
fn shown(name: &str, value: &str) -> String {
    let setting = Settings::expect().field_of(name);
    let labels = setting.asked.choices.iter().zip(setting.choice_labels);
    let choice =
        labels.filter(|(choice, _)| *choice == value).find_map(|(_, label)| Some(Sentence::from(label?).words()));
    let known = match setting.asked.kind {
        AttributeKind::Telnum => Some(grouped_telnum(value)),
        _ if choice.is_some() => choice,
        AttributeKind::Date => intl::day(value),
        AttributeKind::Language => intl::name_of(Named::Language, value),
        AttributeKind::Checkbox => profile::yes_or_no(value).map(|said| said.words()),
        _ if name == "identities" => Some(providers(Json::parse(value).unwrap_or_default())),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}
