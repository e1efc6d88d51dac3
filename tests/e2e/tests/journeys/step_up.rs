//! Confirming that it is still the same person, before something sensitive.

use std::time::Duration;

use e2e::{
    DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, VirtualAuthenticator, journey_with,
    look_at,
};
use serde_json::json;
use thirtyfour::Key;

use crate::choice;

/// A little more than a sign-in counts as recent.
const SIX_MINUTES: Duration = Duration::from_secs(6 * 60);
const TURN_ON_APP: &str = "Turn on: Authenticator app";

/// A pool with authenticator apps; `user` adds to the user.
fn pool(user: &str) -> Setup {
    Setup::of_demo_user(
        r#"
        [UserPool]
        MfaConfiguration = "OPTIONAL"
        SmsMfa = true
        SoftwareTokenMfa = true
        "#,
        &format!("phone_number = \"{DEMO_PHONE}\"\n{user}"),
    )
}

async fn see_dialog(person: &Journey) -> Step {
    person.see("It's been a while since you signed in.").await
}

#[tokio::test]
async fn the_password_is_asked_for_again_and_the_change_goes_on_by_itself() {
    journey_with("step-up", pool(""), async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.go_to_security().await?;
        let before = person.stored(".refreshToken").await?.expect("signed in");
        person.fill("New password", "half-typed").await?;
        person.let_time_pass(SIX_MINUTES).await?;
        person.press(TURN_ON_APP).await?;
        see_dialog(person).await?;
        person.see_focus_on("Password").await?;
        look_at(person, "step-up").await?;
        person.keys(Key::Escape).await?;
        person.see_focus_on(TURN_ON_APP).await?;
        assert_eq!(person.pool().requests("AssociateSoftwareToken"), 0, "nothing was done");
        person.press(TURN_ON_APP).await?;
        person.see(&format!("enter the password for {DEMO_EMAIL}.")).await?;
        person.fill("Password", "Wrong-Passw0rd").await?;
        person.press("Continue").await?;
        person.see_alert("That isn't your password. Try again.").await?;
        person.see_focus_on("Password").await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Continue").await?;
        person.see_image("QR code for your authenticator app").await?;
        assert_eq!(person.value("New password").await?, "half-typed", "what was typed is there");
        person.until("the old session to end", async || Ok(!person.refreshes(&before).await)).await?;
        let after = person.stored(".refreshToken").await?.expect("signed in");
        assert!(person.refreshes(&after).await, "the new one is stored, and lives");
        person.keeps_nothing_of(&[("the password", DEMO_PASSWORD), ("the old session", &before)]).await?;
        person.driver.refresh().await?;
        person.see_heading("Security").await
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_asked_for_in_the_dialog_too() {
    journey_with("step-up-code", pool(r#"mfa = ["SMS_MFA"]"#), async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.answer_text_message(DEMO_PHONE).await?;
        person.go_to_security().await?;
        person.let_time_pass(SIX_MINUTES).await?;
        person.press(TURN_ON_APP).await?;
        see_dialog(person).await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Continue").await?;
        person.see("Check your phone").await?;
        assert_eq!(person.session_storage().await?, [], "a reload does not take it up");
        look_at(person, "step-up-code").await?;
        person.fill("Code", person.newest_code(MessageKind::MfaCode, DEMO_PHONE)).await?;
        person.see_image("QR code for your authenticator app").await
    })
    .await;
}

#[tokio::test]
async fn a_passkey_confirms_as_well() {
    journey_with("step-up-passkey", choice::pool(), async |person| {
        person.open("/").await?;
        let authenticator = VirtualAuthenticator::plug_in(person).await?;
        authenticator.register(person, DEMO_EMAIL, DEMO_PASSWORD).await?;
        choice::begin(person, DEMO_EMAIL).await?;
        person.press("Passkey").await?;
        person.go_to_security().await?;
        person.let_time_pass(SIX_MINUTES).await?;
        person.press("Add a passkey").await?;
        person.see("How do you want to sign in?").await?;
        person.see(&format!("Signing in as {DEMO_EMAIL}.")).await?;
        look_at(person, "step-up-choice").await?;
        person.press("Passkey").await?;
        // And on it goes: this authenticator has one already.
        person.see_alert("This device already has a passkey for your account.").await
    })
    .await;
}

#[tokio::test]
async fn a_session_is_confirmed_at_its_level() {
    journey_with("step-up-level", choice::pool(), async |person| {
        person.open("/").await?;
        let _authenticator = VirtualAuthenticator::plug_in(person).await?;
        choice::begin(person, DEMO_EMAIL).await?;
        person.press("Code by email").await?;
        person.see_heading("Check your email").await?;
        person.fill("Code", person.newest_code(MessageKind::SignInCode, DEMO_EMAIL)).await?;
        person.go_to_security().await?;
        let before = level(person).await?;
        person.let_time_pass(SIX_MINUTES).await?;
        person.press("Add a passkey").await?;
        person.see("How do you want to sign in?").await?;
        let offered = person.choices().await?;
        let is_offered = |way: &str| offered.iter().any(|offered| offered.starts_with(way));
        assert!(is_offered("Code by email") && is_offered("Code by text message"), "{offered:?}");
        assert!(!is_offered("Password"), "a password alone is less: {offered:?}");
        person.press("Code by text message").await?;
        person.see("Check your phone").await?;
        person.fill("Code", person.newest_code(MessageKind::SignInCode, DEMO_PHONE)).await?;
        person.see_status("Your passkey has been added. You can sign in with it from now on.").await?;
        let after = level(person).await?;
        assert!(before.starts_with("urn:cognito:loa:") && after >= before, "{before}, and then {after}");
        Ok(())
    })
    .await;
}

/// `acr` of the session's ID token.
async fn level(person: &Journey) -> Step<String> {
    let token = person.stored(".idToken").await?.expect("signed in");
    let read = "return JSON.parse(atob(arguments[0].split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).acr";
    person.driver.execute(read, vec![json!(token)]).await?.convert()
}
