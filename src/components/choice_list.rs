use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    submit::aria_busy,
};
use crate::text;

/// One of several ways to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<T> {
    pub value: T,
    pub icon: Icon,
    pub label: &'static str,
    pub hint: &'static str,
}

/// Buttons to choose from, what was used last first and marked.
#[component]
pub fn ChoiceList<T: Copy + PartialEq + Send + Sync + 'static>(
    choices: Vec<Choice<T>>,
    last_used: Option<T>,
    /// Whether a choice is on its way: then no other can be made.
    is_busy: Signal<bool>,
    on_choose: Callback<T>,
) -> impl IntoView {
    let chosen = RwSignal::new(None);
    let mut choices = choices;
    choices.sort_by_key(|choice| Some(choice.value) != last_used);
    let button = move |choice: Choice<T>| {
        let is_last_used = Some(choice.value) == last_used;
        let is_chosen = Signal::derive(move || is_busy.get() && chosen.get() == Some(choice.value));
        let choose = move |_| {
            if !is_busy.get_untracked() {
                chosen.set(Some(choice.value));
                on_choose.run(choice.value);
            }
        };
        view! {
            <li>
                // Its name is all that it reads: who speaks to the browser may say any part of it.
                <button type="button" class="choice" aria-busy=aria_busy(is_chosen) on:click=choose>
                    {icon(choice.icon)}
                    <span>
                        <span class="label">{choice.label}</span>
                        " "
                        <span>
                            {is_last_used.then(|| view! { <span class="last-used">{text::LAST_USED}</span> })} " "
                            <span class="hint">{choice.hint}</span>
                        </span>
                    </span>
                    <span class="spinner" aria-hidden="true"></span>
                </button>
            </li>
        }
    };
    view! { <ul class="choices">{choices.into_iter().map(button).collect_view()}</ul> }
}
