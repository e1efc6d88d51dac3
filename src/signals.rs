//! Signals whose code is there once.
//!
//! Those of Leptos are generic to the ground: each type that is kept in one has its own code for storing, tracking, comparing
//! and dropping it, and that was a quarter of what a first visit fetched. These keep a value of any type, and only what
//! touches the value is compiled for its type. They are called as those are, work together with those, and live as long as
//! what they were made in: to read one that has gone stops the program, and what is called `try_…` does not.

mod context;
mod effect;

use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

use leptos::{
    prelude::{ArcTrigger, Get, GetValue, LocalStorage, Notify, StoredValue, Track},
    reactive::computed::Memo as Version,
};

pub use self::{
    context::{expect_context, provide_context, use_context},
    effect::{Effect, while_here},
};

/// Keeps a value, and tells of changes.
pub struct RwSignal<T>(Place, PhantomData<fn() -> T>);

/// What a computation gives; it is told of when that is another value than before.
pub struct Memo<T> {
    kept: Place,
    /// Counts the values that there were.
    version: Version<u32>,
    kind: PhantomData<fn() -> T>,
}

/// Reads something that changes, whatever that is.
pub struct Signal<T>(StoredValue<Source, LocalStorage>, PhantomData<fn() -> T>);

/// Where a value is kept.
#[derive(Clone, Copy)]
struct Place(StoredValue<Rc<Kept>, LocalStorage>);

struct Kept {
    changed: ArcTrigger,
    value: RefCell<Box<dyn Any>>,
}

/// Shows what there is now.
type Source = Rc<dyn Fn(&mut dyn FnMut(&dyn Any))>;

impl Place {
    fn new(value: Box<dyn Any>) -> Self {
        Self(StoredValue::new_local(Rc::new(Kept { changed: ArcTrigger::new(), value: RefCell::new(value) })))
    }

    fn kept(self) -> Option<Rc<Kept>> {
        self.0.try_get_value()
    }

    fn track(self) {
        if let Some(kept) = self.kept() {
            kept.changed.track();
        }
    }

    /// Whether it is there yet.
    fn look(self, look: &mut dyn FnMut(&dyn Any)) -> bool {
        let Some(kept) = self.kept() else { return false };
        look(&**kept.value.borrow());
        true
    }

    fn change(self, change: &mut dyn FnMut(&mut Box<dyn Any>), is_told: bool) -> bool {
        let Some(kept) = self.kept() else { return false };
        change(&mut kept.value.borrow_mut());
        if is_told {
            kept.changed.notify();
        }
        true
    }
}

/// What there is of the type that a signal is of: there is no other.
fn of_type<T: 'static, U>(value: &dyn Any, read: impl FnOnce(&T) -> U) -> Option<U> {
    value.downcast_ref().map(read)
}

fn gone<U>() -> U {
    panic!("a signal was read that has gone with what it was made in")
}

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self(Place::new(Box::new(value)), PhantomData)
    }

    pub fn track(self) {
        self.0.track();
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(read)
    }

    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.try_with_untracked(read).unwrap_or_else(gone)
    }

    pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        let (mut read, mut found) = (Some(read), None);
        self.0.look(&mut |value| found = read.take().and_then(|read| of_type(value, read)));
        found
    }

    pub fn set(self, value: T) {
        self.try_set(value);
    }

    /// Gives the value back if the signal has gone.
    pub fn try_set(self, value: T) -> Option<T> {
        let mut value = Some(value);
        self.0.change(&mut |kept| replace(kept, &mut value), true);
        value
    }

    /// Tells nobody.
    pub fn set_untracked(self, value: T) {
        let mut value = Some(value);
        self.0.change(&mut |kept| replace(kept, &mut value), false);
    }

    pub fn update(self, update: impl FnOnce(&mut T)) {
        self.try_update(update);
    }

    pub fn try_update<U>(self, update: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.change(update, true)
    }

    /// Tells nobody.
    pub fn update_untracked<U>(self, update: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.change(update, false)
    }

    fn change<U>(self, update: impl FnOnce(&mut T) -> U, is_told: bool) -> Option<U> {
        let (mut update, mut updated) = (Some(update), None);
        let mut change = |kept: &mut Box<dyn Any>| {
            updated = update.take().zip(kept.downcast_mut()).map(|(update, kept)| update(kept))
        };
        self.0.change(&mut change, is_told);
        updated
    }
}

fn replace<T: 'static>(kept: &mut Box<dyn Any>, value: &mut Option<T>) {
    if let (Some(kept), Some(value)) = (kept.downcast_mut(), value.take()) {
        *kept = value;
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

impl<T: PartialEq + 'static> Memo<T> {
    /// `compute` is told nothing: it follows what it reads.
    pub fn new(compute: impl Fn(()) -> T + Send + Sync + 'static) -> Self {
        let kept = Place::new(Box::new(()));
        let step = move || {
            let (mut new, mut is_new) = (Some(compute(())), false);
            let mut renew = |kept: &mut Box<dyn Any>| {
                is_new = kept.downcast_ref() != new.as_ref();
                if let Some(new) = new.take_if(|_| is_new) {
                    *kept = Box::new(new);
                }
            };
            kept.change(&mut renew, false);
            is_new
        };
        Self { kept, version: version(Box::new(step)), kind: PhantomData }
    }
}

fn version(step: Box<dyn Fn() -> bool + Send + Sync>) -> Version<u32> {
    Version::new(move |before: Option<&u32>| before.copied().unwrap_or_default() + u32::from(step()))
}

impl<T: 'static> Memo<T> {
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.version.get();
        RwSignal(self.kept, PhantomData).with_untracked(read)
    }

    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        leptos::prelude::untrack(|| self.with(read))
    }
}

impl<T: Clone + 'static> Memo<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: 'static> Signal<T> {
    /// What that gives each time.
    pub fn derive(derived: impl Fn() -> T + 'static) -> Self {
        Self::of(Rc::new(move |look| look(&derived())))
    }

    /// Always the same.
    pub fn stored(value: T) -> Self {
        Self::of(Rc::new(move |look| look(&value)))
    }

    fn of(source: Source) -> Self {
        Self(StoredValue::new_local(source), PhantomData)
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        let (mut read, mut found) = (Some(read), None);
        show(self.0, &mut |value| found = read.take().and_then(|read| of_type(value, read)));
        found.unwrap_or_else(gone)
    }

    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        leptos::prelude::untrack(|| self.with(read))
    }

    pub fn track(self) {
        show(self.0, &mut |_| {});
    }
}

fn show(source: StoredValue<Source, LocalStorage>, look: &mut dyn FnMut(&dyn Any)) {
    if let Some(source) = source.try_get_value() {
        source(look);
    }
}

impl<T: Clone + 'static> Signal<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::of(shown_at(signal.0, None))
    }
}

impl<T: 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::of(shown_at(memo.kept, Some(memo.version)))
    }
}

fn shown_at(place: Place, version: Option<Version<u32>>) -> Source {
    Rc::new(move |look| {
        match version {
            Some(version) => _ = version.get(),
            None => place.track(),
        }
        place.look(look);
    })
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

macro_rules! copied {
    ($($name:ident)+) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}
    )+};
}

copied!(RwSignal Memo Signal);
