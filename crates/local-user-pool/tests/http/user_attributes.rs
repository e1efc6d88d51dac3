//! UpdateUserAttributes, DeleteUserAttributes.

use local_user_pool::{
    Config, MessageKind,
    settings::{SchemaAttribute, UserPool, UserPoolClient},
};
use serde_json::{Value, json};

use crate::client::{
    Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, Refusal, assert_refused, new_user, with_client, with_user_pool,
};

const UNAUTHORIZED: &str = "A client attempted to write unauthorized attribute";
const REQUIRED: &str = "Attributes did not conform to the schema: email: The attribute is required";

pub async fn update(client: &Client, tokens: &Value, attributes: &[(&str, &str)]) -> Result<Value, Refusal> {
    let list: Vec<Value> = attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    client.call("UpdateUserAttributes", json!({ "AccessToken": tokens["AccessToken"], "UserAttributes": list })).await
}

async fn delete(client: &Client, tokens: &Value, names: &[&str]) -> Result<Value, Refusal> {
    let body = json!({ "AccessToken": tokens["AccessToken"], "UserAttributeNames": names });
    client.call("DeleteUserAttributes", body).await
}

/// Of a pool that says which attributes stay as they are.
fn fixed_config() -> Config {
    let mut user_pool = UserPool::default();
    user_pool.schema.push(SchemaAttribute { mutable: false, ..SchemaAttribute::new("custom:number", false) });
    with_user_pool(user_pool)
}

#[tokio::test]
async fn attributes_are_set_and_deleted() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let new = [("name", "Another"), ("custom:telnum", "+12025550199"), ("birthdate", "1990-01-01")];
    assert_eq!(update(&client, &tokens, &new).await.unwrap(), json!({ "CodeDeliveryDetailsList": [] }));
    for (name, value) in new {
        assert_eq!(client.attribute(&tokens, name).await, value, "{name}");
    }
    assert_eq!(client.attribute(&tokens, "email").await, DEMO, "what is not named stays");

    assert_eq!(delete(&client, &tokens, &["custom:telnum", "locale"]).await.unwrap(), json!({}));
    assert_eq!(client.attribute(&tokens, "custom:telnum").await, Value::Null);
    update(&client, &tokens, &[("birthdate", "")]).await.expect("an empty value deletes");
    assert_eq!(client.attribute(&tokens, "birthdate").await, Value::Null);
    assert_eq!(client.attribute(&tokens, "name").await, "Another");
    assert_eq!(client.pool.inbox().len(), 0, "no code for any of them");
}

#[tokio::test]
async fn what_cannot_be_changed() {
    let client = Client::with(fixed_config()).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let undetermined = |name: &str| {
        format!("Attributes did not conform to the schema: Type for attribute {{{name}}} could not be determined")
    };
    let fixed = "user.custom:number: Attribute cannot be updated. (changing an immutable attribute)";
    let cases: [(&str, &str, &str, &str); 9] = [
        ("custom:unknown", "1", "InvalidParameterException", &undetermined("custom:unknown")),
        ("shoe_size", "42", "InvalidParameterException", &undetermined("shoe_size")),
        ("custom:number", "7", "InvalidParameterException", fixed),
        ("sub", "1", "NotAuthorizedException", UNAUTHORIZED),
        ("email_verified", "true", "NotAuthorizedException", UNAUTHORIZED),
        ("phone_number_verified", "true", "NotAuthorizedException", UNAUTHORIZED),
        ("email", "no address", "InvalidParameterException", "Invalid email address format."),
        ("email", "", "InvalidParameterException", REQUIRED),
        ("phone_number", "0049", "InvalidParameterException", "Invalid phone number format."),
    ];
    let before = client.get_user(&tokens["AccessToken"]).await.unwrap();
    for (name, value, code, message) in cases {
        let refused = update(&client, &tokens, &[("name", "Another"), (name, value)]).await;
        assert_refused(&format!("{name} = {value:?}"), refused, code, message);
    }
    let names = [
        ("custom:unknown", "InvalidParameterException", undetermined("custom:unknown")),
        ("custom:number", "InvalidParameterException", fixed.to_owned()),
        ("email", "InvalidParameterException", REQUIRED.to_owned()),
        ("sub", "NotAuthorizedException", UNAUTHORIZED.to_owned()),
        ("email_verified", "NotAuthorizedException", UNAUTHORIZED.to_owned()),
    ];
    for (name, code, message) in names {
        assert_refused(name, delete(&client, &tokens, &["name", name]).await, code, &message);
    }
    assert_eq!(client.get_user(&tokens["AccessToken"]).await.unwrap(), before, "all or nothing");

    let missing = "1 validation error detected: Value at 'userAttributes' failed to satisfy constraint: Member must \
                   not be null";
    let refused = client.call("UpdateUserAttributes", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert_refused("no attributes", refused, "InvalidParameterException", missing);
    let missing = missing.replace("userAttributes", "userAttributeNames");
    let refused = client.call("DeleteUserAttributes", json!({ "AccessToken": tokens["AccessToken"] })).await;
    assert_refused("no names", refused, "InvalidParameterException", &missing);
    let nobody = update(&client, &json!({ "AccessToken": "a.b.c" }), &[("name", "x")]).await;
    assert_refused("no token of the pool", nobody, "NotAuthorizedException", "Invalid Access Token");
}

#[tokio::test]
async fn what_the_client_may_write_and_read() {
    let names = |names: &[&str]| Some(names.iter().map(|&name| name.to_owned()).collect());
    let client = Client::with(with_client(UserPoolClient {
        write_attributes: names(&["name"]),
        read_attributes: names(&["name", "email"]),
        ..UserPoolClient::default()
    }))
    .await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    update(&client, &tokens, &[("name", "Another")]).await.unwrap();
    assert_eq!(client.attribute(&tokens, "name").await, "Another");
    assert_eq!(client.attribute(&tokens, "custom:telnum").await, Value::Null, "not readable");
    for name in ["custom:telnum", "nickname"] {
        let refused = update(&client, &tokens, &[(name, "1")]).await;
        assert_refused(name, refused, "NotAuthorizedException", UNAUTHORIZED);
        assert_refused(name, delete(&client, &tokens, &[name]).await, "NotAuthorizedException", UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_new_address_is_not_verified() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let answer = update(&client, &tokens, &[("email", FIRST), ("phone_number", "+12025550142")]).await.unwrap();
    let delivery = json!({ "Destination": "f***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(answer["CodeDeliveryDetailsList"], json!([delivery]), "only e-mail is verified by this pool");
    let mail = client.pool.inbox().pop().unwrap();
    assert_eq!((mail.to.as_str(), mail.kind), (FIRST, MessageKind::AttributeVerificationCode));
    for (name, value) in [("email", FIRST), ("email_verified", "false"), ("phone_number_verified", "false")] {
        assert_eq!(client.attribute(&tokens, name).await, value, "{name}");
    }
    client.sign_in(FIRST, DEMO_PASSWORD).await.expect("it is the name to sign in with from now on");

    let unchanged = update(&client, &tokens, &[("email", FIRST)]).await.unwrap();
    assert_eq!(unchanged, json!({ "CodeDeliveryDetailsList": [] }), "the same once more");
    delete(&client, &tokens, &["phone_number"]).await.unwrap();
    for name in ["phone_number", "phone_number_verified"] {
        assert_eq!(client.attribute(&tokens, name).await, Value::Null, "{name}");
    }
}

#[tokio::test]
async fn names_and_aliases_of_others() {
    let client = Client::start().await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let taken = update(&client, &tokens, &[("email", "First@Example.org")]).await;
    assert_refused("name", taken, "AliasExistsException", "An account with the given email already exists.");
    assert_eq!(client.attribute(&tokens, "email").await, DEMO);

    let user_pool = UserPool {
        username_attributes: Vec::new(),
        alias_attributes: vec!["email".to_owned(), "preferred_username".to_owned()],
        ..UserPool::default()
    };
    let mut config = with_user_pool(user_pool);
    config.users.clear();
    let client = Client::with(config).await;
    let mut tokens = Vec::new();
    for (username, email) in [("first", FIRST), ("second", "second@example.org")] {
        let user = local_user_pool::NewUser { username: Some(username.to_owned()), ..new_user(email) };
        client.pool.add_user(user).unwrap();
        tokens.push(client.begin_typed(username, PASSWORD).await.unwrap()["AuthenticationResult"].clone());
    }
    update(&client, &tokens[0], &[("preferred_username", "one")]).await.unwrap();
    update(&client, &tokens[0], &[("preferred_username", "one")]).await.expect("it is one's own");
    for (name, value) in [("preferred_username", "one"), ("email", FIRST)] {
        let taken = update(&client, &tokens[1], &[(name, value)]).await;
        let message = format!("An account with the given {name} already exists.");
        assert_refused(name, taken, "AliasExistsException", &message);
    }
}
