//! Second factors of who is signed in.

use cognito_client::{
    Error, ErrorCode,
    account::DeliveryMedium,
    mfa::{
        EmailMfaSettings, MfaOption, MfaPreference, SmsMfaSettings, SoftwareTokenMfaSettings, WebAuthnMfaSettings,
        begin_app_setup, finish_app_setup, key_uri, set_mfa_preference, set_user_settings,
    },
    secrets::MfaCode,
};
use serde_json::json;

use crate::scripted::{Sent, access, client, ok, operations, refused};

#[tokio::test]
async fn an_app_is_set_up() {
    let sent = Sent::default();
    let answers = [
        ok(&json!({ "SecretCode": "JBSWY3DPEHPK3PXP" })),
        refused("EnableSoftwareTokenMFAException", "Code mismatch"),
        ok(&json!({ "Status": "SUCCESS" })),
    ];
    let client = client(&sent, answers);
    let secret = begin_app_setup(&client, &access()).await.expect("a key");
    assert_eq!(secret.expose(), "JBSWY3DPEHPK3PXP");
    assert_eq!(
        key_uri(&secret, "The shop", "a@b").expose(),
        "otpauth://totp/The%20shop:a%40b?secret=JBSWY3DPEHPK3PXP&issuer=The%20shop"
    );
    assert_eq!(
        key_uri(&secret, "Shop:EU", "local:a:b").expose(),
        "otpauth://totp/Shop%20EU:local%20a%20b?secret=JBSWY3DPEHPK3PXP&issuer=Shop%20EU",
        "the one colon is between the two"
    );
    let wrong = finish_app_setup(&client, &access(), &MfaCode::new("000000"), None).await;
    assert_eq!(wrong.err().as_ref().and_then(|error| error.code()), Some(&ErrorCode::EnableSoftwareTokenMfa));
    finish_app_setup(&client, &access(), &MfaCode::new("123456"), Some("telephone")).await.expect("set up");
    let expected = [
        ("AssociateSoftwareToken".to_owned(), json!({ "AccessToken": "access-1" })),
        ("VerifySoftwareToken".to_owned(), json!({ "AccessToken": "access-1", "UserCode": "000000" })),
        (
            "VerifySoftwareToken".to_owned(),
            json!({ "AccessToken": "access-1", "UserCode": "123456", "FriendlyDeviceName": "telephone" }),
        ),
    ];
    assert_eq!(operations(&sent), expected);
}

#[tokio::test]
async fn an_app_without_a_key_or_a_success_is_none() {
    for answer in [json!({}), json!({ "Status": "ERROR" }), json!({ "Status": "NEWER" })] {
        let sent = Sent::default();
        let client = client(&sent, [ok(&answer), ok(&answer)]);
        let key = begin_app_setup(&client, &access()).await;
        assert_eq!(key.err(), Some(Error::Protocol("an authenticator app without a key")), "{answer}");
        let verified = finish_app_setup(&client, &access(), &MfaCode::new("123456"), None).await;
        assert_eq!(verified.err(), Some(Error::Protocol("the authenticator app was not verified")), "{answer}");
    }
}

#[tokio::test]
async fn factors_are_turned_on_and_off() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({})), ok(&json!({}))]);
    let all = MfaPreference {
        sms: Some(SmsMfaSettings { enabled: Some(true), preferred_mfa: Some(false) }),
        app: Some(SoftwareTokenMfaSettings { enabled: Some(true), preferred_mfa: Some(true) }),
        email: Some(EmailMfaSettings { enabled: Some(false), preferred_mfa: None }),
        passkey: Some(WebAuthnMfaSettings { enabled: Some(true) }),
    };
    set_mfa_preference(&client, &access(), &all).await.expect("set");
    let one = MfaPreference {
        sms: Some(SmsMfaSettings { enabled: Some(false), preferred_mfa: None }),
        ..MfaPreference::default()
    };
    set_mfa_preference(&client, &access(), &one).await.expect("set");
    let expected = [
        json!({
            "SMSMfaSettings": { "Enabled": true, "PreferredMfa": false },
            "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true },
            "EmailMfaSettings": { "Enabled": false },
            "WebAuthnMfaSettings": { "Enabled": true },
            "AccessToken": "access-1",
        }),
        json!({ "SMSMfaSettings": { "Enabled": false }, "AccessToken": "access-1" }),
    ];
    assert_eq!(operations(&sent), expected.map(|body| ("SetUserMFAPreference".to_owned(), body)));
}

#[tokio::test]
async fn sms_is_set_as_of_old() {
    let sent = Sent::default();
    let client = client(&sent, [ok(&json!({})), ok(&json!({}))]);
    let sms = MfaOption::new(DeliveryMedium::Sms, "phone_number");
    set_user_settings(&client, &access(), &[sms]).await.expect("on");
    set_user_settings(&client, &access(), &[]).await.expect("off");
    let expected = [json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]), json!([])];
    let expected = expected
        .map(|options| ("SetUserSettings".to_owned(), json!({ "AccessToken": "access-1", "MFAOptions": options })));
    assert_eq!(operations(&sent), expected);
}
