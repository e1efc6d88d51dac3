//! The settings file, and what can be added from Rust.

use local_user_pool::{Config, LocalUserPool};

use crate::client::{Client, DEMO, FIRST, PASSWORD, new_user};

#[test]
fn settings_that_are_refused() {
    let cases = [
        ("no TOML", "pool_id", "TOML parse error"),
        ("unknown key", "pool = 'x'", "unknown field `pool`"),
        ("unknown policy key", "[password_policy]\nlength = 8", "unknown field `length`"),
        ("unknown token key", "[tokens]\naccess = 8", "unknown field `access`"),
        ("unknown attribute key", "[[attributes]]\nname = 'name'\nkind = 'x'", "unknown field `kind`"),
        ("unknown user key", "[[users]]\nemail = 'a@b'\npassword = 'x'\nage = 1", "unknown field `age`"),
        ("wrong type", "client_id = 1", "expected a string"),
        ("unknown mode", "prevent_user_existence_errors = 'MAYBE'", "unknown variant `MAYBE`"),
        ("pool id without region", "pool_id = 'LocalPool'", "must look like us-east-1_Name"),
        ("pool id with a slash", "pool_id = 'us-east-1_a/b'", "must look like us-east-1_Name"),
        ("client id", "client_id = 'a-b'", "must be 1 to 128 letters and digits"),
        ("script for an address", "app_url = 'javascript:alert(1)'", "must begin with http:// or https://"),
        ("short passwords", "[password_policy]\nminimum_length = 5", "must be 6 to 99"),
        ("no life time", "[tokens]\naccess_seconds = 0", "tokens.access_seconds must be 1 to"),
        ("attribute", "[[attributes]]\nname = 'telnum'", "is no standard attribute"),
    ];
    for (name, text, reason) in cases {
        match Config::from_toml(text) {
            Ok(_) => panic!("{name}: was accepted"),
            Err(error) => assert!(error.to_string().contains(reason), "{name}: {error}"),
        }
    }
}

#[tokio::test]
async fn settings_that_change_the_pool() {
    let text = "
        pool_id = 'eu-central-1_abcDEF123'
        client_id = 'myclient'
        prevent_user_existence_errors = 'LEGACY'
        app_url = 'https://app.example/'
        [password_policy]
        minimum_length = 6
        require_symbols = false
        [[attributes]]
        name = 'custom:color'
        [[users]]
        email = 'a@example.com'
        password = 'Secret12'
        attributes = { 'custom:color' = 'red' }
    ";
    let config = Config::from_toml(text).unwrap();
    assert_eq!(config.pool_name(), "abcDEF123");
    assert_eq!(config.issuer(), "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abcDEF123");
    assert!(!format!("{config:?}").contains("Secret12"), "passwords are not printed");
    LocalUserPool::start(config, 0, None).await.unwrap().stop().await.unwrap();

    let weak = Config::from_toml("[[users]]\nemail = 'a@example.com'\npassword = 'weak'").unwrap();
    let error = LocalUserPool::start(weak, 0, None).await.err().unwrap().to_string();
    assert!(error.contains("a@example.com") && error.contains("InvalidPasswordException"), "{error}");
}

#[tokio::test]
async fn users_from_rust() {
    let client = Client::start().await;
    let username = client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    assert_eq!(client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"], username);
    let cases = [
        ("taken", new_user(DEMO), "UsernameExistsException"),
        ("no address", new_user("first"), "InvalidParameterException"),
    ];
    for (name, user, code) in cases {
        assert_eq!(client.pool.add_user(user).unwrap_err().code(), code, "{name}");
    }
    assert_eq!(client.pool.reset_required("nobody").unwrap_err().code(), "UserNotFoundException");
}
