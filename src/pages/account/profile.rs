mod edit;
mod row;

use std::collections::BTreeSet;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::row::Row;
use super::user_data::UserData;
use crate::{
    components::{self, Loaded, Section},
    forms::{AttributeKind, PERSONAL_ATTRIBUTES, initials},
    language::Sentence,
    life::Life,
    pages::step_up::StepUp,
    platform,
    settings::{FieldSetting, Settings},
    signals::{Memo, RwSignal, expect_context, provide_context},
    text::{account, profile},
    ui::{Child, ChildrenFn, Element, Entry, Place, View, button, each, element, live, of_class},
};

/// What the user may see and change of themselves.
#[component]
pub fn ProfileSection() -> View {
    let user_data = UserData::expect();
    let editor = Editor::provide();
    let names = Memo::new(move |_| editor.names());
    let entry = |name: String| Entry { key: name.clone(), draw: Box::new(move || view! { <Row name /> }.into_child()) };
    let content = move || {
        let rows = each(move || names.get().into_iter().map(entry).collect());
        let rows = of_class("ul", "rows").attribute("aria-label", account::DETAILS_TITLE).child(rows);
        (person(editor).into_child(), rows.into_child(), view! { <AddAttribute /> }.into_child()).into_child()
    };
    let section = view! {
        <Section id="profile" title=account::DETAILS_TITLE done=editor.done refusal=editor.refusal>
            <Loaded progress=user_data.reading().progress() children=ChildrenFn::of(content) />
        </Section>
    };
    section.into_child()
}

/// One attribute is changed at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    Viewing,
    Editing(String),
    /// A code was sent to prove this one.
    Verifying(String),
}

/// What the rows share.
#[derive(Clone, Copy)]
struct Editor {
    settings: &'static Settings,
    /// A row may be drawn anew while a change of it is on its way.
    life: Life,
    step_up: StepUp,
    user_data: UserData,
    mode: RwSignal<Mode>,
    /// The row that the focus goes back to.
    changed: StoredValue<Option<String>>,
    done: RwSignal<Option<Sentence>>,
    refusal: RwSignal<Option<Sentence>>,
    /// Attributes that turned out not to be this person's to change.
    locked: RwSignal<BTreeSet<String>>,
    /// What is shown, where the owner tells it.
    fields: StoredValue<Option<Vec<FieldSetting>>>,
}

impl Editor {
    fn provide() -> Self {
        let settings = Settings::expect();
        let editor = Self {
            settings,
            life: Life::begin(),
            step_up: StepUp::expect(),
            user_data: UserData::expect(),
            mode: RwSignal::new(Mode::Viewing),
            changed: StoredValue::new(None),
            done: RwSignal::new(None),
            refusal: RwSignal::new(None),
            locked: RwSignal::new(BTreeSet::new()),
            fields: StoredValue::new(settings.profile_fields().ok().flatten()),
        };
        provide_context(editor);
        editor
    }

    fn expect() -> Self {
        expect_context()
    }

    fn value(self, name: &str) -> Option<String> {
        self.user_data.reading().value().with(|user| user.as_ref()?.attribute(name).map(ToOwned::to_owned))
    }

    /// What is shown, in order: the standard attributes, the pool's own, and what is never changed by hand.
    fn names(self) -> Vec<String> {
        let being_changed = match self.mode.get() {
            Mode::Viewing => None,
            Mode::Editing(name) | Mode::Verifying(name) => Some(name),
        };
        let attributes = self.user_data.user().map(|user| user.user_attributes).unwrap_or_default();
        let mut names: Vec<String> = attributes.into_iter().map(|attribute| attribute.name).collect();
        names.extend(being_changed.filter(|name| !names.contains(name)));
        names.retain(|name| !matches!(name.as_str(), "email_verified" | "phone_number_verified"));
        names.retain(|name| !self.is_hidden(name));
        let order = self.fields.with_value(|fields| {
            let order = |fields: &Vec<FieldSetting>| fields.iter().map(|field| field.asked.name.clone()).collect();
            fields.as_ref().map(order)
        });
        if let Some(order) = order {
            let order: Vec<String> = order;
            return order.into_iter().filter(|name| names.contains(name)).collect();
        }
        names.sort_by_key(|name| {
            let place = PERSONAL_ATTRIBUTES.iter().position(|standard| standard == name);
            (is_fixed(name), place.unwrap_or(PERSONAL_ATTRIBUTES.len()), name.clone())
        });
        names
    }

    /// Whether the owner leaves it to this person.
    fn is_editable(self, name: &str) -> bool {
        self.fields.with_value(|fields| {
            let is_editable = |field: &FieldSetting| field.asked.name == name && field.is_editable;
            fields.as_ref().is_none_or(|fields| fields.iter().any(is_editable))
        })
    }

    /// What can be added: what the owner tells, or what people have.
    fn addable(self) -> Vec<String> {
        let mut names: Vec<String> = self.fields.with_value(|fields| match fields {
            Some(fields) => {
                let editable = fields.iter().filter(|field| field.is_editable);
                editable.map(|field| field.asked.name.clone()).collect()
            }
            None => PERSONAL_ATTRIBUTES.map(ToOwned::to_owned).into(),
        });
        names.retain(|name| !self.is_hidden(name));
        names
    }

    /// Whether it is kept of people without their being asked for it: what the sign-up sends unseen, and, where the owner
    /// does not list it, which terms they have accepted.
    fn is_hidden(self, name: &str) -> bool {
        let settings = self.settings;
        let is_listed = self.fields.with_value(Option::is_some);
        let is_consent = || settings.consent_field().is_ok_and(|consent| consent.asked.name == name);
        settings.field_of(name).asked.kind == AttributeKind::Hidden
            || !is_listed && settings.asks_consent() && is_consent()
    }

    /// Whether somebody can be without it. Without an email nobody can be helped who forgets their password; without what
    /// they sign in by, nobody comes in; and something the owner may require.
    fn can_be_removed(self, name: &str) -> bool {
        let is_required =
            |fields: &Vec<FieldSetting>| fields.iter().any(|field| field.asked.name == name && field.asked.is_required);
        let is_required = self.fields.with_value(|fields| fields.as_ref().is_some_and(is_required));
        name != "email" && !self.settings.is_only_way_in(name) && !is_required
    }

    /// What it is called: in the owner's words, if they have any.
    fn label(self, name: &str) -> Sentence {
        let label = self.settings.field_of(name).label;
        label.map_or_else(|| profile::label(name), Sentence::from)
    }

    fn begin(self, mode: Mode) {
        self.changed.set_value(None);
        self.done.set(None);
        self.refusal.set(None);
        self.mode.set(mode);
    }

    /// Back to the rows, with the focus on the one that was changed, as soon as it is here.
    fn end(self, name: &str) {
        self.changed.set_value(Some(name.to_owned()));
        self.mode.set(Mode::Viewing);
    }

    /// Back to the rows without a change, with the focus where it was before.
    fn give_up(self, name: &str) {
        let is_there = untrack(|| self.value(name).is_some());
        self.end(name);
        if !is_there {
            platform::focus_soon(ADD_ID.to_owned());
        }
    }

    /// Moves the focus to a row that was just drawn, if it is the one that was changed.
    fn focus_changed(self, name: &str) {
        if self.changed.with_value(|changed| changed.as_deref() == Some(name)) {
            self.changed.set_value(None);
            platform::focus_soon(row::edit_id(name));
        }
    }

    fn has_done(self, sentence: Sentence) {
        self.done.set(Some(sentence));
        self.user_data.reading().reload();
    }

    /// Why something was refused, for the person; what cannot be changed at all is marked instead.
    fn refused(self, name: &str, error: &cognito_client::Error) -> Option<Sentence> {
        let problem = profile::problem(self.label(name), error);
        if problem.is_none() {
            self.locked.update(|locked| {
                locked.insert(name.to_owned());
            });
            self.mode.set(Mode::Viewing);
            self.refusal.set(Some(profile::cannot_be_changed(self.label(name))));
        }
        problem
    }
}

/// What Cognito or the pool's owner sets.
fn is_fixed(name: &str) -> bool {
    matches!(name, "sub" | "identities" | "updated_at") || name.starts_with("cognito:")
}

/// Whether codes can go there; it is changed by who has just proved who they are, and proved by a code.
fn is_contact(name: &str) -> bool {
    matches!(name, "email" | "phone_number")
}

/// Who it is, at a glance. A picture would have to be fetched from somewhere: the initials need not.
fn person(editor: Editor) -> Element {
    let email = move || editor.value("email").or_else(|| editor.value("phone_number")).unwrap_or_default();
    let called = move || editor.value("name").or_else(|| editor.value("given_name"));
    let letters = move || Some(initials(called().as_deref(), &email()));
    let name = move || called().map(|name| components::name(&name)).into_child();
    let names = element("p")
        .child(of_class("span", "row-title").child(live(name)))
        .child(of_class("span", "hint").child(live(move || components::name(&email()))));
    let avatar = of_class("span", "avatar").attribute("aria-hidden", "true").text(letters);
    of_class("div", "person").child(avatar).child(names)
}

const ADD_ID: &str = "add-attribute";

/// The attributes that are not set yet, to pick one.
#[component]
fn AddAttribute() -> View {
    let editor = Editor::expect();
    let missing = Memo::new(move |_| {
        let is_missing =
            |name: &String| editor.value(name).is_none() && editor.locked.with(|locked| !locked.contains(name));
        editor.addable().into_iter().filter(is_missing).collect::<Vec<_>>()
    });
    // The list itself knows what is picked, also when it is drawn anew or has other entries.
    let list = Place::new(None);
    let add = move || {
        if let Some(list) = list.get_untracked() {
            editor.begin(Mode::Editing(list.unchecked_into::<web_sys::HtmlSelectElement>().value()));
        }
    };
    let options = move || {
        let option = |name: String| element("option").attribute("value", name.clone()).text(editor.label(&name));
        missing.get().into_iter().map(option).collect::<Vec<_>>().into_child()
    };
    // Not drawn anew when another detail is missing: the list may have the focus.
    let is_offered =
        Memo::new(move |_| editor.mode.with(|mode| *mode == Mode::Viewing) && !missing.with(Vec::is_empty));
    live(move || {
        let form = is_offered.get().then(|| {
            of_class("div", "add")
                .child(element("label").attribute("for", ADD_ID).text(profile::ADD_LABEL))
                .child(element("select").attribute("id", ADD_ID).known_as(list).child(live(options)))
                .child(button("second", profile::ADD, add))
        });
        form.into_child()
    })
}
