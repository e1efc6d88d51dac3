//! One tab at a time, as the browser's own locks have it, and without them.

use std::{pin::pin, rc::Rc};

use cognito_client::{
    ids::ClientId,
    session_keeper::Lock,
    token_store::key_value::{KeyValueStore, MemoryStore},
};
use futures_util::future::poll_immediate;
use leptos_cognito::platform::lock::{TabLock, Turn};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{page::settled, settings::CLIENT};

fn lock(client: &str, values: Option<&Rc<MemoryStore>>) -> TabLock {
    let values = values.map(|values| Rc::<MemoryStore>::clone(values) as Rc<dyn KeyValueStore>);
    TabLock::new(ClientId::parse(client).expect("an id"), values)
}

/// This browser without its locks, for as long as this lives.
pub struct WithoutLocks;

impl WithoutLocks {
    pub fn begin() -> Self {
        js_sys::eval("Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined })")
            .expect("a script may do that");
        Self
    }
}

impl Drop for WithoutLocks {
    fn drop(&mut self) {
        js_sys::eval("delete navigator.locks").expect("a script may do that");
    }
}

/// Two tabs take turns; gives what kind of turn they have.
async fn take_turns(case: &str) -> Turn {
    let values = Rc::new(MemoryStore::default());
    let (first, second) = (lock(CLIENT, Some(&values)), lock(CLIENT, Some(&values)));
    let turn = first.acquire().await.expect("nobody else has it");
    let mut waiting = pin!(second.acquire());
    for _ in 0..20 {
        assert!(poll_immediate(&mut waiting).await.is_none(), "{case}: it is taken");
        settled().await;
    }
    drop(turn);
    waiting.await.unwrap_or_else(|_| panic!("{case}: it is free"))
}

#[wasm_bindgen_test]
async fn tabs_take_turns() {
    let turn = take_turns("the browser's locks").await;
    assert!(matches!(turn, Turn::WebLock(_)));
    drop(turn);
    let _without_locks = WithoutLocks::begin();
    assert!(matches!(take_turns("a lease").await, Turn::Lease(Some(_))));
}

#[wasm_bindgen_test]
async fn who_stops_waiting_does_not_keep_it() {
    let values = Rc::new(MemoryStore::default());
    let first = lock(CLIENT, Some(&values)).acquire().await.expect("nobody else has it");
    let second = lock(CLIENT, Some(&values));
    let mut waiting = Box::pin(second.acquire());
    assert!(poll_immediate(&mut waiting).await.is_none(), "it is taken");
    drop(waiting);
    drop(first);
    lock(CLIENT, Some(&values)).acquire().await.expect("it is free");
}

#[wasm_bindgen_test]
async fn nobody_waits_for_another_client_or_for_what_is_not_shared() {
    let values = Rc::new(MemoryStore::default());
    let _taken = lock(CLIENT, Some(&values)).acquire().await.expect("nobody else has it");
    let other = lock("7other0client0id0xyz", Some(&values)).acquire().await.expect("another one's is free");
    assert!(matches!(other, Turn::WebLock(_)));
    let alone = lock(CLIENT, None).acquire().await.expect("nobody else can have it");
    assert!(matches!(alone, Turn::Alone));
}

#[wasm_bindgen_test]
async fn what_a_tab_has_spent_the_others_know_until_it_goes() {
    let values = Rc::new(MemoryStore::default());
    let (first, second) = (lock(CLIENT, Some(&values)), lock(CLIENT, Some(&values)));
    assert!(!second.is_spent("one").await, "not yet");
    first.note_spent("one").await;
    assert!(first.is_spent("one").await && second.is_spent("one").await, "from now on");
    assert!(!second.is_spent("another").await, "nobody has said that");
    assert!(!lock("7other0client0id0xyz", Some(&values)).is_spent("one").await, "another client's");
    drop(first);
    until_free(&second, "one").await;
}

#[wasm_bindgen_test]
async fn without_locks_it_is_noted_in_the_store() {
    let _without_locks = WithoutLocks::begin();
    let values = Rc::new(MemoryStore::default());
    let (first, second) = (lock(CLIENT, Some(&values)), lock(CLIENT, Some(&values)));
    first.note_spent("one").await;
    assert!(second.is_spent("one").await && !second.is_spent("another").await);
    assert!(!lock(CLIENT, None).is_spent("one").await, "of nobody that this has to do with");
}

/// A lock that is let go is free as soon as the browser has noticed.
async fn until_free(lock: &TabLock, mark: &str) {
    for _ in 0..60 {
        if !lock.is_spent(mark).await {
            return;
        }
        settled().await;
    }
    panic!("{mark} is noted still");
}
