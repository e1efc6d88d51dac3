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

    /// Whether it says nothing, in some language or in all.
    pub fn has_blank(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(|(_, text)| text.trim().is_empty())
    }

    /// The words in that language, or else in its base, in English, or in whichever comes first.
    pub fn in_language(&self, language: &str) -> &str {
        self.found(language).map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// The language of these, if that is known and another one.
    pub fn language_in(&self, language: &str) -> Option<&str> {
        let base = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let (found, _) = self.found(language)?;
        (found != ALL && base(found) != base(language)).then_some(found)
    }

    fn found(&self, language: &str) -> Option<&(String, String)> {
        let base = language.split('-').next().unwrap_or_default();
        let of = |wanted: &str| self.0.iter().find(|(language, _)| language.eq_ignore_ascii_case(wanted));
        of(ALL).or_else(|| of(language)).or_else(|| of(base)).or_else(|| of("en")).or(self.0.first())
    }

    /// The words in the shown language.
    pub fn words(&self) -> String {
        self.in_language(&tag()).to_owned()
    }
}
