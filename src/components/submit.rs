use core::time::Duration;

use leptos::prelude::*;

use crate::text;

const PATIENCE: Duration = Duration::from_secs(8);

/// The form's one main button. While busy it keeps its label and place, and the form ignores it.
#[component]
pub fn SubmitButton(label: &'static str, is_busy: Signal<bool>) -> impl IntoView {
    view! {
        <button type="submit" class="main" aria-busy=aria_busy(is_busy)>
            {label}
            <span class="spinner" aria-hidden="true"></span>
        </button>
    }
}

/// `aria-busy`, which also shows the spinner.
pub fn aria_busy(is_busy: Signal<bool>) -> Signal<Option<&'static str>> {
    Signal::derive(move || is_busy.get().then_some("true"))
}

/// After eight seconds: says that it is still trying, and offers to stop.
#[component]
pub fn Waiting(is_busy: Signal<bool>, on_cancel: Callback<()>) -> impl IntoView {
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
    view! {
        <div class="waiting" role="status">
            {move || {
                is_long
                    .get()
                    .then(|| {
                        view! {
                            <span>{text::STILL_TRYING}</span>
                            <button type="button" class="quiet" on:click=move |_| on_cancel.run(())>
                                {text::CANCEL}
                            </button>
                        }
                    })
            }}
        </div>
    }
}
