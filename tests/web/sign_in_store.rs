use cognito_client::{ids::ClientId, timestamp::Timestamp};
use leptos_cognito::sign_in_store::SignInStore;
use wasm_bindgen_test::wasm_bindgen_test;

fn store(client: &str) -> SignInStore {
    SignInStore::new(&ClientId::parse(client).expect("the id is well formed"))
}

#[wasm_bindgen_test]
fn the_use_of_a_passkey_is_remembered_until_it_is_deleted() {
    let (store, other) = (store("4h57kexample0client0id0abc"), store("7other0client0id0xyz"));
    let at = Timestamp::from_seconds;
    store.save_passkey_use("first", at(1_800_000_000));
    store.save_passkey_use("second", at(1_800_000_500));
    store.save_passkey_use("first", at(1_800_000_900));
    for (case, store, id, expected) in [
        ("used twice", &store, "first", Some(at(1_800_000_900))),
        ("used once", &store, "second", Some(at(1_800_000_500))),
        ("never used", &store, "third", None),
        ("used at another app", &other, "first", None),
    ] {
        assert_eq!(store.passkey_used_at(id), expected, "{case}");
    }
    store.forget_passkey_use("first");
    assert_eq!(store.passkey_used_at("first"), None, "deleted");
    assert_eq!(store.passkey_used_at("second"), Some(at(1_800_000_500)), "the other one is still there");
    store.forget_passkey_use("second");
}

#[wasm_bindgen_test]
fn a_domain_that_was_not_left_is_distrusted_until_somebody_was_asked_there() {
    let (store, other) = (store("4h57kexample0client0id0abc"), store("7other0client0id0xyz"));
    assert!(!store.distrusts_domain(), "at first");
    store.distrust_domain();
    assert_eq!((store.distrusts_domain(), other.distrusts_domain()), (true, false), "one app's sign-out");
    store.trust_domain();
    assert!(!store.distrusts_domain(), "somebody was asked");
}
