//! What can be wrong with a language.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Entry, Language, Mistake, Words, categories};

/// What is put in by the number.
const COUNT: &str = "count";

/// What is wrong with the source by itself.
pub(crate) fn alone(english: &Language) -> Vec<Mistake> {
    english.entries.iter().flat_map(|entry| of_words(english, entry)).collect()
}

/// What is wrong with a translation of it.
pub(crate) fn against(english: &Language, language: &Language) -> Vec<Mistake> {
    let mut mistakes: Vec<_> = Vec::new();
    for entry in &language.entries {
        match english.find(&entry.path) {
            Some(source) => {
                mistakes.extend(of_words(language, entry));
                mistakes.extend(of_kind(source, language, entry));
            }
            None => mistakes.push(at(language, entry.line, format!("{} is not in English", entry.key()))),
        }
    }
    let missing = english.entries.iter().filter(|source| language.find(&source.path).is_none());
    mistakes.extend(missing.map(|source| at(language, 0, format!("{} is missing", source.key()))));
    mistakes
}

/// Two files of one language: their names differ in large and small letters only.
pub(crate) fn twice(languages: &[Language]) -> Vec<Mistake> {
    let mut files = BTreeMap::new();
    let mut mistakes = Vec::new();
    for language in languages {
        if let Some(other) = files.insert(language.tag.to_ascii_lowercase(), &language.file) {
            mistakes.push(at(language, 0, format!("is of the same language as {other}")));
        }
    }
    mistakes
}

/// What is wrong whatever the source says.
fn of_words(language: &Language, entry: &Entry) -> Vec<Mistake> {
    let key = entry.key();
    let mut found = Vec::new();
    for words in entry.words.forms() {
        if words.trim() != words || words.is_empty() {
            found.push(format!("{key} is empty, or begins or ends with a space"));
        }
        if let Err(what) = placeholders(words) {
            found.push(format!("{key}: {what}"));
        }
    }
    if let Words::Counted(forms) = &entry.words {
        match categories(&language.tag) {
            None => found
                .push(format!("the plural categories of {} are not known; crates/languages has them", language.tag)),
            Some(categories) => {
                let missing = categories.iter().filter(|category| !forms.contains_key(**category));
                found.extend(missing.map(|category| format!("{key} lacks the form {category:?} for numbers")));
                let unknown = forms.keys().filter(|category| !categories.contains(&category.as_str()));
                found
                    .extend(unknown.map(|category| format!("{key} has a form {category:?} that the language has not")));
            }
        }
    }
    found.into_iter().map(|what| at(language, entry.line, what)).collect()
}

/// What differs from the source that must not.
fn of_kind(source: &Entry, language: &Language, entry: &Entry) -> Vec<Mistake> {
    let key = entry.key();
    let is_counted = |entry: &Entry| matches!(entry.words, Words::Counted(_));
    if is_counted(source) != is_counted(entry) {
        let what =
            if is_counted(source) { "needs forms for numbers" } else { "is one sentence, without forms for numbers" };
        return vec![at(language, entry.line, format!("{key} {what}"))];
    }
    let wanted: BTreeSet<_> = source.words.forms().into_iter().flat_map(known_placeholders).collect();
    let mut found = BTreeSet::new();
    for words in entry.words.forms() {
        let given: BTreeSet<_> = known_placeholders(words).into_iter().collect();
        found.extend(given.difference(&wanted).map(|name| format!("{key} has {{{name}}}, which English has not")));
        // A form for one may do without the number.
        let missing = wanted.difference(&given).filter(|name| **name != COUNT || !is_counted(source));
        found.extend(missing.map(|name| format!("{key} lacks {{{name}}}")));
    }
    if let Words::Counted(forms) = &entry.words
        && wanted.contains(COUNT)
        && forms.get("other").is_some_and(|words| !known_placeholders(words).iter().any(|name| name == COUNT))
    {
        found.insert(format!("{key} lacks {{{COUNT}}} in the form \"other\""));
    }
    found.into_iter().map(|what| at(language, entry.line, what)).collect()
}

/// The names in braces, in order.
pub(crate) fn placeholders(words: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = words;
    while let Some(start) = rest.find(['{', '}']) {
        let inner = &rest[start..];
        let name = inner.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
        match name {
            Some((name, after)) if is_name(name) => {
                names.push(name.to_owned());
                rest = after;
            }
            _ => return Err("a brace that is no placeholder such as {name}".to_owned()),
        }
    }
    Ok(names)
}

fn known_placeholders(words: &str) -> Vec<String> {
    placeholders(words).unwrap_or_default()
}

fn at(language: &Language, line: usize, what: String) -> Mistake {
    Mistake { file: language.file.clone(), line, what }
}
