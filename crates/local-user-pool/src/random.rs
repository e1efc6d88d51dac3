//! Random values and keyed digests.

use aws_lc_rs::{digest, hmac, rand};

use crate::error::ServiceError;

/// Fresh bytes from the system's cryptographic source.
pub(crate) fn bytes<const LENGTH: usize>() -> Result<[u8; LENGTH], ServiceError> {
    let mut bytes = [0; LENGTH];
    rand::fill(&mut bytes).map_err(|_| ServiceError::internal("no random bytes"))?;
    Ok(bytes)
}

/// `length` random decimal digits, each equally likely.
pub(crate) fn digits(length: usize) -> Result<String, ServiceError> {
    text(b"0123456789", length)
}

/// `length` random characters of `alphabet`, which has at most 256, each equally likely.
pub(crate) fn text(alphabet: &[u8], length: usize) -> Result<String, ServiceError> {
    // The greatest multiple of the alphabet's length: the bytes above it would favour its first characters.
    let usable = 256 / alphabet.len() * alphabet.len();
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let [byte] = bytes::<1>()?;
        if usize::from(byte) < usable {
            text.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
        }
    }
    Ok(text)
}

/// SHA-256.
pub(crate) fn sha256(data: &[u8]) -> [u8; 32] {
    let mut output = [0; 32];
    output.copy_from_slice(digest::digest(&digest::SHA256, data).as_ref());
    output
}

/// HMAC-SHA-256 of `purpose` and `name` under `secret`: looks random, and is the same each time.
pub(crate) fn derived(secret: &[u8], purpose: &str, name: &str) -> [u8; 32] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    context.update(purpose.as_bytes());
    context.update(&[0]);
    context.update(name.as_bytes());
    let mut output = [0; 32];
    output.copy_from_slice(context.sign().as_ref());
    output
}
