//! What a browser's storage holds, whoever has written it.
#![no_main]

use std::rc::Rc;

use cognito_client::{
    ids::ClientId,
    json::read,
    managed_login::PausedRedirect,
    sign_in::PausedSignIn,
    timestamp::Timestamp,
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
    },
};
use libfuzzer_sys::fuzz_target;

const USER: &str = "somebody";
const PREFIX: &str = "CognitoIdentityServiceProvider.client1";

// A line with a document, and then the entries, `name=value`.
fuzz_target!(|text: &str| {
    let (document, entries) = text.split_once('\n').unwrap_or((text, ""));
    let memory = Rc::new(MemoryStore::default());
    memory.set(&format!("{PREFIX}.LastAuthUser"), USER).expect("memory takes all");
    for (name, value) in entries.lines().filter_map(|line| line.split_once('=')) {
        memory.set(&format!("{PREFIX}.{USER}.{name}"), value).expect("memory takes all");
    }
    let store = KeyedTokenStore::new(&ClientId::parse("client1").expect("an id"), memory);
    if let Some(session) = store.load() {
        store.save(&session);
        assert_eq!(store.load().as_ref().map(|again| again.tokens()), Some(session.tokens()));
    }
    if let Some(device) = store.device(USER) {
        store.forget_device(&device.key);
        assert!(store.device(USER).is_none());
    }
    store.clear();
    assert!(store.load().is_none());
    if let Some(paused) = read::<PausedSignIn>(document) {
        paused.is_over(Timestamp::from_seconds(u64::MAX));
        drop(paused.resume());
    }
    let _: Option<PausedRedirect> = read(document);
});
