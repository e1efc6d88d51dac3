use leptos::prelude::*;

use super::isolated::name;
use crate::{
    language,
    later::later,
    life::Life,
    text,
    ui::{Child, element, live, of_class},
};

/// A list of the languages, each by its own name: at the foot of a page, as soon as that is fetched, and where there is more
/// than one.
pub fn languages() -> AnyView {
    let list = RwSignal::new(None);
    Life::begin().call(draw_languages(), move |fetched| list.set(fetched.ok()));
    live(move || list.get().map(|draw: fn() -> AnyView| draw()).into_child())
}

later! {
    in sign_in:
    fn draw_languages() -> fn() -> AnyView {
        || list().into_child()
    }
}

fn list() -> Option<AnyView> {
    let offered = language::offered();
    if offered.len() < 2 {
        return None;
    }
    let option = |(tag, called): (String, String)| {
        let shown = tag.clone();
        element("option")
            .attribute("value", tag.clone())
            .attribute("lang", tag)
            .attribute("selected", move || (language::shown_tag() == shown).then(String::new))
            .child(name(&called))
    };
    let options: Vec<_> = offered.into_iter().map(option).collect();
    let select = element("select")
        .attribute("aria-label", text::LANGUAGE)
        .value(language::shown_tag)
        .on("change", |event| language::change(event_target_value(&event)))
        .child(options);
    Some(of_class("p", "languages").child(select).into_child())
}
