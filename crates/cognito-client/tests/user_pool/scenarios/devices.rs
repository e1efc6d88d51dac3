use cognito_client::{
    ErrorCode,
    device::{forget_device, get_device, list_devices, remember_device},
    session::Session,
    sign_in::NextStep,
};
use local_user_pool::MessageKind;

use crate::person::{Browser, Person, done};

const EMAIL: &str = "sms@example.com";
const POOL: &str = r#"
    [UserPool]
    MfaConfiguration = "OPTIONAL"
    SmsMfa = true
    [UserPool.DeviceConfiguration]
    ChallengeRequiredOnNewDevice = true
    DeviceOnlyRememberedOnUserPrompt = true
    [[users]]
    email = "sms@example.com"
    password = "Passw0rd!"
    phone_number = "+12025550123"
    mfa = ["SMS_MFA"]
"#;

/// Signs in with the code of a text message, and gives the key of this browser's device.
async fn with_code(person: &Person) -> (Session, String) {
    let step = person.step(EMAIL).await;
    let NextStep::Code(challenge) = step else { panic!("no code is asked for: {step:?}") };
    let code = person.code(MessageKind::MfaCode);
    let session = done(challenge.answer(&person.sign_in(), &code).await.expect("a right code")).session;
    let key = device_key(&person.browser, &session);
    (session, key)
}

fn device_key(browser: &Browser, session: &Session) -> String {
    browser.devices.borrow().get(session.username().as_str()).expect("the sign-in confirmed a device").key.clone()
}

#[tokio::test]
async fn scenario_15_list_the_devices() {
    let person = Person::at(POOL).await;
    let mut keys = Vec::new();
    let mut session = None;
    for _ in 0..3 {
        // Another browser each time.
        person.browser.devices.borrow_mut().clear();
        let (newest, key) = with_code(&person).await;
        keys.push(key);
        session = Some(newest);
    }
    let session = session.expect("signed in");
    let token = &session.tokens().access_token;
    let mut listed = Vec::new();
    let mut page = list_devices(&person.client, token, 2, None).await.expect("a page");
    assert_eq!(page.devices.len(), 2);
    loop {
        listed.extend(page.devices.into_iter().map(|device| device.device_key.expect("a key")));
        let Some(next) = page.pagination_token else { break };
        page = list_devices(&person.client, token, 2, Some(&next)).await.expect("a page");
    }
    keys.sort();
    listed.sort();
    assert_eq!(listed, keys);
}

#[tokio::test]
async fn scenario_16_read_this_device() {
    let person = Person::at(POOL).await;
    let (session, key) = with_code(&person).await;
    let token = &session.tokens().access_token;
    let device = get_device(&person.client, token, &key).await.expect("a device");
    assert_eq!(device.device_key.as_deref(), Some(key.as_str()));
    assert_eq!(device.attribute("device_name"), Some("a test"));
    assert!(device.device_create_date.is_some() && device.device_last_authenticated_date.is_some(), "{device:?}");
    let other = get_device(&person.client, token, "us-east-1_00000000-0000-4000-8000-000000000000").await.err();
    assert_eq!(other.as_ref().and_then(|error| error.code()), Some(&ErrorCode::ResourceNotFound));
}

#[tokio::test]
async fn scenario_17_remember_this_device() {
    let person = Person::at(POOL).await;
    let (session, key) = with_code(&person).await;
    remember_device(&person.client, &session.tokens().access_token, &key, true).await.expect("remembered");
    let step = person.step(EMAIL).await;
    assert!(matches!(step, NextStep::Done(_)), "no code is asked for: {step:?}");
}

#[tokio::test]
async fn scenario_18_do_not_remember_this_device() {
    let person = Person::at(POOL).await;
    let (session, key) = with_code(&person).await;
    let token = &session.tokens().access_token;
    remember_device(&person.client, token, &key, true).await.expect("remembered");
    remember_device(&person.client, token, &key, false).await.expect("not remembered");
    let (_, same) = with_code(&person).await;
    assert_eq!(same, key, "it is known all the same");
}

#[tokio::test]
async fn scenario_19_forget_this_device() {
    let person = Person::at(POOL).await;
    let (session, key) = with_code(&person).await;
    let token = &session.tokens().access_token;
    remember_device(&person.client, token, &key, true).await.expect("remembered");
    forget_device(&person.client, token, &key).await.expect("forgotten");
    let again = get_device(&person.client, token, &key).await.err();
    assert_eq!(again.as_ref().and_then(|error| error.code()), Some(&ErrorCode::ResourceNotFound));
    let (_, other) = with_code(&person).await;
    assert_ne!(other, key);
}
