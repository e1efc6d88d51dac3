//! What several tasks hold at once. A browser's page is one thread; a server's tasks move between threads.

#[cfg(target_arch = "wasm32")]
pub(crate) use core::cell::RefCell as Guarded;
#[cfg(target_arch = "wasm32")]
pub(crate) use std::rc::Rc as Shared;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use std::sync::Arc as Shared;
#[cfg(not(target_arch = "wasm32"))]
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What one task at a time looks at or changes, for moments in which nobody waits. Used like a `RefCell`; but who borrows
/// it twice at once, even to read, waits for ever.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
pub(crate) struct Guarded<T>(Mutex<T>);

#[cfg(not(target_arch = "wasm32"))]
impl<T> Guarded<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn borrow(&self) -> MutexGuard<'_, T> {
        self.borrow_mut()
    }

    pub(crate) fn borrow_mut(&self) -> MutexGuard<'_, T> {
        // Nothing here is left half changed by a panic: each change is one assignment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
