//! What files weigh.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

/// The sizes of a file, in bytes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Weight {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

/// What each of the files in a directory weighs, by its path inside it.
pub(crate) struct Weights(BTreeMap<String, Weight>);

impl Weights {
    /// Weighs what pages fetch of `directory`, and of those below it.
    ///
    /// # Errors
    /// When something there cannot be read.
    pub(crate) fn read(directory: &Path) -> Result<Self> {
        let mut weights = BTreeMap::new();
        let mut directories = vec![directory.to_path_buf()];
        while let Some(next) = directories.pop() {
            let entries = fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))?;
            for entry in entries {
                let path = entry?.path();
                if path.is_dir() {
                    directories.push(path);
                    continue;
                }
                let name = path.strip_prefix(directory)?.to_string_lossy().into_owned();
                if !hosting::is_precompressed(&name) && !hosting::OF_HOSTS.contains(&name.as_str()) {
                    weights.insert(name, Weight::of(&fs::read(&path)?)?);
                }
            }
        }
        Ok(Self(weights))
    }

    /// Each of the files and what it weighs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Weight)> {
        self.0.iter().map(|(name, weight)| (name.as_str(), *weight))
    }

    /// What these files weigh together.
    ///
    /// # Errors
    /// When one of them is not there.
    pub(crate) fn of<'a>(&self, files: impl IntoIterator<Item = &'a str>) -> Result<Weight> {
        files.into_iter().try_fold(Weight::default(), |sum, name| {
            let weight = self.0.get(name).with_context(|| format!("{name} is fetched, and is not in dist/"))?;
            Ok(sum.plus(*weight))
        })
    }

    /// What all files weigh together that it is so for.
    pub(crate) fn of_all(&self, is_meant: impl Fn(&str) -> bool) -> Weight {
        self.iter().filter(|(name, _)| is_meant(name)).fold(Weight::default(), |sum, (_, weight)| sum.plus(weight))
    }

    /// What is there besides `files`.
    pub(crate) fn besides(&self, files: &BTreeSet<String>) -> BTreeSet<String> {
        self.0.keys().filter(|name| !files.contains(*name)).cloned().collect()
    }
}

impl Weight {
    /// # Errors
    /// When it cannot be compressed.
    pub(crate) fn of(content: &[u8]) -> Result<Self> {
        Ok(Self { raw: content.len(), gzip: gzip(content)?, brotli: brotli(content)? })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn brotli(content: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_compresses() {
        let weight = Weight::of(&b"to be or not to be, ".repeat(100)).unwrap();
        assert_eq!(weight.raw, 2000);
        assert!(weight.gzip < 100);
        assert!(weight.brotli < weight.gzip);
    }

    #[test]
    fn what_is_not_there_weighs_nothing_known() {
        let weight = Weight { raw: 3, gzip: 2, brotli: 1 };
        let weights = Weights(["a.js", "b.wasm"].map(|name| (name.to_owned(), weight)).into());
        assert_eq!(weights.of(["a.js", "b.wasm"]).unwrap().raw, 6);
        assert_eq!(weights.of_all(|name| name.ends_with(".wasm")).brotli, 1);
        assert!(weights.of(["c.css"]).is_err());
        assert_eq!(weights.besides(&["a.js".to_owned()].into()), ["b.wasm".to_owned()].into());
    }
}
