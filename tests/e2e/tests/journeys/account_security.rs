//! The password and the second steps of /account/security.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, journey, journey_with, look_at};

use crate::choice;

const NEW_PASSWORD: &str = "Another-Passw0rd";
const CHANGED: &str = "Your password has been changed. You're still signed in everywhere you were.";

async fn sign_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.go_to_security().await
}

async fn change_password(person: &Journey, current: &str) -> Step {
    person.refill("Current password", current).await?;
    person.refill("New password", NEW_PASSWORD).await?;
    person.press("Change password").await
}

#[tokio::test]
async fn the_password_is_changed_and_the_other_sessions_end() {
    journey("account-password", async |person| {
        let elsewhere = person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await;
        let elsewhere = elsewhere["RefreshToken"].as_str().expect("a refresh token").to_owned();
        sign_in(person).await?;
        person.press("Change password").await?;
        person.see_message("Current password", "Enter your current password.").await?;
        person.fill("New password", "short").await?;
        person.press("Change password").await?;
        person.see_message("New password", "The password doesn't meet every rule yet.").await?;
        look_at(person, "account-password").await?;
        change_password(person, "Wrong-Passw0rd").await?;
        person.see_message("Current password", "That isn't your current password.").await?;
        person.see_focus_on("Current password").await?;
        change_password(person, DEMO_PASSWORD).await?;
        person.see_status(CHANGED).await?;
        assert_eq!(person.value("New password").await?, "", "it is not left standing there");
        assert!(person.refreshes(&elsewhere).await, "nobody was signed out yet");
        person.until("both sessions", async || Ok(person.entries("Sessions").await?.len() == 2)).await?;
        person.press("End all other sessions").await?;
        person.see_status("The other session has ended.").await?;
        person.until("this session alone", async || Ok(person.entries("Sessions").await?.len() == 1)).await?;
        assert!(!person.refreshes(&elsewhere).await, "who was in elsewhere is out");
        let own = person.stored(".refreshToken").await?.expect("signed in");
        assert!(person.refreshes(&own).await, "this session lives");
        person.keeps_nothing_of(&[("the old password", DEMO_PASSWORD), ("the new password", NEW_PASSWORD)]).await?;
        person.sign_in_elsewhere(DEMO_EMAIL, NEW_PASSWORD).await;
        Ok(())
    })
    .await;
}

/// How often this page has asked for what judges passwords.
async fn strength_requests(person: &Journey) -> Step<usize> {
    let script =
        "return performance.getEntriesByType('resource').filter(entry => entry.name.includes('strength')).length";
    person.driver.execute(script, Vec::new()).await?.convert()
}

#[tokio::test]
async fn how_easily_a_new_password_is_guessed_is_told_by_what_is_fetched_for_it_alone() {
    const WEAK: &str = "Weak: easy to guess";
    journey("account-strength", async |person| {
        sign_in(person).await?;
        person.fill("Current password", DEMO_PASSWORD).await?;
        assert_eq!(strength_requests(person).await?, 0, "not before the field is entered");
        person.fill("New password", "Password1!").await?;
        person.see_status(WEAK).await?;
        assert_eq!(strength_requests(person).await?, 2, "its script and its wasm file");
        look_at(person, "account-strength-weak").await?;
        person.refill("New password", "quilt anvil marmot tidal").await?;
        person.see_status("Strong: very hard to guess").await?;
        look_at(person, "account-strength-strong").await?;
        person.refill("New password", "Demo@example.com1").await?;
        person.see_status(WEAK).await?;
        person.refill("New password", NEW_PASSWORD).await?;
        person.see_status("Good: hard to guess").await?;
        assert_eq!(strength_requests(person).await?, 2, "once for all of them");
        person.press("Change password").await?;
        person.see_status(CHANGED).await?;
        person.until("no word of no password", async || Ok(!person.text().await?.contains("Good:"))).await
    })
    .await;
}

#[tokio::test]
async fn a_password_that_nothing_judges_is_changed_all_the_same() {
    journey("account-strength-not-fetched", async |person| {
        sign_in(person).await?;
        person.block(&["*strength*"]).await?;
        person.fill("New password", "Password1!").await?;
        person.until("a request that fails", async || Ok(strength_requests(person).await? > 0)).await?;
        change_password(person, DEMO_PASSWORD).await?;
        person.see_status(CHANGED).await?;
        let text = person.text().await?;
        assert!(!text.contains("guess"), "{text}");
        Ok(())
    })
    .await;
}

/// A pool that keeps no list of sessions.
pub fn untracked() -> Setup {
    Setup::of_demo_user(r#"UserPool.UserSessionTracking = "DISABLED""#, "")
}

#[tokio::test]
async fn where_sessions_are_not_listed_all_of_them_end() {
    journey_with("account-password-untracked", untracked(), async |person| {
        sign_in(person).await?;
        change_password(person, DEMO_PASSWORD).await?;
        person.press("End all other sessions").await?;
        person.see("This app can't end only the other sessions.").await?;
        person.press("Sign out everywhere").await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, NEW_PASSWORD).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn who_has_no_password_can_set_one() {
    const EMAIL: &str = "passwordless@example.com";
    journey_with("account-first-password", choice::pool(), async |person| {
        person.open("/").await?;
        choice::begin(person, EMAIL).await?;
        person.press("Code by email").await?;
        person.see_heading("Check your email").await?;
        person.fill("Code", person.newest_code(MessageKind::SignInCode, EMAIL)).await?;
        person.go_to_security().await?;
        person.see("You sign in without a password.").await?;
        person.fill("New password", NEW_PASSWORD).await?;
        person.press("Set password").await?;
        person.see_status("Your password has been set. You can sign in with it from now on.").await?;
        person.field("Current password").await?;
        person.sign_in_elsewhere(EMAIL, NEW_PASSWORD).await;
        Ok(())
    })
    .await;
}

/// A pool with every second step, for who wants one.
fn two_step_pool() -> Setup {
    Setup::of_demo_user(
        r#"
        [UserPool]
        MfaConfiguration = "OPTIONAL"
        SmsMfa = true
        SoftwareTokenMfa = true
        EmailMfa = true
        [[UserPool.AccountRecoverySetting.RecoveryMechanisms]]
        Priority = 1
        Name = "admin_only"
        "#,
        &format!("phone_number = \"{DEMO_PHONE}\""),
    )
}

#[tokio::test]
async fn a_second_step_is_turned_on_preferred_and_turned_off() {
    journey_with("account-two-step", two_step_pool(), async |person| {
        sign_in(person).await?;
        person.press("Turn on: Authenticator app").await?;
        let key = person.key().await?.replace(' ', "");
        look_at(person, "account-app-setup").await?;
        let code = person.app_code(&key);
        let wrong = if code == "000000" { "111111" } else { "000000" };
        person.fill("Code", wrong).await?;
        person.see_alert("That code isn't right. Check it and try again.").await?;
        person.refill("Code", &person.app_code(&key)).await?;
        person.see_status("Authenticator app is on.").await?;
        person.press("Turn on: Code by text message").await?;
        person.see_status("Code by text message is on.").await?;
        person.press("Turn on: Code by email").await?;
        person.see_status("Code by email is on.").await?;
        person.press("Ask first: Code by text message").await?;
        person.see_status("Code by text message is asked first from now on.").await?;
        look_at(person, "account-two-step").await?;
        person.keeps_nothing_of(&[("the app's key", &key)]).await?;
        person.press("Sign out").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.answer_text_message(DEMO_PHONE).await?;
        person.go_to_security().await?;
        for factor in ["Code by text message", "Code by email", "Authenticator app"] {
            person.press(&format!("Turn off: {factor}")).await?;
            person.see(&format!("Turn off {factor}?")).await?;
            person.press_in_dialog("Turn off").await?;
            person.see_status(&format!("{factor} is off.")).await?;
        }
        person.press("Sign out").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_second_step_that_cannot_be_had_says_why() {
    journey_with("account-two-step-refused", Setup::of_demo_user("", ""), async |person| {
        sign_in(person).await?;
        for factor in ["Authenticator app", "Code by email"] {
            person.press(&format!("Turn on: {factor}")).await?;
            person.see_alert("This app doesn't offer this, or not for your account.").await?;
        }
        person.see("Needs a confirmed phone number.").await?;
        person.follow("Go to your profile").await?;
        person.arrive_at("/account").await
    })
    .await;
}
