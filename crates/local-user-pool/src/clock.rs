//! The pool's time, which tests can move.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The system's time, moved by [`Clock::advance`] and [`Clock::set`]. Clones move together.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// The system's own time.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves the time forward, for every clone; parts of a second are dropped.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        let _ = self
            .ahead_seconds
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |ahead| Some(ahead.saturating_add(by)));
    }

    /// Makes it that time, in seconds since 1970, from where it goes on as before; also for every clone.
    pub fn set(&self, now: u64) {
        let signed = |seconds| i64::try_from(seconds).unwrap_or(i64::MAX);
        self.ahead_seconds.store(signed(now) - signed(system()), Ordering::Relaxed);
    }

    /// The system's own time again.
    pub fn reset(&self) {
        self.ahead_seconds.store(0, Ordering::Relaxed);
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn now(&self) -> u64 {
        system().saturating_add_signed(self.ahead_seconds.load(Ordering::Relaxed))
    }
}

/// The system's time in seconds since 1970, which nothing moves.
#[expect(clippy::disallowed_methods, reason = "this is the program's one clock, and it never runs in a browser")]
pub(crate) fn system() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
