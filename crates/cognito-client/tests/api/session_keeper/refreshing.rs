//! One refresh for all who ask, and for nobody who is gone.

use std::rc::Rc;

use cognito_client::{
    session::Session,
    session_keeper::{Outcome, Seen, SessionKeeper, Unshared},
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
    },
};

use super::{Keeper, Slow, anothers, answer_of, client_id, keeper, new, old, program, tokens};
use crate::scripted::{self, ISSUED, Sent, operations, refused};

#[tokio::test]
async fn what_is_fresh_needs_no_call() {
    let sent = Sent::default();
    let client = scripted::client(&sent, []);
    let keeper = keeper(Some(&new()));
    assert_eq!(keeper.fresh(&client, &program(), &new()).await, Outcome::Fresh(new()));
    // Another tab was here.
    assert_eq!(keeper.fresh(&client, &program(), &old()).await, Outcome::Fresh(new()));
    assert_eq!(keeper.fresh(&client, &program(), &anothers()).await, Outcome::Replaced(new()));
    assert_eq!(keeper.leave(&old()), new(), "the newest is to be revoked");
    assert_eq!(keeper.fresh(&client, &program(), &new()).await, Outcome::SignedOut);
    assert!(sent.borrow().is_empty());
}

#[tokio::test]
async fn all_who_ask_at_once_get_what_one_call_brings() {
    let (slow, keeper, program, session) = (Slow::default(), keeper(Some(&old())), program(), old());
    let client = slow.client(answer_of(&new()));
    let ask = || keeper.fresh(&client, &program, &session);
    let answered = async {
        slow.arrived.notified().await;
        slow.answer.notify_one();
    };
    let (first, second, third, ()) = tokio::join!(ask(), ask(), ask(), answered);
    for outcome in [first, second, third] {
        assert_eq!(outcome, Outcome::Fresh(new()));
    }
    assert_eq!(slow.names(), ["GetTokensFromRefreshToken"]);
    assert_eq!(keeper.store().load(), Some(new()));
}

#[tokio::test]
async fn whoever_stops_waiting_stops_nobody_else() {
    let (slow, keeper, program, session) = (Slow::default(), keeper(Some(&old())), program(), old());
    let client = slow.client(answer_of(&new()));
    let leaves = async {
        tokio::select! {
            _ = keeper.fresh(&client, &program, &session) => panic!("there is no answer yet"),
            () = slow.arrived.notified() => {}
        }
    };
    let stays = async {
        let (outcome, ()) = tokio::join!(keeper.fresh(&client, &program, &session), async {
            slow.arrived.notified().await;
            slow.answer.notify_one();
        });
        outcome
    };
    let ((), outcome) = tokio::join!(biased; leaves, stays);
    assert_eq!(outcome, Outcome::Fresh(new()));
    assert_eq!(slow.names(), ["GetTokensFromRefreshToken"; 2], "the one that was given up, and another");
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_for_nobody() {
    let sign_out = |keeper: &Keeper| drop(keeper.leave(&old()));
    let other_user = |keeper: &Keeper| keeper.enter(&anothers());
    let again = Session::restored(tokens("user-1", "o-3", ISSUED), 0).expect("well formed");
    let same_user = |keeper: &Keeper| keeper.enter(&again);
    let other_tab = |keeper: &Keeper| keeper.store().save(&new());
    let late = Session::restored(tokens("user-1", "o-1", ISSUED + 1), 0).expect("well formed");
    let (refresh, revoke) = ("GetTokensFromRefreshToken", "RevokeToken");
    type Meanwhile<'a> = &'a dyn Fn(&Keeper);
    for (case, meanwhile, response, expected, calls) in [
        ("a sign-out", &sign_out as Meanwhile<'_>, answer_of(&late), Outcome::SignedOut, vec![refresh, revoke]),
        ("another user", &other_user, answer_of(&late), Outcome::Replaced(anothers()), vec![refresh, revoke]),
        ("the same user again", &same_user, answer_of(&late), Outcome::Fresh(again.clone()), vec![refresh, revoke]),
        ("another tab", &other_tab, answer_of(&late), Outcome::Fresh(new()), vec![refresh]),
        (
            "a sign-out, and a refusal",
            &sign_out,
            refused("NotAuthorizedException", ""),
            Outcome::SignedOut,
            vec![refresh],
        ),
        (
            "another tab, and a refusal",
            &other_tab,
            refused("RefreshTokenReuseException", ""),
            Outcome::Fresh(new()),
            vec![refresh],
        ),
        (
            "another tab, and bad luck",
            &other_tab,
            refused("InternalErrorException", ""),
            Outcome::Fresh(new()),
            vec![refresh],
        ),
    ] {
        let (slow, keeper, program, session) = (Slow::default(), keeper(Some(&old())), program(), old());
        let client = slow.client(response);
        let happens = async {
            slow.arrived.notified().await;
            meanwhile(&keeper);
            slow.answer.notify_one();
        };
        let (outcome, ()) = tokio::join!(keeper.refresh(&client, &program, &session), happens);
        assert_eq!(outcome, expected, "{case}");
        assert_eq!(slow.names(), calls, "{case}");
        let stored = match expected {
            Outcome::Fresh(session) | Outcome::Replaced(session) => Some(session),
            _ => None,
        };
        assert_eq!(keeper.store().load(), stored, "{case}");
    }
}

#[tokio::test]
async fn a_session_of_another_library_is_refreshed_before_it_is_used() {
    let sent = Sent::default();
    let client = scripted::client(&sent, [answer_of(&new())]);
    let memory = Rc::<MemoryStore>::default();
    let theirs = tokens("user-1", "o-1", ISSUED - 10);
    for (name, value) in [
        ("LastAuthUser", "user-1"),
        ("user-1.idToken", theirs.id_token.expose()),
        ("user-1.accessToken", theirs.access_token.expose()),
        ("user-1.refreshToken", theirs.refresh_token.expose()),
        ("user-1.clockDrift", "-93600000"),
    ] {
        memory.set(&format!("CognitoIdentityServiceProvider.client1.{name}"), value).expect("memory");
    }
    let keeper = SessionKeeper::new(KeyedTokenStore::new(&client_id(), memory), Unshared);
    let taken = keeper.store().load().expect("a session");
    assert_eq!(keeper.look(&taken), Seen::Same);
    assert_eq!(keeper.fresh(&client, &program(), &taken).await, Outcome::Fresh(new()));
    assert_eq!(operations(&sent)[0].1["RefreshToken"], theirs.refresh_token.expose());
}
