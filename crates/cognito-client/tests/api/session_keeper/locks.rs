//! Locks between tabs, and what is noted beside them.

use std::{cell::Cell, rc::Rc};

use cognito_client::{
    Error,
    session::{Session, Tokens},
    session_keeper::{Lock, NotLocked, Outcome, SessionKeeper},
    token_store::{KeyedTokenStore, TokenStore, key_value::MemoryStore},
};

use super::{client_id, new, old, program};
use crate::scripted::{self, Sent, operations, refused};

#[tokio::test]
async fn no_lock_is_bad_luck() {
    struct Taken;
    impl Lock for Taken {
        type Guard = ();

        async fn acquire(&self) -> Result<(), NotLocked> {
            Err(NotLocked)
        }
    }
    let sent = Sent::default();
    let client = scripted::client(&sent, []);
    let keeper = SessionKeeper::new(KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::default()), Taken);
    keeper.enter(&old());
    let outcome = keeper.fresh(&client, &program(), &old()).await;
    assert_eq!(outcome, Outcome::Unlucky(Error::Busy), "nobody is offline");
    assert!(keeper.wake_up(&old(), program().now, 0).is_some());
    assert_eq!(keeper.store().load(), Some(old()));
}

/// A lock after which it takes a while until what another tab has written is seen.
struct Late {
    store: Rc<KeyedTokenStore>,
    newer: Session,
    /// So often somebody waits for it.
    looks: Cell<u32>,
}

impl Lock for Late {
    type Guard = ();

    async fn acquire(&self) -> Result<(), NotLocked> {
        Ok(())
    }

    async fn settle(&self) {
        let left = self.looks.get().saturating_sub(1);
        self.looks.set(left);
        if left == 0 {
            self.store.save(&self.newer);
        }
    }
}

#[tokio::test]
async fn a_refusal_ends_nothing_that_another_tab_turns_out_to_have_renewed() {
    for exception in ["RefreshTokenReuseException", "NotAuthorizedException"] {
        let store = Rc::new(KeyedTokenStore::new(&client_id(), Rc::new(MemoryStore::default())));
        store.save(&old());
        let lock = Late { store: Rc::clone(&store), newer: new(), looks: Cell::new(20) };
        let keeper = SessionKeeper::new(Rc::clone(&store), lock);
        let sent = Sent::default();
        let client = scripted::client(&sent, [refused(exception, "")]);
        let outcome = keeper.refresh(&client, &program(), &old()).await;
        assert_eq!(outcome, Outcome::Fresh(new()), "{exception}");
        assert_eq!(store.load(), Some(new()), "{exception}: it stays");
    }
}

#[tokio::test]
async fn a_new_refresh_token_beside_old_tokens_is_not_sent() {
    let store = Rc::new(KeyedTokenStore::new(&client_id(), Rc::new(MemoryStore::default())));
    let refresh_token = new().tokens().refresh_token.clone();
    let half = Tokens { refresh_token, ..old().tokens().clone() };
    store.save(&Session::restored(half, 0).expect("well formed"));
    let lock = Late { store: Rc::clone(&store), newer: new(), looks: Cell::new(5) };
    let keeper = SessionKeeper::new(Rc::clone(&store), lock);
    let sent = Sent::default();
    let client = scripted::client(&sent, []);
    assert_eq!(keeper.refresh(&client, &program(), &old()).await, Outcome::Fresh(new()));
    assert_eq!(operations(&sent), [], "another tab has done it");
}

/// A lock by which a token is noted as spent, though nobody shows what has come of it.
struct Spent(Cell<u32>);

impl Lock for Spent {
    type Guard = ();

    async fn acquire(&self) -> Result<(), NotLocked> {
        Ok(())
    }

    async fn is_spent(&self, _: &str) -> bool {
        true
    }

    async fn settle(&self) {
        self.0.set(self.0.get() + 1);
    }
}

#[tokio::test]
async fn nobody_waits_for_ever_for_what_another_tab_keeps_to_itself() {
    let sent = Sent::default();
    let client = scripted::client(&sent, [refused("RefreshTokenReuseException", "")]);
    let store = KeyedTokenStore::new(&client_id(), Rc::new(MemoryStore::default()));
    store.save(&old());
    let keeper = SessionKeeper::new(store, Spent(Cell::new(0)));
    let outcome = keeper.refresh(&client, &program(), &old()).await;
    assert_eq!(outcome, Outcome::Unlucky(Error::Busy), "the other may be about to show it");
    assert_eq!(operations(&sent), []);
    assert!(keeper.wake_up(&old(), program().now, 0).is_some(), "it goes on by itself");
    let outcome = keeper.refresh(&client, &program(), &old()).await;
    assert!(matches!(outcome, Outcome::Ended(_)), "the service says it: {outcome:?}");
    assert!(keeper.lock().0.get() < 200, "{}", keeper.lock().0.get());
}
