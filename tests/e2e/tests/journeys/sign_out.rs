//! Leaving, here and everywhere.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, journey};

async fn signed_in(person: &Journey) -> Step<String> {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Hi Demo!").await?;
    Ok(person.stored(".refreshToken").await?.expect("a refresh token is stored"))
}

#[tokio::test]
async fn sign_out_kills_the_refresh_token_and_back_shows_nothing() {
    journey("sign-out", async |person| {
        person.open("/signup").await?;
        person.follow("Sign in").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        let refresh_token = person.stored(".refreshToken").await?.expect("a refresh token is stored");
        assert!(person.refreshes(&refresh_token).await, "it works before");
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        assert_eq!(person.local_storage().await?, [], "nothing stays behind");
        person.until("the token to be dead", async || Ok(!person.refreshes(&refresh_token).await)).await?;
        person.driver.back().await?;
        person.see_heading("Create your account").await?;
        assert!(!person.text().await?.contains("Demo"), "Back shows nothing");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sign_out_while_offline_clears_this_browser_and_says_what_could_not_be_done() {
    journey("sign-out-offline", async |person| {
        signed_in(person).await?;
        person.set_offline(true).await?;
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        person.see("You're signed out here. We couldn't reach the service").await?;
        assert_eq!(person.local_storage().await?, [], "nothing stays behind");
        person.set_offline(false).await?;
        person.open("/welcome").await?;
        person.arrive_at("/").await
    })
    .await;
}

#[tokio::test]
async fn sign_out_everywhere_ends_the_other_sign_ins_too() {
    journey("sign-out-everywhere", async |person| {
        let elsewhere = signed_in(person).await?;
        person.driver.execute("localStorage.clear()", Vec::new()).await?;
        let here = signed_in(person).await?;
        person.press("Sign out everywhere").await?;
        person.arrive_at("/").await?;
        for (which, token) in [("elsewhere", &elsewhere), ("here", &here)] {
            assert!(!person.refreshes(token).await, "{which}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sign_out_everywhere_that_fails_keeps_the_session() {
    journey("sign-out-everywhere-offline", async |person| {
        signed_in(person).await?;
        person.set_offline(true).await?;
        person.press("Sign out everywhere").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        assert!(person.stored(".refreshToken").await?.is_some(), "the session stays");
        Ok(())
    })
    .await;
}
