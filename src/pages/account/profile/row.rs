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
    pages::account::linked::providers,
    platform::{
        self,
        intl::{self, Named},
    },
    text::profile,
};

/// The id of the button that an attribute is changed with.
pub fn edit_id(name: &str) -> String {
    format!("edit-{name}")
}

/// An attribute: as it is, or in the place of that what changes it.
#[component]
pub fn Row(name: String) -> impl IntoView {
    let editor = Editor::expect();
    let name = StoredValue::new(name);
    let mode = Memo::new(move |_| {
        editor.mode.with(|mode| match mode {
            Mode::Editing(other) | Mode::Verifying(other) if *other == name.get_value() => mode.clone(),
            _ => Mode::Viewing,
        })
    });
    let content = move || match mode.get() {
        Mode::Viewing => view! { <Value name=name.get_value() /> }.into_any(),
        Mode::Editing(name) => view! { <EditForm name /> }.into_any(),
        Mode::Verifying(name) => view! { <VerifyForm name /> }.into_any(),
    };
    view! { <li>{content}</li> }
}

#[component]
fn Value(name: String) -> impl IntoView {
    let editor = Editor::expect();
    let label = profile::label(&name);
    editor.focus_changed(&name);
    let name = StoredValue::new(name);
    let value = move || editor.value(&name.get_value()).map(|value| shown(&name.get_value(), &value));
    let is_locked =
        move || is_fixed(&name.get_value()) || editor.locked.with(|locked| locked.contains(&name.get_value()));
    let verified = move || {
        is_contact(&name.get_value())
            .then(|| editor.value(&format!("{}_verified", name.get_value())).as_deref() == Some("true"))
    };
    let tags = move || {
        let verified = verified();
        view! {
            {(verified == Some(true)).then(|| view! { <span class="tag">{profile::VERIFIED}</span> })}
            {(verified == Some(false)).then(|| view! { <span class="tag open">{profile::NOT_VERIFIED}</span> })}
            {is_locked().then(|| view! { <span class="tag fixed">{profile::READ_ONLY}</span> })}
        }
    };
    let actions = move || {
        let verify = (verified() == Some(false)).then(|| view! { <Verify name=name.get_value() /> });
        let change = (!is_locked()).then(|| view! { <Change name=name.get_value() /> });
        (verify, change)
    };
    view! {
        <div class="row">
            <div>
                <p class="row-title">{label} " " {tags}</p>
                <p class="value">{move || value().map(|value| components::name(&value))}</p>
            </div>
            <div class="row-actions">{actions}</div>
        </div>
    }
}

/// The buttons that change an attribute.
#[component]
fn Change(name: String) -> impl IntoView {
    let (editor, account) = (Editor::expect(), Account::expect());
    let edit = {
        let name = name.clone();
        move |_| editor.begin(Mode::Editing(name.clone()))
    };
    let remove = {
        let name = name.clone();
        move |_| {
            editor.begin(Mode::Viewing);
            let name = name.clone();
            let is_sensitive = is_contact(&name);
            let remove = move || {
                editor.life.call(account.remove_attribute(name.clone()), move |removed| match removed {
                    Ok(()) => {
                        editor.has_done(profile::removed(&name));
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
        }
    };
    // Without an address nobody can be helped who forgets their password.
    let can_be_removed = name != "email";
    view! {
        <button
            type="button"
            class="quiet"
            id=edit_id(&name)
            aria-label=profile::action(profile::EDIT, &name)
            on:click=edit
        >
            {profile::EDIT}
        </button>
        {can_be_removed
            .then(|| {
                view! {
                    <button
                        type="button"
                        class="quiet"
                        aria-label=profile::action(profile::REMOVE, &name)
                        on:click=remove
                    >
                        {profile::REMOVE}
                    </button>
                }
            })}
    }
}

/// The button that sends a code for an address that is not proved yet.
#[component]
fn Verify(name: String) -> impl IntoView {
    let (editor, account) = (Editor::expect(), Account::expect());
    let label = profile::action(profile::VERIFY, &name);
    let verify = move |_| {
        let name = name.clone();
        editor.begin(Mode::Viewing);
        editor.life.call(account.send_attribute_code(name.clone()), move |sent| match sent {
            Ok(delivery) => {
                let destination = delivery.and_then(|delivery| delivery.destination);
                editor.done.set(Some(profile::code_sent(destination.as_deref())));
                editor.mode.set(Mode::Verifying(name));
            }
            Err(error) => editor.refusal.set(Some(profile::code_problem(&name, &error))),
        });
    };
    view! {
        <button type="button" class="quiet" aria-label=label on:click=verify>
            {profile::VERIFY}
        </button>
    }
}

/// A value as people read it.
fn shown(name: &str, value: &str) -> String {
    let known = match AttributeKind::of(name) {
        AttributeKind::Telnum => Some(grouped_telnum(value)),
        AttributeKind::Date => intl::day(value),
        AttributeKind::Language => intl::name_of(Named::Language, value),
        _ if name == "identities" => Some(providers(Json::parse(value).unwrap_or_default())),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}
