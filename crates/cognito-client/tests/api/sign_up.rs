//! Making an account, confirming it, sending a code again.

use cognito_client::{
    ErrorCode,
    ids::Username,
    secrets::{ChallengeSession, ConfirmationCode},
    sign_up::{
        Attribute, CodeDelivery, confirm_sign_up, confirm_sign_up_in_session, resend_confirmation_code, sign_up,
    },
};
use serde_json::json;

use crate::scripted::{Sent, client, credentials, ok, operations, refused};

fn delivery() -> CodeDelivery {
    let delivery = r#"{"Destination":"s***@e***","DeliveryMedium":"EMAIL","AttributeName":"email"}"#;
    cognito_client::json::read(delivery).expect("a delivery")
}

#[tokio::test]
async fn an_account_is_made() {
    let sent = Sent::default();
    let details = json!({ "Destination": "s***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    let answer = json!({ "UserConfirmed": false, "UserSub": "sub-1", "CodeDeliveryDetails": details, "Session": "s" });
    let attribute = |name: &str, value: &str| Attribute { name: name.to_owned(), value: value.to_owned() };
    let attributes = [attribute("email", "someone@example.com"), attribute("name", "Somé \"One\"")];
    let signed_up =
        sign_up(&client(&sent, [ok(&answer)]), &credentials().username, Some(&credentials().password), &attributes)
            .await;

    let signed_up = signed_up.expect("an account");
    assert!(!signed_up.is_confirmed);
    assert_eq!(signed_up.user_sub.as_deref(), Some("sub-1"));
    assert_eq!(signed_up.code_delivery, Some(delivery()));
    assert_eq!(signed_up.session, Some(ChallengeSession::new("s")));
    let body = json!({
        "ClientId": "client1",
        "Username": "someone@example.com",
        "Password": "Passw0rd!",
        "UserAttributes": [
            { "Name": "email", "Value": "someone@example.com" }, { "Name": "name", "Value": "Somé \"One\"" },
        ],
    });
    assert_eq!(operations(&sent), [("SignUp".to_owned(), body)]);
}

#[tokio::test]
async fn a_pool_may_confirm_at_once() {
    let sent = Sent::default();
    let answer = json!({ "UserConfirmed": true, "UserSub": "sub-1" });
    let signed_up = sign_up(&client(&sent, [ok(&answer)]), &credentials().username, None, &[]).await;
    let signed_up = signed_up.expect("an account");
    assert!(signed_up.is_confirmed);
    assert_eq!(signed_up.user_sub.as_deref(), Some("sub-1"));
    assert_eq!((signed_up.code_delivery, signed_up.session), (None, None));
    assert_eq!(operations(&sent)[0].1["UserAttributes"], json!([]));
}

#[tokio::test]
async fn an_account_is_confirmed() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({}))]);
    let confirmed =
        confirm_sign_up(&client, &Username::new("someone@example.com"), &ConfirmationCode::new("012345")).await;
    assert_eq!(confirmed, Ok(None));
    let body = json!({ "ClientId": "client1", "Username": "someone@example.com", "ConfirmationCode": "012345" });
    assert_eq!(operations(&sent), [("ConfirmSignUp".to_owned(), body)]);
}

#[tokio::test]
async fn a_confirmation_may_sign_in() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({ "Session": "second" }))]);
    let (username, code) = (Username::new("someone@example.com"), ConfirmationCode::new("012345"));
    let first = ChallengeSession::new("first");
    let confirmed = confirm_sign_up_in_session(&client, &username, &code, Some(&first)).await;
    assert_eq!(confirmed, Ok(Some(ChallengeSession::new("second"))));
    assert_eq!(operations(&sent)[0].1["Session"], json!("first"));
}

#[tokio::test]
async fn a_code_is_sent_again() {
    let details = json!({ "Destination": "s***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    for (case, answer, expected) in [
        ("delivered", json!({ "CodeDeliveryDetails": details }), Some(delivery())),
        ("not said where", json!({}), None),
    ] {
        let sent = Sent::default();
        let client = client(&sent, [ok(&answer)]);
        let resent = resend_confirmation_code(&client, &Username::new("someone@example.com")).await;
        assert_eq!(resent, Ok(expected), "{case}");
        let body = json!({ "ClientId": "client1", "Username": "someone@example.com" });
        assert_eq!(operations(&sent), [("ResendConfirmationCode".to_owned(), body)], "{case}");
    }
}

#[tokio::test]
async fn refusals_keep_their_names() {
    let username = Username::new("someone@example.com");
    for (code, expected) in [
        ("UsernameExistsException", ErrorCode::UsernameExists),
        ("InvalidPasswordException", ErrorCode::InvalidPassword),
        ("InvalidParameterException", ErrorCode::InvalidParameter),
        ("CodeMismatchException", ErrorCode::CodeMismatch),
        ("ExpiredCodeException", ErrorCode::ExpiredCode),
        ("LimitExceededException", ErrorCode::LimitExceeded),
        ("CodeDeliveryFailureException", ErrorCode::CodeDeliveryFailure),
        ("TooManyFailedAttemptsException", ErrorCode::TooManyFailedAttempts),
        ("UserLambdaValidationException", ErrorCode::UserLambdaValidation),
        ("AliasExistsException", ErrorCode::AliasExists),
    ] {
        let sent = Sent::default();
        let client = client(&sent, [refused(code, ""), refused(code, ""), refused(code, "")]);
        let errors = [
            sign_up(&client, &username, None, &[]).await.err(),
            confirm_sign_up(&client, &username, &ConfirmationCode::new("1")).await.err(),
            resend_confirmation_code(&client, &username).await.err(),
        ];
        for error in errors {
            assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&expected), "{code}");
        }
    }
}
