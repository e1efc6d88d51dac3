//! One session in memory.

use super::TokenStore;
use crate::{session::Session, shared::Guarded};

/// Keeps one session as long as the program runs: for a server one for each of its own sessions, for a command line program
/// the only one. Tasks on several threads may share it.
#[derive(Default)]
pub struct MemoryTokenStore {
    session: Guarded<Option<Session>>,
}

impl MemoryTokenStore {
    /// Keeps this session, as one that was read from a database.
    pub fn of(session: Session) -> Self {
        Self { session: Guarded::new(Some(session)) }
    }
}

impl TokenStore for MemoryTokenStore {
    fn load(&self) -> Option<Session> {
        self.session.borrow().clone()
    }

    fn save(&self, session: &Session) {
        *self.session.borrow_mut() = Some(session.clone());
    }

    fn clear(&self) {
        *self.session.borrow_mut() = None;
    }
}
