//! `cargo xtask deny`.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::{process, tools};

const CARGO_DENY: &str = "0.20.2";

/// What `cargo xtask deny` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Also checks for known vulnerabilities, which fetches the advisory database from GitHub
    #[arg(long)]
    advisories: bool,
}

/// Checks the dependencies against deny.toml.
///
/// # Errors
/// When a rule is broken.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let programs = tools::cargo_install(root, "cargo-deny", "cargo-deny", CARGO_DENY, &["--locked"], "5 minutes")?;
    let mut check = process::command(programs.join("cargo-deny"), root);
    // Left to itself it would look at the root package alone.
    check.args(["--workspace", "check", "bans", "licenses", "sources"]);
    if options.advisories {
        check.arg("advisories");
    }
    process::run(&mut check)
}
