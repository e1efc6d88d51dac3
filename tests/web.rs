//! The app's parts in a real browser: what is checked, what is read, what is stored, and what is drawn. The pages and
//! their ways to a user pool are tested in `tests/e2e`.

#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// One file per subject; `page`, `clock`, `service` and `storage` are what they test with.
mod web {
    mod account;
    mod addresses;
    mod app;
    mod brand;
    mod callback;
    mod clock;
    mod components;
    mod destination;
    mod ending;
    mod forms;
    mod keeping;
    mod language;
    mod life;
    mod lock;
    mod own_fields;
    mod page;
    mod password_managers;
    mod places;
    mod pools;
    mod prerendered;
    mod service;
    mod settings;
    mod sign_in_store;
    mod signals;
    mod srp;
    mod step_up;
    mod steps;
    mod storage;
    mod text;
    mod token_place;
}
