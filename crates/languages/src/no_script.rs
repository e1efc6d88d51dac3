//! The page for who has no JavaScript. Nothing can find out there which language they read, so it says the same in all of them.
//! Each sentence leads back to the app.

use crate::{Language, Languages, SOURCE, Words};

/// The table of its sentence; no part of the app.
pub(crate) const TABLE: &str = "no_script";
const KEY: &str = "needed";
/// Its path among the files that browsers download: the app is one directory up.
const PATH: &str = "no-script.html";

/// Its path and what it is; nothing where English has no such sentence.
pub(crate) fn page(languages: &Languages) -> Option<(String, String)> {
    let others = languages.others.iter().filter_map(|language| line(language, &language.tag));
    let lines: String = std::iter::once(line(&languages.english, SOURCE)?).chain(others).collect();
    let page = format!(
        "<!doctype html>\n<html lang=\"{SOURCE}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>JavaScript</title>\n</head>\n<body>\n<main>\n{lines}</main>\n</body>\n</html>\n"
    );
    Some((PATH.to_owned(), page))
}

fn line(language: &Language, tag: &str) -> Option<String> {
    let found = language.find(&[TABLE, KEY].map(str::to_owned))?;
    let Words::Always(words) = &found.words else { return None };
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    Some(format!("<p lang=\"{tag}\" dir=\"auto\"><a href=\"../\">{words}</a></p>\n"))
}
