use leptos::prelude::*;

use super::Child;

/// Whatever `draw` gives now.
pub fn live(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    reactive(Box::new(draw))
}

fn reactive(draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    draw.into_any()
}

/// What `draw` gives, as long as something is so.
pub fn when(is_so: impl Fn() -> bool + Send + Sync + 'static, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    reactive_if(Box::new(is_so), Box::new(draw))
}

fn reactive_if(is_so: Box<dyn Fn() -> bool + Send + Sync>, draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    let is_so = Memo::new(move |_| is_so());
    live(move || is_so.get().then(&draw).into_child())
}

/// An entry of a list, drawn once.
pub struct Entry {
    /// What tells it from the others.
    pub key: String,
    pub draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Entries of a list that comes and goes: those that stay are not drawn anew.
pub fn each(entries: impl Fn() -> Vec<Entry> + Send + 'static) -> AnyView {
    reactive_list(Box::new(entries))
}

fn reactive_list(entries: Box<dyn Fn() -> Vec<Entry> + Send>) -> AnyView {
    let key: fn(&Entry) -> String = |entry| entry.key.clone();
    let draw: fn(Entry) -> AnyView = |entry| (entry.draw)();
    view! { <For each=entries key children=draw /> }.into_any()
}
