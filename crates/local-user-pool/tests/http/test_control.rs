//! Test control over HTTP.

use std::time::{Duration, Instant};

use local_user_pool::Config;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, assert_refused};

async fn start() -> Client {
    Client::with(Config { test_control: true, ..Config::default() }).await
}

/// Status and answer.
async fn control(client: &Client, method: Method, path: &str, body: Value) -> (u16, Value) {
    let (headers, body) = match body {
        Value::Null => (vec![], String::new()),
        body => (vec![("content-type", "application/json")], body.to_string()),
    };
    let response = client.send(method, &format!("/test-control{path}"), &headers, body).await;
    (response.status().as_u16(), serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn it_is_there_only_where_it_is_asked_for() {
    let client = Client::start().await;
    for path in ["/messages", "/clock", "/code", "/faults"] {
        assert_eq!(control(&client, Method::GET, path, Value::Null).await.0, 404, "{path}");
    }
    let foreign = start().await;
    let headers = [("origin", "https://evil.example")];
    let response = foreign.send(Method::GET, "/test-control/messages", &headers, String::new()).await;
    assert_eq!(response.status(), 403, "nobody else's website reads it");
}

#[tokio::test]
async fn readiness_says_what_a_client_needs() {
    let client = start().await;
    let (status, _, body) = client.get("/ready", "*/*").await;
    let ready: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (status, ready["user_pool_id"].as_str(), ready["client_id"].as_str()),
        (200, Some(POOL_ID), Some(crate::client::CLIENT_ID))
    );
}

#[tokio::test]
async fn messages_are_found_by_whom_they_are_for() {
    let client = start().await;
    client.sign_up(FIRST).await.unwrap();
    client.sign_up("second@example.org").await.unwrap();
    client.resend("second@example.org").await.unwrap();
    let cases = [
        ("", 3),
        ("?to=first@example.org", 1),
        ("?to=second@example.org&kind=sign_up_code", 2),
        ("?to=second@example.org&kind=mfa_code", 0),
        ("?user_pool_id=us-east-1_LocalPool1", 3),
        ("?user_pool_id=us-east-1_Other", 0),
        ("?to=nobody@example.org&wait=0.05", 0),
    ];
    for (query, expected) in cases {
        let (status, found) = control(&client, Method::GET, &format!("/messages{query}"), Value::Null).await;
        assert_eq!((status, found.as_array().map(Vec::len)), (200, Some(expected)), "{query}");
    }
    for query in ["?kind=no_code", "?wait=61", "?wait=-1", "?wait=NaN", "?colour=red"] {
        assert_eq!(control(&client, Method::GET, &format!("/messages{query}"), Value::Null).await.0, 400, "{query}");
    }
}

#[tokio::test]
async fn a_wait_ends_with_the_message() {
    let client = start().await;
    let path = format!("/messages?to={FIRST}&wait=60");
    let waiting = control(&client, Method::GET, &path, Value::Null);
    let (waited, signed_up) = tokio::join!(waiting, client.sign_up(FIRST));
    signed_up.unwrap();
    let message = &waited.1[0];
    assert_eq!((message["user_pool_id"].as_str(), message["kind"].as_str()), (Some(POOL_ID), Some("sign_up_code")));
    client.confirm(FIRST, message["code"].as_str().unwrap()).await.unwrap();
}

#[tokio::test]
async fn the_packages_know_all_of_a_message() {
    let client = start().await;
    client.sign_up(FIRST).await.unwrap();
    let (_, messages) = control(&client, Method::GET, "/messages", Value::Null).await;
    let (python, types) = (
        include_str!("../../../../packages/python/src/local_user_pool/pool.py"),
        include_str!("../../../../packages/npm/index.d.ts"),
    );
    for member in messages[0].as_object().unwrap().keys() {
        let camel = member.replace("user_pool_id", "userPoolId");
        assert!(python.contains(&format!("\n    {member}: ")), "{member} is missing in the Python package");
        assert!(types.contains(&format!("\n\t{camel}: ")), "{member} is missing in the types of the npm package");
    }
}

#[tokio::test]
async fn the_clock_is_moved() {
    let client = start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let (_, before) = control(&client, Method::GET, "/clock", Value::Null).await;
    let (_, after) = control(&client, Method::POST, "/clock/advance", json!({ "seconds": 3601 })).await;
    assert!(after["now"].as_u64() >= before["now"].as_u64().map(|now| now + 3601));
    assert_refused(
        "expired",
        client.get_user(&tokens["AccessToken"]).await,
        "NotAuthorizedException",
        "Access Token has expired",
    );
    control(&client, Method::DELETE, "/clock", Value::Null).await;
    client.get_user(&tokens["AccessToken"]).await.unwrap();
    let (_, set) = control(&client, Method::PUT, "/clock", json!({ "time": "2030-01-01T00:00:00Z" })).await;
    assert!((1_893_456_000..1_893_456_060).contains(&set["now"].as_u64().unwrap()), "{set}");
    let (_, back) = control(&client, Method::PUT, "/clock", json!({ "now": 1_000_000_000 })).await;
    assert!(back["time"].as_str().unwrap().starts_with("2001-09-09T01:46:"), "{back}");
    for body in [json!({}), json!({ "time": "soon" }), json!({ "now": -1 }), json!({ "now": 1_u64 << 60 }), json!([])] {
        assert!(control(&client, Method::PUT, "/clock", body.clone()).await.0 >= 400, "{body}");
    }
    let beyond = control(&client, Method::POST, "/clock/advance", json!({ "seconds": u64::MAX })).await;
    assert_eq!(beyond.0, 400);
}

#[tokio::test]
async fn codes_are_fixed() {
    let client = start().await;
    control(&client, Method::PUT, "/code", json!({ "code": "135790" })).await;
    client.sign_up(FIRST).await.unwrap();
    client.confirm(FIRST, "135790").await.unwrap();
    for body in [json!({ "code": "12345" }), json!({ "code": "123456789" }), json!({ "code": "12345x" })] {
        assert_eq!(control(&client, Method::PUT, "/code", body.clone()).await.0, 400, "{body}");
    }
    let (_, freed) = control(&client, Method::DELETE, "/code", Value::Null).await;
    assert_eq!(freed["code"], Value::Null);
    let mut codes = std::collections::BTreeSet::new();
    for number in 0..4 {
        client.sign_up(&format!("{number}@example.org")).await.unwrap();
        codes.insert(client.last_code());
    }
    assert!(codes.len() > 1, "random again");
}

#[tokio::test]
async fn calls_end_with_the_faults_that_wait_for_them() {
    let client = start().await;
    let fault = |body: Value| control(&client, Method::POST, "/faults", body);
    fault(json!({ "operation": "SignUp", "fault": "throttle", "calls": 2 })).await;
    for attempt in 0..2 {
        assert_refused(&attempt.to_string(), client.sign_up(FIRST).await, "TooManyRequestsException", "Rate exceeded");
    }
    client.sign_up(FIRST).await.unwrap();

    fault(json!({ "fault": "internal_error" })).await;
    let headers = [("x-amz-target", "AWSCognitoIdentityProviderService.ListUserPools")];
    let broken = client.send(Method::POST, "/", &headers, "{\"MaxResults\":1}".to_owned()).await;
    assert_eq!(broken.status(), 500);
    client.call("ListUserPools", json!({ "MaxResults": 1 })).await.unwrap();

    fault(json!({ "operation": "ListUserPools", "fault": "delay", "milliseconds": 300 })).await;
    #[expect(clippy::disallowed_methods, reason = "how long an answer took")]
    let began = Instant::now();
    client.call("ListUserPools", json!({ "MaxResults": 1 })).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));

    fault(json!({ "operation": "SignUp", "fault": "throttle", "calls": null })).await;
    let (_, waiting) = control(&client, Method::GET, "/faults", Value::Null).await;
    assert_eq!(waiting, json!([{ "operation": "SignUp", "fault": "throttle", "calls": null }]));
    assert_refused("for good", client.sign_up(FIRST).await, "TooManyRequestsException", "Rate exceeded");
    control(&client, Method::DELETE, "/faults", Value::Null).await;
    client.resend(FIRST).await.unwrap();
    client.sign_in(DEMO, PASSWORD).await.unwrap_err();

    for body in [
        json!({ "fault": "earthquake" }),
        json!({ "fault": "throttle", "calls": 0 }),
        json!({ "fault": "delay" }),
        json!({ "fault": "delay", "milliseconds": 0 }),
        json!({ "fault": "throttle", "milliseconds": 5 }),
        json!({ "fault": "throttle", "colour": "red" }),
    ] {
        assert!(fault(body.clone()).await.0 >= 400, "{body}");
    }
}

#[tokio::test]
async fn messages_are_removed() {
    let client = start().await;
    client.sign_up(FIRST).await.unwrap();
    client.sign_up("second@example.org").await.unwrap();
    for (query, removed, left) in [
        ("?to=nobody@example.org", 0, 2),
        ("?to=first@example.org&kind=mfa_code", 0, 2),
        ("?user_pool_id=us-east-1_Other", 0, 2),
        ("?to=first@example.org", 1, 1),
        ("", 1, 0),
    ] {
        let (_, answer) = control(&client, Method::DELETE, &format!("/messages{query}"), Value::Null).await;
        assert_eq!((&answer["removed"], client.pool.inbox().len()), (&json!(removed), left), "{query}");
    }
    client.resend(FIRST).await.unwrap();
    assert_eq!(client.pool.inbox().len(), 1, "those that come later are there");
}

#[tokio::test]
async fn a_reset_leads_back_to_the_start() {
    let client = start().await;
    let (_, _, keys) = client.get(&format!("/{POOL_ID}/.well-known/jwks.json"), "*/*").await;
    client.sign_up(FIRST).await.unwrap();
    let made = client.call("CreateUserPool", json!({ "PoolName": "second" })).await.unwrap();
    let demo = json!({ "UserPoolId": POOL_ID, "Username": DEMO });
    client.call("AdminDeleteUser", demo).await.unwrap();
    control(&client, Method::PUT, "/code", json!({ "code": "135790" })).await;
    control(&client, Method::POST, "/faults", json!({ "operation": "SignUp", "fault": "throttle", "calls": null }))
        .await;
    control(&client, Method::PUT, "/clock", json!({ "now": 1_000_000_000 })).await;

    assert_eq!(control(&client, Method::POST, "/reset", Value::Null).await.0, 200);
    client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    assert_eq!(
        client.get(&format!("/{POOL_ID}/.well-known/jwks.json"), "*/*").await.2,
        keys,
        "verifiers know the keys"
    );
    assert!(client.pool.inbox().is_empty());
    let second = json!({ "UserPoolId": made["UserPool"]["Id"] });
    client.call("DescribeUserPool", second).await.unwrap_err();
    let (_, clock) = control(&client, Method::GET, "/clock", Value::Null).await;
    assert!(clock["now"].as_u64() > Some(1_700_000_000), "{clock}");
    assert_eq!(control(&client, Method::GET, "/code", Value::Null).await.1["code"], Value::Null);
    client.sign_up(FIRST).await.unwrap();
    assert_eq!(control(&client, Method::POST, "/reset", Value::Null).await.0, 200);
    client.sign_up(FIRST).await.unwrap();
}

#[tokio::test]
async fn snapshots_are_come_back_to() {
    let client = start().await;
    client.sign_up(FIRST).await.unwrap();
    let code = client.last_code();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    control(&client, Method::PUT, "/snapshots/waiting", Value::Null).await;
    client.confirm(FIRST, &code).await.unwrap();
    control(&client, Method::PUT, "/snapshots/confirmed", Value::Null).await;
    client.call("GlobalSignOut", json!({ "AccessToken": tokens["AccessToken"] })).await.unwrap();
    client.get_user(&tokens["AccessToken"]).await.unwrap_err();

    for _ in 0..2 {
        assert_eq!(control(&client, Method::POST, "/snapshots/waiting/restore", Value::Null).await.0, 200);
        client.get_user(&tokens["AccessToken"]).await.unwrap();
        client.sign_in(FIRST, PASSWORD).await.unwrap_err();
        client.confirm(FIRST, &code).await.unwrap();
        client.sign_in(FIRST, PASSWORD).await.unwrap();
    }
    control(&client, Method::PUT, "/snapshots/waiting", Value::Null).await;
    control(&client, Method::POST, "/reset", Value::Null).await;
    client.sign_in(FIRST, PASSWORD).await.unwrap_err();
    for name in ["confirmed", "waiting"] {
        let restored = control(&client, Method::POST, &format!("/snapshots/{name}/restore"), Value::Null).await;
        assert_eq!(restored.0, 200, "{name}");
        client.sign_in(FIRST, PASSWORD).await.unwrap();
    }
    assert_eq!(control(&client, Method::DELETE, "/snapshots/waiting", Value::Null).await.0, 200);
    for (method, path) in [(Method::DELETE, "/snapshots/waiting"), (Method::POST, "/snapshots/waiting/restore")] {
        let (status, answer) = control(&client, method, path, Value::Null).await;
        assert_eq!((status, answer["__type"].as_str()), (400, Some("ResourceNotFoundException")), "{path}");
    }
}
