//! The owner's own words.

use super::tag;

/// A text for all languages, or one for each of some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording(Vec<(String, String)>);

/// Stands for all languages.
const ALL: &str = "";

impl Wording {
    pub fn of_all(text: String) -> Self {
        Self(vec![(ALL.to_owned(), text)])
    }

    /// Texts, each after its language (BCP 47).
    pub fn by_language(texts: Vec<(String, String)>) -> Self {
        Self(texts)
    }

    /// The words in that language, or else in its base, in English, or in whichever comes first.
    pub fn in_language(&self, language: &str) -> &str {
        let base = language.split('-').next().unwrap_or_default();
        let of = |wanted: &str| self.0.iter().find(|(language, _)| language.eq_ignore_ascii_case(wanted));
        let found = of(ALL).or_else(|| of(language)).or_else(|| of(base)).or_else(|| of("en")).or(self.0.first());
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// The words in the shown language.
    pub fn words(&self) -> String {
        self.in_language(&tag()).to_owned()
    }
}
