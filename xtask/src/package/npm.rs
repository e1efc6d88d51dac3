//! The package for npm.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Program, copy, only_file, stage};
use crate::process;
use crate::tools::npm::ensure_node;

/// # Errors
/// When there is no Node.js, or npm fails.
pub(super) fn pack(root: &Path, directory: &Path, program: &Program) -> Result<PathBuf> {
    let package = directory.join("npm");
    stage(root, directory, &root.join("packages").join("npm"), &package)?;
    copy(&program.path, &package.join("binaries").join(program.machine).join("local-user-pool"))?;
    ensure_node(&package)?;
    let mut pack = process::command("npm", &package);
    process::output(pack.args(["pack", "--silent", "--pack-destination"]).arg(directory))?;
    only_file(directory, ".tgz")
}
