//! ChangePassword, and the history of passwords wherever one is set.

use local_user_pool::{
    Config, NewUser, UserStatus,
    settings::{FirstFactor, PasswordPolicy, Policies, SignInPolicy, UserPool},
};
use serde_json::{Value, json};

use crate::client::{
    CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused, new_user, with_user_pool,
};

const NEW_PASSWORD: &str = "Another-h0rse battery";
const INCORRECT: &str = "Incorrect username or password.";
const USED: (&str, &str) = ("PasswordHistoryPolicyViolationException", "Password has previously been used");

async fn change(client: &Client, tokens: &Value, previous: Option<&str>, proposed: &str) -> Result<Value, Refusal> {
    let body = json!({
        "AccessToken": tokens["AccessToken"], "PreviousPassword": previous, "ProposedPassword": proposed,
    });
    client.call("ChangePassword", body).await
}

fn with_history(password_history_size: u32) -> Config {
    let password_policy = PasswordPolicy { password_history_size, ..PasswordPolicy::default() };
    let policies = Policies { password_policy, ..Policies::default() };
    with_user_pool(UserPool { policies, ..UserPool::default() })
}

#[tokio::test]
async fn the_new_password_takes_the_place_of_the_old_one() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    assert_eq!(change(&client, &tokens, Some(DEMO_PASSWORD), NEW_PASSWORD).await.unwrap(), json!({}));
    let old = client.sign_in(DEMO, DEMO_PASSWORD).await;
    assert_refused("the old one", old, "NotAuthorizedException", INCORRECT);
    client.sign_in(DEMO, NEW_PASSWORD).await.unwrap();
    client.get_user(&tokens["AccessToken"]).await.expect("the sign-in goes on");
    client.refresh(&tokens["RefreshToken"]).await.expect("the refresh token too");
    change(&client, &tokens, Some(NEW_PASSWORD), DEMO_PASSWORD).await.expect("no history: it may come back");
}

#[tokio::test]
async fn changes_that_are_refused() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let policy = |broken: &str| format!("Password did not conform with policy: {broken}");
    let cases = [
        ("wrong", Some("Demo-Passw0re"), NEW_PASSWORD, "NotAuthorizedException", INCORRECT.to_owned()),
        (
            "left out",
            None,
            NEW_PASSWORD,
            "InvalidParameterException",
            "Missing required parameter PreviousPassword".to_owned(),
        ),
        ("short", Some(DEMO_PASSWORD), "Sh0rt-1", "InvalidPasswordException", policy("Password not long enough")),
        (
            "no symbol",
            Some(DEMO_PASSWORD),
            "Nosymbol1",
            "InvalidPasswordException",
            policy("Password must have symbol characters"),
        ),
    ];
    for (name, previous, proposed, code, message) in cases {
        assert_refused(name, change(&client, &tokens, previous, proposed).await, code, &message);
    }
    let other = change(&client, &json!({ "AccessToken": "a.b.c" }), Some(DEMO_PASSWORD), NEW_PASSWORD).await;
    assert_refused("no token of the pool", other, "NotAuthorizedException", "Invalid Access Token");
    client.pool.reset_required(DEMO).unwrap();
    let reset = change(&client, &tokens, Some(DEMO_PASSWORD), NEW_PASSWORD).await;
    assert_refused("reset", reset, "PasswordResetRequiredException", "Password reset required for the user");
}

#[tokio::test]
async fn guesses_are_limited() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    // Each after the lock-out before it: the last one locks for 16 seconds, which no busy machine spends on the next request.
    for guess in 1..=9 {
        client.pool.advance(std::time::Duration::from_secs(10));
        let wrong = change(&client, &tokens, Some("Demo-Passw0re"), NEW_PASSWORD).await;
        assert_refused(&format!("guess {guess}"), wrong, "NotAuthorizedException", INCORRECT);
    }
    let limit = "Attempt limit exceeded, please try after some time.";
    let locked = change(&client, &tokens, Some("Demo-Passw0re"), NEW_PASSWORD).await;
    assert_refused("locked", locked, "LimitExceededException", limit);
    client.pool.advance(std::time::Duration::from_secs(16));
    change(&client, &tokens, Some(DEMO_PASSWORD), NEW_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_first_password() {
    let sign_in_policy =
        SignInPolicy { allowed_first_auth_factors: vec![FirstFactor::Password, FirstFactor::EmailOtp] };
    let policies = Policies { sign_in_policy, ..Policies::default() };
    let client = Client::with(with_user_pool(UserPool { policies, ..UserPool::default() })).await;
    client.pool.add_user(NewUser::new(FIRST, "")).unwrap();
    let parameters = json!({ "USERNAME": FIRST, "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let asked = client.begin("USER_AUTH", parameters).await.unwrap();
    let code = client.last_code();
    let answer = client.answer(&asked, FIRST, json!({ "EMAIL_OTP_CODE": code })).await.unwrap();
    let tokens = &answer["AuthenticationResult"];
    let guess = change(&client, tokens, Some(DEMO_PASSWORD), PASSWORD).await;
    assert_refused("there is none", guess, "NotAuthorizedException", INCORRECT);
    change(&client, tokens, None, PASSWORD).await.unwrap();
    client.sign_in(FIRST, PASSWORD).await.unwrap();
    let again = change(&client, tokens, None, NEW_PASSWORD).await;
    assert_refused(
        "now there is one",
        again,
        "InvalidParameterException",
        "Missing required parameter PreviousPassword",
    );
}

#[tokio::test]
async fn the_last_passwords_do_not_come_back() {
    let client = Client::with(with_history(3)).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let passwords = ["Passw0rd-1", "Passw0rd-2", "Passw0rd-3"];
    let mut now = DEMO_PASSWORD;
    let used = change(&client, &tokens, Some(now), now).await;
    assert_refused("the present one", used, USED.0, USED.1);
    for next in passwords {
        change(&client, &tokens, Some(now), next).await.expect(next);
        now = next;
    }
    for used in passwords {
        assert_refused(used, change(&client, &tokens, Some(now), used).await, USED.0, USED.1);
    }

    let forgot = json!({ "ClientId": CLIENT_ID, "Username": DEMO });
    client.call("ForgotPassword", forgot).await.unwrap();
    let confirm = |password: &str| {
        let code = client.last_code();
        let body = json!({ "ClientId": CLIENT_ID, "Username": DEMO, "ConfirmationCode": code, "Password": password });
        client.call("ConfirmForgotPassword", body)
    };
    assert_refused("forgotten", confirm(now).await, USED.0, USED.1);
    confirm(DEMO_PASSWORD).await.expect("three later it may, by the same code");

    let body = json!({ "UserPoolId": POOL_ID, "Username": DEMO, "Password": passwords[2], "Permanent": true });
    assert_refused("by an administrator", client.call("AdminSetUserPassword", body).await, USED.0, USED.1);
}

#[tokio::test]
async fn a_temporary_password_is_no_new_one() {
    let client = Client::with(with_history(2)).await;
    let status = UserStatus::ForceChangePassword;
    client.pool.add_user(NewUser { status, ..new_user(FIRST) }).unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    let refused = client.answer(&asked, FIRST, json!({ "NEW_PASSWORD": PASSWORD })).await;
    assert_refused("the temporary one", refused, USED.0, USED.1);
}
