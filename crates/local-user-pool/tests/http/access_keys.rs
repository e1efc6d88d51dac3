//! Where access keys are asked for.

use local_user_pool::Config;
use reqwest::Method;
use serde_json::json;

use crate::client::{Client, DEMO, DEMO_PASSWORD, POOL_ID, assert_refused};

async fn guarded() -> Client {
    let config = Config {
        access_keys: vec!["AKIDEXAMPLE:secret/with+signs".parse().unwrap()],
        test_control: true,
        ..Config::default()
    };
    Client::with(config).await
}

#[tokio::test]
async fn administrators_must_sign_and_users_need_not() {
    let client = guarded().await;
    client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.call_identity("GetId", json!({ "IdentityPoolId": "us-east-1:none" })).await.unwrap_err();

    let list = json!({ "UserPoolId": POOL_ID });
    let refused = client.call("ListUsers", list.clone()).await;
    assert_refused("unsigned", refused, "MissingAuthenticationTokenException", "Missing Authentication Token");
    let scope = "20150830/us-east-1/cognito-idp/aws4_request";
    let signed = format!(
        "AWS4-HMAC-SHA256 Credential=ID/{scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature={:064}",
        0
    );
    for (name, key, code) in [
        ("another's key", "AKIDOTHER", "UnrecognizedClientException"),
        ("long ago", "AKIDEXAMPLE", "InvalidSignatureException"),
    ] {
        let headers = [
            ("x-amz-target", "AWSCognitoIdentityProviderService.ListUsers"),
            ("x-amz-date", "20150830T123600Z"),
            ("authorization", &signed.replace("ID/", &format!("{key}/"))),
        ];
        let response = client.send(Method::POST, "/", &headers, list.to_string()).await;
        assert_eq!(response.headers()["x-amzn-errortype"], format!("{code}:"), "{name}");
    }
}

#[tokio::test]
async fn the_inbox_and_test_control_want_a_key_too() {
    let client = guarded().await;
    for path in ["/inbox", "/test-control/clock"] {
        for (name, user, expected) in [
            ("none", "", 401),
            ("another secret", "AKIDEXAMPLE:secret", 401),
            ("another key", "AKIDOTHER:secret/with+signs", 401),
            ("the key", "AKIDEXAMPLE:secret/with+signs", 200),
        ] {
            use base64::Engine as _;
            let shown = format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(user));
            let response = client.send(Method::GET, path, &[("authorization", &shown)], String::new()).await;
            assert_eq!(response.status(), expected, "{path}: {name}");
        }
    }
    for path in ["/health", "/ready"] {
        assert_eq!(client.get(path, "*/*").await.0, 200, "{path}");
    }
}

#[test]
fn keys_are_not_printed() {
    let key: local_user_pool::AccessKey = "ID:the-secret".parse().unwrap();
    assert!(!format!("{key:?}").contains("the-secret"));
    for text in ["", "ID", "ID:", ":secret", "a/b:secret"] {
        let error = text.parse::<local_user_pool::AccessKey>().unwrap_err().to_string();
        assert!(!error.contains("secret:") && error.contains("ID:SECRET"), "{text}: {error}");
    }
}
