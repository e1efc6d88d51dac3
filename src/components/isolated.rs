use crate::{
    language::{Sentence, Wording, shown_tag},
    signals::Signal,
    text,
    ui::{Child, View, Words, element, live},
};

/// A sentence, with each name in it apart.
pub fn sentence(sentence: &str) -> Vec<View> {
    let part = |(is_name, part): (bool, &str)| {
        let part = Words::from(part.to_owned());
        if is_name { element("bdi").text(part).into_child() } else { part.into_child() }
    };
    text::parts(sentence).map(part).collect()
}

/// The same of whatever is to be said now.
pub fn live_sentence(said: Signal<Sentence>) -> View {
    live(move || sentence(&said.get().words()).into_child())
}

/// What somebody else has written, by itself.
pub fn name(name: &str) -> View {
    element("bdi").text(text::without_isolates(name)).into_child()
}

/// The owner's words, by themselves: in the shown language, or in whichever there is, written as that is written.
pub fn owners_words(words: Wording) -> View {
    let language = {
        let words = words.clone();
        move || words.language_in(&shown_tag()).map(ToOwned::to_owned)
    };
    element("bdi")
        .attribute("lang", language)
        .text(move || Some(words.in_language(&shown_tag()).to_owned()))
        .into_child()
}

/// The same of what follows the language.
pub fn live_name(name: impl Fn() -> String + Send + 'static) -> View {
    element("bdi").text(move || Some(text::without_isolates(&name()))).into_child()
}
