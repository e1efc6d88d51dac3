//! Every page, light and dark, wide and narrow: pictures for people, and no axe violation.

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Setup, journey, journey_with, look_at, take_pictures};

#[tokio::test]
async fn login() {
    journey("look-login", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        look_at(person, "login").await?;
        person.press("Sign in").await?;
        person.see_message("E-mail", "Enter your e-mail.").await?;
        look_at(person, "login-mistakes").await?;
        person.sign_in(DEMO_EMAIL, "Wrong-Passw0rd").await?;
        person.see_alert("That e-mail and password don't match.").await?;
        look_at(person, "login-refused").await
    })
    .await;
}

#[tokio::test]
async fn sign_up_and_confirm() {
    journey("look-sign-up", async |person| {
        person.open("/signup").await?;
        person.see_heading("Create your account").await?;
        look_at(person, "sign-up").await?;
        person.press("Create account").await?;
        person.fill("Password", "Secret").await?;
        look_at(person, "sign-up-mistakes").await?;
        person.sign_up("new@example.com", "Secret-2026").await?;
        person.see_heading("Confirm your e-mail").await?;
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        look_at(person, "confirm").await?;
        person.open("/confirm").await?;
        person.see_heading("Confirm your e-mail").await?;
        look_at(person, "confirm-alone").await
    })
    .await;
}

#[tokio::test]
async fn welcome() {
    journey("look-welcome", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        look_at(person, "welcome").await
    })
    .await;
}

#[tokio::test]
async fn not_found() {
    journey("look-not-found", async |person| {
        person.open("/no/such/page").await?;
        person.see_heading("There is no such page").await?;
        look_at(person, "not-found").await
    })
    .await;
}

#[tokio::test]
async fn misconfigured() {
    let setup = Setup::from(Config::default()).with_meta("cognito-client-id", "");
    journey_with("look-misconfigured", setup, async |person| {
        person.open("/").await?;
        person.see_heading("Almost there").await?;
        person.see("COGNITO_CLIENT_ID (meta cognito-client-id)").await?;
        look_at(person, "misconfigured").await
    })
    .await;
}

#[tokio::test]
async fn inbox() {
    journey("look-inbox", async |person| {
        person.sign_up("new@example.com", "Secret-2026").await?;
        person.arrive_at("/confirm").await?;
        person.driver.goto(format!("{}/inbox", person.pool().base_url())).await?;
        person.see("new@example.com").await?;
        // A page for developers that reloads itself, which axe cannot approve of.
        take_pictures(person, "inbox").await
    })
    .await;
}
