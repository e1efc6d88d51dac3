//! index.html with what its `data-trunk` tags stand for, as [Trunk](https://trunkrs.dev/guide/assets/index.html) does it, but
//! without hashes in names.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use hosting::html::{Tag, tags};

pub(super) const INDEX: &str = "index.html";

/// Starts the app, and loads the page again when there is a newer build.
const START: &str = r#"<script type="module">
      import init from "./leptos-cognito.js";
      init();
      let built;
      setInterval(async () => {
        const answer = await fetch("built.txt", { cache: "no-store" }).catch(() => null);
        const now = answer?.ok ? await answer.text() : built;
        if (built && now !== built) location.reload();
        built = now;
      }, 1000);
    </script>"#;

/// A page that was put together.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) html: String,
    /// The packages that are compiled beside the app.
    pub(super) modules: Vec<String>,
}

/// Puts it together, and copies what it names into `directory`.
///
/// # Errors
/// When it names a file that is not there, or has a tag of another kind.
pub(super) fn make(html: &str, root: &Path, directory: &Path) -> Result<Made> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut modules = Vec::new();
    let of_trunk = |name: &str| {
        let mut found = tags(html, name);
        found.retain(|tag| html[tag.span.clone()].contains("data-trunk"));
        found
    };
    for tag in of_trunk("link") {
        let replacement = match (tag.attribute("rel"), tag.attribute("href")) {
            (Some("rust"), None) => START.to_owned(),
            (Some("rust"), Some(manifest)) => {
                let package = Path::new(manifest).parent().and_then(Path::file_name);
                modules.push(package.context("a manifest without a directory")?.to_string_lossy().into_owned());
                String::new()
            }
            (Some("css"), _) => format!(r#"<link rel="stylesheet" href="{}">"#, copied(&tag, "href", root, directory)?),
            (Some("icon"), _) => format!(r#"<link rel="icon" href="{}">"#, copied(&tag, "href", root, directory)?),
            (Some("copy-file"), _) => {
                copied(&tag, "href", root, directory)?;
                String::new()
            }
            (Some("inline"), Some(path)) => read(&root.join(path))?,
            _ => bail!("{INDEX} has a tag that `cargo xtask dev` does not know: {}", &html[tag.span]),
        };
        edits.push((tag.span, replacement));
    }
    for tag in of_trunk("script") {
        let replacement = format!(r#"<script src="{}">"#, copied(&tag, "src", root, directory)?);
        edits.push((tag.span, replacement));
    }
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut html = html.to_owned();
    for (span, replacement) in edits {
        html.replace_range(span, &replacement);
    }
    Ok(Made { html, modules })
}

/// Copies the file that the tag names; gives its name there.
fn copied(tag: &Tag<'_>, attribute: &str, root: &Path, directory: &Path) -> Result<String> {
    let path = PathBuf::from(tag.attribute(attribute).with_context(|| format!("a tag of Trunk has no {attribute}"))?);
    let name = path.file_name().context("a path without a file")?;
    fs::write(directory.join(name), read(&root.join(&path))?)?;
    Ok(name.to_string_lossy().into_owned())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    fn made(html: &str) -> Result<Made> {
        let directory = std::env::temp_dir().join(format!("xtask-dev-page-{}", std::process::id()));
        fs::create_dir_all(&directory)?;
        make(html, root(), &directory)
    }

    #[test]
    fn what_trunk_would_put_in_is_there() {
        let page = made(&read(&root().join(INDEX)).unwrap()).unwrap();
        let links: Vec<_> =
            tags(&page.html, "link").iter().map(|tag| tag.attribute("rel").map(str::to_owned)).collect();
        assert!(links.iter().all(|rel| ["stylesheet", "icon"].contains(&rel.as_deref().unwrap())), "{links:?}");
        assert_eq!(page.modules, ["password-strength"]);
        assert_eq!(page.html.matches("<script type=\"module\">").count(), 1);
        assert!(page.html.contains("<svg") && page.html.contains("src=\"prerendered.js\""), "{}", page.html);
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for (case, html) in [
            ("another kind", r#"<link data-trunk rel="sass" href="a.scss">"#),
            ("no file", r#"<link data-trunk rel="css" href="style/none.css">"#),
            ("no path", r#"<link data-trunk rel="css">"#),
        ] {
            assert!(made(html).is_err(), "{case}");
        }
    }
}
