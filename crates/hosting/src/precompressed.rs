//! Compressed files beside those of dist/, for hosts that serve them as they are.

use std::{fs, io::Write as _, path::Path};

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};

use crate::site::files_of;

/// What is compressed. Not pages: settings are typed into them, and what stands beside would be that of before.
const COMPRESSED: [&str; 6] = ["js", "css", "wasm", "svg", "json", "txt"];
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 24;

/// Writes `.br` and `.gz` beside each file that gets smaller.
///
/// # Errors
/// When a file cannot be read or written.
pub fn precompress(dist: &Path) -> Result<()> {
    for name in files_of(dist)? {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        if !extension.is_some_and(|extension| COMPRESSED.contains(&extension)) {
            continue;
        }
        let content = fs::read(dist.join(&name))?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&content)?;
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, BROTLI_WINDOW);
        brotli.write_all(&content)?;
        for (suffix, compressed) in [("gz", gzip.finish()?), ("br", brotli.into_inner())] {
            let beside = dist.join(format!("{name}.{suffix}"));
            if compressed.len() < content.len() {
                fs::write(beside, compressed)?;
            } else if beside.exists() {
                fs::remove_file(beside)?;
            }
        }
    }
    Ok(())
}

/// Whether a file is one of those beside.
pub fn is_precompressed(name: &str) -> bool {
    let stem = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
    let extension = stem.and_then(|stem| stem.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|extension| COMPRESSED.contains(&extension))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_beside_a_file_is_the_same_compressed() {
        let dist = std::env::temp_dir().join(format!("hosting-precompressed-{}", std::process::id()));
        fs::create_dir_all(dist.join("lang")).unwrap();
        let text = "say it again ".repeat(200);
        for (name, content) in [("lang/a.json", text.as_str()), ("b.js", "b"), ("index.html", &text)] {
            fs::write(dist.join(name), content).unwrap();
        }
        precompress(&dist).unwrap();
        precompress(&dist).unwrap();
        let (mut by_gzip, mut by_brotli) = (String::new(), String::new());
        let gzip = fs::read(dist.join("lang/a.json.gz")).unwrap();
        flate2::read::GzDecoder::new(gzip.as_slice()).read_to_string(&mut by_gzip).unwrap();
        let brotli = fs::read(dist.join("lang/a.json.br")).unwrap();
        brotli::Decompressor::new(brotli.as_slice(), 4096).read_to_string(&mut by_brotli).unwrap();
        assert_eq!((by_gzip.as_str(), by_brotli.as_str()), (text.as_str(), text.as_str()));
        let files = files_of(&dist).unwrap();
        assert_eq!(files, ["b.js", "index.html", "lang/a.json", "lang/a.json.br", "lang/a.json.gz"]);
        let of_hosts: Vec<&String> = files.iter().filter(|file| !is_precompressed(file)).collect();
        assert_eq!(of_hosts, ["b.js", "index.html", "lang/a.json"]);
        fs::remove_dir_all(dist).unwrap();
    }
}
