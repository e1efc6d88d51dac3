//! How often something was done lately.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::store::{
    Work,
    document::{Document, Key},
    rows::Rows,
};

/// By who did what.
pub(crate) struct Attempts(Rows<Moments>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moments {
    /// Seconds since 1970, oldest first.
    moments: Vec<u64>,
    /// When the last of them does not count any more.
    ends_at: u64,
}

impl Document for Moments {
    const KIND: &'static str = "attempts";

    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }

    fn ends_at(&self) -> Option<u64> {
        Some(self.ends_at)
    }
}

impl Attempts {
    pub(crate) fn new(work: &Rc<Work>) -> Self {
        Self(Rows::new(work))
    }

    /// Counts one more, unless there were already `most` within `window_seconds`.
    pub(crate) fn allow(&mut self, key: &str, now: u64, most: usize, window_seconds: u64) -> bool {
        let moments = self.0.get(key).map(|found| found.moments.as_slice()).unwrap_or_default();
        let mut moments: Vec<u64> = moments.iter().copied().filter(|moment| moment + window_seconds > now).collect();
        let allowed = moments.len() < most;
        if allowed {
            moments.push(now);
            self.0.insert(key.to_owned(), Moments { moments, ends_at: now + window_seconds });
        }
        allowed
    }

    pub(super) fn into_rows(self) -> Rows<Moments> {
        self.0
    }
}
