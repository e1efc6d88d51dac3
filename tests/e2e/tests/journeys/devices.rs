//! Remembered devices: they take the place of a code.

use e2e::{Journey, MessageKind, Setup, Step, journey_with};
use serde_json::json;

const EMAIL: &str = "sms@example.com";
const PASSWORD: &str = "Demo-Passw0rd";
const PHONE: &str = "+12025550123";

/// A pool that sends a code to devices that it does not know.
fn pool(asks_whether_to_remember: bool) -> Setup {
    Setup::of_pool(&format!(
        r#"
        [UserPool]
        MfaConfiguration = "ON"
        SmsMfa = true
        [UserPool.DeviceConfiguration]
        ChallengeRequiredOnNewDevice = true
        DeviceOnlyRememberedOnUserPrompt = {asks_whether_to_remember}
        [[users]]
        email = "{EMAIL}"
        phone_number = "{PHONE}"
        password = "{PASSWORD}"
        mfa = ["SMS_MFA"]
        "#
    ))
}

async fn sign_in_with_code(person: &Journey) -> Step {
    let before = person.codes(MessageKind::MfaCode, PHONE).len();
    person.sign_in(EMAIL, PASSWORD).await?;
    person.see_heading("Check your phone").await?;
    person.see("Enter the code we sent to +*******0123.").await?;
    assert_eq!(person.codes(MessageKind::MfaCode, PHONE).len(), before + 1, "one code was sent");
    person.fill("Code", person.newest_code(MessageKind::MfaCode, PHONE)).await
}

/// Signs in with the password alone, as this device is remembered.
async fn sign_in_without_code(person: &Journey) -> Step {
    let sent = person.codes(MessageKind::MfaCode, PHONE).len();
    let answered = person.pool().requests("RespondToAuthChallenge");
    person.sign_in(EMAIL, PASSWORD).await?;
    person.arrive_at("/welcome").await?;
    assert_eq!(person.codes(MessageKind::MfaCode, PHONE).len(), sent, "no code was sent");
    let answers = person.pool().requests("RespondToAuthChallenge") - answered;
    assert_eq!(answers, 3, "PASSWORD_VERIFIER, DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER");
    Ok(())
}

async fn sign_out(person: &Journey) -> Step {
    person.press("Sign out").await?;
    person.arrive_at("/").await?;
    person.see_heading("Sign in").await
}

/// What this browser knows of the device.
async fn device_key(person: &Journey) -> Step<Option<String>> {
    person.stored(".deviceKey").await
}

#[tokio::test]
async fn a_device_that_the_person_lets_be_remembered_needs_no_code_next_time() {
    journey_with("device-remembered", pool(true), async |person| {
        person.open("/").await?;
        sign_in_with_code(person).await?;
        person.see_heading("Remember this device?").await?;
        assert_eq!(person.pool().requests("ConfirmDevice"), 1);
        person.press("Remember this device").await?;
        person.arrive_at("/welcome").await?;
        assert_eq!(person.pool().requests("UpdateDeviceStatus"), 1);
        sign_out(person).await?;
        assert!(device_key(person).await?.is_some(), "the device's keys outlive the session");
        person.keeps_nothing_of(&[("the password", PASSWORD)]).await?;
        sign_in_without_code(person).await?;
        // The session belongs to the device: a refresh has to name it.
        person.pool().advance(std::time::Duration::from_secs(2 * 3600));
        person.driver.refresh().await?;
        person.see_heading(&format!("Hi {EMAIL}!")).await?;
        person.until("a refresh", async || Ok(person.pool().requests("GetTokensFromRefreshToken") == 1)).await?;
        person.see_heading(&format!("Hi {EMAIL}!")).await
    })
    .await;
}

#[tokio::test]
async fn a_device_that_is_not_to_be_remembered_needs_a_code_each_time() {
    for answer in ["Don't remember it", "Decide later"] {
        journey_with("device-declined", pool(true), async |person| {
            person.open("/").await?;
            sign_in_with_code(person).await?;
            person.see_heading("Remember this device?").await?;
            person.press(answer).await?;
            person.arrive_at("/welcome").await?;
            sign_out(person).await?;
            sign_in_with_code(person).await?;
            // Nobody is asked twice about the same device.
            person.arrive_at("/welcome").await
        })
        .await;
    }
}

#[tokio::test]
async fn a_pool_that_remembers_every_device_asks_nothing() {
    journey_with("device-unasked", pool(false), async |person| {
        person.open("/").await?;
        sign_in_with_code(person).await?;
        person.arrive_at("/welcome").await?;
        assert_eq!(person.pool().requests("ConfirmDevice"), 1);
        sign_out(person).await?;
        sign_in_without_code(person).await
    })
    .await;
}

#[tokio::test]
async fn a_reload_in_place_of_an_answer_about_the_device_leads_into_the_app() {
    journey_with("device-reload", pool(true), async |person| {
        person.open("/").await?;
        sign_in_with_code(person).await?;
        person.see_heading("Remember this device?").await?;
        person.driver.refresh().await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_device_that_the_pool_has_forgotten_needs_a_code_again() {
    journey_with("device-forgotten", pool(false), async |person| {
        person.open("/").await?;
        sign_in_with_code(person).await?;
        person.arrive_at("/welcome").await?;
        let forgotten = device_key(person).await?.expect("the device has a key");
        let access_token = person.stored(".accessToken").await?.expect("a token is stored");
        person.ask_pool_well("ForgetDevice", json!({ "AccessToken": access_token, "DeviceKey": forgotten })).await;
        sign_out(person).await?;
        sign_in_with_code(person).await?;
        person.arrive_at("/welcome").await?;
        let new = device_key(person).await?;
        assert!(new.is_some_and(|key| key != forgotten), "the device has a new key");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_device_that_cannot_be_confirmed_does_not_undo_the_sign_in() {
    journey_with("device-unconfirmed", pool(false), async |person| {
        person.open("/").await?;
        person.fail_requests("ConfirmDevice").await?;
        sign_in_with_code(person).await?;
        person.arrive_at("/welcome").await?;
        assert_eq!(person.pool().requests("ConfirmDevice"), 0, "it was held back");
        assert_eq!(device_key(person).await?, None, "no keys that lead nowhere");
        Ok(())
    })
    .await;
}
