use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::{
    language::Sentence,
    signals::{RwSignal, Signal},
    text,
    ui::{Child, Element, View, element, of_class},
};

/// One of several ways to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<T> {
    pub value: T,
    pub icon: Icon,
    pub label: Sentence,
    pub hint: Sentence,
}

/// Buttons to choose from, what was used last first and marked.
#[component]
pub fn ChoiceList<T: Copy + PartialEq + Send + Sync + 'static>(
    choices: Vec<Choice<T>>,
    last_used: Option<T>,
    /// Whether a choice is on its way: then no other can be made.
    is_busy: Signal<bool>,
    on_choose: Callback<T>,
) -> View {
    let offers = choices.into_iter().map(|Choice { value, icon, label, hint }| {
        let choose = Box::new(move || on_choose.run(value));
        Offer { icon, label, hint, is_last_used: Some(value) == last_used, choose }
    });
    list(offers.collect(), is_busy)
}

/// A choice, whatever is chosen.
struct Offer {
    icon: Icon,
    label: Sentence,
    hint: Sentence,
    is_last_used: bool,
    choose: Box<dyn Fn()>,
}

fn list(mut offers: Vec<Offer>, is_busy: Signal<bool>) -> View {
    offers.sort_by_key(|offer| !offer.is_last_used);
    let chosen = RwSignal::new(None);
    let item = |(place, offer): (usize, Offer)| element("li").child(button(place, offer, chosen, is_busy));
    of_class("ul", "choices").child(offers.into_iter().enumerate().map(item).collect::<Vec<_>>()).into_child()
}

/// Its name is all that it reads: who speaks to the browser may say any part of it.
fn button(place: usize, offer: Offer, chosen: RwSignal<Option<usize>>, is_busy: Signal<bool>) -> Element {
    let Offer { icon: drawing, label, hint, is_last_used, choose } = offer;
    let is_chosen = Signal::derive(move || is_busy.get() && chosen.get() == Some(place));
    let choose = move |_| {
        if !is_busy.get_untracked() {
            chosen.set(Some(place));
            choose();
        }
    };
    let mark = is_last_used.then(|| of_class("span", "last-used").text(text::LAST_USED));
    let words = element("span")
        .child(of_class("span", "label").text(label))
        .text(" ")
        .child(element("span").child(mark).text(" ").child(of_class("span", "hint").text(hint)));
    element("button")
        .attribute("type", "button")
        .attribute("class", "choice")
        .on("click", choose)
        .child(icon(drawing))
        .child(words)
        .busy(is_chosen)
}
