use cognito_client::{
    ErrorCode,
    account::get_user,
    mfa::{MfaPreference, SmsMfaSettings, set_mfa_preference},
    secrets::AccessToken,
};

use crate::person::{Person, signed_in};

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

#[tokio::test]
async fn scenario_04_read_the_attributes() {
    let person = Person::at(POOL).await;
    let session = signed_in(person.step("first@example.com").await);
    let user = get_user(&person.client, &session.tokens().access_token).await.expect("a user");
    assert_eq!(user.username, session.username().as_str());
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
