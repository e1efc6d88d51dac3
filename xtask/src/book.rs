//! `cargo xtask book`: the documents as a book.
//!
//! The pages keep their places in the repository, so a link that is right there is right in the book. What a page links to that is
//! no page, such as a source file, goes into the book as it is.

#[cfg(test)]
mod commands;
#[cfg(test)]
mod documents;
mod links;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use self::links::Lead;
use crate::{process, tools};

const MDBOOK: &str = "0.5.4";

/// What mdBook is told.
const SETTINGS: &str = include_str!("book/book.toml");

/// Where most pages are, and the summary; below the workspace's root.
const DOCS: &str = "docs";

/// Where the pages are put together, and where the book is made.
const SOURCE: &str = "target/book-source";
const BOOK: &str = "target/book";

/// Makes the book, and follows each of its links.
///
/// # Errors
/// When mdBook fails, a page is missing from the summary, or a link leads nowhere.
pub(crate) fn run(root: &Path) -> Result<()> {
    put_together(root, &root.join(SOURCE))?;
    let flags = ["--locked", "--no-default-features", "--features", "search"];
    let programs = tools::cargo_install(root, "mdbook", "mdbook", MDBOOK, &flags, "3 minutes")?;
    let book = root.join(BOOK);
    let mut build = process::command(programs.join("mdbook"), root);
    process::run(build.args(["build", SOURCE, "--dest-dir"]).arg(&book))?;
    complete(root, &book)?;
    process::announce(&format!("The book is at {BOOK}/index.html"));
    Ok(())
}

/// Copies the pages of the summary, and the pictures of docs/, to where mdBook looks for them.
fn put_together(root: &Path, source: &Path) -> Result<()> {
    if source.exists() {
        fs::remove_dir_all(source)?;
    }
    let pages = source.join("pages");
    let text = fs::read_to_string(root.join(DOCS).join("SUMMARY.md")).context("cannot read docs/SUMMARY.md")?;
    for page in summary::pages(&text) {
        copy(root, &pages, &page)?;
    }
    fs::write(source.join("book.toml"), SETTINGS)?;
    fs::write(pages.join("SUMMARY.md"), summary::from_root(&text))?;
    Ok(())
}

/// Brings along what pages link to and mdBook does not know.
fn complete(root: &Path, book: &Path) -> Result<()> {
    let mut broken = Vec::new();
    for Lead { page, link, target } in links::open(book)? {
        match target.filter(|target| root.join(target).is_file()) {
            Some(target) => copy(root, book, &target)?,
            None => broken.push(format!("{}: {link}", page.display())),
        }
    }
    if !broken.is_empty() {
        bail!("these links of the book lead nowhere:\n{}", broken.join("\n"));
    }
    Ok(())
}

/// Copies one file of the repository to the same place below `to`.
fn copy(root: &Path, to: &Path, file: &PathBuf) -> Result<()> {
    let target = to.join(file);
    if let Some(directory) = target.parent() {
        fs::create_dir_all(directory)?;
    }
    fs::copy(root.join(file), target).with_context(|| format!("cannot copy {}", file.display()))?;
    Ok(())
}
