use std::time::Duration;

use cognito_client::{
    account::get_user,
    host::Host,
    session::{Session, ends_session},
    timestamp::Clock,
};

use crate::person::{Person, signed_in};

const POOL: &str = r#"
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
"#;

/// Whether Cognito still takes the session's tokens: the access token and the refresh token.
async fn is_alive(person: &Person, session: &Session) -> [bool; 2] {
    let read = get_user(&person.client, &session.tokens().access_token).await;
    let refreshed = session.refresh(&person.client, &person.browser).await;
    for error in [read.as_ref().err(), refreshed.as_ref().err()].into_iter().flatten() {
        assert!(ends_session(error), "{error}");
    }
    [read.is_ok(), refreshed.is_ok()]
}

#[tokio::test]
async fn scenario_11_sign_out_here() {
    let person = Person::at(POOL).await;
    let here = signed_in(person.step("first@example.com").await);
    let elsewhere = signed_in(person.step("first@example.com").await);
    assert!(here.is_revocable());
    here.revoke(&person.client).await.expect("revoked");
    assert_eq!(is_alive(&person, &here).await, [false, false]);
    assert_eq!(is_alive(&person, &elsewhere).await, [true, true]);
}

#[tokio::test]
async fn scenario_12_sign_out_everywhere() {
    let person = Person::at(POOL).await;
    let here = signed_in(person.step("first@example.com").await);
    let elsewhere = signed_in(person.step("first@example.com").await);
    here.global_sign_out(&person.client).await.expect("signed out");
    assert_eq!(is_alive(&person, &here).await, [false, false]);
    assert_eq!(is_alive(&person, &elsewhere).await, [false, false]);
    signed_in(person.step("first@example.com").await);
}

#[tokio::test]
async fn scenario_13_the_current_user_from_storage() {
    let person = Person::at(POOL).await;
    let first = signed_in(person.step("first@example.com").await);
    // What a store keeps: the tokens and the drift.
    let restored = Session::restored(first.tokens().clone(), first.clock_drift()).expect("well formed");
    assert_eq!(restored, first);
    assert!(!restored.is_refresh_due(person.browser.now()));
    person.pool.advance(Duration::from_secs(3600));
    assert!(restored.is_refresh_due(person.browser.now()));
    assert!(person.browser.device(restored.username().as_str()).is_none());
    let refreshed = restored.refresh(&person.client, &person.browser).await.expect("refreshed");
    assert!(!refreshed.is_refresh_due(person.browser.now()));
    assert_eq!(refreshed.username(), first.username());
    assert_ne!(refreshed.tokens().access_token, first.tokens().access_token);
}
