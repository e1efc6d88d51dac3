//! A code that was sent, and how often it was guessed wrong.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde::{Deserialize, Serialize};

use crate::{error::ServiceError, rules::CodeSource};

const DIGITS: usize = 6;
/// After so many wrong guesses only a new code helps.
const MOST_FAILURES: u32 = 5;

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
