//! What a row holds, and by what it is found.

use serde::{Serialize, de::DeserializeOwned};

/// One row's content, as JSON.
pub(crate) trait Document: Serialize + DeserializeOwned {
    /// The table.
    const KIND: &'static str;

    /// What it is found by besides its id.
    fn keys(&self) -> Vec<Key>;

    /// From when it is of no more use, seconds since 1970.
    fn ends_at(&self) -> Option<u64> {
        None
    }
}

/// A name and a value: ("sub", "…").
pub(crate) type Key = (&'static str, String);

/// Text as it is compared where large and small letters are the same.
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase()
}
