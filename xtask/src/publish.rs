//! `cargo xtask publish`: whether the crates that are published could be, and break nobody.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::{process, tools};

const SEMVER_CHECKS: &str = "0.51.0";
/// In the order in which they are published: each needs those before it.
const CRATES: [&str; 2] = ["cognito-client", "local-user-pool"];
/// The commit whose public items each next version is held to, until a version is on crates.io.
const BASELINE: &str = "xtask/semver-baseline";

/// What `cargo xtask publish` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Compares with another commit than xtask/semver-baseline names
    #[arg(long, value_name = "COMMIT")]
    baseline: Option<String>,
    /// Packs and compiles the crates also with changes that are not committed
    #[arg(long)]
    allow_dirty: bool,
}

/// Documents the crates, compares what they offer with the baseline, and packs and compiles them as crates.io would get them.
/// Nothing is uploaded.
///
/// # Errors
/// When something would break, or a crate could not be published.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    document(root)?;
    compare(root, options.baseline.as_deref())?;
    process::announce("Packing the crates, and compiling what was packed");
    let mut publish = process::cargo(root);
    publish.args(["publish", "--dry-run", "--locked"]).args(packages());
    if options.allow_dirty {
        publish.arg("--allow-dirty");
    }
    process::run(&mut publish)
}

/// As docs.rs does it: with all features, and with what is for the browser shown.
fn document(root: &Path) -> Result<()> {
    process::announce("Documenting the crates; a warning is an error");
    let mut doc = process::cargo(root);
    doc.args(["doc", "--no-deps", "--all-features", "--locked"]).args(packages());
    doc.env("RUSTDOCFLAGS", "--cfg docsrs -D warnings").env("RUSTC_BOOTSTRAP", "cognito_client");
    process::run(&mut doc)
}

fn compare(root: &Path, baseline: Option<&str>) -> Result<()> {
    let baseline = match baseline {
        Some(baseline) => baseline.to_owned(),
        None => {
            let text = fs::read_to_string(root.join(BASELINE)).with_context(|| format!("cannot read {BASELINE}"))?;
            text.trim().to_owned()
        }
    };
    let flags = ["--locked"];
    let programs =
        tools::cargo_install(root, "cargo-semver-checks", "cargo-semver-checks", SEMVER_CHECKS, &flags, "6 minutes")?;
    process::announce(&format!("Comparing the crates with those of {baseline}"));
    let mut check = process::command(programs.join("cargo-semver-checks"), root);
    check.args(["semver-checks", "--baseline-rev", &baseline]).args(packages());
    // Both versions are documented by unstable JSON of the pinned compiler, which is the one that the tool is made for.
    process::run(check.env_remove("RUSTFLAGS"))
}

fn packages() -> impl Iterator<Item = &'static str> {
    CRATES.iter().flat_map(|&name| ["--package", name])
}
