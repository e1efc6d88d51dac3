use cognito_client::{
    device::{DevicePassword, RememberedDevice, remember_device},
    sign_in::NextStep,
};
use local_user_pool::MessageKind;
use serde_json::json;

use crate::person::{Person, credentials, done, signed_in};

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

async fn answered(person: &Person, step: NextStep) -> NextStep {
    let NextStep::Code(challenge) = step else { panic!("no code is asked for: {step:?}") };
    let code = person.code(MessageKind::MfaCode);
    challenge.answer(&person.sign_in(), &code).await.expect("a right code")
}

#[tokio::test]
async fn a_remembered_device_takes_the_place_of_the_code() {
    let person = Person::at(POOL).await;
    let first = done(answered(&person, person.step("sms@example.com").await).await);
    assert!(first.asks_to_remember_device);
    let device = person.browser.devices.borrow().get(first.session.username().as_str()).cloned().expect("kept");

    // Not remembered yet: the code is asked for, and no other device is made.
    let second = done(answered(&person, person.step("sms@example.com").await).await);
    assert!(!second.asks_to_remember_device);
    remember_device(&person.client, &second.session.tokens().access_token, &device.key, true)
        .await
        .expect("remembered");

    let sent = person.pool.inbox().len();
    signed_in(person.step("sms@example.com").await);
    assert_eq!(person.pool.inbox().len(), sent, "no code was sent");

    let refreshed = second.session.refresh(&person.client, &person.browser).await;
    assert!(refreshed.is_ok(), "{refreshed:?}");
}

#[tokio::test]
async fn a_forgotten_device_is_dropped_and_the_code_asked_for() {
    let person = Person::at(POOL).await;
    let session = signed_in(answered(&person, person.step("sms@example.com").await).await);
    let username = session.username().as_str().to_owned();
    let device = person.browser.devices.borrow().get(&username).cloned().expect("kept");
    let token = &session.tokens().access_token;
    remember_device(&person.client, token, &device.key, true).await.expect("remembered");
    person.ask("ForgetDevice", &json!({ "AccessToken": token.expose(), "DeviceKey": device.key })).await;

    let step = person.step("sms@example.com").await;
    assert!(person.browser.devices.borrow().is_empty(), "dropped");
    signed_in(answered(&person, step).await);
    let new = person.browser.devices.borrow().get(&username).cloned().expect("another is made");
    assert_ne!(new.key, device.key);
    assert!(session.refresh(&person.client, &person.browser).await.is_ok(), "a refresh names the device");
}

/// Signed in with a remembered device; gives the user's name and the device.
async fn remembered(person: &Person) -> (String, RememberedDevice) {
    let session = signed_in(answered(person, person.step("sms@example.com").await).await);
    let username = session.username().as_str().to_owned();
    let device = person.browser.devices.borrow().get(&username).cloned().expect("kept");
    remember_device(&person.client, &session.tokens().access_token, &device.key, true).await.expect("remembered");
    (username, device)
}

#[tokio::test]
async fn a_device_with_a_wrong_password_is_dropped_and_the_code_asked_for() {
    let person = Person::at(POOL).await;
    let (username, device) = remembered(&person).await;
    let wrong = RememberedDevice { password: DevicePassword::new("another"), ..device };
    person.browser.devices.borrow_mut().insert(username, wrong);

    let step = person.step("sms@example.com").await;
    assert!(person.browser.devices.borrow().is_empty(), "dropped");
    signed_in(answered(&person, step).await);
}

#[tokio::test]
async fn a_device_is_believed_by_a_clock_that_is_wrong() {
    let person = Person::at(POOL).await;
    let (username, device) = remembered(&person).await;
    let sign_in = person.sign_in();
    for (case, is_plain) in [("in clear", true), ("over SRP", false)] {
        for seconds in [-93_600, 93_600] {
            person.set_clock_ahead(seconds, true);
            let credentials = credentials("sms@example.com");
            let step = if is_plain {
                sign_in.with_plain_password(&credentials).await
            } else {
                sign_in.with_srp(&credentials).await
            };
            signed_in(step.unwrap_or_else(|error| panic!("{case}, {seconds} s: {error}")));
            let kept = person.browser.devices.borrow().get(&username).cloned();
            assert_eq!(kept.as_ref(), Some(&device), "{case}, {seconds} s");
        }
    }
    person.set_clock_ahead(93_600, false);
    let step = sign_in.with_plain_password(&credentials("sms@example.com")).await.expect("the password is right");
    assert!(person.browser.devices.borrow().is_empty(), "nobody can tell that it was the clock");
    signed_in(answered(&person, step).await);
}

#[tokio::test]
async fn a_device_is_known_by_the_name_that_was_typed() {
    let person = Person::at(POOL).await;
    let credentials = credentials("sms@example.com");
    let sign_in = person.sign_in();
    let step = sign_in.with_plain_password(&credentials).await.expect("the password is right");
    let session = signed_in(answered(&person, step).await);
    let device = person.browser.devices.borrow().get("sms@example.com").cloned().expect("kept under this name, too");
    let token = &session.tokens().access_token;
    remember_device(&person.client, token, &device.key, true).await.expect("remembered");
    signed_in(sign_in.with_plain_password(&credentials).await.expect("no code is asked for"));
}
