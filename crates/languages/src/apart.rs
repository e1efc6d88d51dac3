//! The pages for who cannot run the app: they have no JavaScript, or a browser that is too old. Nothing can find out there which
//! language they read, so each says the same in all of them. Each sentence leads back to the app.

use crate::{Language, Languages, SOURCE, Words};

/// Each page: the table of its sentence, which is no part of the app, its path among the files that browsers download, where the
/// app is one directory up, and its title.
const PAGES: [(&str, &str, &str); 2] =
    [("no_script", "no-script.html", "JavaScript"), ("old_browser", "old-browser.html", "Browser")];
const KEY: &str = "needed";

/// Whether it is the table of such a page.
pub(crate) fn is_table(part: &str) -> bool {
    PAGES.iter().any(|(table, ..)| *table == part)
}

/// Their paths and what they are; without those of which English has no sentence.
pub(crate) fn pages(languages: &Languages) -> impl Iterator<Item = (String, String)> {
    PAGES.iter().filter_map(|(table, path, title)| Some(((*path).to_owned(), page(languages, table, title)?)))
}

fn page(languages: &Languages, table: &str, title: &str) -> Option<String> {
    let others = languages.others.iter().filter_map(|language| line(language, table, &language.tag));
    let lines: String = std::iter::once(line(&languages.english, table, SOURCE)?).chain(others).collect();
    Some(format!(
        "<!doctype html>\n<html lang=\"{SOURCE}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n</head>\n<body>\n<main>\n{lines}</main>\n</body>\n</html>\n"
    ))
}

fn line(language: &Language, table: &str, tag: &str) -> Option<String> {
    let found = language.find(&[table, KEY].map(str::to_owned))?;
    let Words::Always(words) = &found.words else { return None };
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    Some(format!("<p lang=\"{tag}\" dir=\"auto\"><a href=\"../\">{words}</a></p>\n"))
}
