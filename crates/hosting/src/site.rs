//! What is in dist/.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use url::Url;

use crate::{OF_HOSTS, html::tags, is_precompressed, policy::Policy};

/// The files that a host serves, and how.
pub struct Site {
    /// The path that they are below: "/", "/auth/".
    pub base: String,
    /// What the page may do.
    pub policy: Policy,
    /// Their paths inside dist/, in order.
    files: Vec<String>,
}

impl Site {
    /// Reads dist/.
    ///
    /// # Errors
    /// When it cannot be read, or its index.html cannot be understood.
    pub fn read(dist: &Path) -> Result<Self> {
        let html = fs::read_to_string(dist.join("index.html")).context("cannot read index.html")?;
        let mut files = files_of(dist)?;
        files.retain(|file| !is_precompressed(file) && !OF_HOSTS.contains(&file.as_str()));
        Ok(Self { base: base(&html)?, policy: Policy::of(&html)?, files })
    }

    /// Paths of what may be kept for good, below the host's root: each file, or the directory that has the hash, with `/*`.
    /// Not by a pattern: hosts say this of a file that is not there, too, and the page that takes its place would be kept.
    pub(crate) fn kept(&self) -> Vec<String> {
        let mut kept = Vec::new();
        for file in &self.files {
            let path = match file.split_once('/') {
                Some((directory, _)) if is_named_after_content(directory) => format!("{}{directory}/*", self.base),
                None if is_named_after_content(file) => format!("{}{file}", self.base),
                _ => continue,
            };
            if !kept.contains(&path) {
                kept.push(path);
            }
        }
        kept
    }
}

/// A regular expression of all such paths below `base`; for hosts that can tell a file that is there from one that is not.
pub(crate) fn kept_pattern(base: &str) -> String {
    let base = base.replace('.', "\\.");
    format!("^{base}[a-z_-]+-[0-9a-f]{{16}}(\\.[a-z0-9]+$|/)")
}

/// All files in the directory and in those below it, as paths inside it, in order.
pub(crate) fn files_of(directory: &Path) -> Result<Vec<String>> {
    let (mut files, mut directories) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(next) = directories.pop() {
        let whole = directory.join(&next);
        for entry in fs::read_dir(&whole).with_context(|| format!("cannot read {}", whole.display()))? {
            let entry = entry?;
            let inside = next.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                directories.push(inside);
            } else {
                files.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The path of the page's `<base>`, up to its last slash, as the app reads it (src/base.rs). Hosts are told it in languages of their
/// own, so that it can have no other letters than those that mean nothing there.
fn base(html: &str) -> Result<String> {
    let bases = tags(html, "base");
    let href = bases.iter().find_map(|tag| tag.attribute("href")).unwrap_or("/");
    let url = Url::parse("https://localhost/").and_then(|root| root.join(href));
    let url = url.with_context(|| format!("<base href=\"{href}\"> has no path"))?;
    let path = url.path();
    let path = &path[..=path.rfind('/').unwrap_or_default()];
    if !path.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"/._~-".contains(&letter)) {
        bail!("<base href=\"{href}\">: the path can have letters, digits and ._~- alone");
    }
    Ok(path.to_owned())
}

fn is_named_after_content(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let is_hash = |hash: &str| hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    stem.rsplit_once('-').is_some_and(|(_, hash)| is_hash(hash))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A site below that path.
    pub(crate) fn example(base: &str) -> Site {
        let page = format!("<head><base href=\"{base}\"></head>");
        let files = ["app-00112233445566aa.js", "brand/logo.svg", "index.html", "lang-00112233445566bb/de/say.json"];
        let files = files.map(str::to_owned).to_vec();
        Site { base: super::base(&page).unwrap(), policy: Policy::of(&page).unwrap(), files }
    }

    #[test]
    fn what_is_named_after_its_content_may_be_kept() {
        assert_eq!(example("/").kept(), ["/app-00112233445566aa.js", "/lang-00112233445566bb/*"]);
        assert_eq!(example("/auth/").kept(), ["/auth/app-00112233445566aa.js", "/auth/lang-00112233445566bb/*"]);
    }

    #[test]
    fn the_page_says_what_the_site_is_below() {
        for (href, expected) in [
            ("/", "/"),
            ("/auth/", "/auth/"),
            ("/auth", "/"),
            ("/a/b", "/a/"),
            ("./", "/"),
            ("https://a.example/b/", "/b/"),
            ("https://a.example", "/"),
        ] {
            assert_eq!(base(&format!("<base href=\"{href}\">")).unwrap(), expected, "{href}");
        }
        assert_eq!(base("<p>").unwrap(), "/");
        for href in ["/my app/", "/c++/", "/a{b}/", "/b\u{fc}cher/", "https://"] {
            assert!(base(&format!("<base href=\"{href}\">")).is_err(), "{href}");
        }
    }
}
