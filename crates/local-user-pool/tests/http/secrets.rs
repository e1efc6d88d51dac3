//! Clients with a secret.

use aws_lc_rs::hmac;
use base64::{Engine, prelude::BASE64_STANDARD};
use local_user_pool::settings::UserPoolClient;
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, assert_refused, with_client};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuvwxyz";

fn secret_hash(name: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, format!("{name}{CLIENT_ID}").as_bytes()))
}

async fn start() -> Client {
    let client_secret = Some(SECRET.to_owned());
    Client::with(with_client(UserPoolClient { client_secret, ..UserPoolClient::default() })).await
}

#[tokio::test]
async fn every_operation_with_a_user_name_asks_for_the_hash() {
    let client = start().await;
    let (missing, wrong) = (
        format!("Client {CLIENT_ID} is configured with secret but SECRET_HASH was not received"),
        format!("Unable to verify secret hash for client {CLIENT_ID}"),
    );
    let code = json!({ "Username": FIRST, "ConfirmationCode": "000000" });
    let operations = [
        ("SignUp", json!({ "Username": FIRST, "Password": PASSWORD })),
        ("ConfirmSignUp", code.clone()),
        ("ResendConfirmationCode", json!({ "Username": FIRST })),
        ("ForgotPassword", json!({ "Username": FIRST })),
        ("ConfirmForgotPassword", json!({ "Username": FIRST, "ConfirmationCode": "000000", "Password": PASSWORD })),
    ];
    for (operation, mut body) in operations {
        body["ClientId"] = json!(CLIENT_ID);
        let answer = client.call(operation, body.clone()).await;
        assert_refused(operation, answer, "NotAuthorizedException", &missing);
        for hash in [secret_hash("second@example.org"), "AAAA".to_owned()] {
            body["SecretHash"] = json!(hash);
            assert_refused(operation, client.call(operation, body.clone()).await, "NotAuthorizedException", &wrong);
        }
        body["SecretHash"] = json!(secret_hash(FIRST));
        if let Err((code, message)) = client.call(operation, body).await {
            assert_ne!(code, "NotAuthorizedException", "{operation}: {message}");
        }
    }
    for (hash, message) in [(Value::Null, missing.as_str()), (json!(secret_hash(FIRST)), wrong.as_str())] {
        let parameters = json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD, "SECRET_HASH": hash });
        let answer = client.begin("USER_PASSWORD_AUTH", parameters).await;
        assert_refused("InitiateAuth", answer, "NotAuthorizedException", message);
    }
}

#[tokio::test]
async fn tokens_are_renewed_and_revoked_with_the_secret() {
    let client = start().await;
    let parameters = json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD, "SECRET_HASH": secret_hash(DEMO) });
    let tokens = client.begin("USER_PASSWORD_AUTH", parameters).await.unwrap()["AuthenticationResult"].clone();
    let username = client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"].clone();
    let parameters = |name: &str| json!({ "REFRESH_TOKEN": tokens["RefreshToken"], "SECRET_HASH": secret_hash(name) });
    client.begin("REFRESH_TOKEN_AUTH", parameters(username.as_str().unwrap())).await.unwrap();
    let answer = client.begin("REFRESH_TOKEN_AUTH", parameters(DEMO)).await;
    let wrong = format!("Unable to verify secret hash for client {CLIENT_ID}");
    assert_refused("hash of the address", answer, "NotAuthorizedException", &wrong);

    let operations = [
        ("GetTokensFromRefreshToken", "RefreshToken", "NotAuthorizedException"),
        ("RevokeToken", "Token", "UnauthorizedException"),
    ];
    for (operation, member, code) in operations {
        let body =
            |secret: Value| json!({ "ClientId": CLIENT_ID, member: tokens["RefreshToken"], "ClientSecret": secret });
        let message = format!("Unable to verify secret for client {CLIENT_ID}");
        for secret in [Value::Null, json!("0123456789abcdefghijklmnop")] {
            assert_refused(operation, client.call(operation, body(secret)).await, code, &message);
        }
        client.call(operation, body(json!(SECRET))).await.expect(operation);
    }
}
