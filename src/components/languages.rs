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
    let life = Life::begin();
    life.call(draw_languages(), move |fetched| {
        let Ok(draw) = fetched else { return };
        life.call(language::idle(), move |()| list.set(Some(draw)));
    });
    let drawn = live(move || list.get().map(|draw: fn() -> View| draw()).into_child());
    Some(of_class("p", "languages").child(drawn))
}

later! {
    in sign_in:
    fn draw_languages() -> fn() -> View {
        list
    }
}

fn list() -> View {
    let shown = language::tag();
    let option = |(tag, called): (String, String)| {
        let option = element("option").attribute("value", tag.clone()).attribute("dir", "auto");
        let option = if tag == shown { option.attribute("selected", "") } else { option };
        option.attribute("lang", tag).text(called)
    };
    let options: Vec<_> = language::offered().into_iter().map(option).collect();
    element("select")
        .attribute("aria-label", text::LANGUAGE)
        .value(language::shown_tag)
        .on("change", |event| language::change(event_target_value(&event)))
        .child(options)
        .into_child()
}
