//! The pool's time, which tests can move.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The system's time plus what was added with [`Clock::advance`]. Clones share the addition.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Arc<AtomicU64>,
}

impl Clock {
    /// The system's own time.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves the time forward, for every clone; parts of a second are dropped.
    pub fn advance(&self, by: Duration) {
        self.ahead_seconds.fetch_add(by.as_secs(), Ordering::Relaxed);
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[expect(clippy::disallowed_methods, reason = "this is the program's one clock, and it never runs in a browser")]
    pub fn now(&self) -> u64 {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        system.saturating_add(self.ahead_seconds.load(Ordering::Relaxed))
    }
}
