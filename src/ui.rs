//! What is drawn, of one type.
//!
//! Leptos makes a type of every element with all that is in it, and what draws, changes and removes it is compiled anew for
//! every such type; what holds any of them (its `AnyView`) is compiled anew for each that it holds. A [`View`] holds elements,
//! with their attributes and children, as data, and so the code is there once for all that this app draws. `view!` serves for
//! putting its components together, as with any other view; whoever embeds the app puts them beside views of their own, and
//! views of their own into them ([`View::foreign`]).

mod child;
mod children;
mod drawn;
mod live;
mod tachys;
mod view;

use std::borrow::Cow;

use leptos::{prelude::*, reactive::send_wrapper_ext::SendOption};
use web_sys::Event;

pub use self::{
    child::Child,
    children::{Children, ChildrenFn},
    drawn::Drawn,
    live::{each, live, when, with_context},
    view::{Entry, View},
};
use crate::{
    language::Sentence,
    routes::AppRoute,
    signals::{RwSignal, Signal},
};

/// What an attribute says, or a text: always the same, or whatever it is now. An attribute without any is not there.
pub enum Words {
    Fixed(Cow<'static, str>),
    /// In whatever language is shown.
    Said(Sentence),
    Live(Box<dyn Fn() -> Option<String> + Send>),
}

impl From<&'static str> for Words {
    fn from(words: &'static str) -> Self {
        Self::Fixed(words.into())
    }
}

impl From<String> for Words {
    fn from(words: String) -> Self {
        Self::Fixed(words.into())
    }
}

impl From<Sentence> for Words {
    fn from(sentence: Sentence) -> Self {
        Self::Said(sentence)
    }
}

impl<F: Fn() -> Option<String> + Send + 'static> From<F> for Words {
    fn from(words: F) -> Self {
        Self::Live(Box::new(words))
    }
}

/// An element that is about to be drawn.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Words)>,
    listeners: Vec<(&'static str, Owner, Listener)>,
    /// What its property of that name is to be: what stands in a field.
    value: Option<Box<dyn Fn() -> String + Send>>,
    known_as: Option<Place>,
    html: Option<&'static str>,
    children: Vec<View>,
}

/// Where an element is to be found, once it is drawn.
pub type Place = RwSignal<Option<web_sys::Element>>;

/// It stays in its thread, as the browser's elements do.
type Listener = SendOption<Box<dyn FnMut(Event)>>;

/// An element without anything in it.
pub fn element(tag: &'static str) -> Element {
    let (attributes, listeners, children) = (Vec::new(), Vec::new(), Vec::new());
    Element(Box::new(Parts { tag, attributes, listeners, value: None, known_as: None, html: None, children }))
}

/// The same, of a class.
pub fn of_class(tag: &'static str, class: &'static str) -> Element {
    element(tag).attribute("class", class)
}

/// Something to press, without the service's answer to wait for.
pub fn button(class: &'static str, label: impl Into<Words>, press: impl Fn() + 'static) -> Element {
    pressed(class, label.into(), Box::new(move |_| press()))
}

// What is generic is there once for each use, and so it only boxes.
fn pressed(class: &'static str, label: Words, press: Box<dyn FnMut(Event)>) -> Element {
    of_class("button", class).attribute("type", "button").text(label).with_listener("click", press)
}

/// Something to press that is busy until the service has answered.
pub fn busy_button(
    class: &'static str,
    label: impl Into<Words>,
    is_busy: Signal<bool>,
    press: impl Fn() + 'static,
) -> Element {
    button(class, label, press).busy(is_busy)
}

/// A way to another page of the app.
pub fn link(to: AppRoute, label: Sentence) -> Element {
    element("a").leading_to(to).text(label)
}

impl Element {
    /// Of a link.
    pub fn leading_to(self, to: AppRoute) -> Self {
        let link = self.attribute("href", to.address());
        // The router would take what is of this origin for a page of the app.
        if matches!(to, AppRoute::Elsewhere(_)) { link.attribute("rel", "external") } else { link }
    }

    pub fn attribute(self, name: &'static str, value: impl Into<Words>) -> Self {
        self.with_attribute(name, value.into())
    }

    fn with_attribute(mut self, name: &'static str, value: Words) -> Self {
        self.0.attributes.push((name, value));
        self
    }

    /// An attribute that is "true" or not there.
    pub fn flag(self, name: &'static str, is_set: Signal<bool>) -> Self {
        self.attribute(name, move || is_set.get().then(|| "true".to_owned()))
    }

    /// It shows when it is busy.
    pub fn busy(self, is_busy: Signal<bool>) -> Self {
        self.flag("aria-busy", is_busy).child(of_class("span", "spinner").attribute("aria-hidden", "true"))
    }

    pub fn on(self, event: &'static str, handle: impl FnMut(Event) + 'static) -> Self {
        self.with_listener(event, Box::new(handle))
    }

    fn with_listener(mut self, event: &'static str, handle: Box<dyn FnMut(Event)>) -> Self {
        self.0.listeners.push((event, Owner::current().unwrap_or_default(), SendOption::new_local(Some(handle))));
        self
    }

    /// What stands in the field, typed or not.
    pub fn value(mut self, value: impl Fn() -> String + Send + 'static) -> Self {
        self.0.value = Some(Box::new(value));
        self
    }

    /// Lets it be found as soon as it is drawn.
    pub fn known_as(mut self, place: Place) -> Self {
        self.0.known_as = Some(place);
        self
    }

    /// What is in it, where that is always the same.
    pub fn html(mut self, html: &'static str) -> Self {
        self.0.html = Some(html);
        self
    }

    pub fn child(self, child: impl Child) -> Self {
        self.with_child(child.into_child())
    }

    fn with_child(mut self, child: View) -> Self {
        self.0.children.push(child);
        self
    }

    pub fn text(self, words: impl Into<Words>) -> Self {
        self.child(words.into())
    }
}
