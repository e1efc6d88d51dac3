//! GetUserAttributeVerificationCode, VerifyUserAttribute, and what waits for them.

use std::time::Duration;

use local_user_pool::{
    Config, ConfigError, Medium, MessageKind, NewUser,
    settings::{UserAttributeUpdateSettings, UserPool},
};
use serde_json::{Value, json};

use crate::{
    client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, Refusal, assert_refused, new_user, with_user_pool},
    user_attributes::update,
};

const EXPIRED: &str = "Invalid code provided, please request a code again.";
const MISMATCH: &str = "Invalid verification code provided, please try again.";
const LIMIT: &str = "Attempt limit exceeded, please try after some time.";
const NEW: &str = "new@example.net";

async fn send(client: &Client, tokens: &Value, attribute: &str) -> Result<Value, Refusal> {
    let body = json!({ "AccessToken": tokens["AccessToken"], "AttributeName": attribute });
    let answer = client.call("GetUserAttributeVerificationCode", body).await?;
    Ok(answer["CodeDeliveryDetails"].clone())
}

async fn verify(client: &Client, tokens: &Value, attribute: &str, code: &str) -> Result<Value, Refusal> {
    let body = json!({ "AccessToken": tokens["AccessToken"], "AttributeName": attribute, "Code": code });
    client.call("VerifyUserAttribute", body).await
}

/// Six digits that are not the code.
fn wrong(code: &str) -> &str {
    if code == "000000" { "111111" } else { "000000" }
}

/// A pool in which a new address is proven before it takes the old one's place.
fn proven_first() -> Config {
    let both = vec!["email".to_owned(), "phone_number".to_owned()];
    with_user_pool(UserPool {
        auto_verified_attributes: both.clone(),
        user_attribute_update_settings: Some(UserAttributeUpdateSettings {
            attributes_require_verification_before_update: both,
        }),
        ..UserPool::default()
    })
}

#[tokio::test]
async fn a_code_verifies_an_address_and_a_number() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    update(&client, &tokens, &[("email", FIRST), ("phone_number", "+12025550142")]).await.unwrap();
    let cases = [
        ("email", Medium::Email, json!({ "Destination": "f***@e***", "DeliveryMedium": "EMAIL" })),
        ("phone_number", Medium::Sms, json!({ "Destination": "+*******0142", "DeliveryMedium": "SMS" })),
    ];
    for (attribute, medium, mut delivery) in cases {
        delivery["AttributeName"] = json!(attribute);
        assert_eq!(send(&client, &tokens, attribute).await.unwrap(), delivery);
        let message = client.pool.inbox().pop().unwrap();
        assert_eq!((message.kind, message.medium), (MessageKind::AttributeVerificationCode, medium));
        let guess = verify(&client, &tokens, attribute, wrong(&message.code)).await;
        assert_refused(attribute, guess, "CodeMismatchException", MISMATCH);
        let verified = format!("{attribute}_verified");
        assert_eq!(client.attribute(&tokens, &verified).await, "false", "{attribute}");
        assert_eq!(verify(&client, &tokens, attribute, &message.code).await.unwrap(), json!({}));
        assert_eq!(client.attribute(&tokens, &verified).await, "true", "{attribute}");
        let again = verify(&client, &tokens, attribute, &message.code).await;
        assert_refused(attribute, again, "ExpiredCodeException", EXPIRED);
    }
}

#[tokio::test]
async fn codes_that_do_not_work() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let early = verify(&client, &tokens, "email", "123456").await;
    assert_refused("never sent", early, "ExpiredCodeException", EXPIRED);
    let none = send(&client, &tokens, "phone_number").await;
    assert_refused("no number", none, "InvalidParameterException", "User has no phone_number to verify.");
    for refused in [send(&client, &tokens, "name").await, verify(&client, &tokens, "name", "123456").await] {
        let message = "Attribute name cannot be verified by a code.";
        assert_refused("not by a code", refused, "InvalidParameterException", message);
    }

    send(&client, &tokens, "email").await.unwrap();
    let code = client.last_code();
    for _ in 0..5 {
        let guess = verify(&client, &tokens, "email", wrong(&code)).await;
        assert_refused("wrong", guess, "CodeMismatchException", MISMATCH);
    }
    assert_refused("locked", verify(&client, &tokens, "email", &code).await, "LimitExceededException", LIMIT);
    send(&client, &tokens, "email").await.unwrap();
    verify(&client, &tokens, "email", &client.last_code()).await.expect("a new code has new tries");

    update(&client, &tokens, &[("email", FIRST)]).await.unwrap();
    let code = client.last_code();
    update(&client, &tokens, &[("email", NEW)]).await.unwrap();
    if client.last_code() != code {
        let old = verify(&client, &tokens, "email", &code).await;
        assert_refused("of the address before", old, "CodeMismatchException", MISMATCH);
    }
    client.pool.advance(Duration::from_secs(24 * 3600));
    let tokens = client.sign_in(NEW, DEMO_PASSWORD).await.unwrap();
    let late = verify(&client, &tokens, "email", &client.last_code()).await;
    assert_refused("a day later", late, "ExpiredCodeException", EXPIRED);
}

#[tokio::test]
async fn requests_are_limited() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    for _ in 0..5 {
        send(&client, &tokens, "email").await.unwrap();
    }
    assert_refused("a sixth", send(&client, &tokens, "email").await, "LimitExceededException", LIMIT);
    client.pool.advance(Duration::from_secs(15 * 60));
    send(&client, &tokens, "email").await.unwrap();
}

#[tokio::test]
async fn a_new_address_is_proven_before_it_is_used() {
    let client = Client::with(proven_first()).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let answer = update(&client, &tokens, &[("email", NEW), ("name", "Another")]).await.unwrap();
    let delivery = json!({ "Destination": "n***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(answer["CodeDeliveryDetailsList"], json!([delivery]));
    for (name, value) in [("email", DEMO), ("email_verified", "true"), ("name", "Another")] {
        assert_eq!(client.attribute(&tokens, name).await, value, "{name}");
    }
    client.sign_in(DEMO, DEMO_PASSWORD).await.expect("the old address is still the name");

    assert_eq!(send(&client, &tokens, "email").await.unwrap(), delivery, "once more, to the new one");
    let mail = client.pool.inbox().pop().unwrap();
    assert_eq!(mail.to, NEW);
    verify(&client, &tokens, "email", &mail.code).await.unwrap();
    for (name, value) in [("email", NEW), ("email_verified", "true")] {
        assert_eq!(client.attribute(&tokens, name).await, value, "{name}");
    }
    client.sign_in(NEW, DEMO_PASSWORD).await.unwrap();
    let old = client.sign_in(DEMO, DEMO_PASSWORD).await;
    assert_refused("the old address", old, "NotAuthorizedException", "Incorrect username or password.");
}

#[tokio::test]
async fn a_change_that_waits_is_overtaken() {
    let client = Client::with(proven_first()).await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let exists = "An account with the given email already exists.";
    let taken = update(&client, &tokens, &[("email", FIRST)]).await;
    assert_refused("another's", taken, "AliasExistsException", exists);

    update(&client, &tokens, &[("email", NEW)]).await.unwrap();
    let code = client.last_code();
    update(&client, &tokens, &[("email", DEMO)]).await.unwrap();
    let back = verify(&client, &tokens, "email", &code).await;
    assert_refused("back to the old one", back, "ExpiredCodeException", EXPIRED);

    update(&client, &tokens, &[("phone_number", "+12025550142")]).await.unwrap();
    assert_eq!(client.attribute(&tokens, "phone_number").await, Value::Null);
    let code = client.last_code();
    let delete = json!({ "AccessToken": tokens["AccessToken"], "UserAttributeNames": ["phone_number"] });
    client.call("DeleteUserAttributes", delete).await.unwrap();
    let deleted = verify(&client, &tokens, "phone_number", &code).await;
    assert_refused("deleted meanwhile", deleted, "ExpiredCodeException", EXPIRED);

    update(&client, &tokens, &[("email", NEW)]).await.unwrap();
    let code = client.last_code();
    client.pool.add_user(NewUser::new(NEW, PASSWORD)).unwrap();
    let late = verify(&client, &tokens, "email", &code).await;
    assert_refused("taken meanwhile", late, "AliasExistsException", exists);
    assert_eq!(client.attribute(&tokens, "email").await, DEMO);
}

#[test]
fn only_what_is_verified_can_be_proven_first() {
    let text = r#"
        [UserPool.UserAttributeUpdateSettings]
        AttributesRequireVerificationBeforeUpdate = ["phone_number"]
    "#;
    let message =
        r#"AttributesRequireVerificationBeforeUpdate has "phone_number", which AutoVerifiedAttributes has not"#;
    let error: Option<ConfigError> = Config::from_toml(text).err();
    assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(message));
}
