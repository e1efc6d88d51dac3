//! Which forms a language has for numbers
//! ([Language Plural Rules](https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html), cardinal;
//! as `new Intl.PluralRules(tag).resolvedOptions().pluralCategories` has them).

const ALL: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

const BY_LANGUAGE: [(&str, &[&str]); 9] = [
    ("bg bn da de el en fa fi hi hu nb nl sv tr ur", &["one", "other"]),
    ("ca es fr it pt", &["one", "many", "other"]),
    ("be cs lt pl ru sk uk", &["one", "few", "many", "other"]),
    ("bs hr ro sr", &["one", "few", "other"]),
    ("sl", &["one", "two", "few", "other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("he", &["one", "two", "other"]),
    ("lv", &["zero", "one", "other"]),
    ("id ja ko ms th vi zh", &["other"]),
];

/// The plural categories of a language; none if it is not known here.
pub fn categories(tag: &str) -> Option<&'static [&'static str]> {
    let language = tag.split('-').next().unwrap_or_default();
    BY_LANGUAGE.iter().find(|(languages, _)| languages.split(' ').any(|known| known == language)).map(|found| found.1)
}

pub(crate) fn is_category(name: &str) -> bool {
    ALL.contains(&name)
}
