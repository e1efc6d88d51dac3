//! The package for pip.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Program, copy, only_file, stage};
use crate::process;
use crate::tools::python;

/// # Errors
/// When there is no Python, or pip fails.
pub(super) fn pack(root: &Path, directory: &Path, program: &Program) -> Result<PathBuf> {
    let package = directory.join("python");
    stage(root, directory, &root.join("packages").join("python"), &package)?;
    let binaries = package.join("src").join("local_user_pool").join("binaries");
    copy(&program.path, &binaries.join(program.machine).join("local-user-pool"))?;
    // With the build tool at the version of the list, and not the newest.
    let python = python::ensure(&root.join("tests").join("packages").join("python"))?;
    let mut pack = process::command(python, &package);
    pack.args(["-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]);
    // What a release sets would date the files of one wheel, and not of another: hatchling's own date is always the same.
    pack.env_remove("SOURCE_DATE_EPOCH");
    process::run(pack.arg("--wheel-dir").arg(directory).arg("."))?;
    only_file(directory, ".whl")
}
