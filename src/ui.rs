//! Elements of one type.
//!
//! `view!` makes a type of every element with all that is in it, and what draws, changes and removes an element is compiled
//! anew for every such type: in the account area that was half of the code. An [`Element`] holds its attributes and children
//! as data, and so the code is there once for all of them. Pages and components that are drawn in many ways, or whose parts
//! are, consist of these, and give an [`AnyView`]. `view!` is for putting components together, and for whoever embeds the
//! app.

mod drawn;
mod live;

use std::borrow::Cow;

use leptos::{
    html::ElementType, prelude::*, reactive::send_wrapper_ext::SendOption, tachys::html::node_ref::NodeRefContainer,
};
use wasm_bindgen::JsCast;
use web_sys::Event;

pub use self::live::{Entry, each, live, when};
use crate::{language::Sentence, routes::AppRoute};

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
    known_as: Option<Introduction>,
    html: Option<&'static str>,
    children: Vec<AnyView>,
}

/// Lets an element be found.
type Introduction = Box<dyn FnOnce(&web_sys::Element) + Send>;

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
    pub fn known_as<E: ElementType<Output: JsCast + 'static>>(mut self, place: NodeRef<E>) -> Self {
        self.0.known_as = Some(Box::new(move |node| place.load(node)));
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

    fn with_child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    pub fn text(self, words: impl Into<Words>) -> Self {
        self.child(words.into())
    }
}

/// What can stand in an element.
pub trait Child {
    fn into_child(self) -> AnyView;
}

impl Child for AnyView {
    fn into_child(self) -> AnyView {
        self
    }
}

impl Child for View<AnyView> {
    fn into_child(self) -> AnyView {
        self.into_inner()
    }
}

impl Child for Element {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl Child for Words {
    fn into_child(self) -> AnyView {
        match self {
            Self::Fixed(words) => words.into_any(),
            Self::Said(sentence) => (move || sentence.words()).into_any(),
            Self::Live(words) => words.into_any(),
        }
    }
}

impl Child for Sentence {
    fn into_child(self) -> AnyView {
        Words::from(self).into_child()
    }
}

impl Child for &'static str {
    fn into_child(self) -> AnyView {
        Words::from(self).into_child()
    }
}

impl<C: Child> Child for Option<C> {
    fn into_child(self) -> AnyView {
        self.map(Child::into_child).into_any()
    }
}

impl<C: Child> Child for Vec<C> {
    fn into_child(self) -> AnyView {
        self.into_iter().map(Child::into_child).collect::<Vec<_>>().into_any()
    }
}
