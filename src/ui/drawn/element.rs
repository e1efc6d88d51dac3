//! Elements that are in the page.

use std::borrow::Cow;

use leptos::{
    prelude::*,
    reactive::diagnostics::SpecialNonReactiveZone,
    tachys::{
        renderer::{RemoveEventHandler, Rndr},
        view::Mountable,
    },
};
use wasm_bindgen::JsCast;

use super::Drawn;
use crate::{
    signals::while_here,
    ui::{Element, Parts, View, Words},
};

mod trusted {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(module = "/src/ui/trusted.js")]
    extern "C" {
        pub fn write(element: &web_sys::Element, html: &str);
    }
}

mod removed {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(module = "/src/ui/removed.js")]
    extern "C" {
        pub fn remove(element: &web_sys::Element);
    }
}

/// An [`Element`] that is drawn.
pub(super) struct DrawnElement {
    node: web_sys::Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    listeners: Vec<(&'static str, RemoveEventHandler<web_sys::Element>)>,
    value: Option<RenderEffect<()>>,
    html: Option<&'static str>,
    children: Vec<Drawn>,
}

enum Attribute {
    Fixed(Cow<'static, str>),
    Live(#[expect(dead_code, reason = "it is there as long as this is")] RenderEffect<Option<String>>),
}

impl DrawnElement {
    pub(super) fn node(&self) -> web_sys::Element {
        self.node.clone()
    }

    /// Out of the page; the focus, if it is there, does not get lost.
    pub(super) fn remove(&self) {
        removed::remove(&self.node);
    }

    /// Whether the other is this one anew: its tag, its class, and what it has. Whoever asks to find an element wants the new
    /// one: the focus, which is how a change is heard, moves only to an element that does not have it.
    pub(super) fn is_of_shape(&self, Element(other): &Element) -> bool {
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

impl Element {
    pub(super) fn draw(self) -> DrawnElement {
        let Self(parts) = self;
        // These have a namespace of their own.
        let is_drawing = matches!(parts.tag, "svg" | "path");
        let node = Rndr::create_element(parts.tag, is_drawing.then_some("http://www.w3.org/2000/svg"));
        if let Some(html) = parts.html {
            trusted::write(&node, html);
        }
        let (attributes, listeners, children) = (Vec::new(), Vec::new(), Vec::new());
        let mut drawn =
            DrawnElement { node, tag: parts.tag, attributes, listeners, value: None, html: parts.html, children };
        for child in parts.dress(&mut drawn) {
            let mut child = child.draw();
            child.mount(&drawn.node, None);
            drawn.children.push(child);
        }
        drawn
    }

    /// In the place of one of the same shape.
    pub(super) fn draw_over(self, drawn: &mut DrawnElement) {
        let children = self.0.dress(drawn);
        children.into_iter().zip(&mut drawn.children).for_each(|(child, drawn)| child.draw_over(drawn));
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
                Attribute::Live(while_here(move |before: Option<Option<String>>| {
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
    fn dress(self, drawn: &mut DrawnElement) -> Vec<View> {
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
            while_here(move |_| Rndr::set_property_or_value(&node, "value", &value().into()))
        });
        if let Some(known_as) = self.known_as {
            known_as.try_set(Some(node.clone()));
        }
        self.children
    }
}
