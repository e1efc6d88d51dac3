//! Second factors: what is asked for, how, and what a user can set.

use std::time::Duration;

use local_user_pool::{
    Config, Medium, MessageKind, MfaFactor, NewUser,
    settings::{MfaConfiguration, Tier},
};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused, new_user},
    questions::{PHONE, TOTP_SECRET, bare_user, config, set_up_config, user},
};

use MfaFactor::{EmailOtp, SmsMfa, SoftwareTokenMfa};

const MISMATCH: &str = "Invalid code or auth state for the user.";

async fn start() -> Client {
    Client::with(config(MfaConfiguration::Optional)).await
}

#[tokio::test]
async fn codes_by_sms_and_e_mail() {
    let client = start().await;
    let cases = [
        (SmsMfa, "SMS_MFA", "SMS", "+*******0123", Medium::Sms, PHONE),
        (EmailOtp, "EMAIL_OTP", "EMAIL", "e***@e***", Medium::Email, "email@example.org"),
    ];
    for (factor, challenge, medium_name, masked, medium, to) in cases {
        let email = if factor == SmsMfa { "sms@example.org" } else { "email@example.org" };
        let username = client.pool.add_user(user(email, &[factor])).unwrap();
        let asked = client.begin_typed(email, PASSWORD).await.unwrap();
        let parameters = json!({
            "CODE_DELIVERY_DELIVERY_MEDIUM": medium_name,
            "CODE_DELIVERY_DESTINATION": masked,
            "USER_ID_FOR_SRP": username,
        });
        assert_eq!((&asked["ChallengeName"], &asked["ChallengeParameters"]), (&json!(challenge), &parameters));
        let message = client.pool.inbox().pop().unwrap();
        assert_eq!(
            (message.to.as_str(), message.medium, message.kind),
            (to, medium, MessageKind::MfaCode),
            "{challenge}"
        );
        assert!(message.code.len() == 6 && message.code.bytes().all(|digit| digit.is_ascii_digit()), "{challenge}");
        let answer = client.answer(&asked, email, json!({ format!("{challenge}_CODE"): message.code })).await.unwrap();
        assert!(answer["AuthenticationResult"]["RefreshToken"].is_string(), "{challenge}");
    }
}

#[tokio::test]
async fn a_right_code_shows_whose_the_number_is() {
    let client = start().await;
    let attributes = json!([{ "Name": "phone_number", "Value": PHONE }]);
    let body = json!({ "ClientId": CLIENT_ID, "Username": FIRST, "Password": PASSWORD, "UserAttributes": attributes });
    client.call("SignUp", body).await.unwrap();
    client.confirm(FIRST, &client.pool.inbox()[0].code).await.unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    assert_ne!(client.attribute(&tokens, "phone_number_verified").await, "true", "at first");
    set(&client, &tokens, json!({ "SMSMfaSettings": setting(true, true) })).await.unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    let answer = client.answer(&asked, FIRST, json!({ "SMS_MFA_CODE": client.last_code() })).await.unwrap();
    assert_eq!(client.attribute(&answer["AuthenticationResult"], "phone_number_verified").await, "true");
}

#[tokio::test]
async fn a_number_that_means_another_user_stays_unverified() {
    let mut config = set_up_config();
    config.user_pool.alias_attributes = vec!["phone_number".to_owned()];
    config.user_pool.auto_verified_attributes = Vec::new();
    let client = Client::with(config).await;
    client.pool.add_user(NewUser { phone_number: Some(PHONE.to_owned()), ..bare_user("first") }).unwrap();
    let attributes = json!([{ "Name": "phone_number", "Value": PHONE }]);
    let body =
        json!({ "ClientId": CLIENT_ID, "Username": "second", "Password": PASSWORD, "UserAttributes": attributes });
    client.call("SignUp", body).await.unwrap();
    client.call("AdminConfirmSignUp", json!({ "UserPoolId": POOL_ID, "Username": "second" })).await.unwrap();
    for (name, verified) in [("first", true), ("second", false)] {
        let asked = client.begin_typed(name, PASSWORD).await.unwrap();
        let answer = client.answer(&asked, name, json!({ "SMS_MFA_CODE": client.last_code() })).await.unwrap();
        let attribute = client.attribute(&answer["AuthenticationResult"], "phone_number_verified").await;
        assert_eq!(attribute == "true", verified, "{name}: {attribute}");
    }
}

#[tokio::test]
async fn codes_of_an_authenticator_app() {
    let client = start().await;
    let username = client.pool.add_user(user(FIRST, &[SoftwareTokenMfa])).unwrap();
    let ask = async || client.begin_typed(FIRST, PASSWORD).await.unwrap();
    let answer =
        async |asked: &Value, code: &str| client.answer(asked, FIRST, json!({ "SOFTWARE_TOKEN_MFA_CODE": code })).await;
    let asked = ask().await;
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(asked["ChallengeParameters"], json!({ "FRIENDLY_DEVICE_NAME": "", "USER_ID_FOR_SRP": username }));

    let old = client.totp(TOTP_SECRET);
    client.pool.advance(Duration::from_secs(60));
    assert_refused("two steps old", answer(&asked, &old).await, "CodeMismatchException", MISMATCH);
    let code = client.totp(TOTP_SECRET);
    answer(&asked, &code).await.unwrap();

    let used = "Your software token has already been used once.";
    let asked = ask().await;
    assert_refused("used", answer(&asked, &code).await, "ExpiredCodeException", used);
    client.pool.advance(Duration::from_secs(30));
    answer(&asked, &client.totp(TOTP_SECRET)).await.expect("the next one, with the same session");
}

#[tokio::test]
async fn what_there_is_to_choose_from() {
    let client = start().await;
    let cases: [(&str, &[MfaFactor], Value); 3] = [
        ("sms, app", &[SmsMfa, SoftwareTokenMfa], json!(["SMS_MFA", "SOFTWARE_TOKEN_MFA"])),
        ("app, e-mail", &[SoftwareTokenMfa, EmailOtp], json!(["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"])),
        ("all", &[SmsMfa, SoftwareTokenMfa, EmailOtp], json!(["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"])),
    ];
    for (name, factors, listed) in cases {
        let email = format!("{}@example.org", name.replace([',', ' '], "-"));
        client.pool.add_user(user(&email, factors)).unwrap();
        let asked = client.begin_typed(&email, PASSWORD).await.unwrap();
        assert_eq!(asked["ChallengeName"], "SELECT_MFA_TYPE", "{name}");
        let text = asked["ChallengeParameters"]["MFAS_CAN_CHOOSE"].as_str().unwrap();
        assert_eq!(serde_json::from_str::<Value>(text).unwrap(), listed, "{name}: a text that is JSON");
    }
    let asked = client.begin_typed("all@example.org", PASSWORD).await.unwrap();
    let chosen = client.answer(&asked, "all@example.org", json!({ "ANSWER": "EMAIL_MFA" })).await.unwrap();
    assert_eq!(chosen["ChallengeName"], "EMAIL_OTP", "by the API reference's other name");

    let preferred = NewUser { preferred_mfa: Some(EmailOtp), ..user(FIRST, &[SmsMfa, SoftwareTokenMfa, EmailOtp]) };
    client.pool.add_user(preferred).unwrap();
    let asked = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    assert_eq!(asked["ChallengeName"], "EMAIL_OTP", "the preferred one is asked for at once");
}

/// What is asked of users without a preference, by what they have and what the pool has.
#[tokio::test]
async fn where_a_second_factor_is_required() {
    let recovery_by_email = || config(MfaConfiguration::On);
    let named = set_up_config;
    let with = |change: &dyn Fn(&mut Config), mut config: Config| {
        change(&mut config);
        config
    };
    let app_only = |config: &mut Config| {
        (config.user_pool.sms_mfa, config.user_pool.email_mfa) = (false, false);
    };
    let no_app = |config: &mut Config| config.user_pool.software_token_mfa = false;
    let sms_only = |config: &mut Config| {
        (config.user_pool.software_token_mfa, config.user_pool.email_mfa) = (false, false);
    };
    let lite = |config: &mut Config| config.user_pool.user_pool_tier = Tier::Lite;
    let bare = || bare_user("first");
    let with_phone = || NewUser { phone_number: Some(PHONE.to_owned()), ..bare_user("first") };
    let with_email = || NewUser { email: FIRST.to_owned(), ..bare_user("first") };
    let both = || NewUser { email: FIRST.to_owned(), ..with_phone() };
    let address = || NewUser { username: None, ..with_email() };
    let address_and_phone = || NewUser { username: None, ..both() };
    let with_app = |new: NewUser| NewUser { totp_secret: Some(TOTP_SECRET.to_owned()), ..new };
    let all = json!(["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]);
    let cases = [
        ("nothing", named(), bare(), "MFA_SETUP", all.clone()),
        ("nothing, app only", with(&app_only, named()), bare(), "MFA_SETUP", json!(["SOFTWARE_TOKEN_MFA"])),
        ("nothing, no app", with(&no_app, named()), bare(), "MFA_SETUP", json!(["SMS_MFA", "EMAIL_OTP"])),
        ("nothing, lite", with(&lite, named()), bare(), "MFA_SETUP", json!(["SMS_MFA", "SOFTWARE_TOKEN_MFA"])),
        ("number", named(), with_phone(), "SMS_MFA", Value::Null),
        ("address", named(), with_email(), "EMAIL_OTP", Value::Null),
        ("both", named(), both(), "SELECT_MFA_TYPE", json!(["SMS_MFA", "EMAIL_OTP"])),
        ("all", named(), with_app(both()), "SELECT_MFA_TYPE", all),
        ("app", named(), with_app(bare()), "SOFTWARE_TOKEN_MFA", Value::Null),
        ("number, app only", with(&app_only, named()), with_phone(), "MFA_SETUP", json!(["SOFTWARE_TOKEN_MFA"])),
        (
            "address of a forgotten password's code",
            recovery_by_email(),
            address(),
            "MFA_SETUP",
            json!(["SMS_MFA", "SOFTWARE_TOKEN_MFA"]),
        ),
        ("number besides that", recovery_by_email(), address_and_phone(), "SMS_MFA", Value::Null),
    ];
    for (case, config, new, challenge, listed) in cases {
        let name = if new.username.is_some() { "first" } else { FIRST };
        let client = Client::with(config).await;
        client.pool.add_user(new).unwrap();
        let asked = client.begin_typed(name, PASSWORD).await.unwrap();
        assert_eq!(asked["ChallengeName"], challenge, "{case}");
        let parameters = &asked["ChallengeParameters"];
        let list = [&parameters["MFAS_CAN_SETUP"], &parameters["MFAS_CAN_CHOOSE"]].into_iter().find_map(Value::as_str);
        let list = list.map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
        assert_eq!(list, listed, "{case}");
    }
    let client = Client::with(with(&sms_only, named())).await;
    client.pool.add_user(bare()).unwrap();
    let message = "MFA is required, and the user has no factor and cannot set one up.";
    let answer = client.begin_typed("first", PASSWORD).await;
    assert_refused("sms only", answer, "InvalidUserPoolConfigurationException", message);
}

#[tokio::test]
async fn where_it_is_off_or_another_factor_is() {
    let client = Client::with(config(MfaConfiguration::Off)).await;
    client.pool.add_user(user(FIRST, &[SmsMfa])).unwrap();
    let answer = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    assert!(answer["AuthenticationResult"].is_object(), "off");

    let mut config = config(MfaConfiguration::Optional);
    config.user_pool.sms_mfa = false;
    let client = Client::with(config).await;
    client.pool.add_user(user(FIRST, &[SmsMfa])).unwrap();
    let answer = client.begin_typed(FIRST, PASSWORD).await.unwrap();
    assert!(answer["AuthenticationResult"].is_object(), "the pool has it no more");
}

async fn set(client: &Client, tokens: &Value, settings: Value) -> Result<Value, Refusal> {
    let mut body = settings;
    body["AccessToken"] = tokens["AccessToken"].clone();
    client.call("SetUserMFAPreference", body).await
}

fn setting(enabled: bool, preferred: bool) -> Value {
    json!({ "Enabled": enabled, "PreferredMfa": preferred })
}

#[tokio::test]
async fn preferences() {
    let client = start().await;
    let username = client.pool.add_user(NewUser { totp_secret: None, ..user(FIRST, &[]) }).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let shown = async || {
        let user = client.get_user(&tokens["AccessToken"]).await.unwrap();
        let factors = client.call("GetUserAuthFactors", json!({ "AccessToken": tokens["AccessToken"] })).await.unwrap();
        for member in ["PreferredMfaSetting", "UserMFASettingList"] {
            assert_eq!(user[member], factors[member], "{member}");
        }
        assert_eq!(factors["ConfiguredUserAuthFactors"], json!(["PASSWORD", "EMAIL_OTP", "SMS_OTP"]));
        assert_eq!(factors["Username"], json!(username));
        (user["UserMFASettingList"].clone(), user["PreferredMfaSetting"].clone())
    };
    assert_eq!(shown().await, (Value::Null, Value::Null), "at first");

    set(&client, &tokens, json!({ "SMSMfaSettings": setting(true, true) })).await.unwrap();
    assert_eq!(shown().await, (json!(["SMS_MFA"]), json!("SMS_MFA")));
    set(&client, &tokens, json!({ "EmailMfaSettings": setting(true, true) })).await.unwrap();
    assert_eq!(shown().await, (json!(["SMS_MFA", "EMAIL_OTP"]), json!("EMAIL_OTP")));
    set(&client, &tokens, json!({ "EmailMfaSettings": setting(true, false) })).await.unwrap();
    assert_eq!(shown().await, (json!(["SMS_MFA", "EMAIL_OTP"]), Value::Null));
    set(&client, &tokens, json!({ "SMSMfaSettings": setting(false, true) })).await.unwrap();
    assert_eq!(shown().await, (json!(["EMAIL_OTP"]), Value::Null));
    set(&client, &tokens, json!({ "EmailMfaSettings": {} })).await.unwrap();
    assert_eq!(shown().await, (Value::Null, Value::Null));

    let body = json!({ "UserPoolId": POOL_ID, "Username": FIRST, "SMSMfaSettings": setting(true, true) });
    client.call("AdminSetUserMFAPreference", body.clone()).await.unwrap();
    assert_eq!(shown().await, (json!(["SMS_MFA"]), json!("SMS_MFA")), "by an administrator");
    let mut unknown = body;
    unknown["Username"] = json!("nobody@example.org");
    let answer = client.call("AdminSetUserMFAPreference", unknown).await;
    assert_refused("nobody", answer, "UserNotFoundException", "User does not exist.");

    let two = json!({ "SMSMfaSettings": setting(true, true), "EmailMfaSettings": setting(true, true) });
    let no_app = json!({ "SoftwareTokenMfaSettings": setting(true, false) });
    let cases = [
        ("two preferred", two, "Only one MFA method can be preferred."),
        ("no app", no_app, "User has not set up software token mfa"),
    ];
    for (name, settings, message) in cases {
        assert_refused(name, set(&client, &tokens, settings).await, "InvalidParameterException", message);
    }
    let mistyped = set(&client, &tokens, json!({ "SMSMfaSettings": { "Enabled": "yes" } })).await;
    let message = "STRING_VALUE can not be converted to a Boolean";
    assert_refused("mistyped", mistyped, "SerializationException", message);
    let mistyped = set(&client, &tokens, json!({ "SMSMfaSettings": true })).await;
    let message = "TRUE_VALUE can not be converted to a Structure";
    assert_refused("no structure", mistyped, "SerializationException", message);

    client.pool.add_user(new_user("second@example.org")).unwrap();
    let second = client.sign_in("second@example.org", PASSWORD).await.unwrap();
    let answer = set(&client, &second, json!({ "SMSMfaSettings": setting(true, false) })).await;
    let message = "User does not have delivery config set to turn on SMS_MFA";
    assert_refused("no number", answer, "InvalidParameterException", message);

    let client = Client::with(config(MfaConfiguration::Off)).await;
    client.pool.add_user(user(FIRST, &[])).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let answer = set(&client, &tokens, json!({ "SMSMfaSettings": setting(true, false) })).await;
    let message = "SMS_MFA is not enabled for the user pool.";
    assert_refused("off", answer, "InvalidParameterException", message);
}

#[tokio::test]
async fn sms_is_set_the_old_way() {
    let client = start().await;
    client.pool.add_user(user(FIRST, &[])).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let set = |options: Value| {
        client.call("SetUserSettings", json!({ "AccessToken": tokens["AccessToken"], "MFAOptions": options }))
    };
    let list = async || client.get_user(&tokens["AccessToken"]).await.unwrap()["UserMFASettingList"].clone();
    let sms = json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]);
    assert_eq!(set(sms.clone()).await.unwrap(), json!({}));
    assert_eq!(list().await, json!(["SMS_MFA"]));
    set(json!([])).await.unwrap();
    assert_eq!(list().await, Value::Null);

    let only_sms = "Only SMS to phone_number can be set by MFAOptions.";
    let missing = "1 validation error detected: Value at 'mFAOptions' failed to satisfy constraint: Member must not be \
                   null";
    let enumeration = "1 validation error detected: Value 'FAX' at 'mFAOptions.1.member.deliveryMedium' failed to \
                       satisfy constraint: Member must satisfy enum value set: [SMS, EMAIL]";
    for (name, options, message) in [
        ("by e-mail", json!([{ "DeliveryMedium": "EMAIL", "AttributeName": "email" }]), only_sms),
        ("another attribute", json!([{ "DeliveryMedium": "SMS", "AttributeName": "email" }]), only_sms),
        ("by fax", json!([{ "DeliveryMedium": "FAX", "AttributeName": "phone_number" }]), enumeration),
        ("none", Value::Null, missing),
    ] {
        assert_refused(name, set(options).await, "InvalidParameterException", message);
    }
}
