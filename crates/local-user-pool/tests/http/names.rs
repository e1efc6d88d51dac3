//! What users are called: by an attribute, by a name of their own, by aliases; and where their code goes.

use local_user_pool::{
    Config, Medium, NewUser,
    settings::{AuthFlow, FirstFactor, SchemaAttribute, UserPool, UserPoolClient, UsernameConfiguration},
};
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, FIRST, PASSWORD, assert_refused, with_user_pool};

const PHONE: &str = "+12025550142";

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Users have names of their own; these attributes mean them as well once they are verified.
fn aliases(names: &[&str]) -> UserPool {
    UserPool {
        username_attributes: Vec::new(),
        alias_attributes: texts(names),
        auto_verified_attributes: texts(&["email"]),
        schema: vec![SchemaAttribute::new("custom:telnum", false)],
        ..UserPool::default()
    }
}

fn sign_up_body(name: &str, attributes: &[(&str, &str)]) -> Value {
    let list: Vec<Value> = attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    json!({ "ClientId": CLIENT_ID, "Username": name, "Password": PASSWORD, "UserAttributes": list })
}

async fn sign_up(client: &Client, name: &str, attributes: &[(&str, &str)]) -> Value {
    client.call("SignUp", sign_up_body(name, attributes)).await.unwrap()
}

#[tokio::test]
async fn names_that_a_pool_does_not_take() {
    let by = |names: &[&str]| UserPool {
        username_attributes: texts(names),
        schema: vec![SchemaAttribute::new("custom:telnum", false)],
        ..UserPool::default()
    };
    let cases = [
        ("no address", by(&["email"]), PHONE, "Username should be an email."),
        ("no number", by(&["phone_number"]), FIRST, "Username should be a phone number."),
        ("neither", by(&["email", "phone_number"]), "first", "Username should be either an email or a phone number."),
        (
            "address as a name",
            aliases(&["email"]),
            FIRST,
            "Username cannot be of email format, since user pool is configured for email alias.",
        ),
        (
            "number as a name",
            aliases(&["phone_number"]),
            PHONE,
            "Username cannot be of phone number format, since user pool is configured for phone number alias.",
        ),
    ];
    for (name, pool, username, message) in cases {
        let client = Client::with(with_user_pool(pool)).await;
        let answer = client.call("SignUp", sign_up_body(username, &[])).await;
        assert_refused(name, answer, "InvalidParameterException", message);
    }
}

#[tokio::test]
async fn a_number_in_place_of_a_name() {
    let pool = UserPool {
        username_attributes: texts(&["email", "phone_number"]),
        auto_verified_attributes: texts(&["email", "phone_number"]),
        schema: vec![SchemaAttribute::new("custom:telnum", false)],
        ..UserPool::default()
    };
    let client = Client::with(with_user_pool(pool)).await;
    let answer = sign_up(&client, PHONE, &[("email", FIRST)]).await;
    let delivery = json!({ "Destination": "+*******0142", "DeliveryMedium": "SMS", "AttributeName": "phone_number" });
    assert_eq!(answer["CodeDeliveryDetails"], delivery, "a number goes before an address");
    let message = client.pool.inbox().pop().unwrap();
    assert_eq!((message.to.as_str(), message.medium, message.link), (PHONE, Medium::Sms, None));
    client.confirm(PHONE, &message.code).await.unwrap();
    for name in [PHONE, FIRST, answer["UserSub"].as_str().unwrap()] {
        client.sign_in(name, PASSWORD).await.expect(name);
    }
    let tokens = client.sign_in(PHONE, PASSWORD).await.unwrap();
    let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
    let verified = |name: &str| {
        let list = user["UserAttributes"].as_array().unwrap();
        list.iter().find(|attribute| attribute["Name"] == name).map(|attribute| attribute["Value"].clone())
    };
    assert_eq!(verified("phone_number_verified"), Some(json!("true")));
    assert_eq!(verified("email_verified"), Some(json!("false")), "only what got the code");
    let taken = client.call("SignUp", sign_up_body("other@example.org", &[("phone_number", PHONE)])).await;
    assert_refused("taken number", taken, "UsernameExistsException", "User already exists");
}

#[tokio::test]
async fn a_name_of_ones_own_and_aliases() {
    let client = Client::with(with_user_pool(aliases(&["email", "preferred_username"]))).await;
    let sub = sign_up(&client, "first", &[("email", FIRST), ("preferred_username", "fi")]).await["UserSub"].clone();
    let unknown = client.sign_in(FIRST, PASSWORD).await;
    assert_refused("unverified", unknown, "NotAuthorizedException", "Incorrect username or password.");
    client.confirm("first", &client.last_code()).await.unwrap();
    for name in ["first", "FIRST", FIRST, "First@Example.org", "fi"] {
        let tokens = client.sign_in(name, PASSWORD).await.expect(name);
        let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
        assert_eq!(user["Username"], "first", "{name}");
        assert_eq!(user["UserAttributes"][0], json!({ "Name": "sub", "Value": sub }), "{name}");
        let claims = crate::client::claims(&tokens["IdToken"]);
        assert_eq!((&claims["sub"], &claims["cognito:username"]), (&sub, &json!("first")), "{name}");
    }
    let again = client.call("SignUp", sign_up_body("First", &[])).await;
    assert_refused("taken in other letters", again, "UsernameExistsException", "User already exists");
}

#[tokio::test]
async fn an_alias_means_one_user() {
    let client = Client::with(with_user_pool(aliases(&["email"]))).await;
    sign_up(&client, "first", &[("email", FIRST)]).await;
    client.confirm("first", &client.last_code()).await.unwrap();
    sign_up(&client, "second", &[("email", FIRST)]).await;
    let code = client.last_code();
    let answer = client.confirm("second", &code).await;
    assert_refused("taken", answer, "AliasExistsException", "An account with the given email already exists.");
    let body = json!({
        "ClientId": CLIENT_ID, "Username": "second", "ConfirmationCode": code, "ForceAliasCreation": true,
    });
    client.call("ConfirmSignUp", body).await.expect("the code was not spent");
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    assert_eq!(client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"], "second");
    client.sign_in("first", PASSWORD).await.expect("only the alias was taken");
}

#[tokio::test]
async fn capitals_matter_where_the_pool_says_so() {
    let configuration = UsernameConfiguration { case_sensitive: true };
    let pool = UserPool { username_configuration: configuration, ..aliases(&["email"]) };
    let client = Client::with(with_user_pool(pool)).await;
    for name in ["first", "First"] {
        sign_up(&client, name, &[("email", &format!("{name}@example.org"))]).await;
        client.confirm(name, &client.last_code()).await.unwrap();
        let tokens = client.sign_in(name, PASSWORD).await.unwrap();
        assert_eq!(client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"], name);
    }
}

#[tokio::test]
async fn a_pool_that_sends_no_codes() {
    let pool = UserPool { auto_verified_attributes: Vec::new(), ..UserPool::default() };
    let client = Client::with(with_user_pool(pool)).await;
    let answer = client.sign_up(FIRST).await.unwrap();
    assert_eq!((&answer["UserConfirmed"], &answer["CodeDeliveryDetails"]), (&json!(false), &Value::Null));
    assert!(client.pool.inbox().is_empty());
    let message = "Cannot resend codes. Auto verification not turned on.";
    for name in [FIRST, "nobody@example.org"] {
        assert_refused(name, client.resend(name).await, "InvalidParameterException", message);
    }
    let refused = client.sign_in(FIRST, PASSWORD).await;
    assert_refused("unconfirmed", refused, "UserNotConfirmedException", "User is not confirmed.");
}

#[tokio::test]
async fn a_pool_without_sign_up() {
    let mut config = Config::default();
    config.user_pool.admin_create_user_config.allow_admin_create_user_only = true;
    let client = Client::with(config).await;
    let message = "SignUp is not permitted for this user pool";
    assert_refused("sign-up", client.sign_up(FIRST).await, "NotAuthorizedException", message);
}

#[tokio::test]
async fn attributes_that_a_client_may_not_touch() {
    let client = Client::with(Config {
        client: UserPoolClient {
            write_attributes: Some(texts(&["email"])),
            read_attributes: Some(texts(&["email"])),
            ..UserPoolClient::default()
        },
        ..Config::default()
    })
    .await;
    let answer = client.call("SignUp", sign_up_body(FIRST, &[("name", "First")])).await;
    let message = "A client attempted to write unauthorized attribute";
    assert_refused("write", answer, "NotAuthorizedException", message);
    let user =
        NewUser { attributes: [("name".to_owned(), "First".to_owned())].into(), ..NewUser::new(FIRST, PASSWORD) };
    client.pool.add_user(user).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let list = client.get_user(&tokens["AccessToken"]).await.unwrap()["UserAttributes"].clone();
    let names: Vec<&Value> = list.as_array().unwrap().iter().map(|attribute| &attribute["Name"]).collect();
    assert_eq!(names, ["sub", "email"]);
    assert_eq!(crate::client::claims(&tokens["IdToken"])["name"], Value::Null);
}

#[tokio::test]
async fn a_sign_up_without_a_password() {
    let body = |password: Value| json!({ "ClientId": CLIENT_ID, "Username": FIRST, "Password": password });
    let client = Client::start().await;
    for password in [Value::Null, json!("")] {
        let (code, message) = client.call("SignUp", body(password)).await.unwrap_err();
        assert!(code == "InvalidParameterException" && message.contains("'password'"), "{code}: {message}");
    }
    let mut config = Config::default();
    config.user_pool.policies.sign_in_policy.allowed_first_auth_factors =
        vec![FirstFactor::Password, FirstFactor::EmailOtp];
    let client = Client::with(config.clone()).await;
    client.call("SignUp", body(json!(""))).await.unwrap();
    let session = client.confirm(FIRST, &client.last_code()).await.unwrap()["Session"].clone();
    let begin = json!({
        "AuthFlow": "USER_AUTH", "ClientId": CLIENT_ID, "AuthParameters": { "USERNAME": FIRST }, "Session": session,
    });
    let answer = client.call("InitiateAuth", begin).await.unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string(), "signed in at once: {answer}");
    let refused = client.sign_in(FIRST, PASSWORD).await;
    assert_refused("no password", refused, "NotAuthorizedException", "Incorrect username or password.");

    config.client.explicit_auth_flows = vec![AuthFlow::AllowUserSrpAuth];
    let client = Client::with(config).await;
    client.sign_up(FIRST).await.unwrap();
    let confirmed = client.confirm(FIRST, &client.last_code()).await.unwrap();
    assert_eq!(confirmed, json!({}), "no session where USER_AUTH is not allowed");
}

#[tokio::test]
async fn names_have_no_letters_that_nobody_sees() {
    let mut config = with_user_pool(aliases(&["email"]));
    config.users.clear();
    let client = Client::with(config).await;
    let pattern = "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy \
                   regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+";
    let hidden = [
        ("zero-width space", "ann\u{200b}"),
        ("left-to-right mark", "\u{200e}ann"),
        ("override", "ann\u{202e}nna"),
        ("isolate", "\u{2066}ann\u{2069}"),
        ("byte order mark", "\u{feff}ann"),
        ("soft hyphen", "an\u{ad}n"),
        ("joiner", "an\u{200d}n"),
        ("no-break space", "ann\u{a0}b"),
        ("private use", "ann\u{e000}"),
        ("not assigned", "ann\u{378}"),
        ("tag", "ann\u{e0041}"),
    ];
    for (name, username) in hidden {
        let body = json!({ "UserPoolId": crate::client::POOL_ID, "Username": username });
        for (operation, body) in [("SignUp", sign_up_body(username, &[])), ("AdminCreateUser", body)] {
            let refused = client.call(operation, body).await;
            assert_refused(&format!("{operation}: {name}"), refused, "InvalidParameterException", pattern);
        }
        let user = NewUser { username: Some(username.to_owned()), ..NewUser::new("", PASSWORD) };
        assert_eq!(client.pool.add_user(user).unwrap_err().message(), pattern, "from Rust: {name}");
    }
    for username in ["ann", "änn", "安", "a\u{301}nn", "ann😀", "ann_1+2=3", "\u{661}"] {
        sign_up(&client, username, &[]).await;
    }
}

#[tokio::test]
async fn a_name_that_nobody_can_have_is_not_migrated() {
    let handler =
        crate::handler::Handler::start(|_| Ok(json!({ "userAttributes": {}, "finalUserStatus": "CONFIRMED" }))).await;
    let lambda_config = handler.config(&[local_user_pool::settings::Trigger::UserMigration]).user_pool.lambda_config;
    let client = Client::with(with_user_pool(UserPool { lambda_config, ..aliases(&[]) })).await;
    let refused = client.begin_typed("ann\u{200b}", PASSWORD).await;
    assert_refused("hidden", refused, "NotAuthorizedException", "Incorrect username or password.");
    assert!(handler.events().is_empty(), "nor does the trigger get the password");
    client.begin_typed("ann", PASSWORD).await.unwrap();
}
