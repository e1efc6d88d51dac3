use core::time::Duration;

use leptos::prelude::*;

use crate::text;

/// Seconds between two codes, so that nobody runs into Cognito's own limit by impatience.
const PAUSE: u32 = 30;

/// A button that then pauses, and shows for how long.
#[component]
pub fn ResendButton(is_busy: Signal<bool>, on_press: Callback<()>) -> impl IntoView {
    let seconds_left = RwSignal::new(0_u32);
    let timer = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let tick = move || {
        seconds_left.update(|seconds| *seconds = seconds.saturating_sub(1));
        if seconds_left.get_untracked() == 0 {
            stop();
        }
    };
    Effect::new(move |was_busy: Option<bool>| {
        if was_busy == Some(true) && !is_busy.get() {
            seconds_left.set(PAUSE);
            timer.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
        }
        is_busy.get()
    });
    on_cleanup(stop);
    let is_pausing = Signal::derive(move || seconds_left.get() > 0 || is_busy.get());
    let pause = Signal::derive(move || match seconds_left.get() {
        0 => None,
        seconds => Some(text::resend_in(seconds)),
    });
    view! {
        <p class="resend">
            <button
                type="button"
                class="quiet"
                aria-disabled=Signal::derive(move || is_pausing.get().then_some("true"))
                on:click=move |_| {
                    if !is_pausing.get_untracked() {
                        on_press.run(());
                    }
                }
            >
                {text::RESEND}
            </button>
            <span class="hint">{pause}</span>
        </p>
    }
}
