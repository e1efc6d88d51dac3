//! `cargo xtask build`: Trunk compiles the app and gathers its files; the finish step makes them fit for deployment.

mod finish;
mod page;
mod split;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::process;
use crate::tools::{Tools, npm};

/// Where a finished build is, from the workspace's root. Any static host can serve it from `/`.
pub(crate) const DIST: &str = "dist";

/// Builds the app for release.
///
/// # Errors
/// When a tool cannot be installed, or a step fails; dist/ is then as it was.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tools = Tools::ensure(root)?;
    let programs = npm::ensure(&root.join("xtask"))?;
    process::announce("Building the app for release: some minutes the first time");
    // Aside, so that dist/ is at any time a whole build.
    let staged = root.join("target").join("dist-unfinished");
    if staged.exists() {
        fs::remove_dir_all(&staged)?;
    }
    fs::create_dir_all(&staged)?;
    let mut trunk = tools.command("trunk")?;
    process::run(trunk.args(["build", "--release", "--features", split::FEATURE, "--dist"]).arg(&staged))?;
    let parts = split::run(root, &tools, &staged.join("parts"))?;
    finish::run(&staged, &parts, &programs)?;
    let dist = root.join(DIST);
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::rename(&staged, &dist).context("cannot move the build to dist/")?;
    println!("The app is in {}", dist.display());
    Ok(())
}

/// Builds examples/guarded-app, which is not for deployment; returns where it is.
///
/// # Errors
/// When a tool cannot be installed, or it does not compile.
pub(crate) fn guarded_app(root: &Path) -> Result<PathBuf> {
    let tools = Tools::ensure(root)?;
    process::announce("Building examples/guarded-app");
    let dist = root.join("target").join("dist-guarded-app");
    let mut trunk = tools.command("trunk")?;
    process::run(trunk.args(["build", "examples/guarded-app/index.html", "--dist"]).arg(&dist))?;
    Ok(dist)
}
