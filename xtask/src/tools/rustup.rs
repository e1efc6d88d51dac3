//! What belongs to Rust itself. The compiler is asked for it and not rustup, which is not the only way to have a compiler.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::build::WASM_TARGET;
use crate::process;

/// Installs the standard library for the browser, unless it is there.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_wasm_target(root: &Path) -> Result<()> {
    ensure_target(root, WASM_TARGET)
}

/// Installs the standard library for `target`, unless it is there.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_target(root: &Path, target: &str) -> Result<()> {
    if is_there(root, &["target-libdir", "--target", target], "")? {
        return Ok(());
    }
    process::announce(&format!("Installing Rust's standard library for {target}, once: about 20 MB"));
    install(root, &["target", "add", target])
}

/// Installs the source of the standard library, unless it is there.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_library_source(root: &Path) -> Result<()> {
    if is_there(root, &["sysroot"], "lib/rustlib/src/rust/library/Cargo.lock")? {
        return Ok(());
    }
    process::announce("Installing the source of Rust's standard library, once: about 3 MB");
    install(root, &["component", "add", "rust-src"])
}

/// Whether there is `inside` in the directory that the compiler prints.
fn is_there(root: &Path, print: &[&str], inside: &str) -> Result<bool> {
    let directory = process::output(process::command("rustc", root).arg("--print").args(print))?;
    Ok(Path::new(directory.trim()).join(inside).exists())
}

fn install(root: &Path, arguments: &[&str]) -> Result<()> {
    process::run(process::command("rustup", root).args(arguments)).context("install it with your Rust, then try again")
}
