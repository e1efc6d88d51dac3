//! The user's attributes, factors and sessions, and the account's end.

use cognito_client::{
    ErrorCode,
    account::{
        Attribute, AuthFactor, DeliveryMedium, auth_factors, delete_attributes, delete_user, get_user, give_feedback,
        send_attribute_code, update_attributes, verify_attribute,
    },
    client::RequestContext,
    ids::Username,
    password::change_password,
    secrets::{ConfirmationCode, FeedbackToken, Password},
    user_sessions::{RevokeAssociatedSessions, SessionType, list_sessions, revoke_session},
};
use serde_json::json;

use crate::scripted::{Sent, access, client, ok, operations, refused};

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
    let user = get_user(&client(&sent, [ok(&answer)]), &access()).await.expect("a user");
    assert_eq!(user.username.as_deref(), Some("user-1"));
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
    let user = get_user(&client(&sent, [ok(&answer)]), &access()).await.expect("a user");
    assert_eq!((user.preferred_mfa_setting, user.user_mfa_setting_list), (None, vec![]));
}

#[tokio::test]
async fn a_dead_token_is_refused() {
    let sent = Sent::default();
    let client = client(&sent, [refused("NotAuthorizedException", "Access Token has expired")]);
    let error = get_user(&client, &access()).await.err();
    assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn attributes_are_set() {
    let sent = Sent::default();
    let delivery = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "n***@e***" });
    let answers = [json!({ "CodeDeliveryDetailsList": [delivery] }), json!({})];
    let client = client(&sent, answers.iter().map(ok)).with_context(RequestContext {
        client_metadata: vec![("shop".to_owned(), "north".to_owned())],
        ..RequestContext::default()
    });
    let email = [Attribute { name: "email".to_owned(), value: "new@example.com".to_owned() }];
    let deliveries = update_attributes(&client, &access(), &email).await.expect("set");
    assert_eq!(deliveries.len(), 1);
    assert_eq!(deliveries[0].delivery_medium, Some(DeliveryMedium::Email));
    assert_eq!(deliveries[0].destination.as_deref(), Some("n***@e***"));
    let name = [Attribute { name: "name".to_owned(), value: String::new() }];
    assert_eq!(update_attributes(&client, &access(), &name).await.expect("set"), []);
    let body = |name: &str, value: &str| {
        json!({
            "UserAttributes": [{ "Name": name, "Value": value }],
            "AccessToken": "access-1",
            "ClientMetadata": { "shop": "north" },
        })
    };
    let expected = [("email", "new@example.com"), ("name", "")]
        .map(|(name, value)| ("UpdateUserAttributes".to_owned(), body(name, value)));
    assert_eq!(operations(&sent), expected);
}

#[tokio::test]
async fn attributes_are_deleted() {
    let sent = Sent::default();
    delete_attributes(&client(&sent, [ok(&json!({}))]), &access(), &["birthdate", "custom:shoe"]).await.expect("done");
    let expected = json!({ "AccessToken": "access-1", "UserAttributeNames": ["birthdate", "custom:shoe"] });
    assert_eq!(operations(&sent), [("DeleteUserAttributes".to_owned(), expected)]);
}

#[tokio::test]
async fn an_address_is_verified() {
    let sent = Sent::default();
    let delivery = json!({ "AttributeName": "phone_number", "DeliveryMedium": "SMS", "Destination": "+*******0123" });
    let answers = [
        ok(&json!({ "CodeDeliveryDetails": delivery })),
        refused("CodeMismatchException", "Invalid verification code provided, please try again."),
        ok(&json!({})),
    ];
    let client = client(&sent, answers);
    let delivery = send_attribute_code(&client, &access(), "phone_number").await.expect("sent").expect("somewhere");
    assert_eq!(delivery.delivery_medium, Some(DeliveryMedium::Sms));
    let wrong = verify_attribute(&client, &access(), "phone_number", &ConfirmationCode::new("000000")).await;
    assert_eq!(wrong.err().as_ref().and_then(|error| error.code()), Some(&ErrorCode::CodeMismatch));
    verify_attribute(&client, &access(), "phone_number", &ConfirmationCode::new("123456")).await.expect("verified");
    let named = json!({ "AccessToken": "access-1", "AttributeName": "phone_number" });
    let with_code = |code: &str| json!({ "AccessToken": "access-1", "AttributeName": "phone_number", "Code": code });
    let expected = [
        ("GetUserAttributeVerificationCode".to_owned(), named),
        ("VerifyUserAttribute".to_owned(), with_code("000000")),
        ("VerifyUserAttribute".to_owned(), with_code("123456")),
    ];
    assert_eq!(operations(&sent), expected);
}

#[tokio::test]
async fn the_account_is_deleted() {
    let sent = Sent::default();
    // DeleteUser answers with an empty body.
    let mut nothing = ok(&json!({}));
    nothing.body.clear();
    delete_user(&client(&sent, [nothing]), &access()).await.expect("gone");
    assert_eq!(operations(&sent), [("DeleteUser".to_owned(), json!({ "AccessToken": "access-1" }))]);
}

#[tokio::test]
async fn factors_are_read() {
    let sent = Sent::default();
    let answer = json!({
        "Username": "user-1",
        "ConfiguredUserAuthFactors": ["PASSWORD", "WEB_AUTHN", "NEWER"],
        "UserMFASettingList": ["EMAIL_OTP"],
        "PreferredMfaSetting": "EMAIL_OTP",
    });
    let factors = auth_factors(&client(&sent, [ok(&answer)]), &access()).await.expect("factors");
    let newer = AuthFactor::from("NEWER".to_owned());
    assert_eq!(factors.configured_user_auth_factors, [AuthFactor::Password, AuthFactor::WebAuthn, newer]);
    assert_eq!(factors.user_mfa_setting_list, ["EMAIL_OTP"]);
    assert_eq!(operations(&sent), [("GetUserAuthFactors".to_owned(), json!({ "AccessToken": "access-1" }))]);
}

#[tokio::test]
async fn feedback_is_given() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({})), ok(&json!({}))]);
    let (username, token) = (Username::new("user-1"), FeedbackToken::new("token-1"));
    for was_the_user in [true, false] {
        give_feedback(&client, &username, "event-1", &token, was_the_user).await.expect("taken");
    }
    let expected = ["Valid", "Invalid"].map(|value| {
        let body = json!({
            "UserPoolId": "us-east-1_Example1", "Username": "user-1", "EventId": "event-1",
            "FeedbackToken": "token-1", "FeedbackValue": value,
        });
        ("UpdateAuthEventFeedback".to_owned(), body)
    });
    assert_eq!(operations(&sent), expected);
}

#[tokio::test]
async fn the_password_is_changed() {
    let sent = Sent::default();
    let answers = [ok(&json!({})), refused("InvalidPasswordException", "Password not long enough"), ok(&json!({}))];
    let client = client(&sent, answers);
    let (previous, proposed) = (Password::new("Passw0rd!"), Password::new("An0ther-password"));
    change_password(&client, &access(), Some(&previous), &proposed).await.expect("changed");
    let weak = change_password(&client, &access(), Some(&proposed), &Password::new("short")).await;
    assert_eq!(weak.err().as_ref().and_then(|error| error.code()), Some(&ErrorCode::InvalidPassword));
    change_password(&client, &access(), None, &proposed).await.expect("set");
    let expected = [
        json!({ "PreviousPassword": "Passw0rd!", "ProposedPassword": "An0ther-password", "AccessToken": "access-1" }),
        json!({ "PreviousPassword": "An0ther-password", "ProposedPassword": "short", "AccessToken": "access-1" }),
        json!({ "ProposedPassword": "An0ther-password", "AccessToken": "access-1" }),
    ];
    assert_eq!(operations(&sent), expected.map(|body| ("ChangePassword".to_owned(), body)));
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let sent = Sent::default();
    let first = json!({
        "Sessions": [
            { "SessionId": "tkn1", "SessionType": "TOKEN", "IsCurrentSession": true, "CreateDate": 1_793_678_700.5,
              "OriginSessionId": null },
            { "SessionId": "sso2", "SessionType": "SSO", "LastLocation": { "City": "Riga" } },
        ],
        "NextToken": "page-2",
    });
    let client = client(&sent, [ok(&first), ok(&json!({ "Sessions": [] })), ok(&json!({}))]);
    let page = list_sessions(&client, &access(), None).await.expect("a page");
    assert_eq!(page.sessions[0].session_type, Some(SessionType::Token));
    assert_eq!(page.sessions[0].create_date.map(|date| date.as_millis()), Some(1_793_678_700_500));
    assert_eq!(page.sessions.iter().map(|session| session.is_current_session).collect::<Vec<_>>(), [true, false]);
    let last = list_sessions(&client, &access(), page.next_token.as_deref()).await.expect("a page");
    assert_eq!((last.sessions.len(), last.next_token), (0, None));
    revoke_session(&client, &access(), "sso2", RevokeAssociatedSessions::Linked).await.expect("ended");
    let expected = [
        ("ListUserSessions".to_owned(), json!({ "AccessToken": "access-1" })),
        ("ListUserSessions".to_owned(), json!({ "AccessToken": "access-1", "NextToken": "page-2" })),
        (
            "RevokeUserSession".to_owned(),
            json!({ "AccessToken": "access-1", "SessionId": "sso2", "RevokeAssociatedSessions": "LINKED" }),
        ),
    ];
    assert_eq!(operations(&sent), expected);
}
