//! SHA-256 of all that is handed out, as `sha256sum --check` reads it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use hosting::digest;

use super::files;

pub(super) const FILE: &str = "SHA256SUMS";

/// Writes the file beside the others in `directory`.
pub(super) fn write(directory: &Path) -> Result<()> {
    let mut lines = String::new();
    for path in files(directory)? {
        let name = path.strip_prefix(directory)?.to_str().context("a file's name is no text")?;
        lines += &format!("{}  {name}\n", digest::sha256(&fs::read(&path)?));
    }
    Ok(fs::write(directory.join(FILE), lines)?)
}
