use leptos::{
    prelude::*,
    tachys::{renderer::Rndr, view::Mountable},
};
use web_sys::{Node, Text};

use super::Drawn;
use crate::ui::Entry;

/// Entries that are in the page, one after the other.
pub(super) struct DrawnList {
    entries: Vec<DrawnEntry>,
    /// After all of them.
    end: Text,
}

struct DrawnEntry {
    key: String,
    drawn: Drawn,
    #[expect(dead_code, reason = "it is there as long as this is")]
    owner: Owner,
}

impl DrawnEntry {
    fn new(owner: &Owner, entry: Entry) -> Self {
        let owner = owner.child();
        let drawn = owner.with(|| (entry.draw)().draw());
        Self { key: entry.key, drawn, owner }
    }
}

impl DrawnList {
    pub(super) fn new(owner: &Owner, entries: Vec<Entry>) -> Self {
        let entries = entries.into_iter().map(|entry| DrawnEntry::new(owner, entry)).collect();
        Self { entries, end: Rndr::create_text_node("") }
    }

    /// Entries that stay are not drawn anew, and moved only if they come to stand before others.
    pub(super) fn change(&mut self, owner: &Owner, entries: Vec<Entry>) {
        let mut before = std::mem::take(&mut self.entries);
        let stays_or_comes = |entry: Entry| match before.iter().position(|drawn| drawn.key == entry.key) {
            Some(place) => before.remove(place),
            None => DrawnEntry::new(owner, entry),
        };
        self.entries = entries.into_iter().map(stays_or_comes).collect();
        before.iter_mut().for_each(|gone| gone.drawn.unmount());
        let Some(parent) = self.end.parent_element() else { return };
        let mut next: Node = self.end.clone().into();
        for entry in self.entries.iter_mut().rev() {
            if entry.drawn.last_node().next_sibling().as_ref() != Some(&next) {
                entry.drawn.mount(&parent, Some(&next));
            }
            next = entry.drawn.first_node();
        }
    }

    pub(super) fn first_node(&self) -> Node {
        self.entries.first().map_or_else(|| self.last_node(), |entry| entry.drawn.first_node())
    }

    pub(super) fn last_node(&self) -> Node {
        self.end.clone().into()
    }

    pub(super) fn mount(&mut self, parent: &web_sys::Element, before: Option<&Node>) {
        self.entries.iter_mut().for_each(|entry| entry.drawn.mount(parent, before));
        Rndr::insert_node(parent, &self.end, before);
    }

    pub(super) fn unmount(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.drawn.unmount());
        Rndr::remove(&self.end);
    }
}
