//! Making an account, by code and by link.

use e2e::{Journey, Step, journey};
use thirtyfour::prelude::*;

const EMAIL: &str = "new@example.com";
const PASSWORD: &str = "Secret-2026";
const NO_SUCH_CODE: &str = "That code isn't right, or no longer works. Check it, or ask for a new one.";

async fn code_in(person: &Journey, code: &str) -> Step {
    // The last digit sends it.
    person.refill("Confirmation code", code).await
}

#[tokio::test]
async fn sign_up_then_the_code_from_the_inbox_leads_into_the_app() {
    journey("sign-up-code", async |person| {
        person.open("/").await?;
        person.follow("Create account").await?;
        person.arrive_at("/signup").await?;
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        person.see("Enter the 6-digit code we sent to new@example.com.").await?;
        let (code, _) = person.newest_mail(EMAIL);
        code_in(person, &format!(" {}-{} ", &code[..3], &code[3..])).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn sign_up_then_the_link_then_sign_in() {
    journey("sign-up-link", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        let (_, link) = person.newest_mail(EMAIL);
        person.driver.goto(link).await?;
        person.see("Your registration has been confirmed.").await?;
        person.driver.find(By::Tag("a")).await?.click().await?;
        person.arrive_at("/").await?;
        person.sign_in(EMAIL, PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn a_wrong_code_then_the_right_one() {
    journey("wrong-code", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        let (code, _) = person.newest_mail(EMAIL);
        let wrong = if code == "111111" { "222222" } else { "111111" };
        code_in(person, wrong).await?;
        person.see_alert(NO_SUCH_CODE).await?;
        code_in(person, &code).await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one_and_the_next_has_to_wait() {
    journey("resend", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        let (old, _) = person.newest_mail(EMAIL);
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        person.see("You can ask for another code in").await?;
        person.press("Send a new code").await?;
        let (new, _) = person.newest_mail(EMAIL);
        assert_eq!(person.pool().requests("ResendConfirmationCode"), 1, "the second press came too early");
        if old != new {
            code_in(person, &old).await?;
            person.see_alert(NO_SUCH_CODE).await?;
        }
        code_in(person, &new).await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn an_unconfirmed_user_who_signs_in_confirms_and_is_in() {
    journey("unconfirmed", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        person.open("/").await?;
        person.sign_in(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        let (code, _) = person.newest_mail(EMAIL);
        code_in(person, &code).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn confirm_opened_by_its_address_asks_for_the_e_mail_and_then_leads_to_sign_in() {
    journey("confirm-alone", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        person.open("/confirm").await?;
        person.fill("Email", EMAIL).await?;
        let (code, _) = person.newest_mail(EMAIL);
        code_in(person, &code).await?;
        person.arrive_at("/").await?;
        person.see("Your account is confirmed. You can sign in now.").await?;
        person.sign_in(EMAIL, PASSWORD).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_weak_password_is_stopped_here_and_a_stricter_pool_says_which_rule() {
    let mut config = e2e::Config { users: Vec::new(), ..e2e::Config::default() };
    config.user_pool.policies.password_policy.minimum_length = 14;
    e2e::journey_with("weak-password", config, async |person| {
        person.sign_up(EMAIL, "password").await?;
        person.see_message("Password", "The password doesn't meet every rule yet.").await?;
        person.see_focus_on("Password").await?;
        assert_eq!(person.pool().requests("SignUp"), 0, "nothing was sent");
        person.fill("Password", "-2026-A").await?;
        person.see_message("Password", "").await?;
        person.refill("Password", PASSWORD).await?;
        person.press("Create account").await?;
        person.see_alert("The password is too short. Use more characters.").await
    })
    .await;
}

#[tokio::test]
async fn mistakes_are_shown_under_their_fields_and_go_when_mended() {
    journey("mistakes", async |person| {
        person.open("/signup").await?;
        person.press("Create account").await?;
        person.see_message("Name", "Enter your name.").await?;
        person.see_message("Phone number", "Enter your phone number.").await?;
        person.see_message("Email", "Enter your email.").await?;
        person.see_message("Password", "Enter your password.").await?;
        person.see_focus_on("Name").await?;
        person.fill("Phone number", "0123").await?;
        person.see_message("Phone number", "Enter a phone number with 7 to 15 digits, as in +1 202 555 0123.").await?;
        person.refill("Phone number", "+94 77 123 4567").await?;
        person.see_message("Phone number", "").await?;
        person.fill("Name", "New").await?;
        person.fill("Email", "not an address").await?;
        person.fill("Password", "x").await?;
        person.see_message("Email", "Enter an email such as name@example.com.").await
    })
    .await;
}

#[tokio::test]
async fn an_account_without_a_password_and_its_owner_is_in_by_the_code() {
    let setup = crate::choice::pool().with_meta("cognito-sign-up-password", "none");
    e2e::journey_with("sign-up-passwordless", setup, async |person| {
        person.open("/").await?;
        person.follow("Create account").await?;
        person.fill("Name", "New User").await?;
        person.fill("Phone number", "+1 202 555 0199").await?;
        person.fill("Email", EMAIL).await?;
        assert!(!person.text().await?.contains("Password"), "no password is asked for");
        person.press("Create account").await?;
        person.see_heading("Confirm your email").await?;
        let (code, _) = person.newest_mail(EMAIL);
        person.fill("Confirmation code", code).await?;
        person.see_heading("Hi New User!").await?;
        assert_eq!(person.codes(e2e::MessageKind::SignInCode, EMAIL), [""; 0], "one code is enough");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_followed_the_link_meanwhile_is_not_told_off() {
    journey("sign-up-link-and-code", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        let (code, link) = person.newest_mail(EMAIL);
        let confirmed = person.follow_elsewhere(&link).await;
        assert!(confirmed.contains("Your registration has been confirmed."), "{confirmed}");
        person.fill("Confirmation code", code).await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}
