use futures_util::future::AbortHandle;
use leptos::prelude::*;
use web_sys::Event;

use super::{
    field::FieldState,
    submit::{SubmitButton, Waiting},
};
use crate::{
    forms::Problems,
    language::Sentence,
    life::{Call, Life, deferred},
    platform,
    signals::{RwSignal, Signal},
    ui::{Child, Children, View, Words, element},
};

/// One button's way to the service: one call at a time, which the person can give up.
#[derive(Clone, Copy)]
pub struct Submission {
    life: Life,
    is_busy: RwSignal<bool>,
    refusal: RwSignal<Option<Sentence>>,
    abort: StoredValue<Option<AbortHandle>>,
}

impl Default for Submission {
    fn default() -> Self {
        Self {
            life: Life::begin(),
            is_busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            abort: StoredValue::new(None),
        }
    }
}

impl Submission {
    pub fn is_busy(self) -> Signal<bool> {
        self.is_busy.into()
    }

    /// Why the last call was refused; nothing while another is on its way.
    pub fn refusal(self) -> Signal<Option<Sentence>> {
        self.refusal.into()
    }

    /// Starts a call. `show` is told what came of it, and gives a sentence if it was refused: not if the page has gone
    /// meanwhile, or somebody gave up waiting. Does nothing while another call is on its way.
    pub fn send<T: 'static>(
        self,
        call: impl Future<Output = T> + 'static,
        show: impl FnOnce(T) -> Option<Sentence> + 'static,
    ) {
        self.start(deferred(Box::pin(call), Box::new(show)));
    }

    fn start(self, call: Call<Option<Sentence>>) {
        if self.is_busy.try_get_untracked() != Some(false) {
            return;
        }
        self.is_busy.set(true);
        self.refusal.set(None);
        let handle = self.life.call_abortable(call, move |called| {
            self.is_busy.set(false);
            let refusal = called.and_then(|show| show());
            self.refusal.try_set(refusal);
        });
        self.abort.set_value(Some(handle));
    }

    /// Gives up waiting.
    pub fn cancel(self) {
        if let Some(handle) = self.abort.try_update_value(Option::take).flatten() {
            handle.abort();
        }
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
    #[prop(into)] label: Words,
    children: Children,
) -> View {
    let submit = move |event: Event| {
        event.prevent_default();
        if let Err(problems) = untrack(&on_submit) {
            fields.iter().for_each(|field| field.check());
            if let Some((field, _)) = problems.first() {
                platform::focus_field(field.name());
            }
        }
    };
    let is_busy = submission.is_busy();
    element("form")
        .attribute("novalidate", "")
        .on("submit", submit)
        .child(children.draw())
        .child(view! { <SubmitButton label is_busy /> })
        .child(view! { <Waiting is_busy on_cancel=Callback::new(move |()| submission.cancel()) /> })
        .into_child()
}
