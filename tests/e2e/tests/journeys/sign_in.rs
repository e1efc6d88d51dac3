//! Signing in, and being refused.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, journey};
use thirtyfour::prelude::*;

const NO_MATCH: &str = "Your sign-in details don't match. Check them and try again.";

#[tokio::test]
async fn the_right_password_leads_to_the_welcome_page() {
    journey("sign-in", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi Demo!").await?;
        assert_eq!(person.driver.title().await?, "Welcome");
        person.open("/").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn wrong_password_and_unknown_user_read_the_same() {
    journey("no-match", async |person| {
        for (email, password) in [(DEMO_EMAIL, "Wrong-Passw0rd"), ("nobody@example.com", DEMO_PASSWORD)] {
            person.open("/").await?;
            person.sign_in(email, password).await?;
            person.see_alert(NO_MATCH).await?;
            person.see_focus_on("Password").await?;
            assert_eq!(person.field("Email").await?.value().await?.as_deref(), Some(email), "the e-mail stays");
            assert_eq!(person.field("Password").await?.value().await?.as_deref(), Some(""), "the password goes");
        }
        person.refill("Email", DEMO_EMAIL).await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Sign in").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_double_click_sends_one_request() {
    journey("double-click", async |person| {
        person.open("/").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        let button = person.button("Sign in").await?;
        person.driver.action_chain().double_click_element(&button).perform().await?;
        person.arrive_at("/welcome").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn empty_fields_are_shown_and_nothing_is_sent() {
    journey("empty-login", async |person| {
        person.open("/").await?;
        person.press("Sign in").await?;
        person.see_message("Email", "Enter your email.").await?;
        person.see_message("Password", "Enter your password.").await?;
        person.see_focus_on("Email").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_alone_is_enough() {
    journey("keyboard", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Email").await?;
        person.keys(DEMO_EMAIL).await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Password").await?;
        person.keys(DEMO_PASSWORD).await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Show password").await?;
        person.keys(Key::Space).await?;
        assert_eq!(person.field("Password").await?.attr("type").await?.as_deref(), Some("text"));
        person.see_focus_on("Hide password").await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Sign in").await?;
        person.keys(Key::Enter).await?;
        person.arrive_at("/welcome").await?;
        person.see_focus_on("Hi Demo!").await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Your account").await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Sign out").await?;
        person.keys(Key::Enter).await?;
        person.arrive_at("/").await?;
        person.see_focus_on("Sign in").await?;
        person.keys(Key::Tab).await?;
        person.see_focus_on("Email").await
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_down_is_said_and_the_next_try_may_work() {
    journey("server-down", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.stop_pool().await;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        let typed = person.field("Password").await?.value().await?;
        assert_eq!(typed.as_deref(), Some(DEMO_PASSWORD), "what was typed stays");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_unknown_address_has_a_way_back() {
    journey("not-found", async |person| {
        person.open("/no/such/page").await?;
        person.see_heading("Page not found").await?;
        person.follow("Go to the home page").await?;
        person.arrive_at("/").await?;
        person.see_heading("Sign in").await
    })
    .await;
}
