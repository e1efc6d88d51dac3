use std::sync::Arc;

use super::{Wording, follow, isolated, words};

/// Something that people read, whichever language that is in. It becomes words where it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    key: Key,
    english: English,
    filled: Option<Arc<[(&'static str, Arg)]>>,
}

/// Where a sentence stands in its language: lang/*.toml has a table for each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub part: u8,
    pub place: u8,
}

/// What is put into a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Words(String),
    Number(u32),
    Sentence(Sentence),
    /// A name, apart from the sentence that it is put into.
    Apart(Sentence),
    Owner(Wording),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum English {
    Always(&'static str),
    /// For one, and for any other number.
    Counted([&'static str; 2], u32),
}

impl Sentence {
    pub const fn fixed(key: Key, english: &'static str) -> Self {
        Self { key, english: English::Always(english), filled: None }
    }

    pub fn filled(key: Key, english: &'static str, with: Vec<(&'static str, Arg)>) -> Self {
        Self { key, english: English::Always(english), filled: Some(with.into()) }
    }

    pub fn counted(key: Key, english: [&'static str; 2], count: u32, mut with: Vec<(&'static str, Arg)>) -> Self {
        with.push(("count", Arg::Number(count)));
        Self { key, english: English::Counted(english, count), filled: Some(with.into()) }
    }

    /// Somebody's own words, as a sentence by itself.
    pub fn of(words: String) -> Self {
        Self::with(Arg::Words(words))
    }

    /// Nothing but that.
    fn with(words: Arg) -> Self {
        const NOWHERE: Key = Key { part: 0, place: u8::MAX };
        Self::filled(NOWHERE, "{words}", vec![("words", words)])
    }

    /// For what it is put into: a name that follows the language.
    pub fn apart(&self) -> Arg {
        Arg::Apart(self.clone())
    }

    /// What it says in English, before anything is put in.
    pub const fn english(&self) -> &'static str {
        match self.english {
            English::Always(english) | English::Counted([_, english], _) => english,
        }
    }

    /// What it says in the shown language. What is drawn by it follows the language.
    #[inline(never)]
    pub fn words(&self) -> String {
        follow();
        let (english, count) = match self.english {
            English::Always(english) => (english, None),
            English::Counted([one, _], 1) => (one, Some(1)),
            English::Counted([_, other], count) => (other, Some(count)),
        };
        let words = words(self.key, count).unwrap_or_else(|| english.to_owned());
        self.filled.as_deref().map_or(words.clone(), |with| fill(&words, with))
    }
}

/// Puts in what the braces name.
fn fill(words: &str, with: &[(&'static str, Arg)]) -> String {
    let mut filled = String::new();
    let mut pieces = words.split('{');
    filled.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        if let Some((_, arg)) = with.iter().find(|(known, _)| *known == name) {
            filled.push_str(&arg.words());
        }
        filled.push_str(rest);
    }
    filled
}

impl Arg {
    fn words(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Number(number) => crate::language::number(*number),
            Self::Sentence(sentence) => sentence.words(),
            Self::Apart(name) => isolated(&name.words()),
            Self::Owner(wording) => wording.words(),
        }
    }
}

impl From<Wording> for Sentence {
    fn from(wording: Wording) -> Self {
        Self::with(Arg::Owner(wording))
    }
}

/// Somebody's own words.
impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        Self::of(words.to_owned())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<Sentence> for Arg {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(sentence)
    }
}

/// Nothing to say.
impl Default for Sentence {
    fn default() -> Self {
        Self::of(String::new())
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, words: &&str) -> bool {
        self.words() == *words
    }
}
