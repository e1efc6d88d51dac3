//! A language that nobody speaks: English, lengthened, accented and in brackets. A sentence that is not in a language file
//! is seen by its lack of brackets, and a place that is too small for longer words by what does not fit.

use crate::Words;

/// Its tag. It is not offered: whoever wants to see it asks for it in the address, `?lang=en-XA`.
pub const PSEUDO: &str = "en-XA";

/// What a sentence grows by.
const LONGER: usize = 40;

pub(crate) fn words(words: &Words) -> Words {
    words.map(sentence)
}

fn sentence(words: &str) -> String {
    let mut is_name = false;
    let mut accented: String = words
        .chars()
        .map(|sign| {
            is_name = sign == '{' || is_name && sign != '}';
            if is_name { sign } else { accent(sign) }
        })
        .collect();
    let more = (words.chars().count() * LONGER).div_ceil(100);
    accented.push(' ');
    accented.push_str(&"~".repeat(more));
    format!("[{accented}]")
}

fn accent(sign: char) -> char {
    const PLAIN: &str = "AEIOUaeiouCcNnSsYyZz";
    const ACCENTED: &str = "ÀÉÎÖÛàéîöûÇçÑñŠšÝýŽž";
    PLAIN.chars().position(|plain| plain == sign).and_then(|place| ACCENTED.chars().nth(place)).unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_longer_accented_and_in_brackets_and_keeps_names() {
        assert_eq!(sentence("Hi {name}!"), "[Hî {name}! ~~~~]");
    }
}
