//! `cargo xtask size`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::table::{grouped, render};
use crate::{build, html, process};

/// What a first visit may weigh, in bytes after `brotli -11`.
const LIMIT: usize = 145_000;

/// What `cargo xtask size` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Measures dist/ as it is
    #[arg(long)]
    no_build: bool,
}

/// Prints the size of each file a first visit to `/` fetches; below their total, of those that it does without.
///
/// # Errors
/// When they are heavier than the limit, or the build fails.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    if !options.no_build {
        build::run(root)?;
    }
    let dist = root.join(build::DIST);
    let page = fs::read_to_string(dist.join("index.html")).context("there is no build: run `cargo xtask build`")?;
    let mut files = first_visit(&page);
    for stylesheet in files.iter().filter(|file| file.ends_with(".css")).cloned().collect::<Vec<_>>() {
        files.extend(css_urls(&fs::read_to_string(dist.join(&stylesheet))?));
    }
    files.insert("index.html".to_owned());
    let first = measure(&dist, &files)?;
    let total = first.iter().fold([0; 3], |sum, (_, sizes)| std::array::from_fn(|column| sum[column] + sizes[column]));
    let mut rows = first;
    rows.push(("total".to_owned(), total));
    let later = measure(&dist, &others(&dist, &files)?)?;
    rows.extend(later.into_iter().map(|(name, sizes)| (format!("later: {name}"), sizes)));
    let cells = |(name, sizes): (String, [usize; 3])| std::iter::once(name).chain(sizes.map(grouped)).collect();
    let rows: Vec<Vec<String>> = rows.into_iter().map(cells).collect();
    process::announce("What a first visit to / fetches, in bytes");
    print!("{}", render(&["file", "raw", "gzip -9", "brotli -11"], &rows));
    if total[2] > LIMIT {
        let excess = grouped(total[2] - LIMIT);
        bail!("a first visit is {excess} bytes above the limit of {} (brotli)", grouped(LIMIT));
    }
    println!("{} bytes below the limit of {} (brotli)", grouped(LIMIT - total[2]), grouped(LIMIT));
    Ok(())
}

/// Each file with its sizes, the largest first.
fn measure(dist: &Path, files: &BTreeSet<String>) -> Result<Vec<(String, [usize; 3])>> {
    let measured = files.iter().map(|name| {
        let content =
            fs::read(dist.join(name)).with_context(|| format!("index.html fetches {name}, which is not in dist/"))?;
        Ok((name.clone(), [content.len(), gzip(&content)?, brotli(&content)?]))
    });
    let mut measured = measured.collect::<Result<Vec<_>>>()?;
    measured.sort_by_key(|(_, sizes)| std::cmp::Reverse(sizes[0]));
    Ok(measured)
}

/// What is in dist/ besides `files`: chunks of the app, which it fetches when it has been started.
fn others(dist: &Path, files: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let mut others = BTreeSet::new();
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !files.contains(&name) {
            others.insert(name);
        }
    }
    Ok(others)
}

/// The files of this site that the browser fetches for `page`, as paths inside dist/.
fn first_visit(page: &str) -> BTreeSet<String> {
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

fn own_file(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?.strip_prefix('/')?;
    (!path.is_empty() && !path.starts_with('/')).then(|| path.to_owned())
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn brotli(content: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_is_what_the_page_names() {
        let page = r##"<link rel="icon" href="data:image/svg+xml,<svg/>"><link rel="icon" href="/icon.svg">
            <link rel="canonical" href="/elsewhere"><link rel="stylesheet" href="/style-1.css" integrity="sha384-x=">
            <link rel="preload" href="/app-1.wasm" as="fetch"><link rel="stylesheet" href="https://fonts.example/a.css">
            <script type="module" src="/app-1.js"></script><a href="/privacy">x</a>"##;
        let files: Vec<_> = first_visit(page).into_iter().collect();
        assert_eq!(files, ["app-1.js", "app-1.wasm", "icon.svg", "style-1.css"]);
    }

    #[test]
    fn a_stylesheet_names_files_too() {
        assert_eq!(
            css_urls("a{b:url(/x.svg)}c{d:url('/y.woff2#z')}e{f:url(data:image/png;base64,/AA)}"),
            ["x.svg", "y.woff2"]
        );
    }

    #[test]
    fn compression_compresses() {
        let content = b"to be or not to be, ".repeat(100);
        assert!(gzip(&content).unwrap() < 100);
        assert!(brotli(&content).unwrap() < gzip(&content).unwrap());
    }
}
