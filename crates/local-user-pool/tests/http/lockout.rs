//! Too many wrong passwords or codes in a row.

use std::time::Duration;

use local_user_pool::{Config, MfaFactor, settings::AuthFlow, settings::MfaConfiguration};
use serde_json::json;

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused},
    questions::{config, user, wrong_code},
};

const LOCKED: &str = "Password attempts exceeded";
const INCORRECT: &str = "Incorrect username or password.";

fn admin_config() -> Config {
    let mut config = Config::default();
    config.client.explicit_auth_flows.push(AuthFlow::AllowAdminUserPasswordAuth);
    config
}

/// One try, by one of the ways a password can be given.
async fn attempt(client: &Client, way: &str, name: &str, password: &str) -> Result<(), Refusal> {
    match way {
        "SRP" => client.sign_in(name, password).await.map(drop),
        "typed" => client.begin_typed(name, password).await.map(drop),
        "choice" => {
            let parameters = json!({ "USERNAME": name, "PASSWORD": password, "PREFERRED_CHALLENGE": "PASSWORD" });
            client.begin("USER_AUTH", parameters).await.map(drop)
        }
        _ => {
            let parameters = json!({ "USERNAME": name, "PASSWORD": password });
            let body = json!({
                "UserPoolId": POOL_ID,
                "ClientId": CLIENT_ID,
                "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
                "AuthParameters": parameters,
            });
            client.call("AdminInitiateAuth", body).await.map(drop)
        }
    }
}

const WAYS: [&str; 4] = ["SRP", "typed", "choice", "administrator's"];

/// How long thirteen failures lock a user out: 2^8 seconds.
const LOCKED_FOR: Duration = Duration::from_secs(256);

/// Thirteen wrong passwords in all ways, each after the lock-out before it.
async fn lock(client: &Client, name: &str) {
    for (failure, way) in WAYS.iter().cycle().take(13).enumerate() {
        let answer = attempt(client, way, name, "Wrong-h0rse battery").await.map(|()| json!({}));
        assert_refused(&format!("{name}, {way}"), answer, "NotAuthorizedException", INCORRECT);
        if failure < 12 {
            client.pool.advance(LOCKED_FOR / 2);
        }
    }
}

#[tokio::test]
async fn wrong_passwords_lock_a_user_out_of_every_way() {
    let client = Client::with(admin_config()).await;
    for name in [DEMO, "nobody@example.org"] {
        lock(&client, name).await;
        for way in WAYS {
            for password in [DEMO_PASSWORD, "Wrong-h0rse battery"] {
                let answer = attempt(&client, way, name, password).await.map(|()| json!({}));
                assert_refused(&format!("{name}, {way}"), answer, "NotAuthorizedException", LOCKED);
            }
        }
        client.pool.advance(LOCKED_FOR);
    }
    attempt(&client, "SRP", DEMO, DEMO_PASSWORD).await.expect("after the lock-out");
    for _ in 0..4 {
        let answer = attempt(&client, "typed", DEMO, "wrong").await.map(|()| json!({}));
        assert_refused("counting begins anew", answer, "NotAuthorizedException", INCORRECT);
    }
    attempt(&client, "typed", DEMO, DEMO_PASSWORD).await.expect("four failures lock nobody out");
}

#[tokio::test]
async fn one_user_is_locked_out_under_every_name() {
    let client = Client::with(admin_config()).await;
    let username = client.pool.add_user(user(FIRST, &[])).unwrap();
    lock(&client, FIRST).await;
    for name in [&username, "FIRST@EXAMPLE.ORG"] {
        let answer = attempt(&client, "typed", name, PASSWORD).await.map(|()| json!({}));
        assert_refused(name, answer, "NotAuthorizedException", LOCKED);
    }
    attempt(&client, "typed", DEMO, DEMO_PASSWORD).await.expect("others are not");
}

#[tokio::test]
async fn an_administrator_ends_a_lock_out() {
    let client = Client::with(admin_config()).await;
    let typed = async || attempt(&client, "typed", DEMO, DEMO_PASSWORD).await.map(|()| json!({}));
    let required = "Password reset required for the user";
    let body = json!({ "UserPoolId": POOL_ID, "Username": DEMO });

    lock(&client, DEMO).await;
    client.call("AdminResetUserPassword", body.clone()).await.unwrap();
    assert_refused("reset", typed().await, "PasswordResetRequiredException", required);
    lock(&client, DEMO).await;
    client.pool.reset_required(DEMO).unwrap();
    assert_refused("reset from Rust", typed().await, "PasswordResetRequiredException", required);
    lock(&client, DEMO).await;
    let mut set = body;
    (set["Password"], set["Permanent"]) = (json!(DEMO_PASSWORD), json!(true));
    client.call("AdminSetUserPassword", set).await.unwrap();
    typed().await.expect("a password that an administrator has set");
}

#[tokio::test]
async fn wrong_codes_end_the_session_and_lock_a_user_out_of_codes() {
    let client = Client::with(config(MfaConfiguration::Optional)).await;
    client.pool.add_user(user(FIRST, &[MfaFactor::SmsMfa])).unwrap();
    let mismatch = "Invalid code or auth state for the user.";
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    let code = client.last_code();
    for _ in 0..5 {
        let answer = client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": wrong_code(&code) })).await;
        assert_refused("wrong", answer, "CodeMismatchException", mismatch);
    }
    let answer = client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": code })).await;
    assert_refused("sixth", answer, "NotAuthorizedException", "Invalid session for the user.");

    // Four more, each after the lock-out before it: the last one locks for 16 seconds.
    let asked = client.begin_typed(FIRST, PASSWORD).await.expect("a right password is still one");
    let code = client.last_code();
    for _ in 0..4 {
        client.pool.advance(Duration::from_secs(10));
        let answer = client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": wrong_code(&code) })).await;
        assert_refused("wrong again", answer, "CodeMismatchException", mismatch);
    }
    let answer = client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": code })).await;
    assert_refused("right, but locked out", answer, "NotAuthorizedException", LOCKED);
    client.pool.advance(Duration::from_secs(16));
    client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": code })).await.expect("after the lock-out");
}
