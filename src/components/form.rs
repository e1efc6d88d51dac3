use std::pin::Pin;

use futures_util::future::{AbortHandle, abortable};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{
    field::FieldState,
    submit::{SubmitButton, Waiting},
};
use crate::{forms::Problems, platform};

/// One button's way to the service: one call at a time, which can be given up.
#[derive(Clone, Copy)]
pub struct Submission {
    is_busy: RwSignal<bool>,
    refusal: RwSignal<Option<String>>,
    abort: StoredValue<Option<AbortHandle>>,
}

impl Default for Submission {
    fn default() -> Self {
        Self { is_busy: RwSignal::new(false), refusal: RwSignal::new(None), abort: StoredValue::new(None) }
    }
}

impl Submission {
    pub fn is_busy(self) -> Signal<bool> {
        self.is_busy.into()
    }

    /// Why the last call was refused; nothing while another is on its way.
    pub fn refusal(self) -> Signal<Option<String>> {
        self.refusal.into()
    }

    /// Starts a call that ends with a sentence if it was refused. Does nothing while another is on its way.
    pub fn send(self, call: impl Future<Output = Option<String>> + 'static) {
        if !self.is_busy.get_untracked() {
            self.start(Box::pin(call));
        }
    }

    /// Gives up waiting.
    pub fn cancel(self) {
        if let Some(handle) = self.abort.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }

    fn start(self, call: Pin<Box<dyn Future<Output = Option<String>>>>) {
        let (call, handle) = abortable(call);
        self.is_busy.set(true);
        self.refusal.set(None);
        self.abort.set_value(Some(handle));
        spawn_local(async move {
            let refusal = call.await.ok().flatten();
            // The page may have gone meanwhile, and these with it.
            self.is_busy.try_set(false);
            self.refusal.try_set(refusal);
        });
    }
}

/// A form of fields and one main button. Sent with a mistake in it, it shows every message and focuses the first field
/// that has one; sent while it is busy, it does nothing.
#[component]
pub fn Form(
    fields: Vec<FieldState>,
    submission: Submission,
    /// Sends what was filled in, or says what is wrong with it.
    on_submit: Box<dyn Fn() -> Result<(), Problems>>,
    label: &'static str,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Err(problems) = untrack(&on_submit) {
            fields.iter().for_each(|field| field.check());
            if let Some((field, _)) = problems.first() {
                platform::focus_field(field.name());
            }
        }
    };
    let is_busy = submission.is_busy();
    view! {
        <form novalidate on:submit=submit>
            {children()}
            <SubmitButton label is_busy />
            <Waiting is_busy on_cancel=Callback::new(move |()| submission.cancel()) />
        </form>
    }
}
