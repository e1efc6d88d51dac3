//! What is in the page.

mod element;
mod list;

use std::{borrow::Cow, mem};

use leptos::{
    prelude::*,
    tachys::{renderer::Rndr, view::Mountable},
};
use web_sys::{Node, Text};

use self::{element::DrawnElement, list::DrawnList};
use super::view::{Content, View};
use crate::signals::while_here;

/// A [`View`] that is drawn. Each has a node of its own at least, so that it has a place.
pub struct Drawn(Kind);

enum Kind {
    Element(Box<DrawnElement>),
    Text(Text, Cow<'static, str>),
    Live(RenderEffect<Drawn>),
    Several(Vec<Drawn>),
    /// It goes before what owns it.
    Owned(Box<Drawn>, #[expect(dead_code, reason = "it is there as long as this is")] Owner),
    List(DrawnList),
    /// Between two nodes of ours: such views do not tell where they begin.
    Foreign([Text; 2], Box<dyn Mountable>),
}

impl View {
    pub(super) fn draw(self) -> Drawn {
        Drawn(match self.0 {
            Content::Element(element) => Kind::Element(Box::new(element.draw())),
            Content::Text(text) => Kind::Text(Rndr::create_text_node(&text), text),
            Content::Live(draw) => Kind::Live(while_here(move |before: Option<Drawn>| {
                let view = draw();
                match before {
                    Some(mut drawn) => {
                        view.draw_over(&mut drawn);
                        drawn
                    }
                    None => view.draw(),
                }
            })),
            Content::Several(views) => Kind::Several(views.into_iter().map(View::draw).collect()),
            Content::Owned(owner, view) => Kind::Owned(Box::new(owner.with(|| view.draw())), owner),
            Content::List(owner, entries) => Kind::List(DrawnList::new(&owner, entries)),
            Content::Foreign(draw) => Kind::Foreign(["", ""].map(Rndr::create_text_node), draw()),
        })
    }

    /// Draws it in the place of what was drawn before, and leaves of that what is the same.
    pub(super) fn draw_over(self, drawn: &mut Drawn) {
        match (self.0, &mut drawn.0) {
            (Content::Element(new), Kind::Element(old)) if old.is_of_shape(&new) => new.draw_over(old),
            (Content::Text(new), Kind::Text(node, old)) => {
                if *old != new {
                    Rndr::set_text(node, &new);
                    *old = new;
                }
            }
            (Content::Several(mut new), Kind::Several(old)) => {
                let added = new.split_off(old.len().min(new.len()));
                for mut superfluous in old.drain(new.len()..) {
                    superfluous.unmount();
                }
                new.into_iter().zip(old.iter_mut()).for_each(|(new, old)| new.draw_over(old));
                for view in added {
                    let last = old.last().map(Drawn::last_node);
                    let mut added = view.draw();
                    if let Some((parent, last)) = last.and_then(|last| Some((last.parent_element()?, last))) {
                        added.mount(&parent, last.next_sibling().as_ref());
                    }
                    old.push(added);
                }
            }
            (Content::List(owner, entries), Kind::List(list)) => list.change(&owner, entries),
            (content, _) => {
                let mut new = View(content).draw();
                let first = drawn.first_node();
                if let Some(parent) = first.parent_element() {
                    new.mount(&parent, Some(&first));
                }
                mem::replace(drawn, new).unmount();
            }
        }
    }
}

impl Drawn {
    pub(super) fn first_node(&self) -> Node {
        match &self.0 {
            Kind::Element(element) => element.node().into(),
            Kind::Text(text, _) | Kind::Foreign([text, _], _) => text.clone().into(),
            Kind::Live(effect) => effect.with_value_mut(|drawn| drawn.first_node()).expect("it has been drawn"),
            Kind::Several(drawn) => drawn[0].first_node(),
            Kind::Owned(drawn, _) => drawn.first_node(),
            Kind::List(list) => list.first_node(),
        }
    }

    pub(super) fn last_node(&self) -> Node {
        match &self.0 {
            Kind::Element(element) => element.node().into(),
            Kind::Text(text, _) | Kind::Foreign([_, text], _) => text.clone().into(),
            Kind::Live(effect) => effect.with_value_mut(|drawn| drawn.last_node()).expect("it has been drawn"),
            Kind::Several(drawn) => drawn[drawn.len() - 1].last_node(),
            Kind::Owned(drawn, _) => drawn.last_node(),
            Kind::List(list) => list.last_node(),
        }
    }
}

impl Mountable for Drawn {
    fn mount(&mut self, parent: &web_sys::Element, before: Option<&Node>) {
        match &mut self.0 {
            Kind::Element(element) => Rndr::insert_node(parent, &element.node().into(), before),
            Kind::Text(text, _) => Rndr::insert_node(parent, text, before),
            Kind::Live(effect) => {
                effect.with_value_mut(|drawn| drawn.mount(parent, before));
            }
            Kind::Several(drawn) => drawn.iter_mut().for_each(|drawn| drawn.mount(parent, before)),
            Kind::Owned(drawn, _) => drawn.mount(parent, before),
            Kind::List(list) => list.mount(parent, before),
            Kind::Foreign([first, last], foreign) => {
                Rndr::insert_node(parent, first, before);
                foreign.mount(parent, before);
                Rndr::insert_node(parent, last, before);
            }
        }
    }

    fn unmount(&mut self) {
        match &mut self.0 {
            Kind::Element(element) => element.remove(),
            Kind::Text(text, _) => Rndr::remove(text),
            Kind::Live(effect) => {
                effect.with_value_mut(Drawn::unmount);
            }
            Kind::Several(drawn) => drawn.iter_mut().for_each(Drawn::unmount),
            Kind::Owned(drawn, _) => drawn.unmount(),
            Kind::List(list) => list.unmount(),
            Kind::Foreign(around, foreign) => {
                foreign.unmount();
                for text in around {
                    Rndr::remove(text);
                }
            }
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.first_node();
        let Some(parent) = first.parent_element() else { return false };
        child.mount(&parent, Some(&first));
        true
    }

    /// For what tachys puts into elements that it has not made itself, which it does here with none.
    fn elements(&self) -> Vec<web_sys::Element> {
        Vec::new()
    }
}
