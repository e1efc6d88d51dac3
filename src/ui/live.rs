use leptos::prelude::*;

use crate::signals::{Memo, provide_context};

use super::view::{Content, Entry, View};

/// Whatever `draw` gives now.
pub fn live(draw: impl Fn() -> View + Send + 'static) -> View {
    View(Content::Live(Box::new(draw)))
}

/// What `draw` gives, as long as something is so.
pub fn when(is_so: impl Fn() -> bool + Send + Sync + 'static, draw: impl Fn() -> View + Send + 'static) -> View {
    live_if(Box::new(is_so), Box::new(draw))
}

fn live_if(is_so: Box<dyn Fn() -> bool + Send + Sync>, draw: Box<dyn Fn() -> View + Send>) -> View {
    let is_so = Memo::new(move |_| is_so());
    live(move || if is_so.get() { draw() } else { View::nothing() })
}

/// Entries of a list that comes and goes: those that stay are not drawn anew.
pub fn each(entries: impl Fn() -> Vec<Entry> + Send + 'static) -> View {
    // What entries own outlives a change of the list.
    let owner = Owner::current().unwrap_or_default();
    live(move || View(Content::List(owner.clone(), entries())))
}

/// What `draw` gives, where this is among the contexts.
pub fn with_context<T: Send + Sync + 'static>(context: T, draw: impl FnOnce() -> View) -> View {
    let owner = Owner::current().unwrap_or_default().child();
    let view = owner.with(move || {
        provide_context(context);
        draw()
    });
    View(Content::Owned(owner, Box::new(view)))
}
