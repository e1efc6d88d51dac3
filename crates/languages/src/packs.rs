//! What browsers download of another language than English: a file for each part of the app, `de/first_visit.json`. It is an
//! array of the part's sentences in the order of their keys; one with a number is an object of its forms by plural category.
//!
//! For what owners write, which has keys, there is `keys.json`: the keys of each part in that order. For who cannot run the
//! app, there are pages.

use std::fmt::Write as _;

use crate::{Entry, Language, Languages, PSEUDO, SOURCE, Words, apart, pseudo};

pub(crate) fn all(languages: &Languages) -> Vec<(String, String)> {
    let english = &languages.english;
    let mut files = Vec::new();
    for part in downloaded(english) {
        for language in &languages.others {
            files.push((path(&language.tag, part), array(english, part, |entry| words_in(language, entry))));
        }
        files.push((path(PSEUDO, part), array(english, part, |entry| pseudo::words(&entry.words))));
    }
    files.push(("keys.json".to_owned(), keys(english)));
    files.extend(apart::pages(languages));
    files
}

fn downloaded(english: &Language) -> impl Iterator<Item = &str> {
    english.parts().into_iter().filter(|part| !apart::is_table(part))
}

fn path(tag: &str, part: &str) -> String {
    format!("{tag}/{part}.json")
}

/// It has all that English has.
fn words_in(language: &Language, entry: &Entry) -> Words {
    debug_assert_ne!(language.tag, SOURCE, "English is in the app");
    language.find(&entry.path).map_or_else(|| entry.words.clone(), |found| found.words.clone())
}

fn array(english: &Language, part: &str, words: impl Fn(&Entry) -> Words) -> String {
    let entries: Vec<_> = english.of_part(part).map(|entry| json(&words(entry))).collect();
    format!("[{}]\n", entries.join(",\n"))
}

fn json(words: &Words) -> String {
    match words {
        Words::Always(words) => quoted(words),
        Words::Counted(forms) => {
            let forms: Vec<_> =
                forms.iter().map(|(category, words)| format!("{}:{}", quoted(category), quoted(words))).collect();
            format!("{{{}}}", forms.join(","))
        }
    }
}

fn keys(english: &Language) -> String {
    let of_part = |part: &str| {
        let keys: Vec<_> = english.of_part(part).map(|entry| quoted(&entry.path[1..].join("."))).collect();
        format!("{}:[{}]", quoted(part), keys.join(","))
    };
    format!("{{{}}}\n", downloaded(english).map(of_part).collect::<Vec<_>>().join(",\n"))
}

fn quoted(words: &str) -> String {
    let mut json = String::from("\"");
    for sign in words.chars() {
        match sign {
            '"' | '\\' => json.extend(['\\', sign]),
            sign if sign.is_control() => write!(json, "\\u{:04x}", u32::from(sign)).unwrap_or_default(),
            sign => json.push(sign),
        }
    }
    json.push('"');
    json
}
