//! The app in parts: what the first page needs, and chunks that are fetched later.
//!
//! A function marked with `wasm_split` is where a chunk begins; wasm-split moves there whatever nothing else uses. It
//! reads cargo's own output, since it needs relocations, and wasm-bindgen keeps none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{cargo_output, classes};
use crate::process;
use crate::tools::{self, Tools};

/// The feature of the app that marks where it may be split.
pub(crate) const FEATURE: &str = "split";
/// Of the package wasm_split_cli_support. It understands what wasm_split_helpers, which Leptos names, leaves for it.
const WASM_SPLIT: &str = "0.2.4";
/// What cargo makes.
const UNSPLIT: &str = "leptos-cognito.wasm";

/// The app in parts, all in one directory.
pub(crate) struct Parts {
    /// wasm-bindgen's JavaScript, which imports `loader`.
    pub(crate) glue: PathBuf,
    /// What the first page needs.
    pub(crate) main: PathBuf,
    /// The JavaScript that fetches the chunks, by their names next to it.
    pub(crate) loader: PathBuf,
    pub(crate) chunks: Vec<PathBuf>,
}

/// Splits what cargo has just made, into `directory`.
///
/// # Errors
/// When wasm-split cannot be installed, a program fails, or nothing is split off.
pub(crate) fn run(root: &Path, tools: &Tools, directory: &Path) -> Result<Parts> {
    let flags = ["--locked", "--features", "build-binary"];
    let package = "wasm_split_cli_support";
    let programs = tools::cargo_install(root, package, "wasm-split-cli", WASM_SPLIT, &flags, "2 minutes")?;
    process::announce("Splitting the wasm file");
    fs::create_dir_all(directory)?;
    let whole = directory.join(UNSPLIT);
    fs::write(&whole, classes::dropped(&fs::read(cargo_output(true, UNSPLIT)?)?)?)?;
    let mut split = process::command(programs.join("wasm-split-cli"), root);
    process::run(split.arg(&whole).arg(directory).args(["--out-name", "app"]))?;
    fs::remove_file(&whole)?;
    let mut chunks = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") && !path.ends_with("app.wasm") {
            chunks.push(path);
        }
    }
    if chunks.is_empty() {
        bail!("wasm-split found nothing to split off");
    }
    // Chunks call the exports that only the linker knows, by the names that it gave them.
    let mut bindgen = tools.command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", "app"]);
    process::run(bindgen.arg("--out-dir").arg(directory).arg(directory.join("app.wasm")))?;
    let part = |name: &str| directory.join(name);
    Ok(Parts { glue: part("app.js"), main: part("app_bg.wasm"), loader: part("__wasm_split.js"), chunks })
}
