//! ForgotPassword, ConfirmForgotPassword.

use std::time::Duration;

use local_user_pool::{
    Config, Medium, MessageKind, NewUser, UserStatus,
    settings::{RecoveryMechanism, RecoveryOption},
};
use serde_json::{Value, json};

use crate::client::{
    CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, Refusal, assert_refused, legacy, new_user,
};

const NEW_PASSWORD: &str = "Another-h0rse battery";
const NOBODY: &str = "nobody@example.org";
const PHONE: &str = "+12025550142";

async fn forgot(client: &Client, name: &str) -> Result<Value, Refusal> {
    let answer = client.call("ForgotPassword", json!({ "ClientId": CLIENT_ID, "Username": name })).await?;
    Ok(answer["CodeDeliveryDetails"].clone())
}

async fn set(client: &Client, name: &str, code: &str, password: &str) -> Result<Value, Refusal> {
    let body = json!({ "ClientId": CLIENT_ID, "Username": name, "ConfirmationCode": code, "Password": password });
    client.call("ConfirmForgotPassword", body).await
}

fn wrong(code: &str) -> &str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_code_sets_a_new_password() {
    let client = Client::start().await;
    let delivery = json!({ "Destination": "d***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(forgot(&client, DEMO).await.unwrap(), delivery);
    let mail = client.pool.inbox().pop().unwrap();
    assert_eq!((mail.to.as_str(), mail.kind, mail.link), (DEMO, MessageKind::PasswordResetCode, None));
    client.sign_in(DEMO, DEMO_PASSWORD).await.expect("the old password works until then");

    let mismatch = "Invalid verification code provided, please try again.";
    let refused = set(&client, DEMO, wrong(&mail.code), NEW_PASSWORD).await;
    assert_refused("wrong code", refused, "CodeMismatchException", mismatch);
    let weak = "Password did not conform with policy: Password not long enough";
    assert_refused("weak", set(&client, DEMO, &mail.code, "weak").await, "InvalidPasswordException", weak);
    assert_eq!(set(&client, DEMO, &mail.code, NEW_PASSWORD).await.unwrap(), json!({}), "signs nobody in");

    client.sign_in(DEMO, NEW_PASSWORD).await.unwrap();
    let old = client.sign_in(DEMO, DEMO_PASSWORD).await;
    assert_refused("old password", old, "NotAuthorizedException", "Incorrect username or password.");
    let expired = "Invalid code provided, please request a code again.";
    let again = set(&client, DEMO, &mail.code, PASSWORD).await;
    assert_refused("used code", again, "ExpiredCodeException", expired);
}

#[tokio::test]
async fn a_code_expires_and_is_replaced() {
    let client = Client::start().await;
    forgot(&client, DEMO).await.unwrap();
    let code = client.last_code();
    client.pool.advance(Duration::from_secs(3600));
    let expired = "Invalid code provided, please request a code again.";
    let late = set(&client, DEMO, &code, NEW_PASSWORD).await;
    assert_refused("an hour later", late, "ExpiredCodeException", expired);
    forgot(&client, DEMO).await.unwrap();
    set(&client, DEMO, &client.last_code(), NEW_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_required_reset_ends_with_the_new_password() {
    let client = Client::start().await;
    client.pool.reset_required(DEMO).unwrap();
    let refused = client.sign_in(DEMO, DEMO_PASSWORD).await;
    let message = "Password reset required for the user";
    assert_refused("before", refused, "PasswordResetRequiredException", message);
    forgot(&client, DEMO).await.unwrap();
    set(&client, DEMO, &client.last_code(), NEW_PASSWORD).await.unwrap();
    client.sign_in(DEMO, NEW_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn requests_are_limited_for_everyone() {
    let client = Client::start().await;
    let limit = "Attempt limit exceeded, please try after some time.";
    for name in [DEMO, NOBODY] {
        for _ in 0..5 {
            forgot(&client, name).await.unwrap();
        }
        assert_refused(name, forgot(&client, name).await, "LimitExceededException", limit);
    }
    client.pool.advance(Duration::from_secs(15 * 60));
    forgot(&client, DEMO).await.unwrap();
    let code = client.last_code();
    for _ in 0..5 {
        set(&client, DEMO, wrong(&code), NEW_PASSWORD).await.unwrap_err();
    }
    assert_refused("guessed", set(&client, DEMO, &code, NEW_PASSWORD).await, "LimitExceededException", limit);
}

#[tokio::test]
async fn those_who_get_no_code_seem_to() {
    let client = Client::start().await;
    client.pool.add_user(new_user("disabled@example.org")).unwrap();
    client.pool.disable("disabled@example.org").unwrap();
    client.sign_up("new@example.org").await.unwrap();
    for name in [NOBODY, "disabled@example.org", "new@example.org"] {
        let delivery = forgot(&client, name).await.expect(name);
        assert_eq!((&delivery["DeliveryMedium"], &delivery["AttributeName"]), (&json!("EMAIL"), &json!("email")));
        let masked = format!("{}***@e***", &name[..1]);
        assert_eq!(delivery["Destination"], masked, "{name}");
    }
    let codes = client.pool.inbox().into_iter().filter(|message| message.kind == MessageKind::PasswordResetCode);
    assert_eq!(codes.count(), 0);
    let mismatch = "Invalid verification code provided, please try again.";
    for name in [NOBODY, "disabled@example.org"] {
        assert_refused(name, set(&client, name, "123456", NEW_PASSWORD).await, "CodeMismatchException", mismatch);
    }

    let client = Client::with(legacy()).await;
    client.pool.add_user(new_user("disabled@example.org")).unwrap();
    client.pool.disable("disabled@example.org").unwrap();
    client.sign_up("new@example.org").await.unwrap();
    let unverified = "Cannot reset password for the user as there is no registered/verified email or phone_number";
    let unknown = "Username/client id combination not found.";
    let cases = [
        (NOBODY, "UserNotFoundException", unknown),
        ("disabled@example.org", "NotAuthorizedException", "User is disabled."),
        ("new@example.org", "InvalidParameterException", unverified),
    ];
    for (name, code, message) in cases {
        assert_refused(name, forgot(&client, name).await, code, message);
    }
    let answer = set(&client, NOBODY, "123456", NEW_PASSWORD).await;
    assert_refused("code", answer, "UserNotFoundException", unknown);
}

#[tokio::test]
async fn the_pool_says_where_codes_go() {
    let mechanism = |priority, name| RecoveryMechanism { priority, name };
    let (email, phone) = (RecoveryOption::VerifiedEmail, RecoveryOption::VerifiedPhoneNumber);
    let cases = [
        ("number first", vec![mechanism(2, email), mechanism(1, phone)], Medium::Sms),
        ("address first", vec![mechanism(1, email), mechanism(2, phone)], Medium::Email),
        ("number only", vec![mechanism(1, phone)], Medium::Sms),
    ];
    for (name, mechanisms, medium) in cases {
        let mut config = Config::default();
        config.user_pool.account_recovery_setting.recovery_mechanisms = mechanisms;
        let client = Client::with(config).await;
        let user = NewUser { phone_number: Some(PHONE.to_owned()), ..new_user(FIRST) };
        client.pool.add_user(user).unwrap();
        let delivery = forgot(&client, FIRST).await.unwrap();
        let (wire, destination) = if medium == Medium::Sms { ("SMS", "+*******0142") } else { ("EMAIL", "f***@e***") };
        assert_eq!(
            (&delivery["DeliveryMedium"], &delivery["Destination"]),
            (&json!(wire), &json!(destination)),
            "{name}"
        );
        assert_eq!(client.pool.inbox().pop().unwrap().medium, medium, "{name}");
        set(&client, FIRST, &client.last_code(), NEW_PASSWORD).await.expect(name);
    }
    let mut config = Config::default();
    config.user_pool.account_recovery_setting.recovery_mechanisms = vec![mechanism(1, RecoveryOption::AdminOnly)];
    let client = Client::with(config).await;
    let message = "Contact administrator to reset password.";
    for name in [DEMO, NOBODY] {
        assert_refused(name, forgot(&client, name).await, "NotAuthorizedException", message);
    }
}

#[tokio::test]
async fn a_temporary_password_cannot_be_forgotten() {
    let client = Client::start().await;
    client.pool.add_user(NewUser { status: UserStatus::ForceChangePassword, ..new_user(FIRST) }).unwrap();
    let message = "User password cannot be reset in the current state.";
    assert_refused("temporary", forgot(&client, FIRST).await, "NotAuthorizedException", message);
}
