//! The pages that are fetched when they are wanted.

use e2e::journey;

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
