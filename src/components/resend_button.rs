use core::time::Duration;

use leptos::prelude::*;

use crate::{
    language::Sentence,
    signals::{Effect, RwSignal, Signal},
    text,
    ui::{Child, View, button, of_class},
};

/// Seconds between two codes, so that nobody runs into Cognito's own limit by impatience.
const PAUSE: u32 = 30;

/// A button that then pauses, and shows for how long.
#[component]
pub fn ResendButton(
    is_busy: Signal<bool>,
    on_press: Callback<()>,
    /// What it sends, if no code.
    #[prop(default = text::RESEND)]
    label: Sentence,
) -> View {
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
    let press = move || {
        if !is_pausing.get_untracked() {
            on_press.run(());
        }
    };
    let pause = move || match seconds_left.get() {
        0 => None,
        seconds => Some(text::resend_in(seconds).words()),
    };
    of_class("p", "resend")
        .child(button("quiet", label, press).flag("aria-disabled", is_pausing))
        .child(of_class("span", "hint").text(pause))
        .into_child()
}
