//! A C compiler for programs that need no C library of the system's.

use std::path::Path;

use anyhow::{Result, bail};

use super::apt;
use crate::process;

/// Looks for musl-gcc; on Debian and its relatives installs it when missing.
///
/// # Errors
/// With the command to run, when it is missing and cannot be installed here.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    let is_there = || process::succeeds(process::command("musl-gcc", root).arg("--version"));
    if is_there() {
        return Ok(());
    }
    apt::install(root, "musl-gcc, which links the program statically,", "musl-tools")?;
    if !is_there() {
        bail!("apt-get installed no musl-gcc: put it on the PATH");
    }
    Ok(())
}
