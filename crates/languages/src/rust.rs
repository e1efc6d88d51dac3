//! English, as a Rust module: a constant for each sentence, a function for each that something is put into.

use std::fmt::Write as _;

use crate::{Entry, Languages, Words, check::placeholders};

/// What there is: the tags of the languages with spaces between, what each is called on a line of its own, and the parts of the
/// app by their numbers.
pub(crate) fn names(languages: &Languages) -> String {
    let all = std::iter::once(&languages.english).chain(&languages.others);
    let names: Vec<_> = all.map(|language| &*language.name).collect();
    let (tags, names, parts) = (languages.tags().join(" "), names.join("\n"), languages.english.parts());
    let count = parts.len();
    format!("const TAGS: &str = {tags:?};\nconst NAMES: &str = {names:?};\nconst PARTS: [&str; {count}] = {parts:?};\n")
}

pub(crate) fn module(languages: &Languages) -> String {
    let english = &languages.english;
    let parts = english.parts();
    let mut module = String::new();
    let mut open: Vec<&str> = Vec::new();
    for (part_place, part) in parts.iter().enumerate() {
        for (place, entry) in english.of_part(part).enumerate() {
            let tables: Vec<&str> = entry.path[..entry.path.len() - 1].iter().map(String::as_str).collect();
            let common = open.iter().zip(&tables).take_while(|(open, table)| open == table).count();
            for _ in common..open.len() {
                module.push_str("}\n");
            }
            for table in &tables[common..] {
                let _ = writeln!(
                    module,
                    "pub mod {table} {{\n#[allow(unused_imports)]\nuse crate::language::{{Arg, Key, Sentence}};"
                );
            }
            open = tables;
            module.push_str(&item(entry, part_place, place));
        }
    }
    module.push_str(&"}\n".repeat(open.len()));
    module
}

fn item(entry: &Entry, part: usize, place: usize) -> String {
    let name = entry.path.last().map(String::as_str).unwrap_or_default();
    let key = format!("Key {{ part: {part}, place: {place} }}");
    match &entry.words {
        Words::Always(words) => {
            let mut names = placeholders(words).unwrap_or_default();
            names.sort();
            names.dedup();
            if names.is_empty() {
                format!("pub const {}: Sentence = Sentence::fixed({key}, {words:?});\n", name.to_uppercase())
            } else {
                function(name, &names, &format!("Sentence::filled({key}, {words:?}, "))
            }
        }
        Words::Counted(forms) => {
            let mut names: Vec<_> = forms
                .values()
                .flat_map(|words| placeholders(words).unwrap_or_default())
                .filter(|name| name != "count")
                .collect();
            names.sort();
            names.dedup();
            let form = |category: &str| forms.get(category).map(String::as_str).unwrap_or_default();
            let (one, other) = (form("one"), form("other"));
            let made = format!("Sentence::counted({key}, [{one:?}, {other:?}], count, ");
            let function = function(name, &names, &made);
            function.replacen('(', if names.is_empty() { "(count: u32" } else { "(count: u32, " }, 1)
        }
    }
}

fn function(name: &str, names: &[String], made: &str) -> String {
    let arguments: Vec<_> = names.iter().map(|name| format!("{name}: impl Into<Arg>")).collect();
    let given: Vec<_> = names.iter().map(|name| format!("({name:?}, {name}.into())")).collect();
    format!("pub fn {name}({}) -> Sentence {{ {made}vec![{}]) }}\n", arguments.join(", "), given.join(", "))
}
