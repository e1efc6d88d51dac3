//! The files that a first visit to `/` fetches, as far as the page and its stylesheets name them: what a program fetches
//! besides is seen in the browser alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use hosting::html;

/// Their paths inside dist/.
///
/// # Errors
/// When there is no build, or a stylesheet is missing.
pub(crate) fn files(dist: &Path) -> Result<BTreeSet<String>> {
    let page = fs::read_to_string(dist.join("index.html")).context("there is no build: run `cargo xtask build`")?;
    let mut files = named_by(&page);
    for stylesheet in files.iter().filter(|file| file.ends_with(".css")).cloned().collect::<Vec<_>>() {
        files.extend(css_urls(&fs::read_to_string(dist.join(&stylesheet))?));
    }
    files.insert("index.html".to_owned());
    Ok(files)
}

/// The files of this site that the browser fetches for `page`, as paths inside dist/.
fn named_by(page: &str) -> BTreeSet<String> {
    let fetched = ["stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "manifest"];
    let links = html::tags(page, "link").into_iter().filter(|tag| fetched.iter().any(|rel| tag.is_rel(rel)));
    let linked = links.filter_map(|tag| tag.attribute("href").map(str::to_owned));
    let sources = ["script", "img"].into_iter().flat_map(|name| html::tags(page, name));
    let sourced = sources.filter_map(|tag| tag.attribute("src").map(str::to_owned));
    linked.chain(sourced).filter_map(|address| own_file(&address)).collect()
}

/// The files that a stylesheet names in `url(…)`. Counted all, though a browser may do without some.
fn css_urls(css: &str) -> Vec<String> {
    let addresses = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    addresses.filter_map(|address| own_file(address.trim_matches(['"', '\'', ' ']))).collect()
}

/// The page and its stylesheets name them relative to where all files are.
fn own_file(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?.trim_start_matches("./");
    (!path.is_empty() && !path.starts_with('/') && !path.contains(':')).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_is_what_the_page_names() {
        let page = r##"<link rel="icon" href="data:image/svg+xml,<svg/>"><link rel="icon" href="icon.svg">
            <link rel="canonical" href="/elsewhere"><link rel="stylesheet" href="style-1.css" integrity="sha384-x=">
            <link rel="preload" href="app-1.wasm" as="fetch"><link rel="stylesheet" href="https://fonts.example/a.css">
            <script type="module" src="app-1.js"></script><a href="/privacy">x</a>"##;
        let files: Vec<_> = named_by(page).into_iter().collect();
        assert_eq!(files, ["app-1.js", "app-1.wasm", "icon.svg", "style-1.css"]);
    }

    #[test]
    fn a_stylesheet_names_files_too() {
        assert_eq!(
            css_urls("a{b:url(x.svg)}c{d:url('./y.woff2#z')}e{f:url(data:image/png;base64,/AA)}"),
            ["x.svg", "y.woff2"]
        );
    }
}
