use core::fmt;

/// A lock among all tabs or programs that share a store, with one holder at a time: Web Locks in a browser
/// ([`navigator.locks`](https://developer.mozilla.org/docs/Web/API/LockManager/request)), or a [`Lease`](super::Lease)
/// without them.
pub trait Lock {
    /// Holds the lock until it is dropped.
    type Guard;

    /// Waits for the lock.
    ///
    /// # Errors
    /// [`NotLocked`] if that takes too long. The session then stays as it is, and the refresh is tried again later.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn acquire(&self) -> Result<Self::Guard, NotLocked>;

    /// Notes for the other holders that a refresh token was replaced, at least until this tab or program ends. A store may be
    /// slower than its lock: in Chromium, a few times in a hundred, localStorage does not show the next holder yet what the last
    /// one has written. The mark reveals nothing of the token. Do nothing if your store shows every change at once.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn note_spent(&self, _mark: &str) {}

    /// Whether another holder has noted that.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn is_spent(&self, _mark: &str) -> bool {
        false
    }

    /// Waits a moment, so that the store can show what others have written.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn settle(&self) {}
}

/// The lock was not available in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLocked;

/// No lock, for a store that nobody else uses. The keeper itself makes one refresh at a time.
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
