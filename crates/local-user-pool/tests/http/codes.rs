//! Confirmation codes: wrong, worn out, replaced.

use std::time::Duration;

use serde_json::json;

use crate::client::{Client, DEMO, FIRST, PASSWORD, assert_refused, legacy};

const EXPIRED: &str = "Invalid code provided, please request a code again.";
const MISMATCH: &str = "Invalid verification code provided, please try again.";
const LIMIT: &str = "Attempt limit exceeded, please try after some time.";
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Six digits that are not the code.
fn wrong(code: &str) -> &str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_code_works_once() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let code = client.last_code();
    assert_refused("wrong", client.confirm(FIRST, wrong(&code)).await, "CodeMismatchException", MISMATCH);
    assert_refused("too long", client.confirm(FIRST, &format!("{code}0")).await, "CodeMismatchException", MISMATCH);
    client.confirm("FIRST@Example.Org", &code).await.expect("letter case of an address does not matter");
    let confirmed = "User cannot be confirmed. Current status is CONFIRMED";
    assert_refused("again", client.confirm(FIRST, &code).await, "NotAuthorizedException", confirmed);
    let already = "User is already confirmed.";
    assert_refused("resend", client.resend(FIRST).await, "InvalidParameterException", already);
}

#[tokio::test]
async fn a_code_expires() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let code = client.last_code();
    client.pool.advance(DAY);
    assert_refused("a day later", client.confirm(FIRST, &code).await, "ExpiredCodeException", EXPIRED);
    client.resend(FIRST).await.unwrap();
    client.confirm(FIRST, &client.last_code()).await.unwrap();
}

#[tokio::test]
async fn five_wrong_guesses_lock_a_code() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let code = client.last_code();
    for _ in 0..5 {
        assert_refused("wrong", client.confirm(FIRST, wrong(&code)).await, "CodeMismatchException", MISMATCH);
    }
    assert_refused("locked", client.confirm(FIRST, &code).await, "LimitExceededException", LIMIT);
    client.resend(FIRST).await.unwrap();
    client.confirm(FIRST, &client.last_code()).await.expect("a new code has new tries");
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    let old = client.last_code();
    let delivery = json!({ "Destination": "f***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    // One code in a million equals the one before.
    for _ in 0..3 {
        assert_eq!(client.resend(FIRST).await.unwrap(), json!({ "CodeDeliveryDetails": delivery }));
        if client.last_code() != old {
            break;
        }
    }
    assert_refused("old code", client.confirm(FIRST, &old).await, "CodeMismatchException", MISMATCH);
    client.confirm(FIRST, &client.last_code()).await.unwrap();
    client.sign_in(FIRST, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn resends_are_limited() {
    let client = Client::start().await;
    client.sign_up(FIRST).await.unwrap();
    for name in [FIRST, "nobody@example.org"] {
        for _ in 0..5 {
            client.resend(name).await.unwrap();
        }
        assert_refused(name, client.resend(name).await, "LimitExceededException", LIMIT);
    }
    assert_eq!(client.pool.inbox().len(), 6, "nobody gets no mail");
    client.pool.advance(Duration::from_secs(15 * 60));
    client.resend(FIRST).await.unwrap();
}

#[tokio::test]
async fn unknown_users() {
    let nobody = "nobody@example.org";
    let client = Client::start().await;
    assert_refused("confirm, hidden", client.confirm(nobody, "123456").await, "ExpiredCodeException", EXPIRED);
    let simulated = client.resend(nobody).await.unwrap();
    assert_eq!(simulated["CodeDeliveryDetails"]["Destination"], "n***@e***");

    let client = Client::with(legacy()).await;
    let unknown = "Username/client id combination not found.";
    assert_refused("confirm", client.confirm(nobody, "123456").await, "UserNotFoundException", unknown);
    assert_refused("resend", client.resend(nobody).await, "UserNotFoundException", unknown);
    assert_refused(
        "resend to the confirmed",
        client.resend(DEMO).await,
        "InvalidParameterException",
        "User is already confirmed.",
    );
}
