//! The lock of browsers that have none.

use core::time::Duration;
use std::{cell::Cell, rc::Rc};

use cognito_client::{
    session_keeper::{LEASE, Lease, Lock, POLL},
    token_store::key_value::{KeyValueStore, MemoryStore},
};

use super::client_id;

/// How long somebody waits for a lease while `others` do something to it.
async fn waits(others: impl Fn(Duration, &MemoryStore, &str)) -> Duration {
    let (store, passed) = (Rc::<MemoryStore>::default(), Cell::new(Duration::ZERO));
    let key = "CognitoSessionKeeper.client1.lease";
    let timer = async |duration: Duration| {
        passed.set(passed.get() + duration);
        others(passed.get(), &store, key);
    };
    others(Duration::ZERO, &store, key);
    let lease = Lease::new(Rc::<MemoryStore>::clone(&store), timer, &client_id(), "me");
    let guard = lease.acquire().await.expect("a lease");
    assert_eq!(store.get(key), Ok(Some("me".to_owned())));
    drop(guard);
    assert_eq!(store.get(key), Ok(None), "it is let go");
    passed.into_inner()
}

#[tokio::test]
async fn a_page_that_is_left_gives_up_its_lease_and_no_other() {
    for (case, owner, left) in [("its own", "me", None), ("another's", "another", Some("another".to_owned()))] {
        let store = Rc::<MemoryStore>::default();
        let lease = |owner: &str| Lease::new(Rc::<MemoryStore>::clone(&store), async |_| {}, &client_id(), owner);
        let guard = lease(owner).acquire().await.expect("a lease");
        lease("me").give_up();
        assert_eq!(store.get("CognitoSessionKeeper.client1.lease"), Ok(left), "{case}");
        drop(guard);
    }
}

#[tokio::test]
async fn what_a_tab_has_spent_stays_noted_beside_its_lease() {
    let store = Rc::<MemoryStore>::default();
    let lease = || Lease::new(Rc::<MemoryStore>::clone(&store), async |_| {}, &client_id(), "me");
    assert!(!lease().is_spent("mark-0").await, "not yet");
    for count in 0..33 {
        lease().note_spent(&format!("mark-{count}")).await;
    }
    assert!(!lease().is_spent("mark-0").await, "only the newest are kept");
    assert!(lease().is_spent("mark-1").await && lease().is_spent("mark-32").await);
    assert!(!lease().is_spent("mark").await, "nobody has said that");
    assert_eq!(store.keys(), Ok(vec!["CognitoSessionKeeper.client1.spent".to_owned()]));
}

#[tokio::test]
async fn a_lease_is_taken_when_nobody_has_it() {
    let seconds = Duration::from_secs;
    assert_eq!(waits(|_, _, _| {}).await, POLL, "nobody");
    let lets_go = |now, store: &MemoryStore, key: &str| {
        if now == Duration::ZERO {
            store.set(key, "another").expect("memory");
        } else if now == seconds(2) {
            store.remove(key).expect("memory");
        }
    };
    assert_eq!(waits(lets_go).await, seconds(2) + POLL, "another lets go");
    let is_gone = |now, store: &MemoryStore, key: &str| {
        if now == Duration::ZERO {
            store.set(key, "gone").expect("memory");
        }
    };
    let waited = waits(is_gone).await;
    assert!((LEASE..LEASE + seconds(1)).contains(&waited), "another is gone: {waited:?}");
    let changes_hands = |now, store: &MemoryStore, key: &str| {
        if now == Duration::ZERO {
            store.set(key, "second").expect("memory");
        } else if now == seconds(60) {
            store.set(key, "third").expect("memory");
        }
    };
    let waited = waits(changes_hands).await;
    assert!((LEASE + seconds(60)..LEASE + seconds(61)).contains(&waited), "it changes hands: {waited:?}");
    let is_faster = |now, store: &MemoryStore, key: &str| {
        if now == POLL {
            store.set(key, "faster").expect("memory");
        } else if now == seconds(1) {
            store.remove(key).expect("memory");
        }
    };
    assert_eq!(waits(is_faster).await, seconds(1) + POLL, "another writes at the same time");
}
