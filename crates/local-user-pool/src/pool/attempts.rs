//! How often something was done lately. In memory only.

use std::collections::HashMap;

/// Moments (seconds since 1970) by who did what.
#[derive(Default)]
pub(crate) struct Attempts(HashMap<String, Vec<u64>>);

impl Attempts {
    /// Counts one more, unless there were already `most` within `window_seconds`.
    pub(crate) fn allow(&mut self, key: &str, now: u64, most: usize, window_seconds: u64) -> bool {
        self.0.retain(|_, moments| {
            moments.retain(|moment| moment + window_seconds > now);
            !moments.is_empty()
        });
        let moments = self.0.entry(key.to_owned()).or_default();
        let allowed = moments.len() < most;
        if allowed {
            moments.push(now);
        }
        allowed
    }
}
