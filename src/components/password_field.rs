use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::field::{FieldMessage, FieldState, described_by, element_id, is_invalid};
use crate::{forms::Problems, text};

const EYE: &str = include_str!("../../style/eye.svg");

/// A password with a button that shows it, and a word about Caps Lock.
#[component]
pub fn PasswordField(
    state: FieldState,
    problems: Signal<Problems>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(default = text::PASSWORD)] label: &'static str,
) -> impl IntoView {
    let (name, id) = (state.field.name(), element_id(state.field));
    let is_shown = RwSignal::new(false);
    let is_caps_lock_on = RwSignal::new(false);
    let kind = Signal::derive(move || if is_shown.get() { "text" } else { "password" });
    let reveal = Signal::derive(move || if is_shown.get() { text::HIDE_PASSWORD } else { text::SHOW_PASSWORD });
    let caps_lock = Signal::derive(move || is_caps_lock_on.get().then_some(text::CAPS_LOCK));
    let watch_caps_lock = move |event: KeyboardEvent| is_caps_lock_on.set(event.get_modifier_state("CapsLock"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div class="password">
                <input
                    id=id.clone()
                    name=name
                    type=kind
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-required="true"
                    aria-describedby=described_by(&id, false)
                    aria-invalid=is_invalid(state, problems)
                    prop:value=state.value
                    on:input:target=move |event| state.value.set(event.target().value())
                    on:keydown=watch_caps_lock
                    on:keyup=watch_caps_lock
                    on:blur=move |_| {
                        is_caps_lock_on.set(false);
                        state.leave();
                    }
                />
                <button
                    type="button"
                    class="reveal"
                    class:shown=is_shown
                    aria-controls=id.clone()
                    aria-label=reveal
                    on:click=move |_| is_shown.update(|shown| *shown = !*shown)
                    inner_html=EYE
                ></button>
            </div>
            <p class="hint" role="status">{caps_lock}</p>
            <FieldMessage state problems />
        </div>
    }
}
