//! Links of a finished book.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use hosting::html;

/// All chapters once more on one page, whose links mdBook has made for the chapters' own places; the page that a server shows for
/// an unknown address, which may be at any depth; and the list of chapters for browsers without scripts, which is in a frame.
const NOT_CHAPTERS: [&str; 3] = ["print.html", "404.html", "toc.html"];

/// A link that leads to nothing in the book.
#[derive(Debug)]
pub(super) struct Lead {
    pub(super) page: PathBuf,
    pub(super) link: String,
    /// The file that it means, where that is missing and not only a place in it.
    pub(super) target: Option<PathBuf>,
}

/// Links and pictures that lead to no file of the book, or to no place in it. What leads to another site is not followed.
///
/// # Errors
/// When the book cannot be read.
pub(super) fn open(book: &Path) -> Result<Vec<Lead>> {
    let mut files = BTreeSet::new();
    list(book, Path::new(""), &mut files)?;
    let mut pages = BTreeMap::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "html")) {
        let text = fs::read_to_string(book.join(file)).with_context(|| format!("cannot read {}", file.display()))?;
        pages.insert(file.clone(), text);
    }
    let chapters = pages.iter().filter(|(page, _)| !NOT_CHAPTERS.iter().any(|name| page == &Path::new(name)));
    let leads = chapters.flat_map(|(page, text)| {
        let of_page = targets(text).into_iter();
        of_page.filter_map(|link| lead(page, &link, &files, &pages)).collect::<Vec<_>>()
    });
    Ok(leads.collect())
}

/// All files below `directory`, by their path from `book`.
fn list(book: &Path, directory: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    let path = book.join(directory);
    for entry in fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))? {
        let entry = entry?;
        let inner = directory.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => list(book, &inner, files)?,
            false => _ = files.insert(inner),
        }
    }
    Ok(())
}

/// Where HTML leads on its own site.
pub(super) fn targets(page: &str) -> Vec<String> {
    let named = |tag, attribute| {
        let values =
            html::tags(page, tag).into_iter().filter_map(move |tag| Some(tag.attribute(attribute)?.to_owned()));
        values.collect::<Vec<_>>()
    };
    let mut targets = [named("a", "href"), named("img", "src"), named("source", "srcset")].concat();
    targets.retain(|target| !has_scheme(target));
    targets
}

/// RFC 3986, section 3.1.
pub(super) fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}

/// What is wrong with a link, if anything is.
fn lead(page: &Path, link: &str, files: &BTreeSet<PathBuf>, pages: &BTreeMap<PathBuf, String>) -> Option<Lead> {
    let nowhere = |target| Some(Lead { page: page.to_path_buf(), link: link.to_owned(), target });
    let (path, place) = parts(link);
    let target = match path {
        "" => page.to_path_buf(),
        path => match resolved(page, path) {
            Some(target) => target,
            None => return nowhere(None),
        },
    };
    if !files.contains(&target) {
        return nowhere(Some(target));
    }
    let is_there = |place: &str| {
        let text = pages.get(&target).map_or("", String::as_str);
        ["id", "name"].iter().any(|attribute| text.contains(&format!("{attribute}=\"{place}\"")))
    };
    if place.is_none_or(is_there) { None } else { nowhere(None) }
}

/// A link's path, and the place there that it names.
pub(super) fn parts(link: &str) -> (&str, Option<&str>) {
    let (path, place) = link.split_once('#').unwrap_or((link, ""));
    (path, Some(place).filter(|place| !place.is_empty()))
}

/// `path` as it is meant on `page`; nothing where it leads out of the root.
pub(super) fn resolved(page: &Path, path: &str) -> Option<PathBuf> {
    let mut target = page.parent().map(Path::to_path_buf).unwrap_or_default();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => target.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !target.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_somewhere_and_links_that_do_not() {
        let pages = BTreeMap::from([
            (PathBuf::from("index.html"), "<h1 id=\"top\">".to_owned()),
            (PathBuf::from("part/page.html"), "<h1 id=\"inner\">".to_owned()),
        ]);
        let files: BTreeSet<PathBuf> = pages.keys().cloned().chain([PathBuf::from("login.png")]).collect();
        let (there, nowhere) = (None, Some(None));
        let missing = |target| Some(Some(PathBuf::from(target)));
        let cases = [
            ("index.html", "login.png", there.clone()),
            ("index.html", "#top", there.clone()),
            ("index.html", "#bottom", nowhere.clone()),
            ("index.html", "part/page.html#inner", there.clone()),
            ("index.html", "part/page.html#top", nowhere.clone()),
            ("index.html", "missing.html", missing("missing.html")),
            ("index.html", "missing.html#top", missing("missing.html")),
            ("part/page.html", "../index.html#top", there),
            ("part/page.html", "../src/main.rs", missing("src/main.rs")),
            ("part/page.html", "../../index.html", nowhere.clone()),
            ("part/page.html", "/index.html", nowhere),
        ];
        for (page, link, expected) in cases {
            let found = lead(Path::new(page), link, &files, &pages).map(|lead| lead.target);
            assert_eq!(found, expected, "{link} on {page}");
        }
    }

    #[test]
    fn only_links_of_the_site_are_followed() {
        let page = "<a href=\"https://example.com/x\">a</a> <a href=\"mailto:a@example.com\">b</a> \
                    <a href=\"c.html\">c</a> <source srcset=\"e.png\"> <img src=\"d.png\">";
        assert_eq!(targets(page), ["c.html", "d.png", "e.png"]);
    }
}
