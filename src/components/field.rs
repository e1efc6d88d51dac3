use leptos::prelude::*;

use super::{dialog::is_in_dialog, isolated::live_sentence};
use crate::{
    forms::{Field, Problem, Problems},
    language::Sentence,
    platform,
    signals::{Memo, RwSignal, Signal},
    text,
    ui::{Child, Element, View, Words, element, of_class},
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

    pub(super) fn problem(self, problems: Signal<Problems>) -> Signal<Option<Problem>> {
        Signal::derive(move || {
            let is_ours = |(field, problem): &(Field, Problem)| (*field == self.field).then_some(*problem);
            if self.is_due.get() { problems.with(|problems| problems.iter().find_map(is_ours)) } else { None }
        })
    }
}

/// What is wrong with what is filled in, as long as it cannot be parsed.
pub fn problems_in<T>(parse: impl Fn() -> Result<T, Problems> + Send + Sync + 'static) -> Signal<Problems> {
    memo(Box::new(move || parse().err().unwrap_or_default()))
}

fn memo(problems: Box<dyn Fn() -> Problems + Send + Sync>) -> Signal<Problems> {
    Memo::new(move |_| problems()).into()
}

/// A label, an optional hint, an input, and the message under it.
#[component]
pub fn TextField(
    state: FieldState,
    problems: Signal<Problems>,
    label: Sentence,
    /// The input's type.
    kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional_no_strip)] hint: Option<Sentence>,
    #[prop(optional)] class: &'static str,
    /// Told of each change, once it is made.
    #[prop(optional)]
    on_input: Option<Box<dyn Fn(web_sys::Event)>>,
    /// Told when it was left.
    #[prop(optional)]
    on_leave: Option<Box<dyn Fn()>>,
) -> View {
    let mut input = control("input", state, problems, hint.is_some())
        .attribute("type", kind)
        .attribute("class", class)
        .attribute("autocomplete", autocomplete)
        .attribute("autocapitalize", "none")
        .attribute("spellcheck", "false");
    if let Some(inputmode) = inputmode {
        input = input.attribute("inputmode", inputmode);
    }
    // Codes, numbers and addresses are, in every language.
    if kind != "text" || matches!(inputmode, Some("email" | "numeric")) {
        input = input.attribute("dir", "ltr");
    }
    if let Some(on_input) = on_input {
        input = input.on("input", on_input);
    }
    if let Some(on_leave) = on_leave {
        input = input.on("focusout", move |_| on_leave());
    }
    let input = input.on("blur", move |_| state.leave());
    field(state.field, live_sentence(Signal::stored(label)), hint.map(|hint| Words::from(hint).into_child()))
        .child(input)
        .child(message(state, problems))
        .into_child()
}

/// What a field consists of around its control and its message.
pub(super) fn field(field: Field, label: View, hint: Option<View>) -> Element {
    let id = element_id(field);
    let around = of_class("div", "field").child(element("label").attribute("for", id.clone()).child(label));
    match hint {
        Some(hint) => around.child(of_class("p", "hint").attribute("id", hint_id(&id)).child(hint)),
        None => around,
    }
}

/// What is typed into: what holds of it, whatever is typed.
pub(super) fn control(tag: &'static str, state: FieldState, problems: Signal<Problems>, has_hint: bool) -> Element {
    let (id, problem) = (element_id(state.field), state.problem(problems));
    element(tag)
        .attribute("id", id.clone())
        .attribute("name", state.field.name())
        .attribute("aria-required", "true")
        .attribute("aria-describedby", described_by(&id, has_hint))
        .attribute("aria-invalid", move || problem.get().map(|_| "true".to_owned()))
        .value(move || state.value.get())
        .on("input", move |event| state.value.set(event_target_value(&event)))
}

/// The message under a field, spoken when it appears.
pub(super) fn message(state: FieldState, problems: Signal<Problems>) -> Element {
    message_in(state, problems, move |problem| text::problem(state.field, problem))
}

/// The same in other words.
pub(super) fn message_in(
    state: FieldState,
    problems: Signal<Problems>,
    words: impl Fn(Problem) -> Sentence + Copy + Send + Sync + 'static,
) -> Element {
    let problem = state.problem(problems);
    of_class("p", "message")
        .attribute("id", message_id(&element_id(state.field)))
        .attribute("aria-live", "polite")
        .text(move || problem.get().map(|problem| words(problem).words()))
}

/// A dialog may ask for what is on the page behind it too.
pub(super) fn element_id(field: Field) -> String {
    if is_in_dialog() { format!("dialog-{}", field.name()) } else { field.name().to_owned() }
}

pub(super) fn described_by(id: &str, has_hint: bool) -> String {
    if has_hint { format!("{} {}", hint_id(id), message_id(id)) } else { message_id(id) }
}

pub(super) fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

fn message_id(id: &str) -> String {
    format!("{id}-message")
}
