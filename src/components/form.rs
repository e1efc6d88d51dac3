use leptos::{ev::SubmitEvent, prelude::*, reactive::actions::ActionAbortHandle};

use super::{
    field::FieldState,
    submit::{SubmitButton, Waiting},
};
use crate::{forms::Problems, platform};

/// One form's way to the service: one call at a time, which can be given up.
pub struct Submission<I: 'static, O: 'static> {
    action: Action<I, O>,
    abort: StoredValue<Option<ActionAbortHandle>>,
}

impl<I: 'static, O: Clone + Send + Sync + 'static> Submission<I, O> {
    pub fn new<F: Future<Output = O> + 'static>(run: impl Fn(&I) -> F + 'static) -> Self {
        Self { action: Action::new_local(run), abort: StoredValue::new(None) }
    }

    pub fn is_busy(self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// How the last call ended; nothing while one is on its way.
    pub fn outcome(self) -> Option<O> {
        if self.action.pending().get() { None } else { self.action.value().get() }
    }

    /// Does nothing while a call is on its way.
    pub fn send(self, input: I) {
        if !self.action.pending().get_untracked() {
            self.abort.set_value(Some(self.action.dispatch_local(input)));
        }
    }

    pub fn cancel(self) {
        if let Some(handle) = self.abort.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    }
}

impl<I, O> Clone for Submission<I, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, O> Copy for Submission<I, O> {}

/// A form of fields and one main button. Sent with a mistake in it, it shows every message and focuses the first field
/// that has one; sent while it is busy, it does nothing.
#[component]
pub fn Form<I: 'static, O: Clone + Send + Sync + 'static>(
    fields: Vec<FieldState>,
    parse: impl Fn() -> Result<I, Problems> + 'static,
    submission: Submission<I, O>,
    label: &'static str,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match untrack(&parse) {
            Ok(input) => submission.send(input),
            Err(problems) => {
                fields.iter().for_each(|field| field.check());
                if let Some((field, _)) = problems.first() {
                    platform::focus_field(field.name());
                }
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
