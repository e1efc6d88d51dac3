//! What a program is made of: the crates that are in it, and not those that only build it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process;

/// A program's crates, itself the first.
pub(super) struct Components {
    pub(super) all: Vec<Component>,
}

/// A crate at a version.
pub(super) struct Component {
    pub(super) name: String,
    pub(super) version: String,
    /// An SPDX expression.
    pub(super) license: String,
    pub(super) authors: Vec<String>,
    /// SHA-256 of what crates.io has; none for a crate of this repository.
    pub(super) checksum: Option<String>,
    /// Where its files are.
    pub(super) directory: PathBuf,
    /// Places of others in the list.
    pub(super) uses: BTreeSet<usize>,
}

type Name = (String, String);

impl Components {
    /// Those of the first of `packages`, which brings the others along as programs of their own, compiled for `target`, with
    /// `features`, each after its package and a slash.
    ///
    /// # Errors
    /// When cargo cannot tell, or a crate says nothing of its licence.
    pub(super) fn of(root: &Path, packages: &[&str], target: &str, features: &[&str]) -> Result<Self> {
        let mut tree = process::cargo(root);
        tree.args(["tree", "--locked", "--target", target, "--edges", "normal,no-proc-macro"]);
        tree.args(packages.iter().flat_map(|&package| ["--package", package]));
        tree.args(["--prefix", "depth", "--format", " {p}"]);
        tree.args(features.iter().flat_map(|&feature| ["--features", feature]));
        let graph = graph(&process::output(&mut tree)?)?;
        let mut metadata = process::cargo(root);
        metadata.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target]);
        let metadata: Value = serde_json::from_str(&process::output(&mut metadata)?)?;
        let checksums = checksums(&fs::read_to_string(root.join("Cargo.lock"))?)?;
        let mut all = Vec::new();
        for (name, uses) in &graph {
            let described = describe(&metadata, name).with_context(|| format!("cargo does not know {}", name.0))?;
            all.push(Component { checksum: checksums.get(name).cloned(), uses: uses.clone(), ..described });
        }
        Ok(Self { all })
    }

    /// The program itself.
    pub(super) fn program(&self) -> &Component {
        &self.all[0]
    }
}

/// What `cargo tree --prefix depth` prints: each crate with what it uses, the program first.
fn graph(tree: &str) -> Result<Vec<(Name, BTreeSet<usize>)>> {
    let mut all: Vec<(Name, BTreeSet<usize>)> = Vec::new();
    // Of each depth the crate that was printed last.
    let mut above: Vec<usize> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let (depth, name, version) = (words.next(), words.next(), words.next());
        let (Some(depth), Some(name), Some(version)) = (depth, name, version) else {
            bail!("cargo tree says what is not understood: {line}")
        };
        let depth: usize = depth.parse().with_context(|| format!("no depth: {line}"))?;
        let name = (name.to_owned(), version.trim_start_matches('v').to_owned());
        let place = all.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            all.push((name, BTreeSet::new()));
            all.len() - 1
        });
        above.truncate(depth);
        // What is at the left is a program; the first has the others with it.
        let user = above.last().copied().or((place > 0).then_some(0));
        if let Some(user) = user {
            all[user].1.insert(place);
        }
        above.push(place);
    }
    if all.is_empty() {
        bail!("cargo tree names no crate");
    }
    Ok(all)
}

fn describe(metadata: &Value, (name, version): &Name) -> Option<Component> {
    let packages = metadata["packages"].as_array()?;
    let package = packages.iter().find(|package| package["name"] == **name && package["version"] == **version)?;
    let authors = package["authors"].as_array().into_iter().flatten();
    Some(Component {
        name: name.clone(),
        version: version.clone(),
        // Cargo took a slash for "or" once.
        license: package["license"].as_str()?.replace('/', " OR ").replace("  ", " "),
        authors: authors.filter_map(|author| author.as_str().map(str::to_owned)).collect(),
        checksum: None,
        directory: Path::new(package["manifest_path"].as_str()?).parent()?.to_path_buf(),
        uses: BTreeSet::new(),
    })
}

fn checksums(lock: &str) -> Result<BTreeMap<Name, String>> {
    let lock: toml::Table = lock.parse().context("cannot parse Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |package: &toml::Value, name: &str| package.get(name).and_then(toml::Value::as_str).map(str::to_owned);
    let known = packages
        .filter_map(|package| Some(((text(package, "name")?, text(package, "version")?), text(package, "checksum")?)));
    Ok(known.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_says_who_uses_whom() {
        let tree = "0 app v0.1.0 (/somewhere)\n1 one v1.0.0\n2 two v2.0.0\n1 two v2.0.0 (*)\n1 three v3.0.0\n0 beside v0.1.0 (/somewhere)\n1 one v1.0.0 (*)\n";
        let graph = graph(tree).unwrap();
        let shown: Vec<_> =
            graph.iter().map(|((name, _), uses)| (name.as_str(), uses.iter().copied().collect())).collect();
        let expected: Vec<(&str, Vec<usize>)> =
            vec![("app", vec![1, 2, 3, 4]), ("one", vec![2]), ("two", vec![]), ("three", vec![]), ("beside", vec![1])];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        assert!(graph("").is_err());
        assert!(graph("app v0.1.0").is_err());
    }
}
