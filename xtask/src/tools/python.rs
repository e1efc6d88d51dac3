//! Python packages in a virtual environment, next to the list that names them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use hosting::digest;

use super::apt;
use crate::process;

/// Installs what `directory`'s requirements.txt names into `directory`'s .venv, unless that is installed already; returns
/// the environment's Python.
///
/// # Errors
/// When there is no such list, no Python, or pip fails.
pub(crate) fn ensure(directory: &Path) -> Result<PathBuf> {
    let list = directory.join("requirements.txt");
    let Ok(list) = fs::read(&list) else { bail!("there is no {}", list.display()) };
    let environment = directory.join(".venv");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    // Written last, and gone with the rest of a cleared environment: an interrupted installation has none.
    let stamp = environment.join(".installed-requirements");
    let current = digest::short(&list);
    let runs = || process::succeeds(process::command(&python, directory).arg("--version"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == current) && runs() {
        return Ok(python);
    }
    ensure_python(directory)?;
    process::announce(&format!("Installing the Python packages of {}: less than a minute", directory.display()));
    process::run(process::command("python3", directory).args(["-m", "venv", "--clear", ".venv"]))?;
    let mut install = process::command(&python, directory);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]);
    process::run(install.args(["--require-hashes", "--requirement", "requirements.txt"]))?;
    fs::write(&stamp, current).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}

/// Installs as [`ensure`] does; returns the directory of the packages' programs.
///
/// # Errors
/// As for [`ensure`].
pub(crate) fn programs(directory: &Path) -> Result<PathBuf> {
    let python = ensure(directory)?;
    Ok(python.parent().context("Python is in no directory")?.to_path_buf())
}

/// Debian has the module for environments in a package of its own.
fn ensure_python(directory: &Path) -> Result<()> {
    let has = |modules: &str| process::succeeds(process::command("python3", directory).args(["-c", modules]));
    if has("import venv, ensurepip") {
        return Ok(());
    }
    apt::install(directory, "Python 3.10 or newer with its module venv", "python3-venv")?;
    if !has("import venv, ensurepip") {
        bail!("apt-get installed no python3 with the module venv: put Python 3.10 or newer on the PATH");
    }
    Ok(())
}
