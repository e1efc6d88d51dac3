//! NEW_PASSWORD_REQUIRED.

use std::time::Duration;

use local_user_pool::{Config, NewUser, UserStatus, settings::SchemaAttribute};
use serde_json::{Value, json};

use crate::{
    client::{Client, FIRST, PASSWORD, assert_refused, new_user},
    questions::{NEW_PASSWORD, PHONE},
};

/// A pool whose users must have a name and a birthdate.
async fn start() -> Client {
    let mut config = Config::default();
    let schema = &mut config.user_pool.schema;
    schema.retain(|attribute| attribute.name != "name");
    schema.extend([SchemaAttribute::new("name", true), SchemaAttribute::new("birthdate", true)]);
    config.users.clear();
    Client::with(config).await
}

fn temporary(email: &str, attributes: &[(&str, &str)]) -> NewUser {
    NewUser {
        status: UserStatus::ForceChangePassword,
        attributes: attributes.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ..new_user(email)
    }
}

fn json_of(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn says_what_is_there_and_what_is_missing() {
    let client = start().await;
    let username = client.pool.add_user(temporary(FIRST, &[("name", "First")])).unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    assert_eq!(asked["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let parameters = &asked["ChallengeParameters"];
    assert_eq!(parameters["USER_ID_FOR_SRP"], json!(username));
    assert_eq!(json_of(&parameters["requiredAttributes"]), json!(["userAttributes.birthdate"]));
    let attributes = json!({ "email": FIRST, "email_verified": "true", "name": "First" });
    assert_eq!(json_of(&parameters["userAttributes"]), attributes);

    let responses = json!({ "NEW_PASSWORD": NEW_PASSWORD, "userAttributes.birthdate": "2000-02-29" });
    let answer = client.answer(&asked, &username, responses).await.unwrap();
    assert_eq!(client.attribute(&answer["AuthenticationResult"], "birthdate").await, "2000-02-29");
    let old = client.begin_typed(FIRST, PASSWORD).await;
    assert_refused("temporary", old, "NotAuthorizedException", "Incorrect username or password.");
    client.sign_in(FIRST, NEW_PASSWORD).await.expect("the new password needs no further one");
}

#[tokio::test]
async fn answers_that_are_refused() {
    let client = start().await;
    client.pool.add_user(temporary(FIRST, &[("name", "First")])).unwrap();
    let full = json!({ "NEW_PASSWORD": NEW_PASSWORD, "userAttributes.birthdate": "2000-02-29" });
    let with = |name: &str, value: &str| {
        let mut responses = full.clone();
        responses[name] = json!(value);
        responses
    };
    let schema = "Attributes did not conform to the schema: Type for attribute {custom:other} could not be determined";
    let unauthorized = "A client attempted to write unauthorized attribute";
    let policy = "Password did not conform with policy: Password must have numeric characters";
    let cases = [
        ("no password", json!({}), "InvalidParameterException", "Missing required parameter NEW_PASSWORD"),
        ("policy", with("NEW_PASSWORD", "Other-horse battery"), "InvalidPasswordException", policy),
        (
            "missing attribute",
            json!({ "NEW_PASSWORD": NEW_PASSWORD }),
            "InvalidParameterException",
            "Invalid attributes given, birthdate is missing",
        ),
        (
            "empty attribute",
            with("userAttributes.birthdate", ""),
            "InvalidParameterException",
            "Invalid attributes given, birthdate is missing",
        ),
        ("unknown attribute", with("userAttributes.custom:other", "x"), "InvalidParameterException", schema),
        (
            "number",
            with("userAttributes.phone_number", "0123"),
            "InvalidParameterException",
            "Invalid phone number format.",
        ),
        (
            "attribute that is there",
            with("userAttributes.name", "Other"),
            "NotAuthorizedException",
            "Cannot modify an already provided name",
        ),
        (
            "address that is there",
            with("userAttributes.email", FIRST),
            "NotAuthorizedException",
            "Cannot modify an already provided email",
        ),
        ("verified", with("userAttributes.email_verified", "true"), "NotAuthorizedException", unauthorized),
        ("sub", with("userAttributes.sub", "x"), "NotAuthorizedException", unauthorized),
    ];
    for (name, responses, code, message) in cases {
        let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
        assert_refused(name, client.answer(&asked, FIRST, responses).await, code, message);
        let again = client.answer(&asked, FIRST, json!({ "NEW_PASSWORD": "short" })).await.unwrap_err();
        let is_open = code != "NotAuthorizedException";
        assert_eq!(again.0 == "InvalidPasswordException", is_open, "{name}: whether the session is open, {again:?}");
    }
}

#[tokio::test]
async fn a_number_that_means_another_user() {
    let mut config = Config::default();
    config.user_pool.username_attributes.push("phone_number".to_owned());
    let client = Client::with(config).await;
    client.pool.add_user(NewUser { phone_number: Some(PHONE.to_owned()), ..new_user("other@example.org") }).unwrap();
    client.pool.add_user(temporary(FIRST, &[])).unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    let taken = json!({ "NEW_PASSWORD": NEW_PASSWORD, "userAttributes.phone_number": PHONE });
    let message = "An account with the given phone_number already exists.";
    assert_refused("taken", client.answer(&asked, FIRST, taken).await, "AliasExistsException", message);
    let free = json!({ "NEW_PASSWORD": NEW_PASSWORD, "userAttributes.phone_number": "+12025550199" });
    client.answer(&asked, FIRST, free).await.expect("another number, the same session");
}

#[tokio::test]
async fn temporary_passwords_expire() {
    let client = start().await;
    let email = FIRST;
    client.pool.add_user(temporary(email, &[])).unwrap();
    client.pool.advance(Duration::from_secs(7 * 24 * 3600 - 600));
    assert_eq!(client.begin_typed(email, PASSWORD).await.unwrap()["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    client.pool.advance(Duration::from_secs(600));
    let message = "Temporary password has expired and must be reset by an administrator.";
    let answer = client.begin_typed(email, PASSWORD).await;
    assert_refused("a week later", answer, "NotAuthorizedException", message);
}
