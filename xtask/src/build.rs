//! `cargo xtask build`: Trunk compiles the app and gathers its files; the finish step makes them fit for deployment.

mod bundle;
mod classes;
mod finish;
mod merge;
mod names;
mod page;
mod settings;
mod split;
pub(crate) mod switches;
mod wasm;

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::tools::{Tools, npm, rustup};
use crate::{headers, process};

/// Where a finished build is, from the workspace's root. Any static host can serve it from `/`.
pub(crate) const DIST: &str = "dist";
/// What the browser runs.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The wasm files of the last build with the names of their functions, inside target/.
const NAMED: &str = "named-parts";

/// The features that rustc's output uses. Not `--all-features`: Chromium refuses what wasm-opt 132 then writes.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// What makes a file smaller, in this order. Not `--traps-never-happen`: a panic is a trap, so that it may delete the checks
/// that keep a program within bounds.
const WASM_OPT: [&str; 5] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    // Nothing lives in the first kilobyte: rustc has the stack grow down to it, below everything else.
    "--low-memory-unused",
    // Functions that are alike come to stand together, where brotli sees it.
    "--reorder-functions-by-name",
];

/// Builds the app for release.
///
/// # Errors
/// When a tool cannot be installed, or a step fails; dist/ is then as it was.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tools = Tools::ensure(root)?;
    rustup::ensure_library_source(root)?;
    let programs = npm::ensure(&root.join("xtask"))?;
    process::announce("Building the app for release: some minutes the first time");
    // Aside, so that dist/ is at any time a whole build.
    let staged = root.join("target").join("dist-unfinished");
    if staged.exists() {
        fs::remove_dir_all(&staged)?;
    }
    fs::create_dir_all(&staged)?;
    let mut trunk = tools.command("trunk")?;
    switches::set(&mut trunk);
    process::run(trunk.args(["build", "--release", "--features", split::FEATURE, "--dist"]).arg(&staged))?;
    let mut parts = split::run(root, &tools, &staged.join("parts"))?;
    merge::run(&mut parts, &programs)?;
    names::shorten(&parts)?;
    keep_named(root, &parts)?;
    finish::run(&staged, &parts, &programs, &settings::of_build(root)?)?;
    // Settings that no policy can be made of are said before dist/ is replaced.
    hosting::Policy::of(&fs::read_to_string(staged.join("index.html"))?)?;
    process::announce("Compressing the files, and writing the headers for hosts");
    hosting::precompress(&staged)?;
    let dist = root.join(DIST);
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::rename(&staged, &dist).context("cannot move the build to dist/")?;
    headers::write(&dist, &headers::beside(&dist)?)?;
    println!("The app is in {}", dist.display());
    Ok(())
}

/// wasm-opt as the app is optimised, in `directory`; `programs` has it.
pub(crate) fn wasm_opt(programs: &Path, directory: &Path) -> Command {
    let mut wasm_opt = process::command(programs.join("wasm-opt"), directory);
    wasm_opt.args(WASM_FEATURES).args(WASM_OPT);
    wasm_opt
}

/// What cargo makes for the browser, in release builds or in debug ones. It puts it into the directory that has this program
/// too, wherever that is.
///
/// # Errors
/// When it is not there.
pub(crate) fn cargo_output(is_release: bool, name: &str) -> Result<PathBuf> {
    let inside = Path::new(WASM_TARGET).join(if is_release { "release" } else { "debug" }).join(name);
    let program = env::current_exe()?;
    let mut candidates = program.ancestors().map(|directory| directory.join(&inside));
    candidates.find(|path| path.is_file()).with_context(|| format!("cargo made no {}", inside.display()))
}

/// The wasm files of the last build, optimised as they are in dist/, but with the names of their functions. None if there was
/// no build.
///
/// # Errors
/// When wasm-opt fails.
pub(crate) fn named_parts(root: &Path, programs: &Path) -> Result<Vec<PathBuf>> {
    let directory = root.join("target").join(NAMED);
    let optimised = directory.join("optimised");
    fs::create_dir_all(&optimised)?;
    let mut parts = Vec::new();
    for entry in fs::read_dir(&directory)? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|_| path.extension() == Some(OsStr::new("wasm"))) else { continue };
        let part = optimised.join(name);
        process::run(wasm_opt(programs, root).arg("--debuginfo").arg(&path).arg("-o").arg(&part))?;
        parts.push(part);
    }
    parts.sort();
    Ok(parts)
}

fn keep_named(root: &Path, parts: &split::Parts) -> Result<()> {
    let directory = root.join("target").join(NAMED);
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    fs::create_dir_all(&directory)?;
    for part in parts.chunks.iter().chain([&parts.main]) {
        fs::copy(part, directory.join(part.file_name().context("a part has no name")?))?;
    }
    Ok(())
}

/// Builds examples/guarded-app, which is not for deployment, for the path below which its journeys go; returns where it is.
///
/// # Errors
/// When a tool cannot be installed, or it does not compile.
pub(crate) fn guarded_app(root: &Path) -> Result<PathBuf> {
    let tools = Tools::ensure(root)?;
    process::announce("Building examples/guarded-app");
    let dist = root.join("target").join("dist-guarded-app");
    let mut trunk = tools.command("trunk")?;
    let page = "examples/guarded-app/index.html";
    process::run(trunk.args(["build", page, "--public-url", "/shop/", "--dist"]).arg(&dist))?;
    Ok(dist)
}
