use std::sync::Arc;

use leptos::prelude::*;

use super::{
    alert::Alert,
    dialog::{DIALOG_TITLE, Dialog, Modal},
    isolated::live_sentence,
};
use crate::{
    language::Sentence,
    signals::{RwSignal, Signal},
    text,
    ui::{Child, ChildrenFn, View, busy_button, button, element, of_class},
};

/// Asks before something that cannot be undone. Whoever does that closes it, or says why it was refused.
#[component]
pub fn Question(
    modal: Modal,
    #[prop(into)] title: Signal<Sentence>,
    #[prop(into)] intro: Signal<Sentence>,
    /// What the answer does.
    label: Sentence,
    is_busy: Signal<bool>,
    refusal: Signal<Option<Sentence>>,
    on_answer: Callback<()>,
) -> View {
    let content = move || {
        let heading = element("h2").attribute("id", DIALOG_TITLE).child(live_sentence(title));
        let intro = of_class("p", "intro").child(live_sentence(intro));
        let refusal = view! { <Alert message=refusal /> }.into_child();
        let answer = busy_button("main danger", label.clone(), is_busy, move || on_answer.run(()));
        let cancel = button("second", text::CANCEL, move || modal.close());
        let asked = (heading.into_child(), intro.into_child(), refusal, answer.into_child(), cancel.into_child());
        asked.into_child()
    };
    view! { <Dialog modal on_close=Callback::new(|()| ()) children=ChildrenFn::of(content) /> }.into_child()
}

/// A [`Question`] that is asked about one of several things at a time.
#[derive(Clone, Copy)]
pub struct Asking {
    pub modal: Modal,
    title: RwSignal<Sentence>,
    intro: RwSignal<Sentence>,
    answer: StoredValue<Option<Answer>>,
}

type Answer = Arc<dyn Fn() + Send + Sync>;

impl Default for Asking {
    fn default() -> Self {
        let (title, intro) = (RwSignal::new(Sentence::default()), RwSignal::new(Sentence::default()));
        Self { modal: Modal::default(), title, intro, answer: StoredValue::new(None) }
    }
}

impl Asking {
    /// Asks; `answer` is what is done then.
    pub fn ask(self, title: Sentence, intro: Sentence, answer: impl Fn() + Send + Sync + 'static) {
        self.title.set(title);
        self.intro.set(intro);
        self.answer.set_value(Some(Arc::new(answer)));
        self.modal.open();
    }

    /// Where it is asked.
    pub fn question(self, label: Sentence, is_busy: Signal<bool>, refusal: Signal<Option<Sentence>>) -> View {
        let on_answer = Callback::new(move |()| {
            if let Some(answer) = self.answer.get_value() {
                answer();
            }
        });
        let Self { modal, title, intro, .. } = self;
        view! { <Question modal title intro label is_busy refusal on_answer /> }.into_child()
    }
}
