use std::time::Duration;

use cognito_client::{ErrorCode, identity::Login, session::Session, timestamp::Clock};

use crate::person::{Person, signed_in};

const POOL: &str = r#"
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
"#;

fn login(person: &Person, session: &Session) -> [Login; 1] {
    [Login::of_user_pool(person.client.user_pool_id(), &session.tokens().id_token)]
}

#[tokio::test]
async fn scenario_14_aws_credentials() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let id = person.identities.get_id(&login(&person, &session)).await.expect("an identity");
    let credentials = person.identities.credentials(&id, &login(&person, &session)).await.expect("credentials");
    assert!(credentials.access_key_id.starts_with("ASIA"), "{}", credentials.access_key_id);
    let now = person.browser.now();
    let minutes = credentials.expiration.as_seconds().saturating_sub(now.as_seconds()) / 60;
    assert!((59..=60).contains(&minutes), "{minutes}");
    let guest = person.identities.get_id(&[]).await.err();
    assert_eq!(guest.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn scenario_29_aws_credentials_renewed_with_the_id_token() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let id = person.identities.get_id(&login(&person, &session)).await.expect("an identity");
    let first = person.identities.credentials(&id, &login(&person, &session)).await.expect("credentials");
    person.pool.advance(Duration::from_secs(3600));
    assert!(first.expiration <= person.browser.now());
    let late = person.identities.credentials(&id, &login(&person, &session)).await.err();
    assert_eq!(late.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized), "an old id token");
    let session = session.refresh(&person.client, &person.browser).await.expect("refreshed");
    let second = person.identities.credentials(&id, &login(&person, &session)).await.expect("credentials");
    assert_ne!(second.access_key_id, first.access_key_id);
    assert!(second.expiration > person.browser.now());
    assert_eq!(person.identities.get_id(&login(&person, &session)).await.expect("an identity"), id);
}
