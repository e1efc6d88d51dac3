//! The program, linked with everything it needs.

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::tools::{musl, rustup};

/// The local user pool as one file.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    /// The machine it is for, as Node calls it: "linux-x64".
    pub(crate) machine: &'static str,
}

impl Program {
    /// # Errors
    /// On a machine that is no Linux, without a compiler for musl, and when it does not compile.
    pub(crate) fn build(root: &Path) -> Result<Self> {
        let (target, machine) = match (OS, ARCH) {
            ("linux", "x86_64") => ("x86_64-unknown-linux-musl", "linux-x64"),
            ("linux", "aarch64") => ("aarch64-unknown-linux-musl", "linux-arm64"),
            _ => bail!("packages are built on Linux, x86_64 or aarch64: there the program can be linked statically"),
        };
        rustup::ensure_target(root, target)?;
        musl::ensure(root)?;
        process::announce("Building the local user pool as one static binary: some minutes the first time");
        let mut build = process::cargo(root);
        build.args(["build", "--package", "local-user-pool", "--profile", "pool-release", "--target", target]);
        process::run(&mut build)?;
        let directory = target_directory()?.join(target).join("pool-release");
        Ok(Self { path: directory.join("local-user-pool"), machine })
    }
}

/// Where cargo puts what it builds: two levels above this program, which it has built as well.
fn target_directory() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    program.ancestors().nth(2).map(Path::to_path_buf).context("xtask has no target directory")
}
