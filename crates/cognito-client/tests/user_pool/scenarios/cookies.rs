use std::{cell::RefCell, collections::BTreeMap, rc::Rc, time::Duration};

use cognito_client::{
    account::get_user,
    session_keeper::{Outcome, SessionKeeper, Unshared},
    token_store::{
        KeyedTokenStore, TokenStore,
        cookies::{CookieJar, CookieOptions, CookieStore, InvalidCookieOptions, SameSite},
        key_value::StoreError,
    },
};

use crate::person::{Person, signed_in};

const POOL: &str = r#"
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
"#;

/// A browser's cookies: each with its attributes.
#[derive(Clone, Default)]
struct Cookies(Rc<RefCell<BTreeMap<String, (String, String)>>>);

impl CookieJar for Cookies {
    fn read(&self) -> Result<String, StoreError> {
        let cookies = self.0.borrow();
        Ok(cookies.iter().map(|(name, (value, _))| format!("{name}={value}")).collect::<Vec<_>>().join("; "))
    }

    fn write(&self, cookie: &str) -> Result<(), StoreError> {
        let (pair, attributes) = cookie.split_once("; ").expect("attributes");
        let (name, value) = pair.split_once('=').expect("a value");
        if attributes.contains("max-age=0") {
            self.0.borrow_mut().remove(name);
        } else {
            self.0.borrow_mut().insert(name.to_owned(), (value.to_owned(), attributes.to_owned()));
        }
        Ok(())
    }
}

#[tokio::test]
async fn scenario_23_tokens_in_cookies() {
    let person = Person::at(POOL).await;
    let mut session = signed_in(person.step("first@example.com").await);
    let default = CookieOptions::default;
    let domain = || Some(".example.com".to_owned());
    for (options, attributes) in [
        (default(), "path=/; secure; samesite=strict; max-age=31536000"),
        (
            CookieOptions { domain: domain(), ..default() },
            "path=/; domain=.example.com; secure; samesite=strict; max-age=31536000",
        ),
        (
            CookieOptions {
                domain: domain(),
                path: "/app".to_owned(),
                expires: Some(7),
                secure: false,
                same_site: SameSite::Lax,
                host_prefix: false,
            },
            "path=/app; domain=.example.com; samesite=lax; max-age=604800",
        ),
        (CookieOptions { same_site: SameSite::None, ..default() }, "path=/; secure; samesite=none; max-age=31536000"),
    ] {
        let cookies = Cookies::default();
        // A page, with the cookies that the browser has.
        let page = || {
            let store = CookieStore::new(cookies.clone(), &options).expect("good options");
            SessionKeeper::new(KeyedTokenStore::new(person.client.client_id(), Rc::new(store)), Unshared)
        };
        page().enter(&session);
        let written: Vec<_> = cookies.0.borrow().values().map(|(_, attributes)| attributes.clone()).collect();
        assert_eq!(written, vec![attributes; 6], "one for each text");

        let restored = page().store().load().expect("the next page finds it");
        assert_eq!(restored, session);
        get_user(&person.client, &restored.tokens().access_token).await.expect("a user");

        person.pool.advance(Duration::from_secs(3600));
        let outcome = page().fresh(&person.client, &person.browser, &restored).await;
        let Outcome::Fresh(refreshed) = outcome else { panic!("not refreshed: {outcome:?}") };
        assert_ne!(refreshed, restored);
        assert_eq!(page().store().load(), Some(refreshed.clone()));
        session = page().leave(&refreshed);
        assert!(cookies.0.borrow().is_empty(), "signed out");
    }
    let insecure = CookieOptions { same_site: SameSite::None, secure: false, ..default() };
    let refused = CookieStore::new(Cookies::default(), &insecure).err();
    assert_eq!(refused, Some(InvalidCookieOptions::Insecure), "no browser takes them");
}
