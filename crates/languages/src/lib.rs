//! The sentences of the app, in every language: reads `lang/*.toml`, checks the other languages against English, and makes
//! of them a Rust module for the app (English) and files that browsers download (the others).

mod apart;
mod check;
mod file;
mod packs;
mod plural;
mod pseudo;
mod rust;

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
    fs,
    path::Path,
};

pub use file::{Entry, Language, Words};
pub use plural::categories;
pub use pseudo::PSEUDO;

/// The language that the others are translations of.
pub const SOURCE: &str = "en";

/// All languages, without mistakes.
#[derive(Debug)]
pub struct Languages {
    pub english: Language,
    /// By tag.
    pub others: Vec<Language>,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub file: String,
    /// From 1 on; 0 if it is about the whole file.
    pub line: usize,
    pub what: String,
}

impl Display for Mistake {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { file, line, what } = self;
        if *line == 0 {
            write!(formatter, "lang/{file}: {what}")
        } else {
            write!(formatter, "lang/{file}:{line}: {what}")
        }
    }
}

impl Languages {
    /// Reads all that is in `directory`.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(directory: &Path) -> Result<Self, Vec<Mistake>> {
        let unreadable = |file: &str, error: &std::io::Error| Mistake {
            file: file.to_owned(),
            line: 0,
            what: format!("can't be read: {error}"),
        };
        let entries = fs::read_dir(directory).map_err(|error| vec![unreadable("", &error)])?;
        let mut files = BTreeMap::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !name.ends_with(".toml") {
                continue;
            }
            match fs::read_to_string(&path) {
                Ok(text) => files.insert(name, text),
                Err(error) => return Err(vec![unreadable(&name, &error)]),
            };
        }
        Self::parse(&files)
    }

    /// The same of texts by the names of their files.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn parse(files: &BTreeMap<String, String>) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut languages = Vec::new();
        for (name, text) in files {
            match Language::parse(name, text) {
                Ok(language) => languages.push(language),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        let source = languages.iter().position(|language| language.tag == SOURCE);
        let Some(source) = source else {
            let what = "is missing or can't be read: it is the language that the others are translations of".to_owned();
            mistakes.push(Mistake { file: format!("{SOURCE}.toml"), line: 0, what });
            return Err(mistakes);
        };
        let english = languages.remove(source);
        mistakes.extend(check::alone(&english));
        mistakes.extend(languages.iter().flat_map(|language| check::against(&english, language)));
        mistakes.extend(check::twice(&languages));
        if mistakes.is_empty() { Ok(Self { english, others: languages }) } else { Err(mistakes) }
    }

    /// The tags of all of them, English first.
    pub fn tags(&self) -> Vec<&str> {
        std::iter::once(SOURCE).chain(self.others.iter().map(|language| &*language.tag)).collect()
    }

    /// What there is, as constants of the app.
    pub fn names(&self) -> String {
        rust::names(self)
    }

    /// English, as modules of the app.
    pub fn rust(&self) -> String {
        rust::module(self)
    }

    /// The files that browsers download, by their paths.
    pub fn packs(&self) -> Vec<(String, String)> {
        packs::all(self)
    }
}
