//! Texts by name.

use core::fmt;
use std::collections::BTreeMap;

use crate::shared::Guarded;

/// Keeps texts by name: a browser's localStorage or sessionStorage, cookies, memory. Each write is whole; several are not.
pub trait KeyValueStore {
    /// The text of that name, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] if the store is turned off.
    fn get(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Keeps a text in the place of any other of that name.
    ///
    /// # Errors
    /// [`StoreError`] if the store is turned off or full.
    fn set(&self, key: &str, value: &str) -> Result<(), StoreError>;

    /// Forgets the text of that name.
    ///
    /// # Errors
    /// [`StoreError`] if the store is turned off.
    fn remove(&self, key: &str) -> Result<(), StoreError>;

    /// All names, others' too.
    ///
    /// # Errors
    /// [`StoreError`] if the store is turned off.
    fn keys(&self) -> Result<Vec<String>, StoreError>;
}

/// A store did not do what it was told: it is turned off, blocked, or full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreError;

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store is turned off, blocked or full")
    }
}

impl core::error::Error for StoreError {}

/// Forgets everything when it is dropped.
#[derive(Default)]
pub struct MemoryStore {
    values: Guarded<BTreeMap<String, String>>,
}

impl MemoryStore {
    pub(super) fn value(&self, key: &str) -> Option<String> {
        self.values.borrow().get(key).cloned()
    }

    pub(super) fn put(&self, key: &str, value: &str) {
        self.values.borrow_mut().insert(key.to_owned(), value.to_owned());
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.values.borrow().keys().cloned().collect()
    }

    /// Gives whether there was one.
    pub(super) fn forget(&self, key: &str) -> bool {
        self.values.borrow_mut().remove(key).is_some()
    }
}

impl KeyValueStore for MemoryStore {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.value(key))
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.put(key, value);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.forget(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.names())
    }
}
