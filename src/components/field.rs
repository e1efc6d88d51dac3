use leptos::prelude::*;

use super::{dialog::is_in_dialog, isolated::sentence};
use crate::{
    forms::{Field, Problem, Problems},
    platform, text,
};

/// What a field holds, and whether it is time to speak of its problem.
#[derive(Clone, Copy)]
pub struct FieldState {
    pub field: Field,
    pub value: RwSignal<String>,
    is_due: RwSignal<bool>,
}

impl FieldState {
    pub fn new(field: Field) -> Self {
        Self { field, value: RwSignal::new(String::new()), is_due: RwSignal::new(false) }
    }

    pub fn get(self) -> String {
        self.value.get()
    }

    /// From now on a problem is shown until it is mended.
    pub fn check(self) {
        self.is_due.set(true);
    }

    pub fn check_and_focus(self) {
        self.check();
        platform::focus_field(self.field.name());
    }

    /// As at first; does nothing if the page has gone.
    pub fn empty(self) {
        self.value.try_set(String::new());
        self.is_due.try_set(false);
    }

    /// Asks for it anew; does nothing if the page has gone.
    pub fn empty_and_focus(self) {
        if self.value.try_set(String::new()).is_none() {
            self.is_due.set(false);
            platform::focus_field(self.field.name());
        }
    }

    /// On leaving: an empty field is no mistake before the form is sent. Browsers say so too of a field that goes with its
    /// page while it has the focus: then there is nothing left to check.
    pub(crate) fn leave(self) {
        if self.value.try_with_untracked(String::is_empty) == Some(false) {
            self.check();
        }
    }

    fn problem(self, problems: Signal<Problems>) -> Signal<Option<Problem>> {
        Signal::derive(move || {
            let is_ours = |(field, problem): &(Field, Problem)| (*field == self.field).then_some(*problem);
            if self.is_due.get() { problems.with(|problems| problems.iter().find_map(is_ours)) } else { None }
        })
    }
}

/// A label, an optional hint, an input, and the message under it.
#[component]
pub fn TextField(
    state: FieldState,
    problems: Signal<Problems>,
    #[prop(into)] label: String,
    /// The input's type.
    kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let (name, id) = (state.field.name(), element_id(state.field));
    view! {
        <div class="field">
            <label for=id.clone()>{sentence(&label)}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id(&id)>{hint}</p> })}
            <input
                id=id.clone()
                name=name
                type=kind
                class=class
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize="none"
                spellcheck="false"
                aria-required="true"
                aria-describedby=described_by(&id, hint.is_some())
                aria-invalid=is_invalid(state, problems)
                prop:value=state.value
                on:input:target=move |event| state.value.set(event.target().value())
                on:blur=move |_| state.leave()
            />
            <FieldMessage state problems />
        </div>
    }
}

/// The message under a field, spoken when it appears.
#[component]
pub(super) fn FieldMessage(state: FieldState, problems: Signal<Problems>) -> impl IntoView {
    let problem = state.problem(problems);
    let message = Signal::derive(move || problem.get().map(|problem| text::problem(state.field, problem)));
    view! {
        <p class="message" id=message_id(&element_id(state.field)) aria-live="polite">
            {message}
        </p>
    }
}

pub(super) fn is_invalid(state: FieldState, problems: Signal<Problems>) -> Signal<Option<&'static str>> {
    let problem = state.problem(problems);
    Signal::derive(move || problem.get().map(|_| "true"))
}

/// A dialog may ask for what is on the page behind it too.
pub(super) fn element_id(field: Field) -> String {
    if is_in_dialog() { format!("dialog-{}", field.name()) } else { field.name().to_owned() }
}

pub(super) fn described_by(id: &str, has_hint: bool) -> String {
    if has_hint { format!("{} {}", hint_id(id), message_id(id)) } else { message_id(id) }
}

fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

fn message_id(id: &str) -> String {
    format!("{id}-message")
}
