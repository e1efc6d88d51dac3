//! UpdateAuthEventFeedback.

use local_user_pool::settings::UserPool;
use serde_json::{Value, json};

use crate::client::{Client, DEMO, POOL_ID, assert_refused, with_user_pool};

#[tokio::test]
async fn nobody_was_asked() {
    let feedback = |name: &str| {
        json!({
            "UserPoolId": POOL_ID, "Username": name, "EventId": "event-1", "FeedbackToken": "a.b.c",
            "FeedbackValue": "Valid",
        })
    };
    let not_enabled = format!("User pool add-ons are not enabled for the user pool {POOL_ID}.");
    for (mode, add_ons) in [("none", Value::Null), ("off", json!({ "AdvancedSecurityMode": "OFF" }))] {
        let client = Client::with(with_user_pool(UserPool { user_pool_add_ons: add_ons, ..UserPool::default() })).await;
        let refused = client.call("UpdateAuthEventFeedback", feedback(DEMO)).await;
        assert_refused(mode, refused, "UserPoolAddOnNotEnabledException", &not_enabled);
    }
    let user_pool_add_ons = json!({ "AdvancedSecurityMode": "AUDIT" });
    let client = Client::with(with_user_pool(UserPool { user_pool_add_ons, ..UserPool::default() })).await;
    for (name, code, message) in [
        (DEMO, "NotAuthorizedException", "Invalid feedback token."),
        ("nobody@example.org", "UserNotFoundException", "User does not exist."),
    ] {
        assert_refused(name, client.call("UpdateAuthEventFeedback", feedback(name)).await, code, message);
    }
    let mut wrong = feedback(DEMO);
    wrong["FeedbackValue"] = json!("Maybe");
    wrong["EventId"] = json!("no id");
    let (code, message) = client.call("UpdateAuthEventFeedback", wrong).await.unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    assert!(message.starts_with("2 validation errors detected: Value at 'eventId'"), "{message}");
}
