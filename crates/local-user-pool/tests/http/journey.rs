//! From sign-up to sign-out.

use local_user_pool::MessageKind;
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, FIRST, PASSWORD, assert_refused};

#[tokio::test]
async fn from_sign_up_to_sign_out() {
    let client = Client::start().await;
    let attributes = json!([{ "Name": "name", "Value": "Ann" }, { "Name": "custom:telnum", "Value": "+491701234567" }]);
    let body = json!({ "ClientId": CLIENT_ID, "Username": FIRST, "Password": PASSWORD, "UserAttributes": attributes });
    let answer = client.call("SignUp", body).await.unwrap();
    let sub = answer["UserSub"].clone();
    let delivery = json!({ "Destination": "f***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email" });
    assert_eq!(answer, json!({ "UserConfirmed": false, "UserSub": sub, "CodeDeliveryDetails": delivery }));

    let mail = client.pool.inbox().pop().unwrap();
    assert_eq!((mail.to.as_str(), mail.kind, json!(mail.username)), (FIRST, MessageKind::SignUpCode, sub.clone()));
    assert!(mail.code.len() == 6 && mail.code.bytes().all(|digit| digit.is_ascii_digit()), "{}", mail.code);
    assert!(client.confirm(FIRST, &mail.code).await.unwrap()["Session"].is_string(), "for a sign-in by USER_AUTH");

    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    assert_eq!((&tokens["TokenType"], &tokens["ExpiresIn"]), (&json!("Bearer"), &json!(3600)));
    let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
    assert_eq!(user["Username"], sub);
    let attribute = |name: &str, value: Value| json!({ "Name": name, "Value": value });
    let expected = json!([
        attribute("sub", sub),
        attribute("custom:telnum", json!("+491701234567")),
        attribute("email", json!(FIRST)),
        attribute("email_verified", json!("true")),
        attribute("name", json!("Ann")),
    ]);
    assert_eq!(user["UserAttributes"], expected);

    let renewed = client.refresh(&tokens["RefreshToken"]).await.unwrap();
    assert_eq!(renewed["RefreshToken"], Value::Null, "the old one stays in use");
    client.get_user(&renewed["AccessToken"]).await.unwrap();

    assert_eq!(client.revoke(&tokens["RefreshToken"]).await.unwrap(), json!({}));
    let refused = client.refresh(&tokens["RefreshToken"]).await;
    assert_refused("refresh", refused, "NotAuthorizedException", "Refresh Token has been revoked");
    for (name, result) in [("first access token", &tokens), ("renewed access token", &renewed)] {
        let refused = client.get_user(&result["AccessToken"]).await;
        assert_refused(name, refused, "NotAuthorizedException", "Access Token has been revoked");
    }

    let (here, elsewhere) =
        (client.sign_in(FIRST, PASSWORD).await.unwrap(), client.sign_in(FIRST, PASSWORD).await.unwrap());
    let body = json!({ "AccessToken": here["AccessToken"] });
    assert_eq!(client.call("GlobalSignOut", body.clone()).await.unwrap(), json!({}));
    for (name, result) in [("here", here), ("elsewhere", elsewhere)] {
        let refused = client.get_user(&result["AccessToken"]).await;
        assert_refused(name, refused, "NotAuthorizedException", "Access Token has been revoked");
        let refused = client.refresh(&result["RefreshToken"]).await;
        assert_refused(name, refused, "NotAuthorizedException", "Refresh Token has been revoked");
    }
    let refused = client.call("GlobalSignOut", body).await;
    assert_refused("second sign-out", refused, "NotAuthorizedException", "Access Token has been revoked");
    client.sign_in(FIRST, PASSWORD).await.unwrap();

    let counted = ["SignUp", "ConfirmSignUp", "GlobalSignOut", "RevokeToken", "ForgotPassword"];
    assert_eq!(counted.map(|operation| client.pool.requests(operation)), [1, 1, 2, 1, 0]);
    client.pool.stop().await.unwrap();
}
