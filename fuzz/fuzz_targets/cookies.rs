//! A page's cookies, which other hosts of its domain may have written, and what is written into them.
#![no_main]

use std::cell::RefCell;

use cognito_client::token_store::{
    cookies::{CookieJar, CookieOptions, CookieStore},
    key_value::{KeyValueStore, StoreError},
};
use libfuzzer_sys::fuzz_target;

/// A browser that keeps every cookie, and forgets none that runs out.
struct Jar(RefCell<String>);

impl CookieJar for Jar {
    fn read(&self) -> Result<String, StoreError> {
        Ok(self.0.borrow().clone())
    }

    fn write(&self, cookie: &str) -> Result<(), StoreError> {
        assert!(!cookie.contains(['\r', '\n']), "one cookie is written: {cookie:?}");
        *self.0.borrow_mut() = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(())
    }
}

// Lines: document.cookie, a name, and what is left is a value.
fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let (Some(cookies), Some(name), Some(value)) = (lines.next(), lines.next(), lines.next()) else { return };
    for host_prefix in [false, true] {
        let options = CookieOptions { host_prefix, ..CookieOptions::default() };
        let jar = Jar(RefCell::new(cookies.to_owned()));
        read_and_write(&CookieStore::new(jar, &options).expect("options that browsers take"), name, value);
    }
});

fn read_and_write(store: &impl KeyValueStore, name: &str, value: &str) {
    for name in store.keys().expect("the jar is open") {
        let _ = store.get(&name);
    }
    let _ = store.get(name);
    if !name.is_empty() && store.set(name, value).is_ok() {
        assert_eq!(store.get(name).expect("the jar is open").as_deref(), Some(value), "{name:?}");
    }
}
