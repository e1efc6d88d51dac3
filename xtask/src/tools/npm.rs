//! npm packages, installed next to the lock file that names them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use hosting::digest;

use crate::process;

/// Installs what `directory`'s package-lock.json names, unless that is installed already; returns the directory of the
/// packages' programs.
///
/// # Errors
/// When there is no lock file, no Node.js, or npm fails.
pub(crate) fn ensure(directory: &Path) -> Result<PathBuf> {
    let lock = directory.join("package-lock.json");
    let Ok(lock) = fs::read(&lock) else { bail!("there is no {}", lock.display()) };
    ensure_node(directory)?;
    let modules = directory.join("node_modules");
    // Written last, and removed by npm with the rest: an interrupted installation has none.
    let stamp = modules.join(".installed-lock");
    let current = digest::short(&lock);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == current) {
        return Ok(modules.join(".bin"));
    }
    process::announce(&format!("Installing the npm packages of {}: less than a minute", directory.display()));
    process::run(process::command("npm", directory).arg("ci"))?;
    fs::create_dir_all(&modules)?;
    fs::write(&stamp, current).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(modules.join(".bin"))
}

/// # Errors
/// When node or npm is not on the PATH.
pub(crate) fn ensure_node(directory: &Path) -> Result<()> {
    for program in ["node", "npm"] {
        if !process::succeeds(process::command(program, directory).arg("--version")) {
            bail!("{program} is not on the PATH: install Node.js 20 or newer, with npm (https://nodejs.org)");
        }
    }
    Ok(())
}
