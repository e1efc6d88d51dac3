//! Reading the user's attributes.

use cognito_client::{ErrorCode, account::get_user, secrets::AccessToken};
use serde_json::json;

use crate::scripted::{Sent, client, ok, operations, refused};

#[tokio::test]
async fn attributes_are_read() {
    let sent = Sent::default();
    let answer = json!({
        "Username": "user-1",
        "UserAttributes": [{ "Name": "email", "Value": "someone@example.com" }, { "Name": "custom:empty" }],
        "PreferredMfaSetting": "SOFTWARE_TOKEN_MFA",
        "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"],
        "MFAOptions": [],
    });
    let user = get_user(&client(&sent, [ok(&answer)]), &AccessToken::new("access-1")).await.expect("a user");
    assert_eq!(user.username, "user-1");
    assert_eq!(user.attribute("email"), Some("someone@example.com"));
    assert_eq!(user.attribute("custom:empty"), Some(""));
    assert_eq!(user.attribute("name"), None);
    assert_eq!(user.preferred_mfa_setting.as_deref(), Some("SOFTWARE_TOKEN_MFA"));
    assert_eq!(user.user_mfa_setting_list, ["SOFTWARE_TOKEN_MFA"]);
    assert_eq!(operations(&sent), [("GetUser".to_owned(), json!({ "AccessToken": "access-1" }))]);
}

#[tokio::test]
async fn a_user_without_second_factors_is_read() {
    let answer = json!({ "Username": "user-1", "UserAttributes": [] });
    let sent = Sent::default();
    let user = get_user(&client(&sent, [ok(&answer)]), &AccessToken::new("access-1")).await.expect("a user");
    assert_eq!((user.preferred_mfa_setting, user.user_mfa_setting_list), (None, vec![]));
}

#[tokio::test]
async fn a_dead_token_is_refused() {
    let sent = Sent::default();
    let client = client(&sent, [refused("NotAuthorizedException", "Access Token has expired")]);
    let error = get_user(&client, &AccessToken::new("access-1")).await.err();
    assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}
