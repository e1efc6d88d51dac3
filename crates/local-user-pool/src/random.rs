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
    let mut digits = String::with_capacity(length);
    while digits.len() < length {
        // 250 is the greatest multiple of 10 a byte can reach: the bytes above it would favour the low digits.
        if let [byte @ 0..250] = bytes::<1>()? {
            digits.push(char::from(b'0' + byte % 10));
        }
    }
    Ok(digits)
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
