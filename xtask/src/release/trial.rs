//! The zip file as somebody without Rust uses it: unpacked, with settings typed into index.html, behind Python's http.server.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::{APP, VERSION};
use crate::process;
use crate::tools::browser::Browser;

/// # Errors
/// When it cannot be unpacked, or nobody can sign in.
pub(super) fn run(root: &Path, zip: &Path) -> Result<()> {
    let directory = root.join("target").join("tried");
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    fs::create_dir_all(&directory)?;
    process::announce("Unpacking the release, and signing in");
    process::run(process::command("python3", &directory).args(["-m", "zipfile", "--extract"]).arg(zip).arg("."))?;
    let browser = Browser::ensure(root)?;
    let mut test = process::cargo(root);
    test.args(["test", "--package", "e2e", "--test", "journeys", "plain_server"]);
    test.env("E2E_DIST", directory.join(format!("{APP}-{VERSION}")).join("site"));
    test.env("CHROMEDRIVER", browser.chromedriver).env("CHROMIUM", browser.chromium);
    process::run(&mut test)
}
