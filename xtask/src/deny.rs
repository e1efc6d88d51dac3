//! `cargo xtask deny`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::{process, tools};

const CARGO_DENY: &str = "0.20.2";
const RULES: &str = "deny.toml";
/// What cargo-deny calls the RustSec database, after its address, below the directory that it looks in.
const DATABASE: &str = "advisory-db-3157b0e258782691";

/// What `cargo xtask deny` takes.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Also checks for known vulnerabilities, which fetches the advisory database from GitHub
    #[arg(long)]
    advisories: bool,
    /// Also checks for known vulnerabilities, by a git clone of the advisory database that is not older than 90 days
    #[arg(long, value_name = "DIRECTORY", conflicts_with = "advisories")]
    advisory_database: Option<PathBuf>,
}

/// Checks the dependencies against deny.toml.
///
/// # Errors
/// When a rule is broken, or the snapshot of the database is none.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let programs = tools::cargo_install(root, "cargo-deny", "cargo-deny", CARGO_DENY, &["--locked"], "5 minutes")?;
    let mut check = process::command(programs.join("cargo-deny"), root);
    // Left to itself it would look at the root package alone.
    check.args(["--workspace", "--locked"]);
    if let Some(database) = &options.advisory_database {
        let rules = rules_for(root, database)?;
        // Offline: what is there is what is looked at.
        check.arg("--offline").args(["check", "--config"]).arg(rules);
    } else {
        check.arg("check");
    }
    check.args(["bans", "licenses", "sources"]);
    if options.advisories || options.advisory_database.is_some() {
        check.arg("advisories");
    }
    process::run(&mut check)
}

/// Has the snapshot stand where cargo-deny looks for it; gives the rules that say so.
fn rules_for(root: &Path, database: &Path) -> Result<PathBuf> {
    let database = fs::canonicalize(database).with_context(|| format!("there is no {}", database.display()))?;
    if !database.join("crates").is_dir() {
        bail!("{} is no clone of the RustSec advisory database: it has no crates/", database.display());
    }
    let directory = root.join("target").join("deny");
    let databases = directory.join("databases");
    fs::create_dir_all(&databases)?;
    let place = databases.join(DATABASE);
    if place.symlink_metadata().is_ok() {
        fs::remove_file(&place)?;
    }
    link(&database, &place)?;
    let rules = directory.join(RULES);
    fs::write(&rules, with_database(&fs::read_to_string(root.join(RULES))?, &databases)?)?;
    Ok(rules)
}

#[cfg(unix)]
fn link(database: &Path, place: &Path) -> Result<()> {
    std::os::unix::fs::symlink(database, place).context("cannot link the snapshot")
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    bail!("a snapshot of the advisory database can be used on Unix alone: `cargo xtask deny --advisories` fetches it")
}

fn with_database(rules: &str, databases: &Path) -> Result<String> {
    let mut rules: toml::Table = rules.parse().context("cannot parse deny.toml")?;
    let advisories = rules.entry("advisories").or_insert_with(|| toml::Table::new().into());
    let advisories = advisories.as_table_mut().context("deny.toml: advisories is no table")?;
    advisories.insert("db-path".to_owned(), databases.display().to_string().into());
    Ok(toml::to_string(&rules)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_the_same_but_for_where_the_database_is() {
        let rules = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(RULES)).unwrap();
        let written = with_database(&rules, Path::new("/databases")).unwrap();
        let mut written: toml::Table = written.parse().unwrap();
        let advisories = written["advisories"].as_table_mut().unwrap();
        assert_eq!(advisories.remove("db-path").as_ref().and_then(|path| path.as_str()), Some("/databases"));
        let rules: toml::Table = rules.parse().unwrap();
        assert_eq!(written, rules);
    }
}
