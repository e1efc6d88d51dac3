//! `/.well-known/change-password`, by which password managers lead people to where a password is changed.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, journey};

const ADDRESS: &str = "/.well-known/change-password";

#[tokio::test]
async fn password_managers_lead_to_where_it_is_changed() {
    journey("change-password", async |person| {
        // Who is not signed in comes there afterwards.
        person.open(ADDRESS).await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/account/security").await?;
        person.see("New password").await?;
        person.open(ADDRESS).await?;
        person.arrive_at("/account/security").await?;
        person.see("New password").await
    })
    .await;
}
