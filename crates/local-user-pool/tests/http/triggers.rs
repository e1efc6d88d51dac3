//! Triggers around sign-ups, sign-ins and tokens. Custom challenges have their own tests.

use local_user_pool::{
    Config, LocalUserPool, NewUser, UserStatus,
    settings::{DeviceConfiguration, Trigger, UserExistenceErrors, UserPoolClient},
};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused, claims},
    handler::Handler,
};

const INCORRECT: &str = "Incorrect username or password.";
const NEWCOMER: &str = "newcomer@example.org";

/// Signs in with a typed password and ClientMetadata; gives AuthenticationResult.
async fn sign_in(client: &Client, name: &str, password: &str) -> Result<Value, Refusal> {
    let body = json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": CLIENT_ID,
        "AuthParameters": { "USERNAME": name, "PASSWORD": password },
        "ClientMetadata": { "from": "InitiateAuth" },
    });
    Ok(client.call("InitiateAuth", body).await?["AuthenticationResult"].clone())
}

#[tokio::test]
async fn before_and_after_a_sign_in() {
    let handler = Handler::start(|_| Ok(json!({}))).await;
    let mut config = handler.config(&[Trigger::PreAuthentication, Trigger::PostAuthentication]);
    config.user_pool.device_configuration = Some(DeviceConfiguration::default());
    let client = Client::with(config).await;
    sign_in(&client, DEMO, DEMO_PASSWORD).await.unwrap();
    let before = handler.last_request("PreAuthentication_Authentication");
    assert_eq!(before["validationData"], json!({ "from": "InitiateAuth" }));
    assert_eq!((&before["userNotFound"], &before["userAttributes"]["email"]), (&json!(false), &json!(DEMO)));
    let after = handler.last_request("PostAuthentication_Authentication");
    assert_eq!(after["newDeviceUsed"], true);
    assert_eq!(after["clientMetadata"], json!({ "from": "InitiateAuth" }));
    assert_eq!(after["userNotFound"], Value::Null);

    let count = handler.events().len();
    assert_refused("wrong", sign_in(&client, DEMO, "Wrong-passw0rd").await, "NotAuthorizedException", INCORRECT);
    assert_refused("unknown", sign_in(&client, NEWCOMER, PASSWORD).await, "NotAuthorizedException", INCORRECT);
    let sources: Vec<Value> = handler.events()[count..].iter().map(|event| event["triggerSource"].clone()).collect();
    assert_eq!(sources, ["PreAuthentication_Authentication", "PreAuthentication_Authentication"]);
    assert_eq!(handler.last_request("PreAuthentication_Authentication")["userNotFound"], true);
}

#[tokio::test]
async fn refusals_around_a_sign_in() {
    for (trigger, name) in
        [(Trigger::PreAuthentication, "PreAuthentication"), (Trigger::PostAuthentication, "PostAuthentication")]
    {
        let handler = Handler::start(|_| Err("office hours only".to_owned())).await;
        let client = Client::with(handler.config(&[trigger])).await;
        let message = format!("{name} failed with error office hours only.");
        let code = "UserLambdaValidationException";
        assert_refused(name, sign_in(&client, DEMO, DEMO_PASSWORD).await, code, &message);
        let by_srp = client.sign_in(DEMO, DEMO_PASSWORD).await;
        assert_refused(name, by_srp, code, &message);
    }
}

#[tokio::test]
async fn claims_of_tokens() {
    let handler = Handler::start(|_| {
        Ok(json!({ "claimsOverrideDetails": {
            "claimsToAddOrOverride": { "color": "red", "name": "Someone", "sub": "forged", "token_use": "forged" },
            "claimsToSuppress": ["email", "aud"],
            "groupOverrideDetails": { "groupsToOverride": ["painters"], "iamRolesToOverride": [], "preferredRole": null },
        } }))
    })
    .await;
    let client = Client::with(handler.config(&[Trigger::PreTokenGeneration])).await;
    let tokens = sign_in(&client, DEMO, DEMO_PASSWORD).await.unwrap();
    let request = handler.last_request("TokenGeneration_Authentication");
    assert_eq!(request["userAttributes"]["email"], DEMO);
    let groups = json!({ "groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": null });
    assert_eq!(request["groupConfiguration"], groups);
    let renewed = client.refresh(&tokens["RefreshToken"]).await.unwrap();
    handler.last_request("TokenGeneration_RefreshTokens");
    for (name, result) in [("sign-in", &tokens), ("refresh", &renewed)] {
        let (id, access) = (claims(&result["IdToken"]), claims(&result["AccessToken"]));
        assert_eq!((&id["color"], &id["name"]), (&json!("red"), &json!("Someone")), "{name}");
        assert_eq!((&id["email"], &id["aud"]), (&Value::Null, &json!(CLIENT_ID)), "{name}");
        assert_eq!((&id["sub"], &id["token_use"]), (&access["sub"], &json!("id")), "{name}");
        assert_eq!((&id["cognito:groups"], &access["cognito:groups"]), (&json!(["painters"]), &json!(["painters"])));
        assert_eq!(access["color"], Value::Null, "{name}: the first version changes the id token only");
    }
}

#[tokio::test]
async fn claims_after_a_new_password() {
    let handler = Handler::start(|_| Ok(json!({}))).await;
    let mut config = handler.config(&[Trigger::PreTokenGeneration]);
    config.users.push(NewUser { status: UserStatus::ForceChangePassword, ..NewUser::new(NEWCOMER, PASSWORD) });
    let client = Client::with(config).await;
    let asked = client.begin_typed(NEWCOMER, PASSWORD).await.unwrap();
    assert_eq!(handler.events(), [] as [Value; 0], "no tokens yet");
    client.answer(&asked, NEWCOMER, json!({ "NEW_PASSWORD": "Another-passw0rd" })).await.unwrap();
    handler.last_request("TokenGeneration_NewPasswordChallenge");
}

#[tokio::test]
async fn claims_of_another_shape() {
    let cases = [
        ("text", json!("none")),
        ("list of claims", json!({ "claimsToAddOrOverride": ["a"] })),
        ("number", json!({ "claimsToAddOrOverride": { "a": 1 } })),
        ("suppressed text", json!({ "claimsToSuppress": "email" })),
        ("groups", json!({ "groupOverrideDetails": { "groupsToOverride": "painters" } })),
    ];
    for (name, details) in cases {
        let handler = Handler::start(move |_| Ok(json!({ "claimsOverrideDetails": details }))).await;
        let client = Client::with(handler.config(&[Trigger::PreTokenGeneration])).await;
        let refused = sign_in(&client, DEMO, DEMO_PASSWORD).await;
        assert_refused(name, refused, "InvalidLambdaResponseException", "Unrecognizable lambda output");
    }
}

async fn sign_up(client: &Client, name: &str) -> Result<Value, Refusal> {
    let body = json!({
        "ClientId": CLIENT_ID,
        "Username": name,
        "Password": PASSWORD,
        "UserAttributes": [{ "Name": "name", "Value": "Newcomer" }],
        "ValidationData": [{ "Name": "invitation", "Value": "42" }],
        "ClientMetadata": { "from": "SignUp" },
    });
    client.call("SignUp", body).await
}

#[tokio::test]
async fn before_and_after_a_confirmation() {
    let handler = Handler::start(|_| Ok(json!({}))).await;
    let client = Client::with(handler.config(&[Trigger::PreSignUp, Trigger::PostConfirmation])).await;
    let answer = sign_up(&client, NEWCOMER).await.unwrap();
    assert_eq!(answer["UserConfirmed"], false);
    let event = handler.events().pop().unwrap();
    assert_eq!((&event["triggerSource"], &event["userName"]), (&json!("PreSignUp_SignUp"), &answer["UserSub"]));
    let request = &event["request"];
    assert_eq!(request["validationData"], json!({ "invitation": "42" }));
    assert_eq!(request["clientMetadata"], json!({ "from": "SignUp" }));
    assert_eq!(
        (&request["userAttributes"]["name"], &request["userAttributes"]["email"]),
        (&json!("Newcomer"), &json!(NEWCOMER))
    );
    let expected = json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false });
    assert_eq!(event["response"], expected);

    let body = json!({
        "ClientId": CLIENT_ID, "Username": NEWCOMER, "ConfirmationCode": client.last_code(), "ClientMetadata": { "a": "b" },
    });
    client.call("ConfirmSignUp", body).await.unwrap();
    let request = handler.last_request("PostConfirmation_ConfirmSignUp");
    assert_eq!(request["clientMetadata"], json!({ "a": "b" }));
    assert_eq!(request["userAttributes"]["cognito:user_status"], "CONFIRMED");
    assert_eq!(request["userAttributes"]["email_verified"], "true");
}

#[tokio::test]
async fn a_sign_up_that_needs_no_code() {
    let handler = Handler::start(|event| match event["triggerSource"].as_str() {
        Some("PreSignUp_SignUp") => Ok(json!({ "autoConfirmUser": true, "autoVerifyEmail": true })),
        _ => Ok(json!({})),
    })
    .await;
    let client = Client::with(handler.config(&[Trigger::PreSignUp, Trigger::PostConfirmation])).await;
    let answer = sign_up(&client, NEWCOMER).await.unwrap();
    assert_eq!(answer, json!({ "UserConfirmed": true, "UserSub": answer["UserSub"] }));
    assert_eq!(client.pool.inbox(), [], "no code was sent");
    assert_eq!(handler.last_request("PostConfirmation_ConfirmSignUp")["clientMetadata"], json!({ "from": "SignUp" }));
    let tokens = client.sign_in(NEWCOMER, PASSWORD).await.unwrap();
    assert_eq!(claims(&tokens["IdToken"])["email_verified"], true);
}

#[tokio::test]
async fn refusals_around_a_sign_up() {
    let handler = Handler::start(|_| Err("by invitation only".to_owned())).await;
    let client = Client::with(handler.config(&[Trigger::PreSignUp])).await;
    let code = "UserLambdaValidationException";
    for _ in 0..2 {
        let refused = sign_up(&client, NEWCOMER).await;
        assert_refused("PreSignUp", refused, code, "PreSignUp failed with error by invitation only.");
    }
    assert_eq!(client.pool.inbox(), [], "no code was sent");

    let client = Client::with(handler.config(&[Trigger::PostConfirmation])).await;
    sign_up(&client, NEWCOMER).await.unwrap();
    let refused = client.confirm(NEWCOMER, &client.last_code()).await;
    assert_refused("PostConfirmation", refused, code, "PostConfirmation failed with error by invitation only.");
    client.sign_in(NEWCOMER, PASSWORD).await.expect("the user is confirmed all the same");

    let handler = Handler::start(|_| Ok(json!({ "autoVerifyPhone": true }))).await;
    let client = Client::with(handler.config(&[Trigger::PreSignUp])).await;
    let refused = sign_up(&client, NEWCOMER).await;
    assert_refused("no number", refused, "InvalidLambdaResponseException", "Unrecognizable lambda output");
}

/// Knows newcomer@ by one password.
fn migrate(event: &Value) -> Result<Value, String> {
    let is_newcomer = event["userName"] == NEWCOMER && event["request"]["password"] == PASSWORD;
    match is_newcomer {
        true => Ok(json!({
            "userAttributes": { "email": NEWCOMER, "email_verified": "true", "name": "Newcomer", "sub": "ignored" },
            "finalUserStatus": "CONFIRMED",
            "messageAction": "SUPPRESS",
        })),
        false => Err("unknown".to_owned()),
    }
}

#[tokio::test]
async fn a_user_from_elsewhere() {
    let handler = Handler::start(migrate).await;
    let client = Client::with(handler.config(&[Trigger::UserMigration])).await;
    let wrong = sign_in(&client, NEWCOMER, "Wrong-passw0rd").await;
    assert_refused("wrong password", wrong, "NotAuthorizedException", INCORRECT);
    let tokens = sign_in(&client, NEWCOMER, PASSWORD).await.unwrap();
    let request = handler.last_request("UserMigration_Authentication");
    let expected = json!({ "password": PASSWORD, "validationData": { "from": "InitiateAuth" }, "clientMetadata": {} });
    assert_eq!(request, expected);
    let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
    let attributes = user["UserAttributes"].as_array().unwrap();
    assert!(attributes.contains(&json!({ "Name": "name", "Value": "Newcomer" })), "{user}");
    assert!(attributes.contains(&json!({ "Name": "sub", "Value": user["Username"] })), "{user}");

    let count = handler.events().len();
    client.sign_in(NEWCOMER, PASSWORD).await.unwrap();
    sign_in(&client, NEWCOMER, PASSWORD).await.unwrap();
    assert_eq!(handler.events().len(), count, "it is asked once");
}

#[tokio::test]
async fn a_user_from_elsewhere_who_forgot_the_password() {
    let handler = Handler::start(|event| match event["triggerSource"].as_str() {
        Some("UserMigration_ForgotPassword") => {
            Ok(json!({ "userAttributes": { "email": event["userName"], "email_verified": "true" } }))
        }
        _ => Ok(json!({})),
    })
    .await;
    let client = Client::with(handler.config(&[Trigger::UserMigration, Trigger::PostConfirmation])).await;
    let metadata = json!({ "from": "ForgotPassword" });
    let body = json!({ "ClientId": CLIENT_ID, "Username": NEWCOMER, "ClientMetadata": metadata });
    client.call("ForgotPassword", body).await.unwrap();
    let request = handler.last_request("UserMigration_ForgotPassword");
    assert_eq!(request, json!({ "validationData": {}, "clientMetadata": metadata }));
    let body = json!({
        "ClientId": CLIENT_ID,
        "Username": NEWCOMER,
        "ConfirmationCode": client.last_code(),
        "Password": PASSWORD,
        "ClientMetadata": metadata,
    });
    client.call("ConfirmForgotPassword", body).await.unwrap();
    assert_eq!(handler.last_request("PostConfirmation_ConfirmForgotPassword")["clientMetadata"], metadata);
    client.sign_in(NEWCOMER, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn users_whom_an_administrator_makes_and_confirms() {
    let handler = Handler::start(|_| Ok(json!({ "autoVerifyEmail": true }))).await;
    let client = Client::with(handler.config(&[Trigger::PreSignUp, Trigger::PostConfirmation])).await;
    let body = json!({
        "UserPoolId": POOL_ID,
        "Username": NEWCOMER,
        "UserAttributes": [{ "Name": "email", "Value": NEWCOMER }],
        "ValidationData": [{ "Name": "invitation", "Value": "42" }],
    });
    let user = client.call("AdminCreateUser", body).await.unwrap()["User"].clone();
    assert!(user["Attributes"].as_array().unwrap().contains(&json!({ "Name": "email_verified", "Value": "true" })));
    assert_eq!(user["UserStatus"], "FORCE_CHANGE_PASSWORD", "such a user is not to be confirmed");
    let event = handler.events().pop().unwrap();
    assert_eq!(event["triggerSource"], "PreSignUp_AdminCreateUser");
    assert_eq!(event["callerContext"]["clientId"], "CLIENT_ID_NOT_APPLICABLE");
    assert_eq!(event["request"]["validationData"], json!({ "invitation": "42" }));

    client.sign_up(FIRST).await.unwrap();
    let body = json!({ "UserPoolId": POOL_ID, "Username": FIRST, "ClientMetadata": { "from": "an administrator" } });
    client.call("AdminConfirmSignUp", body).await.unwrap();
    let request = handler.last_request("PostConfirmation_ConfirmSignUp");
    assert_eq!(request["clientMetadata"], json!({ "from": "an administrator" }));
    assert_eq!(request["userAttributes"]["email"], FIRST);
}

#[tokio::test]
async fn users_from_elsewhere_who_cannot_sign_in_yet() {
    let handler = Handler::start(|_| Ok(json!({ "userAttributes": { "email": NEWCOMER } }))).await;
    let client = Client::with(handler.config(&[Trigger::UserMigration])).await;
    let refused = sign_in(&client, NEWCOMER, PASSWORD).await;
    let message = "Password reset required for the user";
    assert_refused("no final status", refused, "PasswordResetRequiredException", message);

    let cases = [
        ("another address", json!({ "userAttributes": { "email": "other@example.org" } })),
        ("no attributes", json!({})),
        ("unknown attribute", json!({ "userAttributes": { "email": NEWCOMER, "color": "red" } })),
        ("unknown status", json!({ "userAttributes": { "email": NEWCOMER }, "finalUserStatus": "NEW" })),
    ];
    for (name, response) in cases {
        let handler = Handler::start(move |_| Ok(response.clone())).await;
        let client = Client::with(handler.config(&[Trigger::UserMigration])).await;
        let refused = sign_in(&client, NEWCOMER, PASSWORD).await;
        assert_refused(name, refused, "InvalidLambdaResponseException", "Unrecognizable lambda output");
    }

    let handler = Handler::start(migrate).await;
    let mut config = handler.config(&[Trigger::UserMigration]);
    config.client =
        UserPoolClient { prevent_user_existence_errors: UserExistenceErrors::Legacy, ..UserPoolClient::default() };
    let client = Client::with(config).await;
    let refused = sign_in(&client, NEWCOMER, "Wrong-passw0rd").await;
    let message = format!("Exception migrating user in app client {CLIENT_ID}");
    assert_refused("legacy", refused, "UserNotFoundException", &message);
}

#[tokio::test]
async fn triggers_are_on_this_machine_unless_the_configuration_names_another() {
    let elsewhere = json!({ "PreSignUp": "http://handlers.example/" });
    let problem = "LambdaConfig.PreSignUp is neither on this machine nor at a host that trigger_hosts names";
    let create = |lambda_config: &Value| json!({ "PoolName": "Other", "LambdaConfig": lambda_config });
    let client = Client::start().await;
    let refused = client.call("CreateUserPool", create(&elsewhere)).await;
    assert_refused("CreateUserPool", refused, "InvalidParameterException", problem);
    let refused = client.call("UpdateUserPool", json!({ "UserPoolId": POOL_ID, "LambdaConfig": elsewhere })).await;
    assert_refused("UpdateUserPool", refused, "InvalidParameterException", problem);
    let text = "[UserPool.LambdaConfig]\nPreSignUp = 'http://handlers.example/'";
    assert_eq!(Config::from_toml(text).unwrap_err().to_string(), problem);
    Config::from_toml(&format!("trigger_hosts = ['handlers.example']\n{text}")).expect("the owner names it");

    let file = crate::state::directory("triggers").join("state.json");
    let named = Config { trigger_hosts: vec!["handlers.example".to_owned()], ..Config::default() };
    let start = async |config| LocalUserPool::start(config, 0, Some(file.clone())).await.unwrap();
    let client = Client::around(start(named).await);
    let pool = client.call("CreateUserPool", create(&elsewhere)).await.unwrap();
    let app = json!({ "UserPoolId": pool["UserPool"]["Id"], "ClientName": "app" });
    let client_id = client.call("CreateUserPoolClient", app).await.unwrap()["UserPoolClient"]["ClientId"].clone();
    client.pool.stop().await.unwrap();
    let client = Client::around(start(Config::default()).await);
    let body = json!({ "ClientId": client_id, "Username": "ann", "Password": PASSWORD });
    let refused = client.call("SignUp", body).await;
    assert_refused("named by a former run", refused, "UnexpectedLambdaException", problem);
}

#[tokio::test]
async fn a_handler_leads_nowhere_else() {
    let other = Handler::start(|_| Ok(json!({}))).await;
    let to = other.url.clone();
    let redirect = move || {
        let to = to.clone();
        async move { axum::response::Redirect::temporary(&to) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/", axum::routing::post(redirect));
    tokio::spawn(async { axum::serve(listener, router).await });
    let mut config = Config::default();
    config.user_pool.lambda_config = [(Trigger::PreAuthentication, url)].into();
    let client = Client::with(config).await;
    let refused = sign_in(&client, DEMO, DEMO_PASSWORD).await;
    let message = "PreAuthentication invocation failed due to error HTTP status 307.";
    assert_refused("redirect", refused, "UnexpectedLambdaException", message);
    assert!(other.events().is_empty(), "nothing was sent on");
}
