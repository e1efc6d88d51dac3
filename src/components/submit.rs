use core::time::Duration;

use leptos::prelude::*;

use crate::{
    signals::{Effect, RwSignal, Signal},
    text,
    ui::{Child, View, Words, button, element, live, of_class},
};

const PATIENCE: Duration = Duration::from_secs(8);

/// The form's one main button. While busy it keeps its label and place, and the form ignores it.
#[component]
pub fn SubmitButton(label: Words, is_busy: Signal<bool>) -> View {
    of_class("button", "main").attribute("type", "submit").text(label).busy(is_busy).into_child()
}

/// After eight seconds: says that it is still trying, and offers to stop.
#[component]
pub fn Waiting(is_busy: Signal<bool>, on_cancel: Callback<()>) -> View {
    let is_long = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |_| {
        stop();
        is_long.set(false);
        if is_busy.get() {
            timer.set_value(set_timeout_with_handle(move || is_long.set(true), PATIENCE).ok());
        }
    });
    on_cleanup(stop);
    let content = move || {
        let offer = || {
            let cancel = button("quiet", text::CANCEL, move || on_cancel.run(()));
            vec![element("span").text(text::STILL_TRYING), cancel]
        };
        is_long.get().then(offer).into_child()
    };
    of_class("div", "waiting").attribute("role", "status").child(live(content)).into_child()
}
