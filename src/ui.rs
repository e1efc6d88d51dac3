//! Elements of one type.
//!
//! `view!` makes a type of every element with all that is in it, and what draws, changes and removes an element is compiled
//! anew for every such type: in the account area that was half of the code. An [`Element`] holds its attributes and children
//! as data, and so the code is there once for all of them. Pages and components that are drawn in many ways, or whose parts
//! are, consist of these, and give an [`AnyView`]. `view!` is for putting components together, and for whoever embeds the
//! app.

use std::borrow::Cow;

use leptos::{
    attr::any_attribute::AnyAttribute,
    html::ElementType,
    prelude::*,
    reactive::{diagnostics::SpecialNonReactiveZone, send_wrapper_ext::SendOption},
    tachys::{
        html::node_ref::NodeRefContainer,
        hydration::Cursor,
        no_attrs,
        renderer::{RemoveEventHandler, Rndr},
        view::{Position, PositionState},
    },
};
use wasm_bindgen::JsCast;
use web_sys::{Event, Node};

use crate::routes::AppRoute;

/// What an attribute says, or a text: always the same, or whatever it is now. An attribute without any is not there.
pub enum Words {
    Fixed(Cow<'static, str>),
    Live(Box<dyn Fn() -> Option<String> + Send>),
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
pub fn link(to: AppRoute, label: &'static str) -> Element {
    element("a").attribute("href", to.path()).text(label)
}

impl Element {
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
            Self::Live(words) => words.into_any(),
        }
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

impl<F: Fn() -> Option<String> + Send + 'static> From<F> for Words {
    fn from(words: F) -> Self {
        Self::Live(Box::new(words))
    }
}

/// An [`Element`] that is drawn.
pub struct Drawn {
    node: web_sys::Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    listeners: Vec<(&'static str, RemoveEventHandler<web_sys::Element>)>,
    value: Option<RenderEffect<()>>,
    children: Vec<<AnyView as Render>::State>,
}

enum Attribute {
    Fixed(Cow<'static, str>),
    Live(#[expect(dead_code, reason = "it is there as long as this is")] RenderEffect<Option<String>>),
}

impl Drawn {
    /// Whether the other is this one anew: its tag, its class, and what it has.
    fn is_of_shape(&self, other: &Parts) -> bool {
        let is_alike = |((name, drawn), (other_name, other)): (&(&str, Attribute), &(&str, Words))| match (drawn, other)
        {
            (Attribute::Fixed(drawn), Words::Fixed(other)) => {
                name == other_name && (*name != "class" || drawn == other)
            }
            (Attribute::Live(_), Words::Live(_)) => name == other_name,
            _ => false,
        };
        self.tag == other.tag
            && self.children.len() == other.children.len()
            && self.attributes.len() == other.attributes.len()
            && self.attributes.iter().zip(&other.attributes).all(is_alike)
            && self.listeners.iter().map(|listener| listener.0).eq(other.listeners.iter().map(|listener| listener.0))
    }
}

impl Parts {
    fn draw_attribute(node: &web_sys::Element, name: &'static str, words: Words) -> Attribute {
        match words {
            Words::Fixed(words) => {
                Rndr::set_attribute(node, name, &words);
                Attribute::Fixed(words)
            }
            Words::Live(words) => {
                let node = node.clone();
                Attribute::Live(RenderEffect::new(move |before: Option<Option<String>>| {
                    let now = words();
                    if before.as_ref() != Some(&now) {
                        match &now {
                            Some(now) => Rndr::set_attribute(&node, name, now),
                            None => Rndr::remove_attribute(&node, name),
                        }
                    }
                    now
                }))
            }
        }
    }

    /// All but the children.
    fn dress(self, drawn: &mut Drawn) -> Vec<AnyView> {
        let node = &drawn.node;
        let attributes = self.attributes.into_iter();
        drawn.attributes = attributes.map(|(name, words)| (name, Self::draw_attribute(node, name, words))).collect();
        let listeners = self.listeners.into_iter().map(|(name, owner, mut listener)| {
            let handle = Box::new(move |event: wasm_bindgen::JsValue| {
                let _zone = SpecialNonReactiveZone::enter();
                if let Some(handle) = &mut *listener {
                    owner.with(|| handle(event.unchecked_into()));
                }
            });
            (name, Rndr::add_event_listener(node, name, handle))
        });
        drawn.listeners = listeners.collect();
        drawn.value = self.value.map(|value| {
            let node = node.clone();
            RenderEffect::new(move |_| Rndr::set_property_or_value(&node, "value", &value().into()))
        });
        if let Some(known_as) = self.known_as {
            known_as(node);
        }
        self.children
    }
}

impl Render for Element {
    type State = Drawn;

    fn build(self) -> Drawn {
        let Self(parts) = self;
        let is_drawing = matches!(parts.tag, "svg" | "path");
        let node = Rndr::create_element(parts.tag, is_drawing.then_some("http://www.w3.org/2000/svg"));
        if let Some(html) = parts.html {
            Rndr::set_inner_html(&node, html);
        }
        let (attributes, listeners, children) = (Vec::new(), Vec::new(), Vec::new());
        let mut drawn = Drawn { node, tag: parts.tag, attributes, listeners, value: None, children };
        for child in parts.dress(&mut drawn) {
            let mut child = child.build();
            child.mount(&drawn.node, None);
            drawn.children.push(child);
        }
        drawn
    }

    fn rebuild(self, drawn: &mut Drawn) {
        if drawn.is_of_shape(&self.0) {
            let children = self.0.dress(drawn);
            children.into_iter().zip(&mut drawn.children).for_each(|(child, drawn)| child.rebuild(drawn));
        } else {
            let mut new = self.build();
            drawn.insert_before_this(&mut new);
            drawn.unmount();
            *drawn = new;
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.node.unmount();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        self.node.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.node.insert_before_this(child)
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.node.clone()]
    }
}

no_attrs!(Element);

/// The app is drawn in browsers only, and never taken over from a server's HTML.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
