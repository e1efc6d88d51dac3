//! Long lists, part by part.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::error::ServiceError;

/// The most that one answer lists.
pub(super) const MOST_RESULTS: i64 = 60;

/// The entries after the one that `token` names, at most `most`, and the token for what comes then. Each entry has a
/// key; they are in the order of the keys.
///
/// # Errors
/// InvalidParameterException for a token that no answer had.
pub(super) fn page(
    mut entries: Vec<(String, Value)>,
    most: usize,
    token: Option<&str>,
) -> Result<(Vec<Value>, Option<String>), ServiceError> {
    if let Some(token) = token {
        let after = read_token(token)?;
        entries.retain(|(key, _)| *key > after);
    }
    let has_more = entries.len() > most;
    entries.truncate(most);
    let next = entries.last().filter(|_| has_more).map(|(key, _)| token_of(key));
    Ok((entries.into_iter().map(|(_, value)| value).collect(), next))
}

/// What clients see of a key.
pub(super) fn token_of(key: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(key)
}

/// The key of [`token_of`].
///
/// # Errors
/// As [`page`].
pub(super) fn read_token(token: &str) -> Result<String, ServiceError> {
    let key = BASE64_URL_SAFE_NO_PAD.decode(token).ok().and_then(|key| String::from_utf8(key).ok());
    key.ok_or_else(invalid_token)
}

pub(super) fn invalid_token() -> ServiceError {
    ServiceError::invalid_parameter("Invalid pagination token given.")
}
