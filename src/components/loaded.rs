use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::alert::Alert;
use crate::{
    language::Sentence,
    life::{Call, Life, deferred},
    platform,
    signals::{Memo, RwSignal, Signal},
    text,
    ui::{Child, ChildrenFn, Place, View, button, live, of_class, when},
};

/// Something that is read from the service, and may be read again. What has failed, or was read anew meanwhile, or comes
/// when the page has gone, changes nothing.
pub struct Reading<T: Send + Sync + 'static> {
    progress: ReadingProgress,
    value: RwSignal<Option<T>>,
}

impl<T: Send + Sync + 'static> Reading<T> {
    /// Begins to read. `show` makes of what `read` ends with what is shown, or the sentence for why there is nothing.
    pub fn new<F: Future + 'static>(
        read: impl Fn() -> F + 'static,
        show: impl Fn(F::Output) -> Result<T, Sentence> + Copy + 'static,
    ) -> Self {
        let value = RwSignal::new(None);
        let progress = ReadingProgress::new(Rc::new(move || {
            deferred(Box::pin(read()), Box::new(move |read| show(read).map(|read| value.set(Some(read)))))
        }));
        progress.start();
        Self { progress, value }
    }

    /// What was read; nothing as long as it is not here.
    pub fn value(self) -> RwSignal<Option<T>> {
        self.value
    }

    pub fn progress(self) -> ReadingProgress {
        self.progress
    }

    /// Reads once more. What is here stays until then.
    pub fn reload(self) {
        self.progress.start();
    }
}

impl<T: Send + Sync + 'static> Clone for Reading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Reading<T> {}

/// How far a [`Reading`] is: the same code for all of them.
#[derive(Clone, Copy)]
pub struct ReadingProgress {
    life: Life,
    state: RwSignal<State>,
    /// Counts the tries: only the newest one's answer counts.
    newest: StoredValue<u32>,
    read: StoredValue<Rc<dyn Fn() -> Delivery>, LocalStorage>,
}

/// Puts what was read where it is looked for, or says why it cannot.
type Delivery = Call<Result<(), Sentence>>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Reading,
    Here,
    /// What is here may change.
    ReadingAgain,
    Failed(Sentence),
    /// What is here may no longer be so.
    FailedAgain(Sentence),
}

impl State {
    fn is_here(&self) -> bool {
        matches!(self, Self::Here | Self::ReadingAgain | Self::FailedAgain(_))
    }
}

impl ReadingProgress {
    fn new(read: Rc<dyn Fn() -> Delivery>) -> Self {
        Self {
            life: Life::begin(),
            state: RwSignal::new(State::Reading),
            newest: StoredValue::new(0),
            read: StoredValue::new_local(read),
        }
    }

    fn start(self) {
        if self.life.is_over() {
            return;
        }
        let is_here = self.state.with_untracked(State::is_here);
        self.state.set(if is_here { State::ReadingAgain } else { State::Reading });
        self.newest.update_value(|newest| *newest += 1);
        let this = self.newest.get_value();
        let call = untrack(|| self.read.get_value()());
        self.life.call(call, move |deliver| {
            if self.newest.get_value() == this {
                let failed = if is_here { State::FailedAgain } else { State::Failed };
                self.state.set(deliver().err().map_or(State::Here, failed));
            }
        });
    }
}

/// What stands where the children will be.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    Reading,
    Failed,
    Empty(Sentence),
    Here,
}

/// Shows its children as soon as what they show is here. Until then their shape, if that takes long enough to be noticed,
/// or else what went wrong and a way to try again. What is here stays if it cannot be read again: people may be typing into it.
#[component]
pub fn Loaded(
    progress: ReadingProgress,
    /// What to say in place of the children, where there is nothing for them to show.
    #[prop(into, optional)]
    empty: Signal<Option<Sentence>>,
    children: ChildrenFn,
) -> View {
    let state = progress.state;
    let region = Place::new(None);
    let stage = Memo::new(move |_| match state.get() {
        State::Reading => Stage::Reading,
        State::Failed(_) => Stage::Failed,
        State::Here | State::ReadingAgain | State::FailedAgain(_) => empty.get().map_or(Stage::Here, Stage::Empty),
    });
    let is_busy = Signal::derive(move || state.with(|state| matches!(state, State::Reading | State::ReadingAgain)));
    let problem = Signal::derive(move || match state.get() {
        State::Failed(sentence) | State::FailedAgain(sentence) => Some(sentence),
        State::Reading | State::Here | State::ReadingAgain => None,
    });
    let try_again = move || {
        // The button goes.
        if let Some(region) = region.get_untracked() {
            platform::focus(region.unchecked_ref());
        }
        progress.start();
    };
    let content = move || match stage.get() {
        // The space of what is about to come.
        Stage::Reading => {
            let skeleton = of_class("div", "skeleton").attribute("aria-hidden", "true");
            skeleton.html("<span></span><span></span><span></span>").into_child()
        }
        Stage::Failed => View::nothing(),
        Stage::Empty(sentence) => of_class("p", "hint").text(sentence).into_child(),
        Stage::Here => children.draw(),
    };
    let loading = move || (stage.get() == Stage::Reading).then(|| text::LOADING.words());
    let loading = of_class("p", "visually-hidden").attribute("role", "status").text(loading);
    let region = of_class("div", "loaded").attribute("tabindex", "-1").flag("aria-busy", is_busy).known_as(region);
    let again = when(
        move || problem.with(Option::is_some),
        move || button("second retry", text::TRY_AGAIN, try_again).into_child(),
    );
    let region = region.child((again, live(content)).into_child());
    (loading.into_child(), view! { <Alert message=problem /> }.into_child(), region.into_child()).into_child()
}
