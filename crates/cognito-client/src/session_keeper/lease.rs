use core::time::Duration;
use std::rc::Rc;

use super::{Lock, NotLocked};
use crate::{ids::ClientId, token_store::key_value::KeyValueStore};

/// A lease that does not change for this long belongs to a page that is gone. Longer than any holder needs, which makes at most
/// two calls ([`TIME_LIMIT`](crate::transport::TIME_LIMIT) each).
pub const LEASE: Duration = Duration::from_secs(75);

/// The time between two looks at a lease, and between writing one and relying on it.
pub const POLL: Duration = Duration::from_millis(200);

/// Before the store is looked at again.
const SETTLE: Duration = Duration::from_millis(50);
/// So many spent tokens are remembered, of all tabs.
const MARKS: usize = 32;

/// Waits.
pub trait Timer {
    /// Waits at least this long.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn sleep(&self, duration: Duration);
}

impl<F: AsyncFn(Duration)> Timer for F {
    async fn sleep(&self, duration: Duration) {
        self(duration).await;
    }
}

/// A [`Lock`] by a note in the shared store, for browsers without Web Locks. It reads no clock, because clocks jump: waiting
/// tabs count how long the note has not changed.
pub struct Lease<T> {
    store: Rc<dyn KeyValueStore>,
    timer: T,
    key: String,
    spent: String,
    owner: String,
}

impl<T> Lease<T> {
    /// A lease for the session of this client. `owner` must be different for each page, for example random bytes. Do not keep it in
    /// sessionStorage: duplicating a tab copies that.
    pub fn new(store: Rc<dyn KeyValueStore>, timer: T, client_id: &ClientId, owner: impl Into<String>) -> Self {
        // Not below the tokens' prefix: a user may have any name.
        let key = |what| format!("CognitoSessionKeeper.{}.{what}", client_id.as_str());
        Self { store, timer, key: key("lease"), spent: key("spent"), owner: owner.into() }
    }

    /// Removes this owner's note. Call it when people leave the page, so that other tabs need not wait for the note to time out.
    pub fn give_up(&self) {
        drop(self.guard());
    }

    fn marks(&self) -> Vec<String> {
        let marks = self.store.get(&self.spent).ok().flatten().unwrap_or_default();
        marks.split_whitespace().map(str::to_owned).collect()
    }

    fn guard(&self) -> LeaseGuard {
        LeaseGuard { store: Rc::clone(&self.store), key: self.key.clone(), note: self.owner.clone() }
    }
}

/// Removes the note when it is dropped. Closing a tab drops nothing: see [`Lease::give_up`].
pub struct LeaseGuard {
    store: Rc<dyn KeyValueStore>,
    key: String,
    note: String,
}

impl<T: Timer> Lock for Lease<T> {
    type Guard = Option<LeaseGuard>;

    /// A store that is turned off is shared with nobody: then there is nothing to guard.
    async fn acquire(&self) -> Result<Self::Guard, NotLocked> {
        let (mut seen, mut stood) = (None, Duration::ZERO);
        loop {
            let Ok(note) = self.store.get(&self.key) else { return Ok(None) };
            let is_free = note.as_ref().is_none_or(|note| *note == self.owner) || stood >= LEASE;
            if is_free {
                if self.store.set(&self.key, &self.owner).is_err() {
                    return Ok(None);
                }
                let guard = self.guard();
                // Another may have written at the same time: the last one has it.
                self.timer.sleep(POLL).await;
                if guard.holds() {
                    return Ok(Some(guard));
                }
            } else {
                self.timer.sleep(POLL).await;
            }
            let unchanged = !is_free && seen == note;
            stood = if unchanged { stood + POLL } else { Duration::ZERO };
            seen = note;
        }
    }

    /// In the store as well: a note that cannot be written is one that nobody reads.
    async fn note_spent(&self, mark: &str) {
        let mut marks = self.marks();
        marks.push(mark.to_owned());
        let oldest = marks.len().saturating_sub(MARKS);
        self.store.set(&self.spent, &marks[oldest..].join(" ")).ok();
    }

    async fn is_spent(&self, mark: &str) -> bool {
        self.marks().iter().any(|noted| noted == mark)
    }

    async fn settle(&self) {
        self.timer.sleep(SETTLE).await;
    }
}

impl LeaseGuard {
    fn holds(&self) -> bool {
        self.store.get(&self.key) == Ok(Some(self.note.clone()))
    }
}

impl Drop for LeaseGuard {
    fn drop(&mut self) {
        if self.holds() {
            self.store.remove(&self.key).ok();
        }
    }
}
