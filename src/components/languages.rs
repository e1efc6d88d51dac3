use std::pin::Pin;

use leptos::prelude::*;

use crate::{
    language,
    later::later,
    life::Life,
    signals::RwSignal,
    text,
    ui::{Child, Element, View, element, live, of_class},
};

/// A list of the languages, each by its own name: at the foot of a page, where there is more than one. Its place is there
/// before it is fetched, so that nothing jumps.
pub fn languages() -> Option<Element> {
    if !language::is_choosable() {
        return None;
    }
    let list = RwSignal::new(None);
    let named = async move {
        let listing = draw_languages().await.ok()?;
        Some(listing.await)
    };
    Life::begin().call(named, move |draw| list.set(draw));
    let drawn = live(move || list.get().map(|draw: fn() -> View| draw()).into_child());
    Some(of_class("p", "languages").child(drawn))
}

/// Ends with what draws the list, once all languages have their names.
type Listing = Pin<Box<dyn Future<Output = fn() -> View>>>;

later! {
    in sign_in:
    fn draw_languages() -> Listing {
        Box::pin(async {
            language::name_all().await;
            list as fn() -> View
        })
    }
}

fn list() -> View {
    let option = |(tag, called): (String, String)| {
        let shown = tag.clone();
        element("option")
            .attribute("value", tag.clone())
            .attribute("lang", tag)
            .attribute("selected", move || (language::shown_tag() == shown).then(String::new))
            .attribute("dir", "auto")
            .text(called)
    };
    let options: Vec<_> = language::offered().into_iter().map(option).collect();
    element("select")
        .attribute("aria-label", text::LANGUAGE)
        .value(language::shown_tag)
        .on("change", |event| language::change(event_target_value(&event)))
        .child(options)
        .into_child()
}
