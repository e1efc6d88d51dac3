//! Links of all Markdown in the repository, and what the book has of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::links::{has_scheme, parts, resolved, targets};
use super::summary;

/// Folders that are made, or come from elsewhere.
const NOT_OURS: [&str; 4] = ["target", "node_modules", "dist", "venv"];

/// A document, and what of it matters to links.
pub(super) struct Document {
    /// From the repository's root.
    pub(super) path: PathBuf,
    links: Vec<String>,
    /// Places that a link can name.
    places: BTreeSet<String>,
    /// Its code: lines of blocks, and pieces in sentences.
    pub(super) code: Vec<String>,
}

impl Document {
    fn read(path: PathBuf, text: &str) -> Self {
        let mut document = Self { path, links: Vec::new(), places: BTreeSet::new(), code: Vec::new() };
        let (mut heading, mut is_block) = (None::<String>, false);
        let mut taken = BTreeMap::<String, usize>::new();
        for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            if let (Some(heading), Event::Text(text) | Event::Code(text)) = (&mut heading, &event) {
                heading.push_str(text);
            }
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    document.links.push(dest_url.into_string());
                }
                Event::Html(html) | Event::InlineHtml(html) => document.links.extend(targets(&html)),
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let place = place_of(&heading.take().unwrap());
                    let before = taken.entry(place.clone()).or_default();
                    document.places.insert(if *before == 0 { place } else { format!("{place}-{before}") });
                    *before += 1;
                }
                Event::Start(Tag::CodeBlock(_)) => is_block = true,
                Event::End(TagEnd::CodeBlock) => is_block = false,
                Event::Text(text) if is_block => document.code.extend(text.lines().map(str::to_owned)),
                Event::Code(code) => document.code.push(code.into_string()),
                _ => {}
            }
        }
        document.links.retain(|link| !has_scheme(link));
        document
    }
}

/// The name of a heading in a link, as GitHub and mdBook make it.
fn place_of(heading: &str) -> String {
    let named = heading.chars().filter_map(|sign| match sign {
        ' ' => Some('-'),
        '-' | '_' => Some(sign),
        sign => sign.is_alphanumeric().then_some(sign),
    });
    named.flat_map(char::to_lowercase).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every document of the repository.
pub(super) fn all() -> Vec<Document> {
    let (root, mut found) = (root(), Vec::new());
    let mut directories = vec![PathBuf::new()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(root.join(&directory)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = directory.join(&name);
            if entry.file_type().unwrap().is_dir() {
                if !name.starts_with('.') && !NOT_OURS.contains(&name.as_str()) {
                    directories.push(path);
                }
            } else if name.ends_with(".md") {
                let text = fs::read_to_string(root.join(&path)).unwrap();
                found.push(Document::read(path, &text));
            }
        }
    }
    assert!(found.iter().any(|document| document.path == Path::new("README.md")), "the documents are found");
    found
}

/// What is wrong with a link of a document, if anything is.
fn fault(document: &Document, link: &str, documents: &[Document]) -> Option<String> {
    let wrong = |what: &str| Some(format!("{}: {link}: {what}", document.path.display()));
    let (path, place) = parts(link);
    let target = if path.is_empty() { Some(document.path.clone()) } else { resolved(&document.path, path) };
    let Some(target) = target else { return wrong("leads out of the repository") };
    if target != document.path && !root().join(&target).exists() {
        return wrong("there is no such file");
    }
    let place = place?;
    match documents.iter().find(|document| document.path == target) {
        Some(document) if document.places.contains(place) => None,
        _ => wrong("there is no such heading"),
    }
}

#[test]
fn every_link_leads_somewhere() {
    let documents = all();
    let links = documents.iter().flat_map(|document| document.links.iter().map(move |link| (document, link)));
    let faults: Vec<_> = links.filter_map(|(document, link)| fault(document, link, &documents)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let text = "# One `two`: three\n\n## Same\n\n## Same\n\n[a](#one-two-three) [b](#same-1) [c](#same-2) [d](gone.md) \
                [e](../README.md) [f](README.md#gone)\n\n<img src=\"gone.png\">\n\n```\n[g](in-a-block.md)\n```\n";
    let mut documents = all();
    documents.push(Document::read(PathBuf::from("new.md"), text));
    let document = documents.last().unwrap();
    let found = document.links.iter().filter(|link| fault(document, link, &documents).is_some());
    assert_eq!(found.collect::<Vec<_>>(), ["#same-2", "gone.md", "../README.md", "README.md#gone", "gone.png"]);
}

#[test]
fn the_book_has_every_page_of_docs() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let pages = summary::pages(&summary);
    let documents = all();
    let missing: Vec<_> = documents
        .iter()
        .map(|document| &document.path)
        .filter(|path| path.starts_with("docs") && !path.ends_with("SUMMARY.md") && !pages.contains(path))
        .collect();
    assert!(missing.is_empty(), "docs/SUMMARY.md does not name {missing:?}");
}

/// A page can link to a file that the book brings along, but not to a folder: a book has no listing.
#[test]
fn pages_of_the_book_link_to_no_folder() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let pages = summary::pages(&summary);
    for document in all().iter().filter(|document| pages.contains(&document.path)) {
        for link in &document.links {
            let target = resolved(&document.path, parts(link).0);
            let is_folder = !link.starts_with('#') && target.is_some_and(|target| root().join(target).is_dir());
            assert!(!is_folder, "{}: {link} is a folder", document.path.display());
        }
    }
}
