//! The same release once more, of a copy in another directory: every file has to be the same, byte by byte.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::{APP, DIRECTORY, SOURCE_DATE_EPOCH, checksums};
use crate::process;

/// Another path, of another length and depth. Not in the first directory, whose .cargo/config.toml would count twice.
const COPY: &str = "made again/in another directory";

/// # Errors
/// When the copy cannot be built, or a file is another.
pub(super) fn run(root: &Path, made_at: u64, app_only: bool) -> Result<()> {
    let copy = env::temp_dir().join(format!("{APP}-release")).join(COPY);
    process::announce(&format!("Making the release again in {}", copy.display()));
    copy_sources(root, &copy)?;
    let mut release = process::cargo(&copy);
    release.args(["xtask", "release"]).env(SOURCE_DATE_EPOCH, made_at.to_string());
    if app_only {
        release.arg("--app-only");
    }
    // Its own, so that nothing of the first run is in the second.
    process::run(release.env("CARGO_TARGET_DIR", copy.join("target")))?;
    let read = |root: &Path| fs::read_to_string(root.join(DIRECTORY).join(checksums::FILE));
    let (first, second) = (read(root)?, read(&copy)?);
    let differing: Vec<_> = first.lines().filter(|line| !second.lines().any(|other| other == *line)).collect();
    if !differing.is_empty() || first.lines().count() != second.lines().count() {
        bail!("the second release is another:\n{}\nand there\n{second}", differing.join("\n"));
    }
    println!("{} files are the same in both", first.lines().count());
    Ok(())
}

/// What git knows of, and what is new and not ignored.
fn copy_sources(root: &Path, copy: &Path) -> Result<()> {
    if copy.exists() {
        // What was compiled there stays, or a second look would take as long.
        for entry in fs::read_dir(copy)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("target") {
                fs::remove_dir_all(&path)?;
            } else if path.is_file() {
                fs::remove_file(&path)?;
            }
        }
    }
    let mut list = process::command("git", root);
    list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    for name in process::output(&mut list)?.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root.join(name), copy.join(name));
        // One that was deleted is listed all the same.
        if from.is_file() {
            fs::create_dir_all(to.parent().context("a file is in a directory")?)?;
            fs::copy(&from, &to).with_context(|| format!("cannot copy {name}"))?;
        }
    }
    Ok(())
}
