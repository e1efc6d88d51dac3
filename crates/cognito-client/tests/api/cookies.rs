//! Cookies as a store.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use cognito_client::token_store::{
    cookies::{CookieJar, CookieOptions, CookieStore, InvalidCookieOptions, SameSite},
    key_value::{KeyValueStore, StoreError},
};

/// A browser's `document.cookie` at https://app.example.com/: it takes what browsers take.
#[derive(Clone, Default)]
struct Browser {
    cookies: Rc<RefCell<BTreeMap<String, String>>>,
    written: Rc<RefCell<Vec<String>>>,
}

impl CookieJar for Browser {
    fn read(&self) -> Result<String, StoreError> {
        let cookies = self.cookies.borrow();
        Ok(cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; "))
    }

    fn write(&self, cookie: &str) -> Result<(), StoreError> {
        self.written.borrow_mut().push(cookie.to_owned());
        let (pair, attributes) = cookie.split_once("; ").expect("attributes");
        let (name, value) = pair.split_once('=').expect("a value");
        let is_foreign = attributes.contains("domain=") && !attributes.contains("domain=.example.com");
        if attributes.contains("max-age=0") {
            self.cookies.borrow_mut().remove(name);
        } else if pair.len() <= 4096 && !is_foreign {
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        Ok(())
    }
}

fn store(browser: &Browser, options: &CookieOptions) -> CookieStore<Browser> {
    CookieStore::new(browser.clone(), options).expect("good options")
}

#[test]
fn options_become_attributes() {
    let default = CookieOptions::default;
    let some = |text: &str| Some(text.to_owned());
    for (case, options, attributes) in [
        ("nothing said", default(), "; path=/; secure; samesite=strict; max-age=31536000"),
        (
            "a domain",
            CookieOptions { domain: some(".example.com"), ..default() },
            "; path=/; domain=.example.com; secure; samesite=strict; max-age=31536000",
        ),
        (
            "a path",
            CookieOptions { path: "/app".to_owned(), ..default() },
            "; path=/app; secure; samesite=strict; max-age=31536000",
        ),
        ("a day", CookieOptions { expires: Some(1), ..default() }, "; path=/; secure; samesite=strict; max-age=86400"),
        (
            "until the browser is closed",
            CookieOptions { expires: None, ..default() },
            "; path=/; secure; samesite=strict",
        ),
        ("without TLS", CookieOptions { secure: false, ..default() }, "; path=/; samesite=strict; max-age=31536000"),
        (
            "lax, without TLS",
            CookieOptions { same_site: SameSite::Lax, secure: false, ..default() },
            "; path=/; samesite=lax; max-age=31536000",
        ),
        (
            "none",
            CookieOptions { same_site: SameSite::None, ..default() },
            "; path=/; secure; samesite=none; max-age=31536000",
        ),
    ] {
        let browser = Browser::default();
        let store = store(&browser, &options);
        assert_eq!(store.set("name", "value"), Ok(()), "{case}");
        assert_eq!(store.get("name"), Ok(Some("value".to_owned())), "{case}");
        assert_eq!(*browser.written.borrow(), [format!("name=value{attributes}")], "{case}");
        // A browser removes the cookie of that domain and path alone.
        assert_eq!(store.remove("name"), Ok(()), "{case}");
        let kept = attributes.split("; max-age").next().expect("attributes");
        assert_eq!(browser.written.borrow()[1], format!("name={kept}; max-age=0"), "{case}");
        assert_eq!(store.get("name"), Ok(None), "{case}");
    }
}

#[test]
fn what_no_browser_does_is_refused() {
    let default = CookieOptions::default;
    let domain = |domain: &str| CookieOptions { domain: Some(domain.to_owned()), ..default() };
    let path = |path: &str| CookieOptions { path: path.to_owned(), ..default() };
    for (case, options, expected) in [
        (
            "none without TLS",
            CookieOptions { same_site: SameSite::None, secure: false, ..default() },
            InvalidCookieOptions::Insecure,
        ),
        (
            "__Host- and a domain",
            CookieOptions { host_prefix: true, ..domain("example.com") },
            InvalidCookieOptions::HostPrefix,
        ),
        ("__Host- and a path", CookieOptions { host_prefix: true, ..path("/app") }, InvalidCookieOptions::HostPrefix),
        (
            "__Host- without TLS",
            CookieOptions { host_prefix: true, secure: false, ..default() },
            InvalidCookieOptions::HostPrefix,
        ),
        ("no days", CookieOptions { expires: Some(0), ..default() }, InvalidCookieOptions::Expires),
        ("an empty domain", domain(""), InvalidCookieOptions::Domain),
        ("a dot", domain("."), InvalidCookieOptions::Domain),
        ("another attribute in the domain", domain("example.com; path=/x"), InvalidCookieOptions::Domain),
        ("an address as domain", domain("https://example.com"), InvalidCookieOptions::Domain),
        ("an empty path", path(""), InvalidCookieOptions::Path),
        ("a relative path", path("app"), InvalidCookieOptions::Path),
        ("another attribute in the path", path("/; samesite=none"), InvalidCookieOptions::Path),
    ] {
        assert_eq!(CookieStore::new(Browser::default(), &options).err(), Some(expected), "{case}");
    }
    for (text, expected) in [
        ("strict", Ok(SameSite::Strict)),
        ("lax", Ok(SameSite::Lax)),
        ("none", Ok(SameSite::None)),
        ("Lax", Err(InvalidCookieOptions::SameSite)),
        ("", Err(InvalidCookieOptions::SameSite)),
    ] {
        assert_eq!(SameSite::parse(text), expected, "{text:?}");
    }
}

#[test]
fn what_the_browser_does_not_keep_is_an_error() {
    let browser = Browser::default();
    let elsewhere = CookieOptions { domain: Some("example.org".to_owned()), ..CookieOptions::default() };
    assert_eq!(store(&browser, &elsewhere).set("name", "value"), Err(StoreError), "another's domain");
    let store = store(&browser, &CookieOptions::default());
    assert_eq!(store.set("name", &"x".repeat(4096)), Err(StoreError), "more than a cookie holds");
    assert_eq!(store.set("name", &"x".repeat(4000)), Ok(()));
}

#[test]
fn names_are_spelt_as_js_cookie_spells_them() {
    let browser = Browser::default();
    let store = store(&browser, &CookieOptions::default());
    for (key, name) in [
        ("CognitoIdentityServiceProvider.c.user-1.idToken", "CognitoIdentityServiceProvider.c.user-1.idToken"),
        ("first@example.com", "first%40example.com"),
        ("first+tag@example.com", "first+tag%40example.com"),
        ("a b;c=d,e%f(g)", "a%20b%3Bc%3Dd%2Ce%25f%28g%29"),
        ("#$&^`|-_.!~*'", "#$&^`|-_.!~*'"),
        ("käthe", "k%C3%A4the"),
    ] {
        store.set(key, key).expect(key);
        assert!(browser.cookies.borrow().contains_key(name), "{key}");
        assert_eq!(store.get(key), Ok(Some(key.to_owned())), "{key}");
    }
    // Written by another: more is left as it is in values.
    browser.cookies.borrow_mut().insert("theirs".to_owned(), r#"{"a":"b%20c"}"#.to_owned());
    assert_eq!(store.get("theirs"), Ok(Some(r#"{"a":"b c"}"#.to_owned())));
    browser.cookies.borrow_mut().insert("garbage".to_owned(), "%FF%+1%".to_owned());
    assert_eq!(store.get("garbage"), Ok(None));
    assert_eq!(store.get("missing"), Ok(None));
}

/// A jar whose cookies another host of the domain has a hand in.
struct Shared(&'static str);

impl CookieJar for Shared {
    fn read(&self) -> Result<String, StoreError> {
        Ok(self.0.to_owned())
    }

    fn write(&self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

#[test]
fn a_cookie_that_is_there_twice_is_not_read() {
    for (case, cookies, expected) in [
        ("once", "user=mine; other=x", Ok(Some("mine".to_owned()))),
        ("theirs of a longer path, which comes first", "user=theirs; user=mine", Err(StoreError)),
        ("theirs of the whole domain, which comes last", "user=mine; other=x; user=theirs", Err(StoreError)),
        ("the same text", "user=mine; user=mine", Err(StoreError)),
        ("spelt in another way", "us%65r=theirs; user=mine", Err(StoreError)),
        ("one of them empty", "user=; user=mine", Err(StoreError)),
        ("one of them no text", "user=%FF; user=mine", Err(StoreError)),
        ("a name that only begins so", "user2=theirs; user=mine", Ok(Some("mine".to_owned()))),
    ] {
        let store = CookieStore::new(Shared(cookies), &CookieOptions::default()).expect("good options");
        assert_eq!(store.get("user"), expected, "{case}");
        let is_unreadable = expected.is_err();
        assert_eq!(store.set("user", "mine").is_err(), is_unreadable, "{case}: nobody believes what was written");
    }
}

#[test]
fn names_that_only_this_host_can_write() {
    let browser = Browser::default();
    let store = store(&browser, &CookieOptions { host_prefix: true, ..CookieOptions::default() });
    browser.cookies.borrow_mut().insert("user".to_owned(), "theirs".to_owned());
    assert_eq!(store.get("user"), Ok(None), "another host's");
    store.set("user", "mine").expect("it is taken");
    assert_eq!(
        *browser.written.borrow(),
        ["__Host-user=mine; path=/; secure; samesite=strict; max-age=31536000".to_owned()]
    );
    assert_eq!(store.get("user"), Ok(Some("mine".to_owned())));
    assert_eq!(store.keys(), Ok(vec!["user".to_owned()]), "without those of others");
    store.remove("user").expect("it goes");
    assert_eq!(browser.cookies.borrow().keys().collect::<Vec<_>>(), ["user"]);
}
