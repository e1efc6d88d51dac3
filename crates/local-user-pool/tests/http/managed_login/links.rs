//! Users of the pool's own that a provider's user is linked to.

use serde_json::{Value, json};

use super::{
    providers::{POOL_ID, arrive, at_provider, user},
    start,
};
use crate::{
    browser::{Browser, Page},
    client::{Client, assert_refused, claims},
};

const DEMO: &str = "demo@example.com";
const MERGING: &str =
    "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link";

/// ProviderUserIdentifierType.
fn of(provider: &str, attribute: &str, value: &str) -> Value {
    json!({ "ProviderName": provider, "ProviderAttributeName": attribute, "ProviderAttributeValue": value })
}

async fn link(client: &Client, destination: Value, source: Value) -> Result<Value, (String, String)> {
    let body = json!({ "UserPoolId": POOL_ID, "DestinationUser": destination, "SourceUser": source });
    client.call("AdminLinkProviderForUser", body).await
}

async fn unlink(client: &Client, linked: Value) -> Result<Value, (String, String)> {
    client.call("AdminDisableProviderForUser", json!({ "UserPoolId": POOL_ID, "User": linked })).await
}

/// The real name of the pool's user.
async fn demo(client: &Client) -> String {
    user(client, DEMO).await["Username"].as_str().unwrap().to_owned()
}

async fn id_claims(browser: &Browser, page: &Page) -> Value {
    claims(&browser.exchange(page, &[]).await.json()["id_token"])
}

#[tokio::test]
async fn a_providers_user_signs_in_as_the_one_they_are_linked_to() {
    let (client, mut browser) = start().await;
    let demo = demo(&client).await;
    link(&client, of("Cognito", "", &demo), of("Google", "Cognito_Subject", "1234")).await.unwrap();
    let page = arrive(&mut browser, "1234", "first@example.org").await;
    let tokens = browser.exchange(&page, &[]).await.json();
    let (access, id) = (claims(&tokens["access_token"]), claims(&tokens["id_token"]));
    assert_eq!((&access["username"], &id["sub"]), (&json!(demo), &json!(demo)), "the pool's user");
    assert_eq!((&id["email"], &id["name"]), (&json!("first@example.org"), &json!("Somebody")), "what is mapped");
    assert_eq!(access["cognito:groups"], Value::Null, "not one of the provider's own");
    let identity = &id["identities"][0];
    assert_eq!((&identity["userId"], &identity["primary"]), (&json!("1234"), &json!("false")));
    let described = user(&client, &demo).await;
    assert_eq!(described["UserStatus"], "CONFIRMED", "and the password is good for as long as before");
    assert!(client.call("AdminGetUser", json!({ "UserPoolId": POOL_ID, "Username": "Google_1234" })).await.is_err());
    let straight = browser.get(&crate::browser::authorize(&[("identity_provider", "Google")])).await;
    assert!(straight.parameter("code").is_some(), "the browser is known: {:?}", straight.location());

    let other = arrive(&mut browser, "5678", "second@example.org").await;
    assert_eq!(id_claims(&browser, &other).await["cognito:username"], "Google_5678", "another has their own");

    unlink(&client, of("Google", "Cognito_Subject", "1234")).await.unwrap();
    let attributes = user(&client, &demo).await["UserAttributes"].take();
    assert!(attributes.as_array().unwrap().iter().all(|one| one["Name"] != "identities"), "{attributes}");
    let later = arrive(&mut browser, "1234", "first@example.org").await;
    assert_eq!(id_claims(&browser, &later).await["cognito:username"], "Google_1234", "from then on");
}

#[tokio::test]
async fn a_claim_links_until_the_first_sign_in_and_the_subject_from_then_on() {
    let (client, mut browser) = start().await;
    let demo = demo(&client).await;
    link(&client, of("Cognito", "", &demo), of("Staff", "email", "first@example.org")).await.unwrap();
    let mut arrive = async |sub: &str, email: &str| {
        let page = at_provider(&mut browser, &[("identity_provider", "Staff"), ("prompt", "login")]).await;
        let page = browser.send(&page, &[("sub", sub), ("email", email), ("name", "x"), ("answer", "continue")]).await;
        id_claims(&browser, &page).await["cognito:username"].as_str().unwrap().to_owned()
    };
    for (case, sub, email, expected) in [
        ("another address", "9", "second@example.org", "Staff_9"),
        ("the address", "1", "first@example.org", demo.as_str()),
        ("the same person with another address", "1", "new@example.org", demo.as_str()),
        ("another person with the address", "2", "first@example.org", "Staff_2"),
    ] {
        assert_eq!(arrive(sub, email).await, expected, "{case}");
    }
}

#[tokio::test]
async fn links_that_are_refused() {
    let (client, mut browser) = start().await;
    let demo = demo(&client).await;
    arrive(&mut browser, "known", "first@example.org").await;
    let google = |id: &str| of("Google", "Cognito_Subject", id);
    let itself = || of("Cognito", "", &demo);
    link(&client, itself(), google("taken")).await.unwrap();
    let invalid = "InvalidParameterException";
    for (case, destination, source, code, message) in [
        ("nobody", of("Cognito", "", "x"), google("1"), "UserNotFoundException", "User does not exist."),
        ("one who has signed in", itself(), google("known"), invalid, MERGING),
        ("one who is linked", of("Google", "", "known"), google("taken"), invalid, MERGING),
        (
            "a user of the pool's own",
            itself(),
            of("Cognito", "Cognito_Subject", &demo),
            invalid,
            "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a \
             DestinationUser",
        ),
        (
            "a claim of a social provider",
            itself(),
            of("Google", "email", "1@example.org"),
            invalid,
            "Invalid SourceUser: ProviderAttributeName",
        ),
        (
            "an unknown provider",
            itself(),
            of("Other", "Cognito_Subject", "1"),
            "ResourceNotFoundException",
            "Identity provider Other does not exist.",
        ),
    ] {
        assert_refused(case, link(&client, destination, source).await, code, message);
    }
    for id in ["2", "3", "4", "5"] {
        link(&client, itself(), google(id)).await.unwrap();
    }
    let sixth = link(&client, itself(), google("6")).await;
    assert_refused("a sixth", sixth, "LimitExceededException", "Exceeded the limit of linked identities");
    let unknown = unlink(&client, google("x")).await;
    assert_refused("no link", unknown, "UserNotFoundException", "User does not exist.");
}
