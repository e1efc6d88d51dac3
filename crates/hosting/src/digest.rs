//! Hashes, written the ways the commands need them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// The start of the SHA-256 of `content`, in hexadecimal: enough to tell two builds of a file apart.
pub fn short(content: &[u8]) -> String {
    sha256(content)[..16].to_owned()
}

/// The SHA-256 of `content`, in hexadecimal.
pub fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The value of an `integrity` attribute for `content`: half as long as that of SHA-512, which protects no better against
/// a second file of the same hash.
pub fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_known_ones() {
        // printf abc | sha256sum; printf abc | openssl dgst -sha256 -binary | base64
        assert_eq!(short(b"abc"), "ba7816bf8f01cfea");
        let expected = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(integrity(b"abc"), expected);
    }
}
