//! `cargo xtask package`: the local user pool for people who have no Rust, in target/packages.

mod docker;
mod npm;
mod program;
mod wheel;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use self::program::Program;
use crate::{process, release, table};

/// Where the packages are put.
const DIRECTORY: &str = "target/packages";
/// In each package: the licences of what the program is made with.
const LICENSES: &str = "licenses.txt";
/// What everybody reads first, whatever they install.
const README: &str = "crates/local-user-pool/README.md";

/// What was made.
pub(crate) struct Packages {
    /// The program, which needs nothing of the machine but its kernel.
    pub(crate) program: PathBuf,
    /// What `npm install` takes.
    pub(crate) tarball: PathBuf,
    /// What `pip install` takes.
    pub(crate) wheel: PathBuf,
    /// The licences of what the program is made with, in their words.
    pub(crate) licenses: PathBuf,
    /// The machine that all of it is for, as Node calls it: "linux-x64".
    pub(crate) machine: &'static str,
    /// The same as Rust calls it.
    pub(crate) target: &'static str,
}

/// Builds the program, and all packages around it.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a package cannot be built.
pub(crate) fn run(root: &Path) -> Result<()> {
    let made = build(root)?;
    let row = |path: &Path, what: &str| {
        let size = fs::metadata(path).map(|file| file.len()).unwrap_or_default();
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
        vec![name, what.to_owned(), table::grouped(usize::try_from(size).unwrap_or_default())]
    };
    let rows = [row(&made.program, "one static binary"), row(&made.tarball, "for npm"), row(&made.wheel, "for pip")];
    println!("{}", table::render(&["file", "what", "bytes"], &rows));
    println!("The image: docker build --tag local-user-pool {DIRECTORY}/docker");
    Ok(())
}

/// # Errors
/// As for [`run`].
pub(crate) fn build(root: &Path) -> Result<Packages> {
    let program = Program::build(root)?;
    let directory = root.join(DIRECTORY);
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("cannot clear {}", directory.display()))?;
    }
    fs::create_dir_all(&directory)?;
    let alone = directory.join("local-user-pool");
    copy(&program.path, &alone)?;
    let licenses = directory.join(LICENSES);
    fs::write(&licenses, release::licenses_of_pool(root, program.target)?)?;
    docker::stage(root, &directory.join("docker"), &program)?;
    process::announce("Packing for npm and pip");
    let tarball = npm::pack(root, &directory, &program)?;
    let wheel = wheel::pack(root, &directory, &program)?;
    Ok(Packages { program: alone, tarball, wheel, licenses, machine: program.machine, target: program.target })
}

/// Copies what a package in `directory` is made of, with the README and the licences, to `stage`.
fn stage(root: &Path, directory: &Path, sources: &Path, stage: &Path) -> Result<()> {
    copy_directory(sources, stage)?;
    copy(&directory.join(LICENSES), &stage.join(LICENSES))?;
    copy(&root.join(README), &stage.join("README.md"))?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&root.join(licence), &stage.join(licence))?;
    }
    Ok(())
}

fn copy_directory(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true if entry.file_name() == "__pycache__" => {}
            true => copy_directory(&entry.path(), &target)?,
            false => copy(&entry.path(), &target)?,
        }
    }
    Ok(())
}

/// With the permissions, so that a program stays one.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// The one file in `directory` whose name ends so.
fn only_file(directory: &Path, ending: &str) -> Result<PathBuf> {
    let files = fs::read_dir(directory)?.filter_map(|entry| Some(entry.ok()?.path()));
    let found = files.into_iter().find(|path| path.to_string_lossy().ends_with(ending));
    found.with_context(|| format!("there is no {ending} in {}", directory.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_the_version_of_the_workspace() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let npm = fs::read_to_string(root.join("packages/npm/package.json")).unwrap();
        let npm: serde_json::Value = serde_json::from_str(&npm).unwrap();
        assert_eq!(npm["version"], env!("CARGO_PKG_VERSION"), "npm");
        let python: toml::Table =
            fs::read_to_string(root.join("packages/python/pyproject.toml")).unwrap().parse().unwrap();
        assert_eq!(python["project"]["version"].as_str(), Some(env!("CARGO_PKG_VERSION")), "Python");
    }
}
