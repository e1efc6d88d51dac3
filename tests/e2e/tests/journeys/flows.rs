//! Flows and challenges that are not worth a subject of their own.

use std::time::Duration;

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Setup, journey, journey_with, start_strange_service};

#[tokio::test]
async fn the_password_may_be_sent_as_it_is() {
    let setup = Setup::new(Config::default()).with_flow("USER_PASSWORD_AUTH");
    journey_with("plain-password", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, "Wrong-Passw0rd").await?;
        person.see_alert("Your sign-in details don't match. Check them and try again.").await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Sign in").await?;
        person.see_heading("Hi Demo!").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 2);
        assert_eq!(person.pool().requests("RespondToAuthChallenge"), 0, "there is nothing to prove");
        person.keeps_nothing_of(&[("the password", DEMO_PASSWORD)]).await
    })
    .await;
}

#[tokio::test]
async fn a_challenge_that_nobody_knows_is_named_and_has_a_way_back() {
    let service = start_strange_service("GUESS_MY_NUMBER").await;
    let setup = Setup::new(Config::default()).with_flow("USER_AUTH").with_meta("cognito-endpoint", service);
    journey_with("unknown-challenge", setup, async |person| {
        person.open("/").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.press("Continue").await?;
        person.see_heading("We can't continue").await?;
        person.see("GUESS_MY_NUMBER").await?;
        e2e::look_at(person, "unknown-challenge").await?;
        person.press("Start over").await?;
        person.see_heading("Sign in").await
    })
    .await;
}

#[tokio::test]
async fn too_many_wrong_passwords_say_how_long_to_wait() {
    journey("lock-out", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        for _ in 0..4 {
            person.fill("Password", "Wrong-Passw0rd").await?;
            person.press("Sign in").await?;
            person.see_alert("Your sign-in details don't match. Check them and try again.").await?;
            person.until("an empty field", async || Ok(person.value("Password").await?.is_empty())).await?;
        }
        // The pool looks at no password for longer and longer; its clock is moved so that it looks at these.
        for seconds in [0, 1, 2, 4] {
            person.pool().advance(Duration::from_secs(seconds));
            let refused = person.pool().requests("RespondToAuthChallenge");
            person.fill("Password", "Wrong-Passw0rd").await?;
            person.press("Sign in").await?;
            person.until("an answer", async || Ok(person.pool().requests("RespondToAuthChallenge") > refused)).await?;
            person.until("an empty field", async || Ok(person.value("Password").await?.is_empty())).await?;
        }
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Sign in").await?;
        person.see("Too many wrong passwords. Wait").await?;
        person.pool().advance(Duration::from_secs(60));
        person.refill("Password", DEMO_PASSWORD).await?;
        person.press("Sign in").await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}
