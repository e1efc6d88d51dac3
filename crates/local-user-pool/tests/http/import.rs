//! What cognito-local keeps, taken over, and users of a file. tests/data/cognito-local/make.py has made the files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cognito_client::hazmat::arithmetic::Identity;
use local_user_pool::{Config, LocalUserPool};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, Exchange, POOL_ID, Refusal, assert_refused},
    state::directory,
};

const SHOP: &str = "local_084nlPGY";
const WEB: &str = "5rh1psmwys5zqw8qtbxzghjsp";
const STAFF: &str = "local_4WYkcUJK";
const DESK: &str = "1ug1wm3tfxqalmkygif6zyc6z";
const PASSWORD: &str = "Correct-Horse1";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cognito-local")
}

fn importing(folder: PathBuf) -> Config {
    Config { import_cognito_local: Some(folder), ..Config::default() }
}

async fn typed(client: &Client, client_id: &str, name: &str, password: &str) -> Result<Value, Refusal> {
    let parameters = json!({ "USERNAME": name, "PASSWORD": password });
    let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client_id, "AuthParameters": parameters });
    client.call("InitiateAuth", body).await
}

#[tokio::test]
async fn users_go_on_with_their_passwords() {
    let client = Client::with(importing(folder())).await;
    let signed_in = typed(&client, WEB, "ada@example.com", PASSWORD).await.unwrap();
    let user = client.get_user(&signed_in["AuthenticationResult"]["AccessToken"]).await.unwrap();
    let attributes = user["UserAttributes"].as_array().unwrap();
    let value = |name: &str| attributes.iter().find(|attribute| attribute["Name"] == name).map(|found| &found["Value"]);
    assert_eq!(value("custom:color"), Some(&json!("red")));
    assert_eq!(value("sub"), Some(&user["Username"]), "who one is stays");

    let wrong = typed(&client, WEB, "ada@example.com", "Wrong-Horse1").await;
    assert_refused("wrong password", wrong, "NotAuthorizedException", "Incorrect username or password.");
    let unconfirmed = typed(&client, WEB, "alan@example.com", PASSWORD).await;
    assert_refused("unconfirmed", unconfirmed, "UserNotConfirmedException", "User is not confirmed.");
    let temporary = typed(&client, WEB, "grace@example.com", "Temporary-1").await.unwrap();
    assert_eq!(temporary["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let disabled = typed(&client, DESK, "katherine@example.com", PASSWORD).await;
    assert!(disabled.is_err(), "disabled, and passwords in clear are not for this client");
}

#[tokio::test]
async fn what_is_kept_of_a_password_is_what_srp_needs() {
    let client = Client::with(importing(folder())).await;
    let exchange = Exchange::start();
    let parameters = json!({ "USERNAME": "barbara@example.com", "SRP_A": exchange.srp_a() });
    let body = json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": DESK, "AuthParameters": parameters });
    let challenge = exchange.challenge(&client.call("InitiateAuth", body).await.unwrap());
    let (_, group) = STAFF.split_once('_').unwrap();
    let identity = Identity { group: group.to_owned(), user: challenge.parameters["USER_ID_FOR_SRP"].clone() };
    let responses = challenge.answer_as(&identity, PASSWORD, &client.timestamp(0));
    let body = json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": DESK, "ChallengeResponses": responses });
    client.call("RespondToAuthChallenge", body).await.unwrap();
}

#[tokio::test]
async fn settings_come_along() {
    let client = Client::with(importing(folder())).await;
    let described = client.call("DescribeUserPool", json!({ "UserPoolId": SHOP })).await.unwrap();
    let pool = &described["UserPool"];
    assert_eq!((pool["Name"].as_str(), pool["MfaConfiguration"].as_str()), (Some("shop"), Some("OPTIONAL")));
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    let attribute = |name: &str| schema.iter().find(|attribute| attribute["Name"] == name).unwrap();
    assert_eq!(attribute("email")["Required"], true);
    assert_eq!(attribute("custom:color")["AttributeDataType"], "String");
    let clients = client.call("ListUserPoolClients", json!({ "UserPoolId": SHOP })).await.unwrap();
    let mut names: Vec<_> =
        clients["UserPoolClients"].as_array().unwrap().iter().map(|client| client["ClientName"].as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, [Some("server"), Some("web")]);
}

#[tokio::test]
async fn a_second_start_leaves_what_has_happened_since() {
    let state = directory("import").join("state.json");
    let start = || LocalUserPool::start(importing(folder()), 0, Some(state.clone()));
    let client = Client::around(start().await.unwrap());
    let body =
        json!({ "UserPoolId": SHOP, "Username": "ada@example.com", "Password": "Another-Horse2", "Permanent": true });
    client.call("AdminSetUserPassword", body).await.unwrap();
    client.pool.stop().await.unwrap();
    let kept = fs::read(&state).unwrap();
    let has = |text: &str| kept.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(has("ada@example.com") && !has(PASSWORD) && !has("Temporary-1"), "no password is kept in clear");

    let client = Client::around(start().await.unwrap());
    typed(&client, WEB, "ada@example.com", "Another-Horse2").await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_served_is_told_with_its_file() {
    let folder = directory("import-refused");
    let cases = [
        ("local_Broken.json", "{", "no JSON at line 1, column 1"),
        ("local_Other.json", "{}", "there are no Options of a user pool"),
        (
            "local_Status.json",
            r#"{"Options":{},"Users":{"a":{"Username":"a","UserStatus":"ODD"}}}"#,
            "user a: its UserStatus",
        ),
        ("no pool.json", r#"{"Options":{}}"#, "Id"),
    ];
    for (name, text, reason) in cases {
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        let error = LocalUserPool::start(importing(folder.clone()), 0, None).await.err().unwrap().to_string();
        assert!(error.contains(name) && error.contains(reason), "{name}: {error}");
        fs::remove_file(file).unwrap();
    }
    let missing = LocalUserPool::start(importing(folder.join("none")), 0, None).await.err().unwrap().to_string();
    assert!(missing.contains("cannot read") && missing.contains("none"), "{missing}");
}

const HEADER: &str = "name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,\
                      email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,\
                      custom:telnum,cognito:mfa_enabled,cognito:username";

/// A file of these rows: name, email, email_verified, cognito:username.
fn users(directory: &Path, rows: &[[&str; 4]]) -> Config {
    let file = directory.join("users.csv");
    let row = |[name, email, verified, username]: &[&str; 4]| {
        format!("{name},,,,,,,,,{email},{verified},,,,,,,,,,,{username}\n")
    };
    fs::write(&file, format!("{HEADER}\n{}", rows.iter().map(row).collect::<String>())).unwrap();
    Config { import_users: Some(file), ..Config::default() }
}

#[tokio::test]
async fn users_of_a_file_choose_a_password() {
    let ada = ["Ada", "ada@example.com", "true", "ada@example.com"];
    let directory = directory("import-users");
    let demo = ["Another name", "demo@example.com", "true", "demo@example.com"];
    let client = Client::with(users(&directory, &[ada, demo])).await;
    let found = |name: &str| json!({ "UserPoolId": POOL_ID, "Username": name });
    let user = client.call("AdminGetUser", found("ada@example.com")).await.unwrap();
    assert_eq!(user["UserStatus"], "RESET_REQUIRED");
    client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();

    client.call("ForgotPassword", json!({ "ClientId": CLIENT_ID, "Username": "ada@example.com" })).await.unwrap();
    let confirm = json!({
        "ClientId": CLIENT_ID,
        "Username": "ada@example.com",
        "ConfirmationCode": client.last_code(),
        "Password": PASSWORD,
    });
    client.call("ConfirmForgotPassword", confirm).await.unwrap();
    client.sign_in("ada@example.com", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_line_that_is_refused_adds_nobody() {
    let directory = directory("import-users-refused");
    let ada = ["Ada", "ada@example.com", "true", "ada@example.com"];
    for (name, row, problem) in [
        ("no name", ["", "alan@example.com", "true", ""], "line 3: cognito:username is empty."),
        (
            "unverified",
            ["", "alan@example.com", "false", "alan@example.com"],
            "line 3: The user has no verified attribute",
        ),
        ("no address", ["", "alan", "true", "alan"], "line 3: "),
    ] {
        let state = directory.join(format!("{name}.db"));
        let config = users(&directory, &[ada, row]);
        let refused = LocalUserPool::start(config, 0, Some(state.clone())).await.err().unwrap().to_string();
        assert!(refused.contains("users.csv: ") && refused.contains(problem), "{name}: {refused}");
        let pool = LocalUserPool::start(Config::default(), 0, Some(state)).await.unwrap();
        assert_eq!(pool.count_users(), 1, "{name}: demo alone");
        pool.stop().await.unwrap();
    }
    let (header, _) = HEADER.rsplit_once(',').unwrap();
    fs::write(directory.join("users.csv"), header).unwrap();
    let config = Config { import_users: Some(directory.join("users.csv")), ..Config::default() };
    let refused = LocalUserPool::start(config, 0, None).await.err().unwrap().to_string();
    assert!(refused.contains("The header of the file lacks cognito:username."), "{refused}");
}
