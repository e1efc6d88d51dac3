//! The pages that are fetched when they are wanted.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, journey};

#[tokio::test]
async fn pages_that_cannot_be_fetched_are_said_and_tried_again() {
    journey("lazy-pages", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.block(&["*chunk-*"]).await?;
        person.follow("Create account").await?;
        person.see_heading("This page didn't load").await?;
        person.press("Try again").await?;
        person.see_heading("This page didn't load").await?;
        person.block(&[]).await?;
        person.press("Try again").await?;
        person.see_heading("Create your account").await?;
        person.arrive_at("/signup").await
    })
    .await;
}

#[tokio::test]
async fn signing_in_without_what_it_needs_reads_as_being_offline_and_can_be_tried_again() {
    journey("lazy-sign-in", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.block(&["*chunk-*"]).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 0);
        person.block(&[]).await?;
        person.press("Sign in").await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_stored_session_waits_for_what_reads_it() {
    journey("lazy-session", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        person.block(&["*chunk-*"]).await?;
        person.open("/").await?;
        person.see("One moment").await?;
        person.block(&[]).await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}
