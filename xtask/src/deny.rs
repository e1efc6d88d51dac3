//! `cargo xtask deny`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::process;
use crate::tools::python;

const RULES: &str = "deny.toml";
/// What cargo-deny calls the RustSec database, after its address, below the directory that it looks in.
const DATABASE: &str = "advisory-db-3157b0e258782691";

/// What `cargo xtask deny` takes.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Also checks for known vulnerabilities, which fetches the advisory database from GitHub
    #[arg(long)]
    advisories: bool,
    /// Also checks for known vulnerabilities, by this git clone of the advisory database, however old it is
    #[arg(long, value_name = "DIRECTORY", conflicts_with = "advisories")]
    advisory_database: Option<PathBuf>,
}

/// Checks the dependencies against deny.toml.
///
/// # Errors
/// When a rule is broken, or the snapshot of the database is none.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let programs = python::programs(&root.join("xtask"))?;
    let mut check = process::command(programs.join("cargo-deny"), root);
    // Left to itself it would look at the root package alone.
    check.args(["--workspace", "--locked"]);
    if let Some(database) = &options.advisory_database {
        // Offline: what is there is what is looked at.
        check.args(["--offline", "--config"]).arg(rules_for(root, database)?);
    }
    check.args(["check", "bans", "licenses", "sources"]);
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
    let date = process::output(process::command("git", &database).args(["log", "-1", "--format=%cs"]))
        .with_context(|| format!("{} is no git clone", database.display()))?;
    process::remark(&format!("The advisories are those of {}.", date.trim()));
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
    // Whoever gives a snapshot knows why it is of that day.
    advisories.insert("maximum-db-staleness".to_owned(), "P100Y".into());
    Ok(toml::to_string(&rules)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_the_same_but_for_where_the_database_is_and_how_old() {
        let rules = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(RULES)).unwrap();
        let written = with_database(&rules, Path::new("/databases")).unwrap();
        let mut written: toml::Table = written.parse().unwrap();
        let advisories = written["advisories"].as_table_mut().unwrap();
        assert_eq!(advisories.remove("db-path").as_ref().and_then(|path| path.as_str()), Some("/databases"));
        assert!(advisories.remove("maximum-db-staleness").is_some());
        let rules: toml::Table = rules.parse().unwrap();
        assert_eq!(written, rules);
    }
}
