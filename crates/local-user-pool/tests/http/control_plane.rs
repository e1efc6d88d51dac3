//! Pools and clients that are made, changed and deleted by the API.

use local_user_pool::{Config, LocalUserPool};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, FIRST, PASSWORD, POOL_ID, assert_refused},
    state::directory,
};

/// What may come without a value is left out here.
fn names(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

async fn new_pool(client: &Client, mut members: Value) -> Value {
    members["PoolName"] = json!("Another pool");
    client.call("CreateUserPool", members).await.unwrap()["UserPool"].clone()
}

async fn new_client(client: &Client, pool_id: &Value, mut members: Value) -> Value {
    members["UserPoolId"] = pool_id.clone();
    members["ClientName"] = json!("Another client");
    client.call("CreateUserPoolClient", members).await.unwrap()["UserPoolClient"].clone()
}

#[tokio::test]
async fn a_pool_of_nothing_but_a_name() {
    let client = Client::start().await;
    let now = client.pool.clock().now();
    let pool = new_pool(&client, json!({})).await;
    let id = pool["Id"].as_str().unwrap();
    let (region, name) = id.split_once('_').unwrap();
    assert_eq!((region, name.len()), ("us-east-1", 9), "{id}");
    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
    assert_eq!(pool["Arn"], format!("arn:aws:cognito-idp:us-east-1:000000000000:userpool/{id}"));
    assert_eq!((&pool["Name"], &pool["MfaConfiguration"]), (&json!("Another pool"), &json!("OFF")));
    assert!((now..now + 60).contains(&pool["CreationDate"].as_u64().unwrap()), "{}", pool["CreationDate"]);
    let password_policy = json!({
        "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true,
        "RequireSymbols": true, "PasswordHistorySize": 0, "TemporaryPasswordValidityDays": 7,
    });
    let sign_in_policy = json!({ "AllowedFirstAuthFactors": ["PASSWORD"] });
    assert_eq!(pool["Policies"], json!({ "PasswordPolicy": password_policy, "SignInPolicy": sign_in_policy }));
    assert_eq!((&pool["UserPoolTier"], &pool["UsernameAttributes"]), (&json!("ESSENTIALS"), &Value::Null));
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    assert_eq!(schema.len(), 20);
    assert_eq!(
        (&schema[0]["Name"], &schema[0]["Mutable"], &schema[0]["Required"]),
        (&json!("sub"), &json!(false), &json!(true))
    );

    let described = client.call("DescribeUserPool", json!({ "UserPoolId": id })).await.unwrap();
    assert_eq!(described["UserPool"], pool);
    let (status, _, jwks) = client.get(&format!("/{id}/.well-known/jwks.json"), "*/*").await;
    assert!(status == 200 && jwks.contains("\"kid\""), "{jwks}");
    let (_, _, document) = client.get(&format!("/{id}/.well-known/openid-configuration"), "*/*").await;
    assert!(document.contains(&format!("https://cognito-idp.us-east-1.amazonaws.com/{id}")), "{document}");
}

#[tokio::test]
async fn what_is_sent_is_described() {
    let client = Client::start().await;
    let sent = json!({
        "UsernameAttributes": ["email", "phone_number"],
        "AutoVerifiedAttributes": ["email"],
        "UsernameConfiguration": { "CaseSensitive": false },
        "MfaConfiguration": "OPTIONAL",
        "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms", "ExternalId": "x" },
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false },
        "LambdaConfig": { "PreSignUp": "http://localhost:9231/" },
        "UserPoolTier": "PLUS",
        "DeletionProtection": "ACTIVE",
        "UserPoolTags": { "stage": "test" },
        "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Priority": 1, "Name": "admin_only" }] },
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
        "UnknownMember": 1,
    });
    let pool = new_pool(&client, sent.clone()).await;
    for name in names(&sent).into_iter().filter(|&name| name != "UnknownMember") {
        assert_eq!(pool[name], sent[name], "{name}");
    }
    let given = json!({
        "Policies": { "PasswordPolicy": { "MinimumLength": 6, "RequireNumbers": true } },
        "Schema": [{ "Name": "color", "AttributeDataType": "String" }, { "Name": "name", "Required": true }],
    });
    let pool = new_pool(&client, given).await;
    let policy = &pool["Policies"]["PasswordPolicy"];
    let rules = ["RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"].map(|rule| &policy[rule]);
    assert_eq!(rules, [&json!(false), &json!(false), &json!(true), &json!(false)], "a rule that is not named");
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    let named = |name: &str| schema.iter().find(|attribute| attribute["Name"] == name).unwrap();
    assert_eq!((&named("custom:color")["Required"], &named("name")["Required"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn pools_that_are_refused() {
    let client = Client::start().await;
    let cases = [
        ("no name", json!({}), "InvalidParameterException", "Value at 'poolName' failed"),
        (
            "both kinds",
            json!({ "UsernameAttributes": ["email"], "AliasAttributes": ["email"] }),
            "InvalidParameterException",
            "Only one of",
        ),
        (
            "MFA without a factor",
            json!({ "MfaConfiguration": "ON" }),
            "InvalidParameterException",
            "without an MFA method",
        ),
        (
            "unknown word",
            json!({ "MfaConfiguration": "MAYBE" }),
            "InvalidParameterException",
            "Value 'MAYBE' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set",
        ),
        ("other type", json!({ "UsernameAttributes": "email" }), "SerializationException", "converted to a List"),
        (
            "no function",
            json!({ "LambdaConfig": { "PreSignUp": "arn:aws:lambda:x" } }),
            "InvalidParameterException",
            "must be the ARN of a function, or begin with http",
        ),
        (
            "required custom attribute",
            json!({ "Schema": [{ "Name": "color", "Required": true }] }),
            "InvalidParameterException",
            "Required custom attributes",
        ),
        (
            "codes in the small plan",
            json!({ "UserPoolTier": "LITE", "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } } }),
            "FeatureUnavailableInTierException",
            "LITE",
        ),
    ];
    for (name, mut members, code, reason) in cases {
        if name != "no name" {
            members["PoolName"] = json!("x");
        }
        let (refused, message) = client.call("CreateUserPool", members).await.expect_err(name);
        assert!(refused == code && message.contains(reason), "{name}: {refused}: {message}");
    }
}

#[tokio::test]
async fn an_update_puts_back_what_it_does_not_name() {
    let client = Client::start().await;
    let sent = json!({
        "AliasAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true },
        "Schema": [{ "Name": "color" }],
    });
    let before = new_pool(&client, sent).await;
    let id = &before["Id"];
    let body = json!({ "UserPoolId": id, "UserPoolTier": "LITE", "AliasAttributes": [], "SmsMfa": true });
    assert_eq!(client.call("UpdateUserPool", body).await.unwrap(), json!({}));
    let after = client.call("DescribeUserPool", json!({ "UserPoolId": id })).await.unwrap()["UserPool"].clone();
    assert_eq!((&after["AutoVerifiedAttributes"], &after["DeviceConfiguration"]), (&Value::Null, &Value::Null));
    assert_eq!(after["UserPoolTier"], "LITE");
    for kept in ["Id", "Name", "AliasAttributes", "SchemaAttributes", "UsernameConfiguration", "CreationDate"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
}

#[tokio::test]
async fn lists_come_in_parts() {
    let client = Client::start().await;
    let mut ids = vec![json!(POOL_ID)];
    for _ in 0..4 {
        ids.push(new_pool(&client, json!({})).await["Id"].clone());
    }
    for _ in 0..4 {
        new_client(&client, &json!(POOL_ID), json!({})).await;
    }
    let lists = [
        ("ListUserPools", json!({ "MaxResults": 2 }), "UserPools", 5),
        ("ListUserPoolClients", json!({ "UserPoolId": POOL_ID, "MaxResults": 2 }), "UserPoolClients", 5),
    ];
    for (operation, mut body, member, count) in lists {
        let mut listed = Vec::new();
        for expected in [2, 2, 1] {
            let answer = client.call(operation, body.clone()).await.unwrap();
            let part = answer[member].as_array().unwrap();
            assert_eq!(part.len(), expected, "{operation}: {answer}");
            listed.extend(part.iter().cloned());
            body["NextToken"] = answer["NextToken"].clone();
        }
        assert_eq!((body["NextToken"].clone(), listed.len()), (Value::Null, count), "{operation}");
        listed.dedup();
        assert_eq!(listed.len(), count, "{operation}: nothing twice");
        body["NextToken"] = json!("!");
        let answer = client.call(operation, body).await;
        assert_refused(operation, answer, "InvalidParameterException", "Invalid pagination token given.");
    }
    let all = client.call("ListUserPools", json!({ "MaxResults": 60 })).await.unwrap();
    let listed: Vec<&Value> = all["UserPools"].as_array().unwrap().iter().map(|pool| &pool["Id"]).collect();
    assert!(ids.iter().all(|id| listed.contains(&id)), "{listed:?}");
    let none = "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: Member must ";
    let answer = client.call("ListUserPools", json!({})).await;
    assert_refused("no number", answer, "InvalidParameterException", &format!("{none}not be null"));
    let answer = client.call("ListUserPools", json!({ "MaxResults": 61 })).await;
    let message = format!("{none}have value less than or equal to 60");
    assert_refused("too many", answer, "InvalidParameterException", &message);
}

#[tokio::test]
async fn a_deleted_pool_is_gone() {
    let client = Client::start().await;
    let pool = new_pool(&client, json!({ "DeletionProtection": "ACTIVE" })).await;
    let app = new_client(&client, &pool["Id"], json!({})).await;
    let body = json!({ "UserPoolId": pool["Id"] });
    let (code, message) = client.call("DeleteUserPool", body.clone()).await.unwrap_err();
    assert!(code == "InvalidParameterException" && message.contains("deletion protection"), "{code}: {message}");
    client.call("UpdateUserPool", body.clone()).await.unwrap();
    client.call("DeleteUserPool", body.clone()).await.unwrap();
    let message = format!("User pool {} does not exist.", pool["Id"].as_str().unwrap());
    for operation in ["DeleteUserPool", "DescribeUserPool", "GetUserPoolMfaConfig"] {
        let answer = client.call(operation, body.clone()).await;
        assert_refused(operation, answer, "ResourceNotFoundException", &message);
    }
    let sign_up = json!({ "ClientId": app["ClientId"], "Username": FIRST, "Password": PASSWORD });
    let message = format!("User pool client {} does not exist.", app["ClientId"].as_str().unwrap());
    assert_refused("client", client.call("SignUp", sign_up).await, "ResourceNotFoundException", &message);
}

#[tokio::test]
async fn clients() {
    let client = Client::start().await;
    let pool_id = new_pool(&client, json!({})).await["Id"].clone();
    let app = new_client(&client, &pool_id, json!({ "GenerateSecret": true, "AccessTokenValidity": 20, "TokenValidityUnits": { "AccessToken": "minutes" } })).await;
    let id = app["ClientId"].as_str().unwrap();
    assert!(id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{id}");
    assert_eq!(app["ClientSecret"].as_str().unwrap().len(), 51);
    assert_eq!(
        app["ExplicitAuthFlows"],
        json!(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"])
    );
    let units = json!({ "AccessToken": "minutes", "IdToken": "hours", "RefreshToken": "days" });
    assert_eq!((&app["TokenValidityUnits"], &app["AccessTokenValidity"]), (&units, &json!(20)));
    assert_eq!((&app["PreventUserExistenceErrors"], &app["EnableTokenRevocation"]), (&json!("LEGACY"), &json!(true)));
    let this = json!({ "UserPoolId": pool_id, "ClientId": id });
    assert_eq!(client.call("DescribeUserPoolClient", this.clone()).await.unwrap()["UserPoolClient"], app);

    let mut update = this.clone();
    update["ExplicitAuthFlows"] = json!(["ALLOW_USER_AUTH"]);
    update["RefreshTokenValidity"] = json!(0);
    let updated = client.call("UpdateUserPoolClient", update).await.unwrap()["UserPoolClient"].clone();
    assert_eq!(updated["ClientSecret"], app["ClientSecret"], "stays");
    assert_eq!(
        (&updated["AccessTokenValidity"], &updated["RefreshTokenValidity"]),
        (&json!(1), &json!(30)),
        "defaults"
    );
    assert_eq!(updated["ExplicitAuthFlows"], json!(["ALLOW_USER_AUTH"]));

    client.call("DeleteUserPoolClient", this.clone()).await.unwrap();
    let message = format!("User pool client {id} does not exist.");
    let answer = client.call("DescribeUserPoolClient", this).await;
    assert_refused("deleted", answer, "ResourceNotFoundException", &message);
    let elsewhere = json!({ "UserPoolId": pool_id, "ClientId": CLIENT_ID });
    let message = format!("User pool client {CLIENT_ID} does not exist.");
    let answer = client.call("DescribeUserPoolClient", elsewhere).await;
    assert_refused("of another pool", answer, "ResourceNotFoundException", &message);

    let cases = [
        ("long session", json!({ "AuthSessionValidity": 16 }), "Member must have value less than or equal to 15"),
        (
            "short token",
            json!({ "AccessTokenValidity": 4, "TokenValidityUnits": { "AccessToken": "minutes" } }),
            "AccessTokenValidity must be",
        ),
        ("unknown flow", json!({ "ExplicitAuthFlows": ["MAGIC"] }), "Member must satisfy enum value set"),
        ("short secret", json!({ "ClientSecret": "secret" }), "Member must have length greater than or equal to 24"),
    ];
    for (name, mut members, reason) in cases {
        members["UserPoolId"] = pool_id.clone();
        members["ClientName"] = json!("x");
        let (code, message) = client.call("CreateUserPoolClient", members).await.expect_err(name);
        assert!(code == "InvalidParameterException" && message.contains(reason), "{name}: {code}: {message}");
    }
}

#[tokio::test]
async fn second_factors_and_passkeys_of_a_pool() {
    let client = Client::start().await;
    let this = json!({ "UserPoolId": POOL_ID });
    let off = json!({
        "MfaConfiguration": "OFF",
        "SoftwareTokenMfaConfiguration": { "Enabled": false },
        "WebAuthnConfiguration": { "UserVerification": "preferred", "FactorConfiguration": "SINGLE_FACTOR" },
    });
    assert_eq!(client.call("GetUserPoolMfaConfig", this.clone()).await.unwrap(), off);
    let sent = json!({
        "UserPoolId": POOL_ID,
        "MfaConfiguration": "OPTIONAL",
        "SmsMfaConfiguration": { "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" } },
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": {},
    });
    let answer = client.call("SetUserPoolMfaConfig", sent.clone()).await.unwrap();
    for name in names(&sent).into_iter().filter(|&name| name != "UserPoolId") {
        assert_eq!(answer[name], sent[name], "{name}");
    }
    let web_authn = json!({ "RelyingPartyId": "localhost", "UserVerification": "required", "FactorConfiguration": "SINGLE_FACTOR" });
    let mut only_passkeys = this.clone();
    only_passkeys["WebAuthnConfiguration"] = web_authn.clone();
    let answer = client.call("SetUserPoolMfaConfig", only_passkeys).await.unwrap();
    assert_eq!((&answer["MfaConfiguration"], &answer["WebAuthnConfiguration"]), (&json!("OPTIONAL"), &web_authn));
    assert_eq!(client.call("GetUserPoolMfaConfig", this.clone()).await.unwrap(), answer);
    let only_sms = json!({ "UserPoolId": POOL_ID, "MfaConfiguration": "ON", "SmsMfaConfiguration": {} });
    let answer = client.call("SetUserPoolMfaConfig", only_sms).await.unwrap();
    assert_eq!(
        (&answer["EmailMfaConfiguration"], &answer["SoftwareTokenMfaConfiguration"]["Enabled"]),
        (&Value::Null, &json!(false))
    );
    let nothing = client.call("SetUserPoolMfaConfig", json!({ "UserPoolId": POOL_ID, "MfaConfiguration": "ON" })).await;
    let (code, message) = nothing.unwrap_err();
    assert!(code == "InvalidParameterException" && message.contains("without an MFA method"), "{code}: {message}");
}

#[tokio::test]
async fn pools_are_apart_and_survive_a_restart() {
    let file = directory("pools").join("state.json");
    let client = Client::around(LocalUserPool::start(Config::default(), 0, Some(file.clone())).await.unwrap());
    let pool = new_pool(&client, json!({ "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] })).await;
    let app = new_client(&client, &pool["Id"], json!({})).await;
    let sign_up = |client_id: &Value| json!({ "ClientId": client_id, "Username": FIRST, "Password": PASSWORD });
    client.call("SignUp", sign_up(&app["ClientId"])).await.unwrap();
    client.call("SignUp", sign_up(&json!(CLIENT_ID))).await.expect("the same address in another pool");
    client.pool.stop().await.unwrap();

    let client = Client::around(LocalUserPool::start(Config::default(), 0, Some(file)).await.unwrap());
    let mut described =
        client.call("DescribeUserPool", json!({ "UserPoolId": pool["Id"] })).await.unwrap()["UserPool"].take();
    assert_eq!(described["EstimatedNumberOfUsers"].take(), 1);
    let mut expected = pool.clone();
    expected["EstimatedNumberOfUsers"].take();
    assert_eq!(described, expected);
    let again = client.call("SignUp", sign_up(&app["ClientId"])).await;
    assert_refused("still there", again, "UsernameExistsException", "User already exists");
}
