//! The programs the commands call, installed where they are missing.
//!
//! What takes minutes to compile lives in the user's cache directory, under its version: it survives `cargo clean`, and
//! all clones share it.

pub(crate) mod browser;
pub(crate) mod firefox;
pub(crate) mod musl;
pub(crate) mod npm;
pub(crate) mod python;
pub(crate) mod rustup;
pub(crate) mod servers;
pub(crate) mod webkit;

mod apt;
mod lock;

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;

/// The newest Trunk that the pinned Rust compiles.
const TRUNK: &str = "0.21.14";

/// A tool that runs for seconds is not worth minutes of optimization: Trunk's own profile optimizes all its crates as one.
/// What the tools make is the same.
const QUICK_TO_COMPILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
];

/// What building the app needs.
pub(crate) struct Tools {
    root: PathBuf,
    directories: Vec<PathBuf>,
}

impl Tools {
    /// Looks for the wasm target, Trunk and wasm-bindgen; installs what is missing.
    ///
    /// # Errors
    /// When something cannot be installed.
    pub(crate) fn ensure(root: &Path) -> Result<Self> {
        rustup::ensure_wasm_target(root)?;
        let bindgen = lock::version(root, "wasm-bindgen")?;
        // Without what it could download by itself.
        let trunk = ["--locked", "--no-default-features"];
        // Without --locked: its own lock file names a yanked crate.
        let wasm_bindgen = ["--no-default-features"];
        let directories = vec![
            cargo_install(root, "trunk", "trunk", TRUNK, &trunk, "5 minutes")?,
            cargo_install(root, "wasm-bindgen-cli", "wasm-bindgen", &bindgen, &wasm_bindgen, "3 minutes")?,
        ];
        Ok(Self { root: root.to_path_buf(), directories })
    }

    /// `program` in the workspace's root, with the tools ahead of everything else on its PATH.
    pub(crate) fn command(&self, program: &str) -> Result<Command> {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let path: OsString =
            std::env::join_paths(self.directories.iter().cloned().chain(std::env::split_paths(&rest)))?;
        let mut command = process::command(self.locate(program), &self.root);
        command.env("PATH", path);
        // Trunk takes NO_COLOR for a flag of its own and refuses its usual value, 1.
        if std::env::var_os("NO_COLOR").is_some() {
            command.env("NO_COLOR", "true");
        }
        Ok(command)
    }

    fn locate(&self, program: &str) -> PathBuf {
        let here = self.directories.iter().map(|directory| directory.join(format!("{program}{EXE_SUFFIX}")));
        here.into_iter().find(|path| path.is_file()).unwrap_or_else(|| program.into())
    }
}

/// Installs `package` unless the cache has `binary` at this version; returns the directory of its programs.
///
/// # Errors
/// When cargo cannot install it.
pub(crate) fn cargo_install(
    root: &Path,
    package: &str,
    binary: &str,
    version: &str,
    flags: &[&str],
    duration: &str,
) -> Result<PathBuf> {
    let complete = cache()?.join(format!("{binary}-{version}"));
    let programs = complete.join("bin");
    if programs.join(format!("{binary}{EXE_SUFFIX}")).is_file() {
        return Ok(programs);
    }
    process::announce(&format!("Installing {package} {version}, once: it compiles for about {duration}"));
    // Renamed when complete, so that an interrupted installation does not pass for one.
    let partial = complete.with_file_name(format!("{binary}-{version}.partial"));
    let mut install = process::cargo(root);
    install.args(["install", package, "--version", version]).args(flags).arg("--root").arg(&partial);
    // The workspace's flags are for its own crates; this one is compiled for this machine alone.
    install.env_remove("RUSTFLAGS").env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_TARGET");
    install.envs(QUICK_TO_COMPILE);
    process::run(&mut install)?;
    if complete.exists() {
        fs::remove_dir_all(&complete)?;
    }
    fs::rename(&partial, &complete).with_context(|| format!("cannot move {package} to {}", complete.display()))?;
    Ok(programs)
}

fn cache() -> Result<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    Ok(base.context("set HOME or XDG_CACHE_HOME: tools are kept there")?.join("leptos-cognito"))
}
