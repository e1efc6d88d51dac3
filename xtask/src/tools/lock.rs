//! Versions out of Cargo.lock.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// The locked version of `package`: the tool that goes with a crate must be at the crate's version.
///
/// # Errors
/// When Cargo.lock cannot be read or does not name the package.
pub(crate) fn version(root: &Path, package: &str) -> Result<String> {
    let text = fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    find(&text, package)?.with_context(|| format!("Cargo.lock does not name {package}"))
}

fn find(lock: &str, package: &str) -> Result<Option<String>> {
    let lock: toml::Table = lock.parse().context("cannot parse Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let text = |entry: &toml::Value, key: &str| entry.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let found = packages.into_iter().flatten().find(|entry| text(entry, "name").as_deref() == Some(package));
    Ok(found.and_then(|entry| text(entry, "version")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-macro"
version = "9.9.9"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = ["wasm-bindgen-macro"]
"#;

    #[test]
    fn a_package_is_found_by_its_whole_name() {
        assert_eq!(find(LOCK, "wasm-bindgen").unwrap().as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_is_not_found() {
        assert_eq!(find(LOCK, "wasm").unwrap(), None);
    }

    #[test]
    fn a_broken_lock_file_is_an_error() {
        assert!(find("version = ", "wasm-bindgen").is_err());
    }
}
