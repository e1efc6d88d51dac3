//! Staying signed in: over reloads, expired tokens and broken storage.

use std::time::Duration;

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, journey, journey_with,
    settings::{TimeUnit, TokenValidityUnits, UserPoolClient},
};

async fn signed_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Hi Demo!").await
}

#[tokio::test]
async fn a_reload_keeps_the_session_without_a_refresh() {
    journey("reload", async |person| {
        signed_in(person).await?;
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await?;
        person.arrive_at("/welcome").await?;
        assert_eq!(person.pool().requests("GetTokensFromRefreshToken"), 0);
        assert_eq!(person.pool().requests("InitiateAuth"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_access_token_that_is_about_to_expire_is_refreshed_on_load() {
    // Shorter than the margin before expiry, so it is due at once.
    let client = UserPoolClient {
        access_token_validity: 5,
        id_token_validity: 5,
        token_validity_units: TokenValidityUnits {
            access_token: TimeUnit::Minutes,
            id_token: TimeUnit::Minutes,
            ..TokenValidityUnits::default()
        },
        ..UserPoolClient::default()
    };
    journey_with("expiring", Config { client, ..Config::default() }, async |person| {
        signed_in(person).await?;
        let before = person.stored(".accessToken").await?.expect("a token is stored");
        // This browser's clock now seems ten minutes further.
        person.let_tokens_age(600).await?;
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await?;
        assert!(person.pool().requests("GetTokensFromRefreshToken") >= 1, "it was refreshed");
        assert_ne!(person.stored(".accessToken").await?, Some(before), "the new token is stored");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_access_token_that_the_pool_refuses_is_refreshed_too() {
    journey("expired", async |person| {
        signed_in(person).await?;
        person.pool().advance(Duration::from_secs(2 * 3600));
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await?;
        person.until("a refresh", async || Ok(person.pool().requests("GetTokensFromRefreshToken") == 1)).await
    })
    .await;
}

#[tokio::test]
async fn a_session_that_cognito_ended_says_so_on_the_login_page() {
    journey("session-ended", async |person| {
        signed_in(person).await?;
        let access_token = person.stored(".accessToken").await?.expect("a token is stored");
        let body = serde_json::json!({ "AccessToken": access_token });
        assert_eq!(person.ask_pool("GlobalSignOut", body).await.0, 200, "signed out from elsewhere");
        person.driver.refresh().await?;
        person.arrive_at("/").await?;
        person.see("Your session has ended. Please sign in again.").await?;
        assert_eq!(person.local_storage().await?, [], "nothing stays behind");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn being_offline_does_not_end_a_session() {
    journey("offline", async |person| {
        signed_in(person).await?;
        person.stop_pool().await;
        person.let_tokens_age(7200).await?;
        person.driver.refresh().await?;
        person.arrive_at("/welcome").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn corrupt_storage_means_signed_out() {
    journey("corrupt-storage", async |person| {
        for key in [".accessToken", ".idToken", ".LastAuthUser"] {
            signed_in(person).await?;
            person.overwrite_stored(key, "garbage {").await?;
            person.open("/welcome").await?;
            person.arrive_at("/").await?;
            person.see_heading("Sign in").await?;
            assert_eq!(person.stored(".LastAuthUser").await?, None, "{key}: nobody is signed in");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_welcome_page_needs_a_session() {
    journey("guard", async |person| {
        person.open("/welcome").await?;
        person.arrive_at("/").await?;
        person.see_heading("Sign in").await
    })
    .await;
}
