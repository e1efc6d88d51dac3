use std::borrow::Cow;

use leptos::{
    attr::any_attribute::AnyAttribute,
    prelude::*,
    reactive::diagnostics::SpecialNonReactiveZone,
    tachys::{
        hydration::Cursor,
        no_attrs,
        renderer::{RemoveEventHandler, Rndr},
        view::{Position, PositionState},
    },
};
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::{Element, Parts, Words};

/// An [`Element`] that is drawn.
pub struct Drawn {
    node: web_sys::Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    listeners: Vec<(&'static str, RemoveEventHandler<web_sys::Element>)>,
    value: Option<RenderEffect<()>>,
    html: Option<&'static str>,
    children: Vec<<AnyView as Render>::State>,
}

enum Attribute {
    Fixed(Cow<'static, str>),
    Live(#[expect(dead_code, reason = "it is there as long as this is")] RenderEffect<Option<String>>),
}

impl Drawn {
    /// Whether the other is this one anew: its tag, its class, and what it has. Whoever asks to find an element wants the new
    /// one: the focus, which is how a change is heard, moves only to an element that does not have it.
    fn is_of_shape(&self, other: &Parts) -> bool {
        let is_alike = |((name, drawn), (other_name, other)): (&(&str, Attribute), &(&str, Words))| match (drawn, other)
        {
            (Attribute::Fixed(drawn), Words::Fixed(other)) => {
                name == other_name && (*name != "class" || drawn == other)
            }
            (Attribute::Live(_), Words::Live(_) | Words::Said(_)) => name == other_name,
            _ => false,
        };
        self.tag == other.tag
            && other.known_as.is_none()
            && self.html == other.html
            && self.value.is_some() == other.value.is_some()
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
            Words::Said(sentence) => Self::draw_attribute(node, name, (move || Some(sentence.words())).into()),
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
        // These have a namespace of their own.
        let is_drawing = matches!(parts.tag, "svg" | "path");
        let node = Rndr::create_element(parts.tag, is_drawing.then_some("http://www.w3.org/2000/svg"));
        if let Some(html) = parts.html {
            Rndr::set_inner_html(&node, html);
        }
        let (attributes, listeners, children) = (Vec::new(), Vec::new(), Vec::new());
        let mut drawn = Drawn { node, tag: parts.tag, attributes, listeners, value: None, html: parts.html, children };
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
