//! Devices: confirmed, listed, forgotten, and in place of a second factor.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use cognito_client::hazmat::arithmetic::{self, Identity, Number};
use local_user_pool::{
    Config, MfaFactor, NewUser,
    settings::{DeviceConfiguration, MfaConfiguration, UserPool},
};
use serde_json::{Value, json};

use crate::client::{
    CLIENT_ID, Challenge, Client, DEMO, DEMO_PASSWORD, Exchange, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused,
    claims,
};

const INCORRECT: &str = "Incorrect username or password.";
const UNKNOWN_DEVICE: &str = "Device does not exist.";

/// A browser's part: the keys it was given, and the password it made up.
pub struct Device {
    identity: Identity,
    password: String,
}

impl Device {
    pub fn of(result: &Value) -> Self {
        let member = |name: &str| result["NewDeviceMetadata"][name].as_str().unwrap().to_owned();
        let mut bytes = [0; 40];
        aws_lc_rs::rand::fill(&mut bytes).unwrap();
        Self {
            identity: Identity { group: member("DeviceGroupKey"), user: member("DeviceKey") },
            password: BASE64_STANDARD.encode(bytes),
        }
    }

    pub fn key(&self) -> &str {
        &self.identity.user
    }

    pub fn password(&self) -> &str {
        &self.password
    }

    /// Salt and PasswordVerifier.
    fn numbers(&self) -> (Vec<u8>, Vec<u8>) {
        let mut bytes = [0; 16];
        aws_lc_rs::rand::fill(&mut bytes).unwrap();
        let salt = Number::from_bytes(&bytes).unwrap();
        let verifier = arithmetic::verifier(&arithmetic::private_key(&self.identity, &self.password, &salt));
        (salt.padded().to_vec(), verifier.padded().to_vec())
    }

    async fn confirm_with(
        &self,
        client: &Client,
        tokens: &Value,
        salt: &[u8],
        verifier: &[u8],
    ) -> Result<Value, Refusal> {
        let body = json!({
            "AccessToken": tokens["AccessToken"],
            "DeviceKey": self.key(),
            "DeviceName": "Browser",
            "DeviceSecretVerifierConfig": {
                "Salt": BASE64_STANDARD.encode(salt),
                "PasswordVerifier": BASE64_STANDARD.encode(verifier),
            },
        });
        client.call("ConfirmDevice", body).await
    }

    pub async fn confirm(&self, client: &Client, tokens: &Value) -> Result<Value, Refusal> {
        let (salt, verifier) = self.numbers();
        self.confirm_with(client, tokens, &salt, &verifier).await
    }
}

fn config(devices: DeviceConfiguration) -> Config {
    let user_pool = UserPool { device_configuration: Some(devices), ..UserPool::default() };
    Config { user_pool, ..Config::default() }
}

/// Devices are remembered without asking, and take the place of an SMS code.
pub fn config_with_mfa(challenge_required_on_new_device: bool) -> Config {
    let mut config =
        config(DeviceConfiguration { challenge_required_on_new_device, device_only_remembered_on_user_prompt: false });
    config.user_pool.mfa_configuration = MfaConfiguration::Optional;
    config.user_pool.sms_mfa = true;
    let user = NewUser {
        phone_number: Some("+12025550123".to_owned()),
        mfa: [MfaFactor::SmsMfa].into(),
        ..NewUser::new(FIRST, PASSWORD)
    };
    config.users.push(user);
    config
}

/// Proves the password by SRP with a DEVICE_KEY; gives the whole answer.
async fn prove_password(client: &Client, name: &str, password: &str, key: Option<&str>) -> Result<Value, Refusal> {
    let mut responses = client.challenge(name).await?.answer(password, &client.timestamp(0));
    responses.extend(key.map(|key| ("DEVICE_KEY".to_owned(), key.to_owned())));
    client.respond(&responses).await
}

/// Begins DEVICE_SRP_AUTH's answer: DEVICE_PASSWORD_VERIFIER, and its session.
async fn device_challenge(client: &Client, device: &Device, asked: &Value) -> (Challenge, Value) {
    assert_eq!(asked["ChallengeName"], "DEVICE_SRP_AUTH");
    let start = Exchange::start();
    let responses = json!({ "DEVICE_KEY": device.key(), "SRP_A": start.srp_a() });
    let verifier = client.answer(asked, FIRST, responses).await.unwrap();
    assert_eq!(verifier["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
    (start.challenge(&verifier), verifier)
}

/// Proves the device, or tries with another password.
pub async fn prove_device(client: &Client, device: &Device, password: &str, asked: &Value) -> Result<Value, Refusal> {
    let (challenge, verifier) = device_challenge(client, device, asked).await;
    let mut responses = challenge.answer_as(&device.identity, password, &client.timestamp(0));
    responses.insert("DEVICE_KEY".to_owned(), device.key().to_owned());
    client.answer(&verifier, FIRST, json!(responses)).await
}

async fn answer_sms(client: &Client, asked: &Value) -> Value {
    assert_eq!(asked["ChallengeName"], "SMS_MFA");
    let responses = json!({ "SMS_MFA_CODE": client.last_code() });
    client.answer(asked, FIRST, responses).await.unwrap()["AuthenticationResult"].clone()
}

/// Signs first@ in with an SMS code, and confirms the new device.
async fn remembered(client: &Client) -> (Device, Value) {
    let asked = prove_password(client, FIRST, PASSWORD, None).await.unwrap();
    let tokens = answer_sms(client, &asked).await;
    let device = Device::of(&tokens);
    assert_eq!(device.confirm(client, &tokens).await.unwrap(), json!({ "UserConfirmationNecessary": false }));
    (device, tokens)
}

#[tokio::test]
async fn a_pool_that_tracks_no_devices() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    assert_eq!(tokens["NewDeviceMetadata"], Value::Null);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], Value::Null);
    let key = "us-east-1_6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11";
    let answer = prove_password(&client, DEMO, DEMO_PASSWORD, Some(key)).await.unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string(), "the key means nothing here: {answer}");
}

#[tokio::test]
async fn a_remembered_device_takes_the_place_of_a_code() {
    let client = Client::with(config_with_mfa(true)).await;
    let (device, tokens) = remembered(&client).await;
    assert!(device.key().starts_with("us-east-1_") && device.key().len() == 46, "{}", device.key());
    assert!(device.identity.group.starts_with('-') && device.identity.group.len() == 9, "{}", device.identity.group);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key());
    assert_eq!(claims(&tokens["IdToken"])["device_key"], Value::Null);

    let sent = client.pool.inbox().len();
    let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
    let answer = prove_device(&client, &device, device.password(), &asked).await.unwrap();
    let tokens = &answer["AuthenticationResult"];
    assert_eq!(client.pool.inbox().len(), sent, "no code was sent");
    assert_eq!(tokens["NewDeviceMetadata"], Value::Null);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key());
    client.get_user(&tokens["AccessToken"]).await.unwrap();

    let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
    let wrong = prove_device(&client, &device, "another", &asked).await;
    assert_refused("wrong device password", wrong, "NotAuthorizedException", INCORRECT);

    let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
    let (challenge, verifier) = device_challenge(&client, &device, &asked).await;
    let mut responses = challenge.answer_as(&device.identity, &device.password, &client.timestamp(0));
    let missing = client.answer(&verifier, FIRST, json!(responses)).await;
    assert_refused("no key", missing, "InvalidParameterException", "Missing required parameter DEVICE_KEY");
    responses.insert("DEVICE_KEY".to_owned(), device.key().to_owned());
    responses.insert("TIMESTAMP".to_owned(), client.timestamp(7));
    let wrong = client.answer(&verifier, FIRST, json!(responses)).await;
    assert_refused("another second", wrong, "NotAuthorizedException", INCORRECT);
    let again = client.answer(&verifier, FIRST, json!(responses)).await;
    assert_refused("used session", again, "NotAuthorizedException", "Invalid session for the user.");
}

#[tokio::test]
async fn where_devices_replace_nothing_a_code_is_asked_for_as_well() {
    let client = Client::with(config_with_mfa(false)).await;
    let (device, _) = remembered(&client).await;
    let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
    let asked = prove_device(&client, &device, device.password(), &asked).await.unwrap();
    let tokens = answer_sms(&client, &asked).await;
    assert_eq!(tokens["NewDeviceMetadata"], Value::Null);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key());
}

#[tokio::test]
async fn a_device_that_is_not_remembered_replaces_nothing() {
    let mut config = config_with_mfa(true);
    let prompt =
        DeviceConfiguration { challenge_required_on_new_device: true, device_only_remembered_on_user_prompt: true };
    config.user_pool.device_configuration = Some(prompt);
    let client = Client::with(config).await;
    let asked = prove_password(&client, FIRST, PASSWORD, None).await.unwrap();
    let tokens = answer_sms(&client, &asked).await;
    let device = Device::of(&tokens);
    assert_eq!(device.confirm(&client, &tokens).await.unwrap(), json!({ "UserConfirmationNecessary": true }));

    for (status, next) in
        [(None, "SMS_MFA"), (Some("remembered"), "DEVICE_SRP_AUTH"), (Some("not_remembered"), "SMS_MFA")]
    {
        if let Some(status) = status {
            let body = json!({
                "AccessToken": tokens["AccessToken"], "DeviceKey": device.key(), "DeviceRememberedStatus": status,
            });
            assert_eq!(client.call("UpdateDeviceStatus", body).await.unwrap(), json!({}));
        }
        let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
        assert_eq!(asked["ChallengeName"], next, "{status:?}");
    }
}

#[tokio::test]
async fn a_device_follows_a_typed_password() {
    let client = Client::with(config_with_mfa(true)).await;
    let (device, _) = remembered(&client).await;
    let initiate = |key: &str| {
        let parameters = json!({ "USERNAME": FIRST, "PASSWORD": PASSWORD, "DEVICE_KEY": key });
        client.begin("USER_PASSWORD_AUTH", parameters)
    };
    let asked = initiate(device.key()).await.unwrap();
    let answer = prove_device(&client, &device, device.password(), &asked).await.unwrap();
    client.get_user(&answer["AuthenticationResult"]["AccessToken"]).await.unwrap();
    let unknown = initiate("us-east-1_6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11").await;
    assert_refused("unknown", unknown, "ResourceNotFoundException", UNKNOWN_DEVICE);
}

#[tokio::test]
async fn keys_of_nobody_and_of_others() {
    let client = Client::with(config_with_mfa(true)).await;
    let (device, tokens) = remembered(&client).await;
    let others = prove_password(&client, DEMO, DEMO_PASSWORD, Some(device.key())).await;
    assert_refused("another user's", others, "ResourceNotFoundException", UNKNOWN_DEVICE);
    let nobodys = prove_password(&client, "nobody@example.org", PASSWORD, Some(device.key())).await;
    assert_refused("an unknown user's", nobodys, "ResourceNotFoundException", UNKNOWN_DEVICE);

    // Established clients answer the same challenge again, without the key.
    let mut responses = client.challenge(DEMO).await.unwrap().answer(DEMO_PASSWORD, &client.timestamp(0));
    responses.insert("DEVICE_KEY".to_owned(), device.key().to_owned());
    let refused = client.respond(&responses).await;
    assert_refused("with the key", refused, "ResourceNotFoundException", UNKNOWN_DEVICE);
    responses.remove("DEVICE_KEY");
    let answer = client.respond(&responses).await.unwrap();
    assert!(answer["AuthenticationResult"]["NewDeviceMetadata"]["DeviceKey"].is_string(), "a new device: {answer}");

    let body = json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": device.key() });
    assert_eq!(client.call("ForgetDevice", body.clone()).await.unwrap(), json!({}));
    for operation in ["ForgetDevice", "GetDevice", "UpdateDeviceStatus"] {
        let refused = client.call(operation, body.clone()).await;
        assert_refused(operation, refused, "ResourceNotFoundException", UNKNOWN_DEVICE);
    }
    let forgotten = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await;
    assert_refused("forgotten", forgotten, "ResourceNotFoundException", UNKNOWN_DEVICE);
}

#[tokio::test]
async fn confirmations_that_are_refused() {
    let client = Client::with(config(DeviceConfiguration::default())).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let device = Device::of(&tokens);
    let (salt, verifier) = device.numbers();
    let negative = [&[0x80], &salt[..]].concat();
    let cases: [(&str, &[u8], &[u8], &str); 3] = [
        ("salt", &negative, &verifier, "Salt must not be negative."),
        ("verifier", &salt, &negative, "PasswordVerifier must not be negative."),
        ("zero", &salt, &[0], "PasswordVerifier must not be zero."),
    ];
    for (name, salt, verifier, message) in cases {
        let refused = device.confirm_with(&client, &tokens, salt, verifier).await;
        assert_refused(name, refused, "InvalidParameterException", message);
    }
    let body = json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": device.key() });
    let refused = client.call("ConfirmDevice", body).await;
    assert_refused("no verifier", refused, "InvalidParameterException", "Missing required parameter Salt");

    let other = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.pool.add_user(NewUser::new(FIRST, PASSWORD)).unwrap();
    let someone = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let refused = device.confirm(&client, &someone).await;
    assert_refused("another user's key", refused, "InvalidParameterException", "Invalid device key given.");
    device.confirm(&client, &tokens).await.unwrap();
    let refused = device.confirm(&client, &other).await;
    assert_refused("a second time", refused, "DeviceKeyExistsException", "Device already exists.");
}

#[tokio::test]
async fn devices_are_listed_with_their_dates() {
    let client = Client::with(config(DeviceConfiguration::default())).await;
    let mut keys = Vec::new();
    let mut tokens = Value::Null;
    for _ in 0..3 {
        tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
        let device = Device::of(&tokens);
        device.confirm(&client, &tokens).await.unwrap();
        keys.push(device.key().to_owned());
    }
    keys.sort();
    let mut listed: Vec<String> = Vec::new();
    let mut token = Value::Null;
    for expected in [2, 1] {
        let body = json!({ "AccessToken": tokens["AccessToken"], "Limit": 2, "PaginationToken": token });
        let page = client.call("ListDevices", body).await.unwrap();
        let devices = page["Devices"].as_array().unwrap();
        assert_eq!(devices.len(), expected);
        listed.extend(devices.iter().map(|device| device["DeviceKey"].as_str().unwrap().to_owned()));
        token = page["PaginationToken"].clone();
    }
    assert_eq!((listed, token), (keys.clone(), Value::Null));

    let device = client.call("GetDevice", json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": keys[0] })).await;
    let device = device.unwrap()["Device"].clone();
    let created = device["DeviceCreateDate"].as_u64().unwrap();
    assert_eq!(device["DeviceKey"], keys[0]);
    let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
    let expected = [
        attribute("device_status", "valid"),
        attribute("device_name", "Browser"),
        attribute("last_ip_used", "127.0.0.1"),
        attribute("dev:device_remembered_status", "remembered"),
    ];
    assert_eq!(device["DeviceAttributes"], json!(expected));

    client.pool.advance(std::time::Duration::from_secs(60));
    prove_password(&client, DEMO, DEMO_PASSWORD, Some(&keys[0])).await.unwrap();
    let admin = json!({ "UserPoolId": POOL_ID, "Username": DEMO, "DeviceKey": keys[0] });
    let again = client.call("AdminGetDevice", admin.clone()).await.unwrap()["Device"].clone();
    assert!(again["DeviceCreateDate"].as_u64() == Some(created), "{again}");

    let status = json!({
        "UserPoolId": POOL_ID, "Username": DEMO, "DeviceKey": keys[0], "DeviceRememberedStatus": "not_remembered",
    });
    client.call("AdminUpdateDeviceStatus", status).await.unwrap();
    assert_eq!(client.call("AdminForgetDevice", admin.clone()).await.unwrap(), json!({}));
    let refused = client.call("AdminGetDevice", admin).await;
    assert_refused("forgotten", refused, "ResourceNotFoundException", UNKNOWN_DEVICE);
    let left = client.call("AdminListDevices", json!({ "UserPoolId": POOL_ID, "Username": DEMO })).await.unwrap();
    assert_eq!(left["Devices"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_last_sign_in_is_dated() {
    let client = Client::with(config_with_mfa(true)).await;
    let (device, tokens) = remembered(&client).await;
    let body = json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": device.key() });
    let date = async || {
        client.call("GetDevice", body.clone()).await.unwrap()["Device"]["DeviceLastAuthenticatedDate"].as_u64()
    };
    let before = date().await.unwrap();
    client.pool.advance(std::time::Duration::from_secs(60));
    let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
    prove_device(&client, &device, device.password(), &asked).await.unwrap();
    assert!(date().await.unwrap() >= before + 60);
}

#[tokio::test]
async fn refreshing_with_a_device() {
    let client = Client::with(config_with_mfa(true)).await;
    let (device, tokens) = remembered(&client).await;
    let refresh = |key: Option<&str>| {
        let parameters: BTreeMap<&str, Value> = [("REFRESH_TOKEN", tokens["RefreshToken"].clone())]
            .into_iter()
            .chain(key.map(|key| ("DEVICE_KEY", json!(key))))
            .collect();
        let body = json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
        client.call("InitiateAuth", body)
    };
    let renewed = refresh(Some(device.key())).await.unwrap();
    assert_eq!(claims(&renewed["AuthenticationResult"]["AccessToken"])["device_key"], device.key());
    let without = refresh(None).await;
    assert_refused("without the key", without, "NotAuthorizedException", "Invalid Refresh Token");
    let other = refresh(Some("us-east-1_6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11")).await;
    assert_refused("another key", other, "ResourceNotFoundException", UNKNOWN_DEVICE);

    let get_tokens = |key: Value| {
        let body = json!({ "RefreshToken": tokens["RefreshToken"], "ClientId": CLIENT_ID, "DeviceKey": key });
        client.call("GetTokensFromRefreshToken", body)
    };
    let renewed = get_tokens(json!(device.key())).await.unwrap()["AuthenticationResult"].clone();
    assert_eq!(renewed["NewDeviceMetadata"], Value::Null);
    let renewed = get_tokens(Value::Null).await.unwrap()["AuthenticationResult"].clone();
    let new = renewed["NewDeviceMetadata"]["DeviceKey"].clone();
    assert!(new.is_string() && new != device.key(), "a new device: {renewed}");
    assert_eq!(claims(&renewed["AccessToken"])["device_key"], new);
}

#[tokio::test]
async fn a_device_proves_itself_without_a_session_too() {
    let client = Client::with(config_with_mfa(true)).await;
    let (device, _) = remembered(&client).await;
    let none = Value::Null;
    let (begin, prove) = (json!("DEVICE_SRP_AUTH"), json!("DEVICE_PASSWORD_VERIFIER"));
    let responses = |name: &str, start: &Exchange, key: &str| json!({ "USERNAME": name, "DEVICE_KEY": key, "SRP_A": start.srp_a() });
    let start = Exchange::start();
    let early = client.answer_as(&begin, &none, responses(FIRST, &start, device.key())).await;
    assert_refused("before it is asked", early, "NotAuthorizedException", INCORRECT);

    let asked = prove_password(&client, FIRST, PASSWORD, Some(device.key())).await.unwrap();
    assert_eq!(asked["ChallengeName"], begin);
    for (case, name, key) in [
        ("another user", DEMO, device.key()),
        ("another device", FIRST, "us-east-1_6f1a4a57-30a6-4b4c-8b2b-0a6d1f0c7e11"),
    ] {
        let other = client.answer_as(&begin, &none, responses(name, &start, key)).await;
        assert_refused(case, other, "NotAuthorizedException", INCORRECT);
    }
    let verifier = client.answer_as(&begin, &none, responses(FIRST, &start, device.key())).await.unwrap();
    let challenge = start.challenge(&verifier);
    let mut right = json!(challenge.answer_as(&device.identity, device.password(), &client.timestamp(0)));
    right["DEVICE_KEY"] = json!(device.key());
    let mut foreign = right.clone();
    foreign["PASSWORD_CLAIM_SECRET_BLOCK"] = json!("AAAA");
    let refused = client.answer_as(&prove, &none, foreign).await;
    assert_refused("another block", refused, "NotAuthorizedException", INCORRECT);
    let answer = client.answer_as(&prove, &none, right.clone()).await.unwrap();
    client.get_user(&answer["AuthenticationResult"]["AccessToken"]).await.unwrap();
    let again = client.answer_as(&prove, &none, right).await;
    assert_refused("once", again, "NotAuthorizedException", INCORRECT);

    let asked = prove_password(&client, FIRST, PASSWORD, None).await.unwrap();
    let code = json!({ "USERNAME": FIRST, "SMS_MFA_CODE": client.last_code() });
    let refused = client.answer_as(&asked["ChallengeName"], &none, code).await;
    let missing = "Missing required parameter Session";
    assert_refused("any other challenge", refused, "InvalidParameterException", missing);
}
