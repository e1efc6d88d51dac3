use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::field::{FieldState, TextField};
use crate::{
    forms::{Problems, compact_code},
    language::Sentence,
    signals::Signal,
    ui::{Child, View},
};

/// A code that was sent, or that an app shows. As soon as its last digit is there, typed or pasted, the form is sent.
#[component]
pub fn CodeField(
    state: FieldState,
    problems: Signal<Problems>,
    label: Sentence,
    /// How many digits the code has; none if the form is to be sent by hand.
    #[prop(into)]
    length: Option<usize>,
) -> View {
    let was_complete = StoredValue::new(false);
    let send_when_complete = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let code = compact_code(&input.value());
        let is_complete = Some(code.len()) == length && code.bytes().all(|byte| byte.is_ascii_digit());
        if is_complete
            && !was_complete.get_value()
            && let Some(form) = input.form()
        {
            // It fails only for a form that has just left the page.
            form.request_submit().ok();
        }
        was_complete.set_value(is_complete);
    };
    view! {
        <TextField
            state
            problems
            label
            kind="text"
            class="code"
            autocomplete="one-time-code"
            inputmode="numeric"
            on_input=Box::new(send_when_complete)
        />
    }
    .into_child()
}
