use cognito_client::{
    ErrorCode,
    account::{
        Attribute, delete_attributes, delete_user, get_user, send_attribute_code, update_attributes, verify_attribute,
    },
    mfa::{MfaPreference, SmsMfaSettings, set_mfa_preference},
    secrets::{AccessToken, ConfirmationCode},
};
use local_user_pool::MessageKind;

use crate::person::{Person, credentials, signed_in};

const POOL: &str = r#"
    [UserPool]
    MfaConfiguration = "OPTIONAL"
    SmsMfa = true
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
    phone_number = "+12025550123"
    attributes = { name = "First" }
"#;

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: name.to_owned(), value: value.to_owned() }
}

/// Six digits that are not the code.
fn another(code: &ConfirmationCode) -> ConfirmationCode {
    ConfirmationCode::new(if code.expose() == "000000" { "000001" } else { "000000" })
}

#[tokio::test]
async fn scenario_04_read_the_attributes() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let user = get_user(&person.client, &session.tokens().access_token).await.expect("a user");
    assert_eq!(user.username.as_deref(), Some(session.username().as_str()));
    for (name, value) in [
        ("email", Some("first@example.com")),
        ("email_verified", Some("true")),
        ("phone_number", Some("+12025550123")),
        ("name", Some("First")),
        ("birthdate", None),
    ] {
        assert_eq!(user.attribute(name), value, "{name}");
    }
    assert!(user.attribute("sub").is_some());
    let error = get_user(&person.client, &AccessToken::new("a.b.c")).await.err();
    assert_eq!(error.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn scenario_05_verify_an_attribute() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let (client, token) = (&person.client, &session.tokens().access_token);
    update_attributes(client, token, &[attribute("phone_number", "+12025550199")]).await.expect("changed");
    let verified = async || {
        let user = get_user(client, token).await.expect("a user");
        user.attribute("phone_number_verified").map(str::to_owned)
    };
    assert_eq!(verified().await.as_deref(), Some("false"));
    let delivery = send_attribute_code(client, token, "phone_number").await.expect("sent").expect("somewhere");
    assert_eq!(delivery.destination.as_deref(), Some("+*******0199"));
    let code = ConfirmationCode::new(person.code(MessageKind::AttributeVerificationCode).expose());
    let wrong = verify_attribute(client, token, "phone_number", &another(&code)).await.err();
    assert_eq!(wrong.as_ref().and_then(|error| error.code()), Some(&ErrorCode::CodeMismatch));
    verify_attribute(client, token, "phone_number", &code).await.expect("verified");
    assert_eq!(verified().await.as_deref(), Some("true"));
    let again = verify_attribute(client, token, "phone_number", &code).await.err();
    assert_eq!(again.as_ref().and_then(|error| error.code()), Some(&ErrorCode::ExpiredCode));
}

#[tokio::test]
async fn scenario_06_delete_attributes() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let (client, token) = (&person.client, &session.tokens().access_token);
    delete_attributes(client, token, &["name", "phone_number"]).await.expect("deleted");
    let user = get_user(client, token).await.expect("a user");
    for (name, value) in
        [("name", None), ("phone_number", None), ("phone_number_verified", None), ("email", Some("first@example.com"))]
    {
        assert_eq!(user.attribute(name), value, "{name}");
    }
    let required = delete_attributes(client, token, &["email"]).await.err();
    assert_eq!(required.as_ref().and_then(|error| error.code()), Some(&ErrorCode::InvalidParameter));
}

#[tokio::test]
async fn scenario_07_update_attributes() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let (client, token) = (&person.client, &session.tokens().access_token);
    let new = [attribute("name", "Another"), attribute("birthdate", "1990-01-01")];
    assert_eq!(update_attributes(client, token, &new).await.expect("changed"), []);
    let user = get_user(client, token).await.expect("a user");
    assert_eq!((user.attribute("name"), user.attribute("birthdate")), (Some("Another"), Some("1990-01-01")));
    let unknown = update_attributes(client, token, &[attribute("custom:unknown", "1")]).await.err();
    assert_eq!(unknown.as_ref().and_then(|error| error.code()), Some(&ErrorCode::InvalidParameter));

    let deliveries = update_attributes(client, token, &[attribute("email", "new@example.com")]).await.expect("changed");
    let seen: Vec<_> = deliveries.iter().map(|to| (to.attribute_name.as_deref(), to.destination.as_deref())).collect();
    assert_eq!(seen, [(Some("email"), Some("n***@e***"))]);
    let code = ConfirmationCode::new(person.code(MessageKind::AttributeVerificationCode).expose());
    verify_attribute(client, token, "email", &code).await.expect("verified");
    signed_in(person.step("new@example.com").await);
}

#[tokio::test]
async fn scenario_10_delete_the_user() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let token = &session.tokens().access_token;
    delete_user(&person.client, token).await.expect("deleted");
    let read = get_user(&person.client, token).await.err();
    assert_eq!(read.as_ref().and_then(|error| error.code()), Some(&ErrorCode::UserNotFound));
    session.refresh(&person.client, &person.browser).await.expect_err("the refresh token is dead too");
    let gone = person.sign_in().with_srp(&credentials("first@example.com")).await.err();
    assert_eq!(gone.as_ref().and_then(|error| error.code()), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn scenario_21_read_the_second_factors() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let user = get_user(&person.client, &session.tokens().access_token).await.expect("a user");
    assert_eq!((user.preferred_mfa_setting, user.user_mfa_setting_list), (None, vec![]));
}

#[tokio::test]
async fn scenario_28_user_data_kept_and_fresh() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let token = &session.tokens().access_token;
    let kept = get_user(&person.client, token).await.expect("a user");
    let sms = Some(SmsMfaSettings { enabled: Some(true), preferred_mfa: Some(true) });
    set_mfa_preference(&person.client, token, &MfaPreference { sms, ..Default::default() }).await.expect("set");
    let fresh = get_user(&person.client, token).await.expect("a user");
    assert_ne!(kept, fresh);
    assert_eq!(fresh.preferred_mfa_setting.as_deref(), Some("SMS_MFA"));
    assert_eq!(fresh.user_mfa_setting_list, ["SMS_MFA"]);
    assert_eq!(fresh.user_attributes, kept.user_attributes);
}
