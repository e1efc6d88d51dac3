//! What values of attributes must be like, whichever operation brings them.

use local_user_pool::{
    Config, NewUser, UserStatus,
    settings::{
        AttributeDataType, NumberAttributeConstraints, SchemaAttribute, StringAttributeConstraints, Trigger, UserPool,
    },
};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused, new_user},
    handler::Handler,
    questions::NEW_PASSWORD,
};

const OPERATIONS: [&str; 5] =
    ["SignUp", "AdminCreateUser", "UpdateUserAttributes", "AdminUpdateUserAttributes", "NEW_PASSWORD_REQUIRED"];
const TEMPORARY: &str = "temporary@example.org";

fn schema() -> Vec<SchemaAttribute> {
    let attribute = |name: &str| SchemaAttribute::new(name, false);
    vec![
        attribute("name"),
        attribute("custom:telnum"),
        SchemaAttribute {
            string_attribute_constraints: Some(StringAttributeConstraints {
                min_length: Some(3.into()),
                max_length: Some(5.into()),
            }),
            ..attribute("custom:code")
        },
        SchemaAttribute {
            attribute_data_type: AttributeDataType::Number,
            number_attribute_constraints: Some(NumberAttributeConstraints {
                min_value: Some(1.into()),
                max_value: Some(10.into()),
            }),
            ..attribute("custom:level")
        },
        SchemaAttribute { attribute_data_type: AttributeDataType::DateTime, ..attribute("custom:day") },
        SchemaAttribute { attribute_data_type: AttributeDataType::Boolean, ..attribute("custom:flag") },
        SchemaAttribute { mutable: false, ..attribute("custom:fixed") },
    ]
}

fn config() -> Config {
    let user_pool = UserPool { schema: schema(), ..UserPool::default() };
    let temporary = NewUser { status: UserStatus::ForceChangePassword, ..new_user(TEMPORARY) };
    let mut config = Config { user_pool, ..Config::default() };
    config.users.push(temporary);
    config
}

/// Gives an attribute to a user, by one of [`OPERATIONS`].
async fn give(client: &Client, operation: &str, name: &str, value: &str) -> Result<Value, Refusal> {
    let list = json!([{ "Name": name, "Value": value }]);
    let admin = |username: &str| json!({ "UserPoolId": POOL_ID, "Username": username, "UserAttributes": list });
    match operation {
        "SignUp" => {
            let body = json!({
                "ClientId": CLIENT_ID, "Username": FIRST, "Password": PASSWORD, "UserAttributes": list,
            });
            client.call(operation, body).await
        }
        "AdminCreateUser" => client.call(operation, admin("second@example.org")).await,
        "AdminUpdateUserAttributes" => client.call(operation, admin(DEMO)).await,
        "UpdateUserAttributes" => {
            let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
            client.call(operation, json!({ "AccessToken": tokens["AccessToken"], "UserAttributes": list })).await
        }
        "NEW_PASSWORD_REQUIRED" => {
            let asked = client.begin_typed(TEMPORARY, PASSWORD).await.unwrap();
            let mut responses = json!({ "NEW_PASSWORD": NEW_PASSWORD });
            responses[format!("userAttributes.{name}")] = json!(value);
            client.answer(&asked, TEMPORARY, responses).await
        }
        other => panic!("no operation {other}"),
    }
}

#[tokio::test]
async fn every_operation_refuses_what_does_not_fit() {
    let client = Client::with(config()).await;
    let cases = [
        ("custom:code", "ab", "String must be no shorter than 3 characters"),
        ("custom:code", "abcdef", "String must be no longer than 5 characters"),
        ("custom:level", "0", "Number must be no less than 1"),
        ("custom:level", "11", "Number must be no greater than 10"),
        ("custom:level", "one", "Invalid number format"),
        ("custom:day", "tomorrow", "Invalid date format"),
        ("custom:flag", "yes", "Invalid value for a boolean attribute"),
        ("birthdate", "2000-02-30", "Invalid date format"),
        ("birthdate", "1.2.2000", "String must be no shorter than 10 characters"),
        ("birthdate", "2000-02-29Z", "String must be no longer than 10 characters"),
        ("updated_at", "-1", "Number must be no less than 0"),
        ("updated_at", "today", "Invalid number format"),
    ];
    for operation in OPERATIONS {
        for (name, value, problem) in cases {
            let beginning = match operation {
                "SignUp" | "AdminCreateUser" => "Attributes did not conform to the schema",
                _ => "Invalid user attributes",
            };
            let refused = give(&client, operation, name, value).await;
            let message = format!("{beginning}: {name}: {problem}");
            assert_refused(&format!("{operation}: {name} = {value}"), refused, "InvalidParameterException", &message);
        }
    }
    for (name, value, problem) in cases {
        let attributes = [(name.to_owned(), value.to_owned())].into();
        let error = client.pool.add_user(NewUser { attributes, ..new_user(FIRST) }).unwrap_err();
        assert!(error.message().ends_with(&format!("{name}: {problem}")), "from Rust: {error}");
    }
}

#[tokio::test]
async fn every_operation_takes_what_fits() {
    let good = [
        ("custom:code", "äöü"),
        ("custom:level", "10"),
        ("custom:day", "2026-11-03"),
        ("custom:flag", "true"),
        ("birthdate", "2000-02-29"),
        ("updated_at", "1793678706"),
    ];
    for (name, value) in good {
        let client = Client::with(config()).await;
        for operation in OPERATIONS {
            give(&client, operation, name, value).await.unwrap_or_else(|error| panic!("{operation} {name}: {error:?}"));
        }
    }
}

#[tokio::test]
async fn what_cannot_be_changed_is_set_when_the_user_is_made() {
    let client = Client::with(config()).await;
    let fixed = "user.custom:fixed: Attribute cannot be updated. (changing an immutable attribute)";
    for operation in OPERATIONS {
        let answer = give(&client, operation, "custom:fixed", "1").await;
        match operation {
            "SignUp" | "AdminCreateUser" => drop(answer.expect(operation)),
            _ => assert_refused(operation, answer, "InvalidParameterException", fixed),
        }
    }

    let mut config = config();
    config.users.clear();
    config.user_pool.schema.push(SchemaAttribute { mutable: false, ..SchemaAttribute::new("family_name", true) });
    let client = Client::with(config).await;
    client.pool.add_user(NewUser { status: UserStatus::ForceChangePassword, ..new_user(TEMPORARY) }).unwrap();
    give(&client, "NEW_PASSWORD_REQUIRED", "family_name", "Last").await.expect("the challenge itself asks for it");
}

#[tokio::test]
async fn users_of_a_trigger_have_values_that_fit() {
    for (name, value, is_taken) in [("custom:code", "abcd", true), ("custom:code", "ab", false), ("email", "x", false)]
    {
        let handler = Handler::start(move |_| {
            let mut attributes = json!({ "email": FIRST, "preferred_username": "third@example.org" });
            attributes[name] = json!(value);
            Ok(json!({ "userAttributes": attributes, "finalUserStatus": "CONFIRMED" }))
        })
        .await;
        let mut config = config();
        config.user_pool.lambda_config = handler.config(&[Trigger::UserMigration]).user_pool.lambda_config;
        let client = Client::with(config).await;
        let answer = client.begin_typed(if name == "email" { "third@example.org" } else { FIRST }, PASSWORD).await;
        match is_taken {
            true => drop(answer.unwrap()),
            false => {
                let refused = "Unrecognizable lambda output";
                assert_refused(value, answer, "InvalidLambdaResponseException", refused);
            }
        }
    }
}

#[tokio::test]
async fn limits_come_by_the_api_and_are_described() {
    let client = Client::start().await;
    let schema = json!([
        { "Name": "code", "AttributeDataType": "String", "StringAttributeConstraints": { "MinLength": "3" } },
        { "Name": "level", "AttributeDataType": "Number", "NumberAttributeConstraints": { "MaxValue": "10" } },
    ]);
    let pool = client.call("CreateUserPool", json!({ "PoolName": "Limits", "Schema": schema })).await.unwrap();
    let (pool_id, described) = (&pool["UserPool"]["Id"], pool["UserPool"]["SchemaAttributes"].as_array().unwrap());
    let of = |name: &str| described.iter().find(|attribute| attribute["Name"] == name).unwrap();
    assert_eq!(of("custom:code")["StringAttributeConstraints"], json!({ "MinLength": "3" }));
    assert_eq!(of("custom:level")["NumberAttributeConstraints"], json!({ "MaxValue": "10" }));
    assert_eq!(of("birthdate")["StringAttributeConstraints"], json!({ "MinLength": "10", "MaxLength": "10" }));
    for (name, value, problem) in [
        ("custom:code", "ab", "String must be no shorter than 3 characters"),
        ("custom:level", "11", "Number must be no greater than 10"),
    ] {
        let list = json!([{ "Name": name, "Value": value }]);
        let body = json!({ "UserPoolId": pool_id, "Username": "first", "UserAttributes": list });
        let message = format!("Attributes did not conform to the schema: {name}: {problem}");
        let refused = client.call("AdminCreateUser", body).await;
        assert_refused(name, refused, "InvalidParameterException", &message);
    }
    for (name, constraints) in [
        ("no number", json!({ "MinLength": "three" })),
        ("crossed", json!({ "MinLength": "3", "MaxLength": "2" })),
        ("unknown", json!({ "Least": "3" })),
    ] {
        let schema = json!([{ "Name": "code", "StringAttributeConstraints": constraints }]);
        let refused = client.call("CreateUserPool", json!({ "PoolName": "Limits", "Schema": schema })).await;
        assert_eq!(refused.unwrap_err().0, "InvalidParameterException", "{name}");
    }
}

#[tokio::test]
async fn a_name_that_is_an_attribute_must_fit_too() {
    let mut config = config();
    config.users.clear();
    config.user_pool.schema.push(SchemaAttribute {
        string_attribute_constraints: Some(StringAttributeConstraints {
            min_length: None,
            max_length: Some(17.into()),
        }),
        ..SchemaAttribute::new("email", true)
    });
    let client = Client::with(config).await;
    let long = "second@example.org";
    let message = "Attributes did not conform to the schema: email: String must be no longer than 17 characters";
    assert_refused("SignUp", client.sign_up(long).await, "InvalidParameterException", message);
    let body = json!({ "UserPoolId": POOL_ID, "Username": long });
    let refused = client.call("AdminCreateUser", body).await;
    assert_refused("AdminCreateUser", refused, "InvalidParameterException", message);
    assert_eq!(client.pool.add_user(new_user(long)).unwrap_err().message(), message);
    client.sign_up(FIRST).await.expect("as long as may be");
}
