//! A file of one language, as it is written.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{Mistake, plural::is_category};

/// Stands in no table.
const NAME: &str = "name";

/// What a file says, in the order of its keys.
#[derive(Debug)]
pub struct Language {
    /// As in `pt-BR`: the file's name.
    pub tag: String,
    /// What it is called by those who speak it.
    pub name: String,
    pub file: String,
    pub entries: Vec<Entry>,
}

/// A sentence.
#[derive(Debug)]
pub struct Entry {
    /// The table that it is in, and those in that: `["account", "profile", "title"]`.
    pub path: Vec<String>,
    pub line: usize,
    pub words: Words,
}

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    Always(String),
    /// By the plural category of the number.
    Counted(BTreeMap<String, String>),
}

impl Language {
    /// Reads the file of that name.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Mistake> {
        let line_ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
        let line_at = |offset| line_ends.partition_point(|end| *end < offset) + 1;
        let mistake = |offset, what: String| Mistake { file: file.to_owned(), line: line_at(offset), what };
        let tag = file.trim_end_matches(".toml").to_owned();
        if tag.is_empty() || !tag.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-') {
            return Err(mistake(0, "the name of a file is that of a language, as in pt-BR.toml".to_owned()));
        }
        let table = DeTable::parse(text)
            .map_err(|error| mistake(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let mut entries = Vec::new();
        gather(table.get_ref(), &mut Vec::new(), &mut entries, &mistake)?;
        let name =
            entries.iter().position(|entry: &Entry| entry.path == [NAME]).map(|place| entries.remove(place).words);
        // The app has them line by line.
        let is_line = |name: &Words| name.forms().iter().all(|name| name.lines().eq([name.trim()]));
        let Some(Words::Always(name)) = name.filter(is_line) else {
            let what = format!("{NAME} is missing, or not one line: what the language is called by those who speak it");
            return Err(Mistake { file: file.to_owned(), line: 0, what });
        };
        if let Some(entry) = entries.iter().find(|entry: &&Entry| entry.path.len() < 2) {
            let what = format!("{} stands in no table: a table is a part of the app", entry.key());
            return Err(Mistake { file: file.to_owned(), line: entry.line, what });
        }
        Ok(Self { tag, name, file: file.to_owned(), entries })
    }

    /// The parts of the app, in order.
    pub fn parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.entries.iter().map(Entry::part).collect();
        parts.dedup();
        parts
    }

    /// The sentences of a part, in order: their places are their numbers.
    pub fn of_part(&self, part: &str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.part() == part)
    }

    /// The sentence of that key.
    pub fn find(&self, path: &[String]) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path)
    }
}

impl Entry {
    /// What the part of the app is called that it belongs to.
    pub fn part(&self) -> &str {
        &self.path[0]
    }

    /// As people write it: `account.profile.title`.
    pub fn key(&self) -> String {
        self.path.join(".")
    }
}

impl Words {
    /// Each of its forms.
    pub fn forms(&self) -> Vec<&str> {
        match self {
            Self::Always(words) => vec![words],
            Self::Counted(forms) => forms.values().map(String::as_str).collect(),
        }
    }

    /// The same with each form changed.
    pub(crate) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Always(words) => Self::Always(change(words)),
            Self::Counted(forms) => {
                Self::Counted(forms.iter().map(|(category, words)| (category.clone(), change(words))).collect())
            }
        }
    }
}

fn gather(
    table: &DeTable<'_>,
    path: &mut Vec<String>,
    entries: &mut Vec<Entry>,
    mistake: &dyn Fn(usize, String) -> Mistake,
) -> Result<(), Mistake> {
    for (key, value) in table {
        let (start, name) = (key.span().start, key.get_ref().to_string());
        if !is_key(&name) {
            return Err(mistake(start, format!("{name:?} is no key: a key is made of a-z, 0-9 and _")));
        }
        path.push(name);
        let words = match value.get_ref() {
            DeValue::String(words) => Some(Words::Always(words.to_string())),
            DeValue::Table(inner) if is_counted(inner) => Some(Words::Counted(forms(inner, path, mistake)?)),
            DeValue::Table(inner) => {
                gather(inner, path, entries, mistake)?;
                None
            }
            _ => return Err(mistake(start, format!("{} is neither a text nor a table", path.join(".")))),
        };
        if let Some(words) = words {
            entries.push(Entry { path: path.clone(), line: mistake(start, String::new()).line, words });
        }
        path.pop();
    }
    Ok(())
}

fn forms(
    table: &DeTable<'_>,
    path: &[String],
    mistake: &dyn Fn(usize, String) -> Mistake,
) -> Result<BTreeMap<String, String>, Mistake> {
    let form = |(category, words): (&Spanned<_>, &Spanned<DeValue<'_>>)| match words.get_ref() {
        DeValue::String(words) => Ok((ToString::to_string(category.get_ref()), words.to_string())),
        _ => Err(mistake(words.span().start, format!("a form of {} is no text", path.join(".")))),
    };
    table.iter().map(form).collect()
}

/// Whether it has forms for numbers, and no sentences of their own.
fn is_counted(table: &DeTable<'_>) -> bool {
    table.keys().all(|key| is_category(key.get_ref())) && !table.is_empty()
}

fn is_key(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_lowercase())
        && name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
}
