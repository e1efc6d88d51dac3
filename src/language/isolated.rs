//! What somebody else has written, in a sentence of ours: it may run the other way, or try to turn around what stands
//! beside it.

/// First strong isolate, and the end of it
/// ([UAX #9](https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates)).
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// A name, apart from the sentence that it is put into. Where that is drawn, `<bdi>` stands for it
/// ([`parts`]); anywhere else the characters do the same.
pub fn isolated(name: &str) -> String {
    format!("{ISOLATE}{}{END}", without_isolates(name))
}

/// A name without what would end its isolation.
pub fn without_isolates(name: &str) -> String {
    name.replace(|c| matches!(c, '\u{2066}'..='\u{2069}'), "")
}

/// One after the other, the parts of a sentence, and whether each of them is [`isolated`].
pub fn parts(sentence: &str) -> impl Iterator<Item = (bool, &str)> {
    let pieces = sentence.split(ISOLATE).enumerate().flat_map(|(place, piece)| match piece.split_once(END) {
        Some((name, rest)) if place > 0 => [(true, name), (false, rest)],
        _ => [(false, piece), (false, "")],
    });
    pieces.filter(|(_, text)| !text.is_empty())
}
