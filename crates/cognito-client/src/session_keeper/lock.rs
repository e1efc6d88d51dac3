use core::fmt;

/// One holder at a time among all tabs, or programs, that share a store: Web Locks in a browser
/// ([`navigator.locks`](https://developer.mozilla.org/docs/Web/API/LockManager/request)), or a [`Lease`](super::Lease)
/// where there are none.
pub trait Lock {
    /// The right to go on; dropping it lets the next one go on.
    type Guard;

    /// Waits for the others.
    ///
    /// # Errors
    /// [`NotLocked`] if that takes too long: the session is kept as it is, and the refresh tried again later.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn acquire(&self) -> Result<Self::Guard, NotLocked>;

    /// Notes for the others, at least until this one is gone, that a refresh token was replaced. A store may be slower than its lock:
    /// in Chromium the next holder's localStorage does not yet show, a few times in a hundred, what the last one has
    /// written. The mark tells nothing of the token. Nothing to do where the store shows all at once.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn note_spent(&self, _mark: &str) {}

    /// Whether another one has noted that.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn is_spent(&self, _mark: &str) -> bool {
        false
    }

    /// Lets a moment pass in which the store may come to show what others have written.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn settle(&self) {}
}

/// The lock was not to be had in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLocked;

/// No lock, for a store that nobody else uses: the keeper itself refreshes once at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unshared;

impl Lock for Unshared {
    type Guard = ();

    async fn acquire(&self) -> Result<(), NotLocked> {
        Ok(())
    }
}

impl fmt::Display for NotLocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("another tab holds the lock")
    }
}

impl core::error::Error for NotLocked {}
