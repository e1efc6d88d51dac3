//! Remembered devices: they take the place of a code.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, journey_with};
use serde_json::json;

/// A pool that sends a code to devices that it does not know.
pub fn pool(asks_whether_to_remember: bool) -> Setup {
    let pool = format!(
        r#"
        [UserPool]
        MfaConfiguration = "ON"
        SmsMfa = true
        [UserPool.DeviceConfiguration]
        ChallengeRequiredOnNewDevice = true
        DeviceOnlyRememberedOnUserPrompt = {asks_whether_to_remember}
        "#
    );
    let user = format!(
        r#"
        phone_number = "{DEMO_PHONE}"
        mfa = ["SMS_MFA"]
        attributes = {{ name = "Demo" }}
        "#
    );
    Setup::of_demo_user(&pool, &user)
}

async fn sign_in_with_code(person: &Journey) -> Step {
    let before = person.codes(MessageKind::MfaCode, DEMO_PHONE).len();
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see("Enter the code we sent to +*******0123.").await?;
    assert_eq!(person.codes(MessageKind::MfaCode, DEMO_PHONE).len(), before + 1, "one code was sent");
    person.answer_text_message(DEMO_PHONE).await
}

/// Signs in with the password alone, as this device is remembered.
async fn sign_in_without_code(person: &Journey) -> Step {
    let sent = person.codes(MessageKind::MfaCode, DEMO_PHONE).len();
    let answered = person.pool().requests("RespondToAuthChallenge");
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.arrive_at("/welcome").await?;
    assert_eq!(person.codes(MessageKind::MfaCode, DEMO_PHONE).len(), sent, "no code was sent");
    let answers = person.pool().requests("RespondToAuthChallenge") - answered;
    assert_eq!(answers, 3, "PASSWORD_VERIFIER, DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER");
    Ok(())
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
        person.sign_out().await?;
        assert!(device_key(person).await?.is_some(), "the device's keys outlive the session");
        person.keeps_nothing_of(&[("the password", DEMO_PASSWORD)]).await?;
        sign_in_without_code(person).await?;
        // The session belongs to the device: a refresh has to name it.
        person.pool().advance(std::time::Duration::from_secs(2 * 3600));
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await?;
        person.until("a refresh", async || Ok(person.pool().requests("GetTokensFromRefreshToken") == 1)).await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_device_that_is_not_to_be_remembered_needs_a_code_each_time() {
    for answer in ["Don't remember it", "Not now"] {
        journey_with("device-declined", pool(true), async |person| {
            person.open("/").await?;
            sign_in_with_code(person).await?;
            person.see_heading("Remember this device?").await?;
            person.press(answer).await?;
            person.arrive_at("/welcome").await?;
            person.sign_out().await?;
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
        person.sign_out().await?;
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
        person.sign_out().await?;
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
