use std::borrow::Cow;

use leptos::{prelude::*, tachys::view::Mountable};

use super::Element;

/// What is about to be drawn, whatever it is.
pub struct View(pub(super) Content);

pub(super) enum Content {
    Element(Element),
    Text(Cow<'static, str>),
    /// Whatever that gives now.
    Live(Box<dyn Fn() -> View + Send>),
    /// One after the other; never none.
    Several(Vec<View>),
    /// With what is drawn in it for owner.
    Owned(Owner, Box<View>),
    /// Entries, and who owns what they own.
    List(Owner, Vec<Entry>),
    Foreign(Box<dyn FnOnce() -> Box<dyn Mountable> + Send>),
}

/// An entry of a list, drawn once.
pub struct Entry {
    /// What tells it from the others.
    pub key: String,
    pub draw: Box<dyn FnOnce() -> View + Send>,
}

impl View {
    /// Nothing to be seen; it has a place all the same.
    pub fn nothing() -> Self {
        Self(Content::Text(Cow::Borrowed("")))
    }

    /// What an app around draws in its own way.
    pub fn foreign(view: impl IntoView + 'static) -> Self {
        Self(Content::Foreign(Box::new(move || Box::new(view.build()))))
    }
}
