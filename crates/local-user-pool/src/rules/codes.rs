//! What codes are.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{error::ServiceError, random};

/// Draws codes at random, unless a test has fixed what they are.
#[derive(Default)]
pub(crate) struct CodeSource(Mutex<Option<String>>);

impl CodeSource {
    /// Makes every code from now on these digits, again and again where it is longer.
    pub(crate) fn fix(&self, digits: Option<String>) {
        *self.lock() = digits;
    }

    pub(crate) fn fixed(&self) -> Option<String> {
        self.lock().clone()
    }

    /// The digits of a new code.
    pub(crate) fn draw(&self, length: usize) -> Result<String, ServiceError> {
        match &*self.lock() {
            Some(digits) => Ok(digits.chars().cycle().take(length).collect()),
            None => random::digits(length),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
