//! A new password in place of one that forgotten.

use std::time::Duration;

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, MessageKind, Step, journey};

const NO_SUCH_CODE: &str = "That code isn't right, or no longer works. Check it, or ask for a new one.";
const NEW_PASSWORD: &str = "Another-Passw0rd-2026";

async fn ask_for_code(person: &Journey) -> Step<String> {
    person.see_heading("Reset your password").await?;
    person.press("Send code").await?;
    person.see_heading("Set a new password").await?;
    person.see("Enter the code we sent to d***@e***, and a new password.").await?;
    Ok(person.newest_code(MessageKind::PasswordResetCode, DEMO_EMAIL))
}

#[tokio::test]
async fn a_code_and_a_new_password_and_then_the_person_signs_in() {
    journey("forgot-password", async |person| {
        person.open("/").await?;
        person.follow("Forgot your password?").await?;
        person.arrive_at("/forgot-password").await?;
        person.press("Send code").await?;
        person.see_message("Email", "Enter your email.").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        let code = ask_for_code(person).await?;
        let wrong = if code.ends_with('7') { "111113" } else { "111117" };
        person.fill("Code", wrong).await?;
        person.fill("New password", "short").await?;
        person.press("Change password").await?;
        person.see_message("New password", "The password doesn't meet every rule yet.").await?;
        assert_eq!(person.pool().requests("ConfirmForgotPassword"), 0, "nothing was sent");
        person.refill("New password", NEW_PASSWORD).await?;
        person.press("Change password").await?;
        person.see_alert(NO_SUCH_CODE).await?;
        person.refill("Code", &code).await?;
        person.press("Change password").await?;
        person.arrive_at("/").await?;
        person.see("Your password has been changed. Sign in with the new one.").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 0, "nobody is signed in by it");
        person.keeps_nothing_of(&[("the new password", NEW_PASSWORD)]).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("Your sign-in details don't match. Check them and try again.").await?;
        person.fill("Password", NEW_PASSWORD).await?;
        person.press("Sign in").await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn who_has_to_change_the_password_is_led_there() {
    journey("reset-required", async |person| {
        person.pool().reset_required(DEMO_EMAIL).expect("the demo user exists");
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/forgot-password").await?;
        person.see("You need to change your password before you can sign in. We'll send you a code.").await?;
        assert_eq!(person.value("Email").await?, DEMO_EMAIL, "nothing is asked twice");
        let code = ask_for_code(person).await?;
        person.fill("Code", &code).await?;
        person.fill("New password", NEW_PASSWORD).await?;
        person.press("Change password").await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, NEW_PASSWORD).await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn an_old_code_no_longer_works_and_another_one_does() {
    journey("forgot-password-expired", async |person| {
        person.open("/forgot-password").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        let old = ask_for_code(person).await?;
        person.pool().advance(Duration::from_secs(3601));
        person.fill("Code", &old).await?;
        person.fill("New password", NEW_PASSWORD).await?;
        person.press("Change password").await?;
        person.see_alert(NO_SUCH_CODE).await?;
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        person.refill("Code", &person.newest_code(MessageKind::PasswordResetCode, DEMO_EMAIL)).await?;
        person.press("Change password").await?;
        person.arrive_at("/").await?;
        person.see("Your password has been changed. Sign in with the new one.").await
    })
    .await;
}

#[tokio::test]
async fn an_unknown_user_reads_the_same() {
    journey("forgot-password-unknown", async |person| {
        person.open("/forgot-password").await?;
        person.fill("Email", "nobody@example.com").await?;
        person.press("Send code").await?;
        person.see_heading("Set a new password").await?;
        person.see("Enter the code we sent to n***@e***, and a new password.").await?;
        assert_eq!(person.codes(MessageKind::PasswordResetCode, "nobody@example.com"), [""; 0]);
        person.fill("Code", "123456").await?;
        person.fill("New password", NEW_PASSWORD).await?;
        person.press("Change password").await?;
        person.see_alert(NO_SUCH_CODE).await
    })
    .await;
}
