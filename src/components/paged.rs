use std::rc::Rc;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    alert::Alert,
    form::Submission,
    loaded::{Loaded, Reading},
    submit::aria_busy,
};
use crate::{
    life::{Call, deferred},
    platform, text,
};

/// A part of a long list.
#[derive(Clone, Debug, Default)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The service's name for the next part, if there may be one.
    pub next: Option<String>,
}

/// A long list that is read part by part.
pub struct Paged<T: Clone + Send + Sync + 'static> {
    reading: Reading<Page<T>>,
    more: Submission,
    read: StoredValue<Read<T>, LocalStorage>,
    list: NodeRef<html::Ul>,
}

/// Asks for the part of that name; what is shown of it is a page, or the sentence for why there is none.
type Read<T> = Rc<dyn Fn(Option<String>) -> Call<Result<Page<T>, String>>>;

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// Begins to read. `read` asks for the part of that name, or the first one; `show` makes of its answer what is shown,
    /// or the sentence for why there is nothing.
    pub fn new<F: Future + 'static>(
        read: impl Fn(Option<String>) -> F + 'static,
        show: impl Fn(F::Output) -> Result<Page<T>, String> + Copy + 'static,
    ) -> Self {
        let read: Read<T> = Rc::new(move |next| deferred(read(next), show));
        let first = read.clone();
        Self {
            reading: Reading::new(move || first(None), |show| show()),
            more: Submission::default(),
            read: StoredValue::new_local(read),
            list: NodeRef::new(),
        }
    }

    /// What was read so far.
    pub fn items(self) -> Vec<T> {
        self.reading.value().with(|page| page.as_ref().map(|page| page.items.clone()).unwrap_or_default())
    }

    /// Reads from the first part again.
    pub fn reload(self) {
        self.reading.reload();
    }

    /// Takes out what has gone; the focus goes to what stands in its place.
    pub fn remove(self, has_gone: impl Fn(&T) -> bool) {
        let value = self.reading.value();
        let place = value.with_untracked(|page| page.as_ref().and_then(|page| page.items.iter().position(&has_gone)));
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
            let Some(Some(list)) = self.list.try_get_untracked() else { return };
            let children = list.children();
            let last = children.length().saturating_sub(1);
            let place = u32::try_from(place).unwrap_or(last).min(last);
            let item = children.item(place).or_else(|| list.closest(".loaded").ok().flatten());
            if let Some(item) = item {
                platform::focus(item.unchecked_ref());
            }
        });
    }
}

impl<T: Clone + Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Copy for Paged<T> {}

/// The list, a way to its next part, and a sentence for where there is nothing in it.
#[component]
pub fn PagedList<T: Clone + Send + Sync + 'static>(
    paged: Paged<T>,
    label: &'static str,
    empty: &'static str,
    /// What tells one entry from another.
    key: fn(&T) -> String,
    row: Callback<T, AnyView>,
) -> impl IntoView {
    let empty = Signal::derive(move || paged.is_empty().then_some(empty));
    let has_more = Memo::new(move |_| paged.has_more());
    let more = paged.more;
    view! {
        <Loaded progress=paged.reading.progress() empty>
            <ul class="rows" aria-label=label node_ref=paged.list>
                <For each=move || paged.items() key=key let:item>
                    <li tabindex="-1">{row.run(item)}</li>
                </For>
            </ul>
            <Alert message=more.refusal() />
            <Show when=move || has_more.get()>
                <button
                    type="button"
                    class="second"
                    aria-busy=aria_busy(more.is_busy())
                    on:click=move |_| paged.show_more()
                >
                    {text::SHOW_MORE}
                    <span class="spinner" aria-hidden="true"></span>
                </button>
            </Show>
        </Loaded>
    }
}
