use cognito_client::timestamp::Timestamp;

use super::{ago::ago, isolated::live_name};
use crate::{
    language::Sentence,
    ui::{Element, View, Words, element, of_class},
};

/// An entry of a list: what it is called, what is known of it, and what can be done with it.
pub struct Row {
    pub title: View,
    pub tags: Vec<Sentence>,
    pub details: Vec<Detail>,
    pub actions: Vec<Element>,
}

/// Something that is known of an entry.
pub enum Detail {
    Words(Words),
    /// What somebody else has written.
    Name(Sentence),
    /// What happened when.
    At(Sentence, Timestamp),
}

impl Row {
    pub fn draw(self) -> Element {
        let mut title = of_class("p", "row-title").child(self.title);
        for tag in self.tags {
            title = title.text(" ").child(of_class("span", "tag").text(tag));
        }
        let details = self.details.into_iter().fold(of_class("p", "hint"), |details, detail| {
            details.child(match detail {
                Detail::Words(words) => element("span").text(words),
                Detail::Name(written) => element("span").child(live_name(move || written.words())),
                Detail::At(what, at) => element("span").text(what).text(" ").child(ago(at)),
            })
        });
        drawn_row(title, details, self.actions)
    }
}

/// The same of a title and details that are drawn already.
pub fn drawn_row(title: Element, details: Element, actions: Vec<Element>) -> Element {
    let row = of_class("div", "row").child(element("div").child(title).child(details));
    if actions.is_empty() {
        return row;
    }
    row.child(actions.into_iter().fold(of_class("div", "row-actions"), Element::child))
}
