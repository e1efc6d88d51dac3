//! Another user's tokens in the place of this one's.

use std::rc::Rc;

use cognito_client::{
    Error,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    session_keeper::{Outcome, Seen, SessionKeeper, Unshared},
    timestamp::Timestamp,
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
    },
};
use serde_json::json;

use super::{HOUR, Slow, anothers, answer_of, client_id, keeper, new, old, program};
use crate::scripted::{self, ISSUED, Program, Sent, ok, operations, refused, token};

/// Tokens of a refresh token that somebody has put into the place of this user's.
#[tokio::test]
async fn a_refresh_that_brings_another_user_is_refused_and_revoked() {
    let intruder = |subject: &str, name: &str| {
        let jwt = token(&json!({
            "username": name, "sub": subject, "iat": ISSUED, "exp": ISSUED + HOUR, "origin_jti": "o-x",
        }));
        let tokens = Tokens {
            access_token: AccessToken::new(jwt.clone()),
            id_token: IdToken::new(jwt),
            refresh_token: RefreshToken::new("theirs"),
        };
        Session::restored(tokens, 0).expect("well formed")
    };
    let before = intruder("sub-1", "user-1");
    let due = Program { now: Timestamp::from_seconds(ISSUED + HOUR), ..program() };
    for (case, came) in [
        ("another name", intruder("sub-1", "user-2")),
        ("another id", intruder("sub-2", "user-1")),
        ("another of both", intruder("sub-2", "user-2")),
    ] {
        let sent = Sent::default();
        let client = scripted::client(&sent, [answer_of(&came), ok(&json!({}))]);
        let keeper = keeper(Some(&before));
        assert_eq!(keeper.fresh(&client, &due, &before).await, Outcome::Ended(Error::AnotherUser), "{case}");
        assert_eq!(keeper.store().load(), None, "{case}: nobody is signed in");
        let calls = operations(&sent);
        let names: Vec<_> = calls.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["GetTokensFromRefreshToken", "RevokeToken"], "{case}");
        assert_eq!(calls[1].1["Token"], "theirs", "{case}: what came");

        let sent = Sent::default();
        let client = scripted::client(&sent, [answer_of(&came), refused("InternalErrorException", "")]);
        assert_eq!(before.refresh(&client, &due).await, Err(Error::AnotherUser), "{case}, without a keeper");
        assert_eq!(operations(&sent).len(), 2, "{case}, without a keeper: it is revoked if that can be done");
    }
}

/// A store that others can write to, as they see it: the same cookies without this host's own storage.
struct Neighbours {
    cookies: Rc<MemoryStore>,
    vault: Rc<MemoryStore>,
}

impl Neighbours {
    fn new() -> Self {
        Self { cookies: Rc::default(), vault: Rc::default() }
    }

    /// A page of this host opens.
    fn open(&self, is_shared: bool) -> SessionKeeper<KeyedTokenStore, Unshared> {
        let store = KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&self.cookies));
        let vault = Rc::<MemoryStore>::clone(&self.vault);
        SessionKeeper::new(store.stamped("app.client1", "secret".to_owned(), vault, is_shared), Unshared)
    }

    /// As another host, or another library on this one, stores it.
    fn plant(&self, session: &Session) {
        KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&self.cookies)).save(session);
    }

    /// With a stamp made up.
    fn plant_stamped(&self, session: &Session) {
        let store = KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&self.cookies));
        store.stamped("app.client1", "guessed".to_owned(), Rc::<MemoryStore>::default(), false).save(session);
    }
}

#[tokio::test]
async fn another_user_that_another_host_has_put_there_is_refused_and_revoked() {
    type Plant = fn(&Neighbours, &Session);
    for (case, plant) in [("no stamp", Neighbours::plant as Plant), ("a wrong stamp", Neighbours::plant_stamped)] {
        for asks_for_refresh in [false, true] {
            let neighbours = Neighbours::new();
            let tab = neighbours.open(false);
            tab.enter(&new());
            plant(&neighbours, &anothers());
            assert_eq!(tab.look(&new()), Seen::Foreign(anothers()), "{case}");
            let sent = Sent::default();
            let client = scripted::client(&sent, [ok(&json!({}))]);
            let outcome = if asks_for_refresh {
                tab.refresh(&client, &program(), &new()).await
            } else {
                tab.fresh(&client, &program(), &new()).await
            };
            assert_eq!(outcome, Outcome::Ended(Error::AnotherUser), "{case}");
            assert_eq!(tab.store().load(), None, "{case}: nobody is signed in");
            let calls = operations(&sent);
            assert_eq!(calls.len(), 1, "{case}");
            assert_eq!(
                (calls[0].0.as_str(), &calls[0].1["Token"]),
                ("RevokeToken", &json!(anothers().tokens().refresh_token.expose())),
                "{case}: what came"
            );
        }
    }
}

#[tokio::test]
async fn another_user_that_came_while_the_answer_was_on_its_way_is_refused() {
    let (slow, neighbours) = (Slow::default(), Neighbours::new());
    let (tab, program, session) = (neighbours.open(false), program(), old());
    tab.enter(&session);
    let client = slow.client(answer_of(&new()));
    let happens = async {
        slow.arrived.notified().await;
        neighbours.plant(&anothers());
        slow.answer.notify_one();
    };
    let (outcome, ()) = tokio::join!(tab.refresh(&client, &program, &session), happens);
    assert_eq!(outcome, Outcome::Ended(Error::AnotherUser));
    assert_eq!(tab.store().load(), None);
    let revoked = operations(&slow.sent).into_iter().find(|(name, _)| name == "RevokeToken").expect("a call");
    assert_eq!(revoked.1["Token"], anothers().tokens().refresh_token.expose());
}

#[test]
fn whoever_signs_in_on_this_host_is_believed() {
    let neighbours = Neighbours::new();
    let (first, second) = (neighbours.open(false), neighbours.open(false));
    first.enter(&old());
    second.enter(&anothers());
    assert_eq!(first.look(&old()), Seen::Replaced(anothers()), "another tab has the secret");
    assert!(!neighbours.open(false).store().is_foreign(&anothers()), "and so has the next page");
    neighbours.plant(&new());
    assert_eq!(first.look(&old()), Seen::Renewed(new()), "another library has refreshed the same user's");
}

#[test]
fn a_page_that_opens_believes_nobody_in_the_place_of_another() {
    for (case, is_left, is_shared, is_foreign) in [
        ("in the place of another", false, false, true),
        ("after a sign-out, as another library stores its own", true, false, false),
        ("on hosts that share their sessions", false, true, false),
    ] {
        let neighbours = Neighbours::new();
        let before = neighbours.open(is_shared);
        before.enter(&new());
        if is_left {
            drop(before.leave(&new()));
        }
        neighbours.plant(&anothers());
        let page = neighbours.open(is_shared);
        let stored = page.store().load().expect("a session");
        assert_eq!(page.store().is_foreign(&stored), is_foreign, "{case}");
        assert!(!page.store().is_foreign(&new()), "{case}: the same user's tokens");
    }
}

#[test]
fn who_comes_after_a_sign_out_elsewhere_is_in_nobodys_place() {
    for (case, forget) in [
        ("the page has seen it", (|tab| tab.store().disown()) as fn(&SessionKeeper<KeyedTokenStore, Unshared>)),
        ("what was left is cleared", |tab| tab.store().clear()),
    ] {
        let neighbours = Neighbours::new();
        let tab = neighbours.open(false);
        tab.enter(&new());
        KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&neighbours.cookies)).clear();
        assert_eq!(tab.look(&new()), Seen::SignedOut, "{case}");
        forget(&tab);
        neighbours.plant(&anothers());
        assert!(!tab.store().is_foreign(&anothers()), "{case}");
    }
}

#[test]
fn a_sign_out_leaves_no_stamp_behind() {
    let neighbours = Neighbours::new();
    let tab = neighbours.open(false);
    tab.enter(&new());
    assert_eq!(neighbours.vault.get("app.client1.owner"), Ok(Some("user-1".to_owned())));
    drop(tab.leave(&new()));
    assert_eq!(neighbours.vault.keys(), Ok(vec![]));
    assert_eq!(neighbours.cookies.keys(), Ok(vec![]));
}
