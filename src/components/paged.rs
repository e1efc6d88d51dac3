use std::{any::Any, marker::PhantomData, rc::Rc, sync::Arc};

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{
    alert::Alert,
    form::Submission,
    loaded::{Loaded, Reading},
};
use crate::{
    language::Sentence,
    life::{Call, deferred},
    platform,
    signals::Signal,
    text,
    ui::{Child, ChildrenFn, Entry, Place, View, busy_button, each, element, of_class, when},
};

/// A part of a long list.
#[derive(Clone, Debug, Default)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The service's name for the next part, if there may be one.
    pub next: Option<String>,
}

/// A long list that is read part by part.
pub struct Paged<T> {
    list: List,
    of: PhantomData<fn() -> T>,
}

/// The same, whatever is in it: one code for all of them.
#[derive(Clone, Copy)]
struct List {
    reading: Reading<Page<Item>>,
    more: Submission,
    read: StoredValue<Read, LocalStorage>,
    element: Place,
}

type Item = Arc<dyn Any + Send + Sync>;

/// Asks for the part of that name; what is shown of it is a page, or the sentence for why there is none.
type Read = Rc<dyn Fn(Option<String>) -> Call<Result<Page<Item>, Sentence>>>;

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// Begins to read. `read` asks for the part of that name, or the first one; `show` makes of its answer what is shown,
    /// or the sentence for why there is nothing.
    pub fn new<F: Future + 'static>(
        read: impl Fn(Option<String>) -> F + 'static,
        show: impl Fn(F::Output) -> Result<Page<T>, Sentence> + Copy + 'static,
    ) -> Self {
        let erased = |item: T| Arc::new(item) as Item;
        let show = move |read| {
            show(read).map(|page| Page { items: page.items.into_iter().map(erased).collect(), next: page.next })
        };
        Self { list: List::new(Rc::new(move |next| deferred(Box::pin(read(next)), Box::new(show)))), of: PhantomData }
    }

    /// What was read so far.
    pub fn items(self) -> Vec<T> {
        self.list.items().iter().filter_map(|item| item.downcast_ref::<T>().cloned()).collect()
    }

    /// Reads from the first part again.
    pub fn reload(self) {
        self.list.reading.reload();
    }

    /// Takes out what has gone; the focus goes to what stands in its place.
    pub fn remove(self, has_gone: impl Fn(&T) -> bool) {
        self.list.remove(&|item| item.downcast_ref().is_some_and(&has_gone));
    }
}

impl List {
    fn new(read: Read) -> Self {
        let first = read.clone();
        Self {
            reading: Reading::new(move || first(None), |show| show()),
            more: Submission::default(),
            read: StoredValue::new_local(read),
            element: Place::new(None),
        }
    }

    fn items(self) -> Vec<Item> {
        self.reading.value().with(|page| page.as_ref().map(|page| page.items.clone()).unwrap_or_default())
    }

    fn remove(self, has_gone: &dyn Fn(&Item) -> bool) {
        let value = self.reading.value();
        let place = value.with_untracked(|page| page.as_ref().and_then(|page| page.items.iter().position(has_gone)));
        let Some(place) = place else { return };
        value.update(|page| page.as_mut().into_iter().for_each(|page| page.items.retain(|item| !has_gone(item))));
        if self.is_used_up() {
            self.reading.reload();
        }
        self.focus(place);
    }

    fn has_more(self) -> bool {
        self.reading.value().with(|page| page.as_ref().is_some_and(|page| page.next.is_some()))
    }

    fn is_empty(self) -> bool {
        self.reading.value().with(|page| page.as_ref().is_some_and(|page| page.items.is_empty() && page.next.is_none()))
    }

    /// Whether everything that was read has gone, but not everything there is.
    fn is_used_up(self) -> bool {
        untrack(|| self.items().is_empty() && self.has_more())
    }

    fn show_more(self) {
        let value = self.reading.value();
        let next = value.with_untracked(|page| page.as_ref().and_then(|page| page.next.clone()));
        let call = self.read.get_value()(next.clone());
        self.more.send(call, move |show| {
            let read = match show() {
                Ok(read) => read,
                Err(sentence) => return Some(sentence),
            };
            // The list may have been read anew meanwhile.
            let length = value.try_update(|page| {
                let page = page.as_mut().filter(|page| page.next == next)?;
                let length = page.items.len();
                page.items.extend(read.items);
                page.next = read.next;
                Some(length)
            });
            if let Some(Some(length)) = length {
                self.focus(length);
            }
            None
        });
    }

    /// Moves the focus to what stands at that place once it is drawn, or else to the last.
    fn focus(self, place: usize) {
        request_animation_frame(move || {
            let Some(Some(list)) = self.element.try_get_untracked() else { return };
            let children = list.children();
            let last = children.length().saturating_sub(1);
            let place = u32::try_from(place).unwrap_or(last).min(last);
            let item = children.item(place).or_else(|| list.closest(".loaded").ok().flatten());
            if let Some(item) = item {
                platform::focus(item.unchecked_ref());
            }
        });
    }

    fn draw(self, label: Sentence, empty: Sentence, entry: Arc<dyn Fn(Item) -> Entry + Send + Sync>) -> View {
        let is_empty = Signal::derive(move || self.is_empty().then_some(empty.clone()));
        let content = move || {
            let entry = entry.clone();
            let entries = each(move || self.items().into_iter().map(&*entry).collect());
            let list =
                of_class("ul", "rows").attribute("aria-label", label.clone()).known_as(self.element).child(entries);
            let show_more = move || {
                let button = busy_button("second", text::SHOW_MORE, self.more.is_busy(), move || self.show_more());
                button.into_child()
            };
            let refusal = view! { <Alert message=self.more.refusal() /> }.into_child();
            (list.into_child(), refusal, when(move || self.has_more(), show_more)).into_child()
        };
        view! { <Loaded progress=self.reading.progress() empty=is_empty children=ChildrenFn::of(content) /> }
            .into_child()
    }
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Paged<T> {}

/// The list, a way to its next part, and a sentence for where there is nothing in it.
#[component]
pub fn PagedList<T: Clone + Send + Sync + 'static>(
    paged: Paged<T>,
    label: Sentence,
    empty: Sentence,
    /// What tells one entry from another.
    key: fn(&T) -> String,
    row: Callback<T, View>,
) -> View {
    let entry = move |item: Item| {
        let item = item.downcast_ref::<T>().cloned();
        let draw = move |item| element("li").attribute("tabindex", "-1").child(row.run(item)).into_child();
        Entry { key: item.as_ref().map(key).unwrap_or_default(), draw: Box::new(move || item.map(draw).into_child()) }
    };
    paged.list.draw(label, empty, Arc::new(entry))
}
