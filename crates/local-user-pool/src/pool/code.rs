//! A code that was sent, and how often it was guessed wrong.

use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};

use crate::{error::ServiceError, random};

const DIGITS: usize = 6;
/// After so many wrong guesses only a new code helps.
const MOST_FAILURES: u32 = 5;

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

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Code {
    digits: String,
    /// Seconds since 1970.
    expires_at: u64,
    failures: u32,
}

impl Code {
    pub(crate) fn new(source: &CodeSource, now: u64, lifetime_seconds: u64) -> Result<Self, ServiceError> {
        Ok(Self { digits: source.draw(DIGITS)?, expires_at: now + lifetime_seconds, failures: 0 })
    }

    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether `guess` is the code; a wrong guess is counted.
    pub(crate) fn check(&mut self, guess: &str, now: u64) -> Result<(), ServiceError> {
        if self.failures >= MOST_FAILURES {
            return Err(ServiceError::attempt_limit_exceeded());
        }
        if now >= self.expires_at {
            return Err(ServiceError::expired_code());
        }
        verify_slices_are_equal(guess.as_bytes(), self.digits.as_bytes()).map_err(|_| {
            self.failures += 1;
            ServiceError::mismatched_code()
        })
    }
}
