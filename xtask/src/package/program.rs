//! The program, linked with everything it needs.

use std::env;
use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::tools::{musl, rustup};

/// The local user pool as one file.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    /// The machine it is for, as Node calls it: "linux-x64".
    pub(crate) machine: &'static str,
    /// The same as Rust calls it.
    pub(crate) target: &'static str,
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
        without_paths(&mut build, target)?;
        process::run(&mut build)?;
        let directory = target_directory()?.join(target).join("pool-release");
        Ok(Self { path: directory.join("local-user-pool"), machine, target })
    }
}

/// Has `build` leave out where this machine keeps the sources of crates, which stands in their messages otherwise.
fn without_paths(build: &mut Command, target: &str) -> Result<()> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => {
            PathBuf::from(env::var_os("HOME").context("set HOME or CARGO_HOME: crates are kept there")?).join(".cargo")
        }
    };
    let home = home.to_str().context("the path of cargo's home is no text")?;
    let with = |name: &str, flag: String| match env::var(name) {
        Ok(before) => format!("{before} {flag}"),
        Err(_) => flag,
    };
    build.env("RUSTFLAGS", with("RUSTFLAGS", format!("--remap-path-prefix={home}=/cargo")));
    let flags = format!("CFLAGS_{}", target.replace('-', "_"));
    build.env(&flags, with(&flags, format!("-ffile-prefix-map={home}=/cargo")));
    Ok(())
}

/// Where cargo puts what it builds: two levels above this program, which it has built as well.
fn target_directory() -> Result<PathBuf> {
    let program = env::current_exe()?;
    program.ancestors().nth(2).map(Path::to_path_buf).context("xtask has no target directory")
}
