//! Passwords in clear, administrators' sign-ins, and which flows a client may use.

use std::time::Duration;

use local_user_pool::{
    Config, MfaFactor, NewUser, UserStatus,
    settings::{AuthFlow, MfaConfiguration, UserExistenceErrors, UserPoolClient},
};
use serde_json::{Value, json};

use crate::client::{
    CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused, new_user,
};

const INCORRECT: &str = "Incorrect username or password.";

fn config(flows: &[AuthFlow]) -> Config {
    Config {
        client: UserPoolClient { explicit_auth_flows: flows.to_vec(), ..UserPoolClient::default() },
        ..Config::default()
    }
}

async fn admin_begin(client: &Client, pool_id: &str, flow: &str, parameters: Value) -> Result<Value, Refusal> {
    let body = json!({ "UserPoolId": pool_id, "ClientId": CLIENT_ID, "AuthFlow": flow, "AuthParameters": parameters });
    client.call("AdminInitiateAuth", body).await
}

#[tokio::test]
async fn typed_passwords() {
    let client = Client::start().await;
    let username = client.pool.add_user(new_user(FIRST)).unwrap();
    for (name, typed) in [("address", FIRST), ("capitals", "FIRST@EXAMPLE.ORG"), ("user name", &username)] {
        let answer = client.begin_typed(typed, PASSWORD).await.unwrap();
        assert!(answer["AuthenticationResult"]["RefreshToken"].is_string(), "{name}");
        assert_eq!((&answer["ChallengeParameters"], &answer["ChallengeName"]), (&json!({}), &Value::Null), "{name}");
    }
    let wrong = [("wrong", FIRST, "Correct-h0rse batterY"), ("unknown", "nobody@example.org", PASSWORD)];
    for (name, typed, password) in wrong {
        assert_refused(name, client.begin_typed(typed, password).await, "NotAuthorizedException", INCORRECT);
    }
    let missing = client.begin("USER_PASSWORD_AUTH", json!({ "USERNAME": FIRST })).await;
    assert_refused("missing", missing, "InvalidParameterException", "Missing required parameter PASSWORD");

    let mut legacy = Config::default();
    legacy.client.prevent_user_existence_errors = UserExistenceErrors::Legacy;
    let client = Client::with(legacy).await;
    let unknown = client.begin_typed("nobody@example.org", PASSWORD).await;
    assert_refused("legacy", unknown, "UserNotFoundException", "User does not exist.");
}

#[tokio::test]
async fn users_who_may_not_sign_in() {
    let client = Client::start().await;
    let cases = [
        (UserStatus::Unconfirmed, "UserNotConfirmedException", "User is not confirmed."),
        (UserStatus::ResetRequired, "PasswordResetRequiredException", "Password reset required for the user"),
    ];
    for (status, code, message) in cases {
        let email = format!("{status:?}@example.org");
        client.pool.add_user(NewUser { status, ..new_user(&email) }).unwrap();
        assert_refused(&email, client.begin_typed(&email, PASSWORD).await, code, message);
        let (code, message) = match status {
            UserStatus::Unconfirmed => (code, message),
            _ => ("NotAuthorizedException", INCORRECT),
        };
        assert_refused(&email, client.begin_typed(&email, "wrong").await, code, message);
    }
    let unconfirmed = format!("{:?}@example.org", UserStatus::Unconfirmed);
    client.pool.disable(&unconfirmed).unwrap();
    let wrong = client.begin_typed(&unconfirmed, "wrong").await;
    assert_refused("disabled and unconfirmed", wrong, "NotAuthorizedException", INCORRECT);
    client.pool.disable(DEMO).unwrap();
    let disabled = client.begin_typed(DEMO, DEMO_PASSWORD).await;
    assert_refused("disabled", disabled, "NotAuthorizedException", "User is disabled.");
}

#[tokio::test]
async fn only_the_flows_of_the_client() {
    let flows = [
        ("USER_SRP_AUTH", AuthFlow::AllowUserSrpAuth),
        ("USER_PASSWORD_AUTH", AuthFlow::AllowUserPasswordAuth),
        ("USER_AUTH", AuthFlow::AllowUserAuth),
        ("CUSTOM_AUTH", AuthFlow::AllowCustomAuth),
        ("REFRESH_TOKEN_AUTH", AuthFlow::AllowRefreshTokenAuth),
    ];
    let parameters = json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD, "SRP_A": "2", "REFRESH_TOKEN": "none" });
    for (_, allowed) in flows {
        let client = Client::with(config(&[allowed])).await;
        for (flow, needed) in flows {
            let case = format!("{flow}, allowed {allowed:?}");
            let answer = client.begin(flow, parameters.clone()).await;
            let message = format!("{flow} flow not enabled for this client");
            if needed == allowed {
                let refusal = Some(("InvalidParameterException".to_owned(), message));
                assert_ne!(answer.err(), refusal, "{case}");
            } else {
                assert_refused(&case, answer, "InvalidParameterException", &message);
            }
        }
    }
}

#[tokio::test]
async fn administrators_sign_users_in() {
    let flows = ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"];
    let right = || json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD });

    let client = Client::start().await;
    for flow in flows {
        let answer = admin_begin(&client, POOL_ID, flow, right()).await;
        assert_refused(flow, answer, "InvalidParameterException", "Auth flow not enabled for this client");
    }

    let mut config = config(&[AuthFlow::AllowAdminUserPasswordAuth]);
    config.user_pool.mfa_configuration = MfaConfiguration::Optional;
    config.user_pool.email_mfa = true;
    let client = Client::with(config).await;
    for flow in flows {
        let answer = admin_begin(&client, POOL_ID, flow, right()).await.unwrap();
        assert!(answer["AuthenticationResult"]["AccessToken"].is_string(), "{flow}");
        let wrong = json!({ "USERNAME": DEMO, "PASSWORD": "wrong" });
        let wrong = admin_begin(&client, POOL_ID, flow, wrong).await;
        assert_refused(flow, wrong, "NotAuthorizedException", INCORRECT);
        let not_supported = "Initiate Auth method not supported.";
        let public = client.begin(flow, right()).await;
        assert_refused(flow, public, "InvalidParameterException", not_supported);
    }
    let other_way = admin_begin(&client, POOL_ID, "USER_PASSWORD_AUTH", right()).await;
    let not_supported = "Initiate Auth method not supported.";
    assert_refused("USER_PASSWORD_AUTH", other_way, "InvalidParameterException", not_supported);
    let no_client = format!("User pool client {CLIENT_ID} does not exist.");
    let other_pool = admin_begin(&client, "us-east-1_OtherPool", flows[0], right()).await;
    assert_refused("other pool", other_pool, "ResourceNotFoundException", &no_client);

    client.pool.add_user(NewUser { mfa: vec![MfaFactor::EmailOtp], ..new_user(FIRST) }).unwrap();
    let asked = admin_begin(&client, POOL_ID, flows[0], json!({ "USERNAME": FIRST, "PASSWORD": PASSWORD }));
    let asked = asked.await.unwrap();
    let mut body = json!({
        "UserPoolId": "us-east-1_OtherPool",
        "ClientId": CLIENT_ID,
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
        "ChallengeResponses": { "USERNAME": FIRST, "EMAIL_OTP_CODE": client.last_code() },
    });
    let other_pool = client.call("AdminRespondToAuthChallenge", body.clone()).await;
    assert_refused("other pool answers", other_pool, "ResourceNotFoundException", &no_client);
    body["UserPoolId"] = json!(POOL_ID);
    let answer = client.call("AdminRespondToAuthChallenge", body).await.unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
}

#[tokio::test]
async fn sessions_live_as_long_as_the_client_says() {
    let mut config = Config::default();
    config.client.auth_session_validity = 15;
    let client = Client::with(config).await;
    let asked =
        client.begin("USER_AUTH", json!({ "USERNAME": DEMO, "PREFERRED_CHALLENGE": "PASSWORD" })).await.unwrap();
    client.pool.advance(Duration::from_secs(14 * 60));
    client.answer(&asked, DEMO, json!({ "PASSWORD": DEMO_PASSWORD })).await.unwrap();
    let asked =
        client.begin("USER_AUTH", json!({ "USERNAME": DEMO, "PREFERRED_CHALLENGE": "PASSWORD" })).await.unwrap();
    client.pool.advance(Duration::from_secs(15 * 60));
    let late = client.answer(&asked, DEMO, json!({ "PASSWORD": DEMO_PASSWORD })).await;
    let expired = "Invalid session for the user, session is expired.";
    assert_refused("late", late, "NotAuthorizedException", expired);
}

#[tokio::test]
async fn a_new_password_has_no_blank_at_either_end() {
    let mut config = Config::default();
    let temporary = NewUser { status: UserStatus::ForceChangePassword, ..new_user("temporary@example.org") };
    config.users.push(temporary);
    let client = Client::with(config).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let admin = |name: &str, member: &str, password: &str| {
        let mut body = json!({ "UserPoolId": POOL_ID, "Username": name });
        body[member] = json!(password);
        body
    };
    for password in [" Another-passw0rd", "Another-passw0rd ", "\tAnother-passw0rd", "Another-passw0rd\n"] {
        let requests = [
            ("SignUp", "password", json!({ "ClientId": CLIENT_ID, "Username": FIRST, "Password": password })),
            (
                "ConfirmForgotPassword",
                "password",
                json!({
                    "ClientId": CLIENT_ID, "Username": DEMO, "ConfirmationCode": "123456", "Password": password,
                }),
            ),
            (
                "ChangePassword",
                "proposedPassword",
                json!({
                    "AccessToken": tokens["AccessToken"], "PreviousPassword": DEMO_PASSWORD, "ProposedPassword": password,
                }),
            ),
            ("AdminSetUserPassword", "password", admin(DEMO, "Password", password)),
            ("AdminCreateUser", "temporaryPassword", admin(FIRST, "TemporaryPassword", password)),
        ];
        let message = |member: &str| {
            format!(
                "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must satisfy \
                 regular expression pattern: ^[\\S]+.*[\\S]+$"
            )
        };
        for (operation, member, body) in requests {
            let refused = client.call(operation, body).await;
            let name = format!("{operation} {password:?}");
            assert_refused(&name, refused, "InvalidParameterException", &message(member));
        }
        let asked = client.begin_typed("temporary@example.org", PASSWORD).await.unwrap();
        let answer = client.answer(&asked, "temporary@example.org", json!({ "NEW_PASSWORD": password })).await;
        let name = format!("NEW_PASSWORD_REQUIRED {password:?}");
        assert_refused(&name, answer, "InvalidParameterException", &message("password"));
        let error = client.pool.add_user(NewUser::new(FIRST, password)).unwrap_err();
        assert_eq!(error.message(), message("password"), "from Rust {password:?}");
    }
    client.sign_in(DEMO, DEMO_PASSWORD).await.expect("none of them was taken");
}
