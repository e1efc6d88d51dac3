//! What administrators do with users.

use std::time::Duration;

use local_user_pool::{Config, Medium, MessageKind, settings::FirstFactor};
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused};

const DAY: Duration = Duration::from_secs(24 * 3600);
const NEW_PASSWORD: &str = "Another-h0rse battery";

/// An operation about one user.
async fn admin(client: &Client, operation: &str, name: &str, members: Value) -> Result<Value, Refusal> {
    let mut body = members;
    body["UserPoolId"] = json!(POOL_ID);
    body["Username"] = json!(name);
    client.call(operation, body).await
}

async fn status(client: &Client, name: &str) -> Value {
    admin(client, "AdminGetUser", name, json!({})).await.unwrap()["UserStatus"].clone()
}

fn attribute(user: &Value, wanted: &str) -> Option<String> {
    let list = user["UserAttributes"].as_array().or_else(|| user["Attributes"].as_array()).unwrap();
    let found = list.iter().find(|attribute| attribute["Name"] == wanted)?;
    Some(found["Value"].as_str().unwrap().to_owned())
}

/// Signs in with a temporary password and chooses another.
async fn choose_password(client: &Client, name: &str, temporary: &str) -> Result<Value, Refusal> {
    let asked = client.begin_typed(name, temporary).await?;
    assert_eq!(asked["ChallengeName"], "NEW_PASSWORD_REQUIRED", "{asked}");
    client.answer(&asked, name, json!({ "NEW_PASSWORD": NEW_PASSWORD })).await
}

#[tokio::test]
async fn a_new_user_gets_a_temporary_password() {
    let client = Client::start().await;
    let now = client.pool.clock().now();
    let attributes = json!([{ "Name": "email_verified", "Value": "true" }, { "Name": "name", "Value": "First" }]);
    let answer = admin(&client, "AdminCreateUser", FIRST, json!({ "UserAttributes": attributes })).await.unwrap();
    let user = &answer["User"];
    assert_eq!((&user["UserStatus"], &user["Enabled"]), (&json!("FORCE_CHANGE_PASSWORD"), &json!(true)));
    for date in ["UserCreateDate", "UserLastModifiedDate"] {
        assert!((now..now + 60).contains(&user[date].as_u64().unwrap()), "{date}: {user}");
    }
    assert_eq!(attribute(user, "email").as_deref(), Some(FIRST));
    assert_eq!(attribute(user, "sub").as_deref(), user["Username"].as_str());
    let mail = client.pool.inbox().pop().unwrap();
    assert_eq!((mail.to.as_str(), mail.kind, mail.medium), (FIRST, MessageKind::TemporaryPassword, Medium::Email));
    assert!(mail.code.len() >= 8, "{}", mail.code);
    let done = choose_password(&client, FIRST, &mail.code).await.unwrap();
    assert!(done["AuthenticationResult"]["AccessToken"].is_string(), "{done}");
    assert_eq!(status(&client, FIRST).await, "CONFIRMED");
    client.sign_in(FIRST, NEW_PASSWORD).await.unwrap();

    let (_, _, page) = client.get("/inbox", "text/html").await;
    assert!(page.contains("Your temporary password") && page.contains("class=\"code\""), "{page}");
}

#[tokio::test]
async fn a_temporary_password_works_for_a_week_and_can_be_sent_again() {
    let client = Client::start().await;
    let given = json!({ "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS" });
    admin(&client, "AdminCreateUser", FIRST, given).await.unwrap();
    assert!(client.pool.inbox().is_empty(), "suppressed");
    client.pool.advance(7 * DAY);
    let late = client.begin_typed(FIRST, PASSWORD).await;
    let message = "Temporary password has expired and must be reset by an administrator.";
    assert_refused("late", late, "NotAuthorizedException", message);
    admin(&client, "AdminCreateUser", FIRST, json!({ "MessageAction": "RESEND" })).await.unwrap();
    let again = client.last_code();
    assert_ne!(again, PASSWORD);
    choose_password(&client, FIRST, &again).await.unwrap();
    let (code, message) =
        admin(&client, "AdminCreateUser", FIRST, json!({ "MessageAction": "RESEND" })).await.unwrap_err();
    assert!(code == "UnsupportedUserStateException" && message.contains("FORCE_CHANGE_PASSWORD"), "{code}: {message}");
}

#[tokio::test]
async fn invitations_go_where_the_administrator_wants() {
    let client = Client::start().await;
    let phone = json!([{ "Name": "phone_number", "Value": "+12025550142" }]);
    let cases = [
        ("number first", json!({ "UserAttributes": phone }), vec![Medium::Sms]),
        ("no number", json!({}), vec![Medium::Email]),
        (
            "both",
            json!({ "UserAttributes": phone, "DesiredDeliveryMediums": ["EMAIL", "SMS"] }),
            vec![Medium::Email, Medium::Sms],
        ),
        ("e-mail", json!({ "UserAttributes": phone, "DesiredDeliveryMediums": ["EMAIL"] }), vec![Medium::Email]),
    ];
    for (index, (name, members, mediums)) in cases.into_iter().enumerate() {
        let before = client.pool.inbox().len();
        admin(&client, "AdminCreateUser", &format!("user{index}@example.org"), members).await.expect(name);
        let sent: Vec<Medium> = client.pool.inbox()[before..].iter().map(|message| message.medium).collect();
        assert_eq!(sent, mediums, "{name}");
    }
    let answer = admin(&client, "AdminCreateUser", FIRST, json!({ "DesiredDeliveryMediums": ["SMS"] })).await;
    assert_refused("nowhere", answer, "InvalidParameterException", "User has no attribute phone_number.");
    let unknown = admin(&client, "AdminGetUser", FIRST, json!({})).await;
    assert_refused("was not made", unknown, "UserNotFoundException", "User does not exist.");
}

#[tokio::test]
async fn users_who_cannot_be_made() {
    let client = Client::start().await;
    let cases = [
        ("taken", DEMO, json!({}), "UsernameExistsException", "User account already exists"),
        ("no address", "first", json!({}), "InvalidParameterException", "Username should be an email."),
        (
            "weak",
            FIRST,
            json!({ "TemporaryPassword": "weak" }),
            "InvalidPasswordException",
            "Password did not conform with policy: Password not long enough",
        ),
        (
            "resent to nobody",
            FIRST,
            json!({ "MessageAction": "RESEND" }),
            "UserNotFoundException",
            "User does not exist.",
        ),
        (
            "unknown attribute",
            FIRST,
            json!({ "UserAttributes": [{ "Name": "custom:x", "Value": "1" }] }),
            "InvalidParameterException",
            "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined",
        ),
    ];
    for (name, username, members, code, message) in cases {
        assert_refused(name, admin(&client, "AdminCreateUser", username, members).await, code, message);
    }
    let elsewhere = json!({ "UserPoolId": "us-east-1_Nowhere", "Username": FIRST });
    let message = "User pool us-east-1_Nowhere does not exist.";
    let answer = client.call("AdminCreateUser", elsewhere).await;
    assert_refused("no pool", answer, "ResourceNotFoundException", message);
}

#[tokio::test]
async fn a_user_without_a_password() {
    let mut config = Config::default();
    config.user_pool.policies.sign_in_policy.allowed_first_auth_factors =
        vec![FirstFactor::Password, FirstFactor::EmailOtp];
    let client = Client::with(config).await;
    let answer = admin(&client, "AdminCreateUser", FIRST, json!({})).await.unwrap();
    assert_eq!(answer["User"]["UserStatus"], "CONFIRMED");
    let with_one = json!({ "TemporaryPassword": PASSWORD });
    let answer = admin(&client, "AdminCreateUser", "second@example.org", with_one).await.unwrap();
    assert_eq!(answer["User"]["UserStatus"], "FORCE_CHANGE_PASSWORD");
}

#[tokio::test]
async fn passwords_by_an_administrator() {
    let client = Client::start().await;
    let password = |permanent: bool| json!({ "Password": NEW_PASSWORD, "Permanent": permanent });
    admin(&client, "AdminSetUserPassword", DEMO, password(true)).await.unwrap();
    client.sign_in(DEMO, NEW_PASSWORD).await.unwrap();
    admin(&client, "AdminSetUserPassword", DEMO, password(false)).await.unwrap();
    assert_eq!(status(&client, DEMO).await, "FORCE_CHANGE_PASSWORD");
    choose_password(&client, DEMO, NEW_PASSWORD).await.unwrap();
    let weak = admin(&client, "AdminSetUserPassword", DEMO, json!({ "Password": "weak" })).await;
    let message = "Password did not conform with policy: Password not long enough";
    assert_refused("weak", weak, "InvalidPasswordException", message);

    client.sign_up(FIRST).await.unwrap();
    admin(&client, "AdminSetUserPassword", FIRST, password(true)).await.unwrap();
    assert_eq!(status(&client, FIRST).await, "CONFIRMED", "a permanent password confirms");
}

#[tokio::test]
async fn a_reset_by_an_administrator() {
    let client = Client::start().await;
    admin(&client, "AdminResetUserPassword", DEMO, json!({})).await.unwrap();
    assert_eq!(status(&client, DEMO).await, "RESET_REQUIRED");
    let message = client.pool.inbox().pop().unwrap();
    assert_eq!((message.to.as_str(), message.kind), (DEMO, MessageKind::PasswordResetCode));
    let body = json!({
        "ClientId": CLIENT_ID, "Username": DEMO, "ConfirmationCode": message.code, "Password": NEW_PASSWORD,
    });
    client.call("ConfirmForgotPassword", body).await.unwrap();
    client.sign_in(DEMO, NEW_PASSWORD).await.unwrap();
    admin(&client, "AdminCreateUser", FIRST, json!({})).await.unwrap();
    let message = "User password cannot be reset in the current state.";
    let answer = admin(&client, "AdminResetUserPassword", FIRST, json!({})).await;
    assert_refused("temporary", answer, "NotAuthorizedException", message);
}

#[tokio::test]
async fn a_confirmation_without_a_code() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    admin(&client, "AdminConfirmSignUp", FIRST, json!({})).await.unwrap();
    client.sign_in(FIRST, PASSWORD).await.unwrap();
    let user = admin(&client, "AdminGetUser", FIRST, json!({})).await.unwrap();
    assert_eq!(attribute(&user, "email_verified").as_deref(), Some("false"), "nobody has shown that");
    let message = "User cannot be confirmed. Current status is CONFIRMED";
    let answer = admin(&client, "AdminConfirmSignUp", FIRST, json!({})).await;
    assert_refused("again", answer, "NotAuthorizedException", message);
}

#[tokio::test]
async fn disabled_signed_out_deleted() {
    let client = Client::start().await;
    let none = || json!({});
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    admin(&client, "AdminUserGlobalSignOut", DEMO, none()).await.unwrap();
    let refused = client.get_user(&tokens["AccessToken"]).await;
    assert_refused("signed out", refused, "NotAuthorizedException", "Access Token has been revoked");

    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    admin(&client, "AdminDisableUser", DEMO, none()).await.unwrap();
    let refused = client.sign_in(DEMO, DEMO_PASSWORD).await;
    assert_refused("disabled", refused, "NotAuthorizedException", "User is disabled.");
    let refused = client.get_user(&tokens["AccessToken"]).await;
    assert_refused("its token", refused, "NotAuthorizedException", "Access Token has been revoked");
    admin(&client, "AdminEnableUser", DEMO, none()).await.unwrap();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();

    admin(&client, "AdminDeleteUser", DEMO, none()).await.unwrap();
    assert!(client.get_user(&tokens["AccessToken"]).await.is_err());
    for operation in ["AdminGetUser", "AdminDeleteUser", "AdminDisableUser", "AdminResetUserPassword"] {
        let answer = admin(&client, operation, DEMO, none()).await;
        assert_refused(operation, answer, "UserNotFoundException", "User does not exist.");
    }
    client.sign_up(DEMO).await.expect("the address is free");
}

#[tokio::test]
async fn attributes_by_an_administrator() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let update = async |list: &[(&str, &str)]| {
        let list: Vec<Value> = list.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
        admin(&client, "AdminUpdateUserAttributes", DEMO, json!({ "UserAttributes": list })).await
    };
    update(&[("name", ""), ("nickname", "D"), ("email", "new@example.org")]).await.unwrap();
    let user = admin(&client, "AdminGetUser", "new@example.org", json!({})).await.unwrap();
    let now = ["name", "nickname", "email_verified"].map(|name| attribute(&user, name));
    assert_eq!(now, [None, Some("D".to_owned()), Some("false".to_owned())]);
    update(&[]).await.expect_err("the old address means nobody");
    let update = async |list: Value| {
        admin(&client, "AdminUpdateUserAttributes", "new@example.org", json!({ "UserAttributes": list })).await
    };
    let both = json!([{ "Name": "email", "Value": DEMO }, { "Name": "email_verified", "Value": "true" }]);
    let cases = [
        (
            "own sub",
            json!([{ "Name": "sub", "Value": "1" }]),
            "InvalidParameterException",
            "Cannot modify the non-mutable attribute sub",
        ),
        (
            "bad address",
            json!([{ "Name": "email", "Value": "x" }]),
            "InvalidParameterException",
            "Invalid email address format.",
        ),
        (
            "taken",
            json!([{ "Name": "email", "Value": FIRST }]),
            "AliasExistsException",
            "An account with the given email already exists.",
        ),
    ];
    for (name, list, code, message) in cases {
        assert_refused(name, update(list).await, code, message);
    }
    update(both).await.unwrap();
    let user = admin(&client, "AdminGetUser", DEMO, json!({})).await.unwrap();
    assert_eq!(attribute(&user, "email_verified").as_deref(), Some("true"));
}

#[tokio::test]
async fn users_are_listed_and_found() {
    let client = Client::start().await;
    for name in ["ann", "anna", "bert"] {
        let attributes = json!([{ "Name": "name", "Value": name }]);
        let address = format!("{name}@example.org");
        admin(&client, "AdminCreateUser", &address, json!({ "UserAttributes": attributes })).await.unwrap();
    }
    admin(&client, "AdminDisableUser", "bert@example.org", json!({})).await.unwrap();
    let list = async |mut members: Value| {
        members["UserPoolId"] = json!(POOL_ID);
        client.call("ListUsers", members).await
    };
    let emails = |answer: &Value| {
        let users = answer["Users"].as_array().unwrap();
        let mut emails: Vec<String> = users.iter().map(|user| attribute(user, "email").unwrap()).collect();
        emails.sort();
        emails.join(" ")
    };
    let cases = [
        ("equal", r#"name = "ann""#, "ann@example.org"),
        ("prefix", r#"name ^= "ann""#, "ann@example.org anna@example.org"),
        ("address", r#"email ^= "an""#, "ann@example.org anna@example.org"),
        ("user status", r#"cognito:user_status = "confirmed""#, DEMO),
        ("enabled", r#"status = "Disabled""#, "bert@example.org"),
        ("nobody", r#"name = "carl""#, ""),
        ("no filter", "", "ann@example.org anna@example.org bert@example.org demo@example.com"),
    ];
    for (name, filter, expected) in cases {
        assert_eq!(emails(&list(json!({ "Filter": filter })).await.unwrap()), expected, "{name}");
    }
    let answer = list(json!({ "AttributesToGet": ["name"], "Filter": r#"name = "ann""# })).await.unwrap();
    assert_eq!(answer["Users"][0]["Attributes"], json!([{ "Name": "name", "Value": "ann" }]));
    let mut body = json!({ "Limit": 3 });
    let first = list(body.clone()).await.unwrap();
    body["PaginationToken"] = first["PaginationToken"].clone();
    let second = list(body).await.unwrap();
    let counts = [&first, &second].map(|part| part["Users"].as_array().unwrap().len());
    assert_eq!((counts, &second["PaginationToken"]), ([3, 1], &Value::Null));
    let refused = [
        ("no filter", json!({ "Filter": "name = ann" }), "Error while parsing filter."),
        (
            "not searchable",
            json!({ "Filter": r#"custom:telnum = "1""# }),
            "Filtering on the attribute custom:telnum is not supported.",
        ),
        (
            "unknown attribute",
            json!({ "AttributesToGet": ["custom:x"] }),
            "One or more requested attributes do not exist: custom:x",
        ),
    ];
    for (name, members, message) in refused {
        assert_refused(name, list(members).await, "InvalidParameterException", message);
    }
}

#[tokio::test]
async fn sub_names_a_user_to_administrators_alone() {
    let mut config = Config::default();
    config.user_pool.username_attributes.clear();
    config.user_pool.software_token_mfa = true;
    config.user_pool.mfa_configuration = local_user_pool::settings::MfaConfiguration::Optional;
    config.user_pool.device_configuration = Some(Default::default());
    config.users.clear();
    let client = Client::with(config).await;
    client
        .pool
        .add_user(local_user_pool::NewUser { username: Some("ann".to_owned()), ..crate::client::new_user(FIRST) })
        .unwrap();
    let sub = attribute(&admin(&client, "AdminGetUser", "ann", json!({})).await.unwrap(), "sub").unwrap();
    assert_ne!(sub, "ann");
    let operations = [
        ("AdminGetUser", json!({})),
        ("AdminUpdateUserAttributes", json!({ "UserAttributes": [{ "Name": "nickname", "Value": "A" }] })),
        ("AdminSetUserPassword", json!({ "Password": NEW_PASSWORD, "Permanent": true })),
        ("AdminListDevices", json!({})),
        ("AdminSetUserMFAPreference", json!({ "SoftwareTokenMfaSettings": { "Enabled": false } })),
        ("AdminResetUserPassword", json!({})),
        ("AdminUserGlobalSignOut", json!({})),
        ("AdminDisableUser", json!({})),
        ("AdminEnableUser", json!({})),
    ];
    for (operation, members) in operations {
        admin(&client, operation, &sub, members).await.unwrap_or_else(|error| panic!("{operation}: {error:?}"));
    }
    for (operation, name) in [("AdminGetDevice", &sub), ("AdminForgetDevice", &sub), ("AdminUpdateDeviceStatus", &sub)]
    {
        let key = json!({ "DeviceKey": "us-east-1_6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11" });
        let unknown = admin(&client, operation, name, key).await;
        assert_refused(operation, unknown, "ResourceNotFoundException", "Device does not exist.");
    }
    let confirmed = admin(&client, "AdminConfirmSignUp", &sub, json!({})).await.unwrap_err();
    assert_eq!(confirmed.0, "NotAuthorizedException", "the user is found: {confirmed:?}");
    let user = admin(&client, "AdminGetUser", &sub, json!({})).await.unwrap();
    assert_eq!((&user["Username"], attribute(&user, "nickname").as_deref()), (&json!("ann"), Some("A")));

    admin(&client, "AdminSetUserPassword", &sub, json!({ "Password": NEW_PASSWORD, "Permanent": true })).await.unwrap();
    let by_sub = client.begin_typed(&sub, NEW_PASSWORD).await;
    assert_refused("to sign in", by_sub, "NotAuthorizedException", "Incorrect username or password.");
    client.begin_typed("ann", NEW_PASSWORD).await.unwrap();
    admin(&client, "AdminDeleteUser", &sub, json!({})).await.unwrap();
    let gone = admin(&client, "AdminGetUser", "ann", json!({})).await;
    assert_refused("deleted", gone, "UserNotFoundException", "User does not exist.");
}
