//! Setting a second factor up: on the way to the tokens, and with them.

use std::time::Duration;

use local_user_pool::{MessageKind, MfaFactor, settings::MfaConfiguration};
use serde_json::{Value, json};

use crate::{
    client::{Client, FIRST, PASSWORD, assert_refused, new_user},
    questions::{bare_user, config, set_up_config, user, wrong_code},
};

const INVALID: &str = "Invalid session for the user.";
const EXPIRED: &str = "Invalid session for the user, session is expired.";
const NOT_SET_UP: &str = "User has not set up software token mfa";

async fn start() -> Client {
    let client = Client::with(set_up_config()).await;
    client.pool.add_user(bare_user("first")).unwrap();
    client
}

#[tokio::test]
async fn an_app_on_the_way() {
    let client = start().await;
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    assert_eq!(asked["ChallengeName"], "MFA_SETUP");
    let associate = async |session: &Value| client.call("AssociateSoftwareToken", json!({ "Session": session })).await;
    let verify = async |session: &Value, code: &str| {
        let body = json!({ "Session": session, "UserCode": code, "FriendlyDeviceName": "Phone" });
        client.call("VerifySoftwareToken", body).await
    };
    let answer =
        async |session: &Value| client.answer_as(&json!("MFA_SETUP"), session, json!({ "USERNAME": "first" })).await;

    assert_refused("too early", answer(&asked["Session"]).await, "InvalidParameterException", NOT_SET_UP);
    let early = verify(&asked["Session"], "123456").await;
    assert_refused("verified too early", early, "InvalidParameterException", NOT_SET_UP);
    let associated = associate(&asked["Session"]).await.unwrap();
    let again = associate(&asked["Session"]).await;
    assert_refused("associated twice", again, "NotAuthorizedException", INVALID);
    let session = &associated["Session"];
    assert_refused("not verified", answer(session).await, "InvalidParameterException", NOT_SET_UP);

    let secret = associated["SecretCode"].as_str().unwrap();
    let code = client.totp(secret);
    let wrong = verify(session, &wrong_code(&code)).await;
    assert_refused("wrong", wrong, "EnableSoftwareTokenMFAException", "Code mismatch");
    let verified = verify(session, &code).await.unwrap();
    assert_eq!(verified["Status"], "SUCCESS");
    assert_refused("old session", answer(session).await, "NotAuthorizedException", INVALID);
    assert_refused("verified twice", verify(session, &code).await, "NotAuthorizedException", INVALID);
    let tokens = answer(&verified["Session"]).await.unwrap()["AuthenticationResult"].clone();
    let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(user["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");

    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA", "the next time");
    assert_eq!(asked["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"], "Phone");
    let used = client.answer(&asked, "first", json!({ "SOFTWARE_TOKEN_MFA_CODE": code })).await;
    let message = "Your software token has already been used once.";
    assert_refused("the code that verified it", used, "ExpiredCodeException", message);
    client.pool.advance(Duration::from_secs(30));
    let responses = json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(secret) });
    client.answer(&asked, "first", responses).await.unwrap();
}

#[tokio::test]
async fn sessions_of_an_app_expire() {
    let client = start().await;
    let late = Duration::from_secs(180);
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    client.pool.advance(late);
    let answer = client.call("AssociateSoftwareToken", json!({ "Session": asked["Session"] })).await;
    assert_refused("associated late", answer, "NotAuthorizedException", EXPIRED);

    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    let associated = client.call("AssociateSoftwareToken", json!({ "Session": asked["Session"] })).await.unwrap();
    client.pool.advance(late);
    let code = client.totp(associated["SecretCode"].as_str().unwrap());
    let body = json!({ "Session": associated["Session"], "UserCode": code });
    let answer = client.call("VerifySoftwareToken", body).await;
    assert_refused("verified late", answer, "NotAuthorizedException", EXPIRED);
}

#[tokio::test]
async fn an_address_on_the_way() {
    let client = start().await;
    client.pool.add_user(new_user("taken@example.org")).unwrap();
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    let sent = client.answer(&asked, "first", json!({ "EMAIL": FIRST })).await.unwrap();
    assert_eq!(sent["ChallengeName"], "EMAIL_OTP");
    assert_eq!(sent["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "f***@e***");
    let message = client.pool.inbox().pop().unwrap();
    assert_eq!((message.to.as_str(), message.kind), (FIRST, MessageKind::MfaCode));
    let answer = client.answer(&sent, "first", json!({ "EMAIL_OTP_CODE": message.code })).await.unwrap();
    let tokens = &answer["AuthenticationResult"];
    assert_eq!(client.attribute(tokens, "email").await, FIRST);
    assert_eq!(client.attribute(tokens, "email_verified").await, "true");
    let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
    assert_eq!(user["PreferredMfaSetting"], "EMAIL_OTP");
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP", "the next time");
}

#[tokio::test]
async fn addresses_that_are_refused() {
    let mut config = set_up_config();
    config.user_pool.alias_attributes = vec!["email".to_owned()];
    let client = Client::with(config).await;
    client.pool.add_user(bare_user("first")).unwrap();
    let mut taken = bare_user("taken");
    taken.email = "taken@example.org".to_owned();
    client.pool.add_user(taken).unwrap();
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    let exists = "An account with the given email already exists.";
    let answer = client.answer(&asked, "first", json!({ "EMAIL": "taken@example.org" })).await;
    assert_refused("taken", answer, "AliasExistsException", exists);
    let mut late = bare_user("late");
    late.email = "late@example.org".to_owned();
    let sent = client.answer(&asked, "first", json!({ "EMAIL": late.email })).await.unwrap();
    client.pool.add_user(late).unwrap();
    let answer = client.answer(&sent, "first", json!({ "EMAIL_OTP_CODE": client.last_code() })).await;
    assert_refused("taken in the meantime", answer, "AliasExistsException", exists);
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    client.answer(&asked, "first", json!({ "email": FIRST })).await.expect("the guide's spelling, the same session");

    let mut config = set_up_config();
    config.user_pool.email_mfa = false;
    let client = Client::with(config).await;
    client.pool.add_user(bare_user("first")).unwrap();
    let asked = client.begin_typed("first", PASSWORD).await.unwrap();
    let answer = client.answer(&asked, "first", json!({ "EMAIL": FIRST })).await;
    let message = "EMAIL_OTP is not one of the factors to set up.";
    assert_refused("not offered", answer, "InvalidParameterException", message);
}

#[tokio::test]
async fn an_app_with_tokens() {
    let client = Client::with(config(MfaConfiguration::Optional)).await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let access_token = &tokens["AccessToken"];
    let verify = async |code: &str| {
        client.call("VerifySoftwareToken", json!({ "AccessToken": access_token, "UserCode": code })).await
    };
    assert_refused("nothing to verify", verify("123456").await, "InvalidParameterException", NOT_SET_UP);
    let associated = client.call("AssociateSoftwareToken", json!({ "AccessToken": access_token })).await.unwrap();
    assert_eq!(associated["Session"], Value::Null);
    let secret = associated["SecretCode"].as_str().unwrap();
    let code = client.totp(secret);
    assert_refused("wrong", verify(&wrong_code(&code)).await, "EnableSoftwareTokenMFAException", "Code mismatch");
    assert_eq!(verify(&code).await.unwrap(), json!({ "Status": "SUCCESS" }));
    client.sign_in(FIRST, PASSWORD).await.expect("it is asked for once the user prefers it");

    let body = json!({ "AccessToken": access_token, "SoftwareTokenMfaSettings": { "Enabled": true } });
    client.call("SetUserMFAPreference", body).await.unwrap();
    let replaced = client.call("AssociateSoftwareToken", json!({ "AccessToken": access_token })).await.unwrap();
    assert_ne!(replaced["SecretCode"], associated["SecretCode"]);
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    client.pool.advance(Duration::from_secs(30));
    let responses = json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(secret) });
    client.answer(&asked, FIRST, responses).await.expect("the old app works until the new one is verified");
    verify(&client.totp(replaced["SecretCode"].as_str().unwrap())).await.unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    client.pool.advance(Duration::from_secs(30));
    let old = client.answer(&asked, FIRST, json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(secret) })).await;
    assert_refused("and not after", old, "CodeMismatchException", "Invalid code or auth state for the user.");
}

#[tokio::test]
async fn requests_for_an_app_that_are_refused() {
    let client = Client::with(config(MfaConfiguration::Optional)).await;
    client.pool.add_user(user(FIRST, &[MfaFactor::SmsMfa])).unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    let other = client.call("AssociateSoftwareToken", json!({ "Session": asked["Session"] })).await;
    assert_refused("another challenge's session", other, "NotAuthorizedException", INVALID);
    client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": client.last_code() })).await.expect("which goes on");
    let neither = "Either AccessToken or Session is required.";
    let answer = client.call("AssociateSoftwareToken", json!({})).await;
    assert_refused("neither", answer, "InvalidParameterException", neither);
    let answer = client.call("VerifySoftwareToken", json!({ "UserCode": "123456" })).await;
    assert_refused("neither to verify", answer, "InvalidParameterException", neither);

    let mut without = config(MfaConfiguration::Off);
    without.user_pool.software_token_mfa = false;
    let client = Client::with(without).await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let answer = client.call("AssociateSoftwareToken", json!({ "AccessToken": tokens["AccessToken"] })).await;
    let message = "Software Token MFA has not been enabled by the userPool.";
    assert_refused("the pool has none", answer, "SoftwareTokenMFANotFoundException", message);
}
