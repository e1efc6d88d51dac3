//! The sessions of /account/security.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Engine, Journey, Step, journey, journey_with};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::account_security;

/// Signs in and goes to the page.
async fn go_to_security(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.go_to_security().await?;
    person.see("This session").await
}

async fn entries(person: &Journey) -> Step<Vec<String>> {
    person.entries("Sessions").await
}

/// Waits until that many sessions are listed; this one is always the first.
async fn see_sessions(person: &Journey, count: usize) -> Step {
    person.until(&format!("{count} sessions"), async || Ok(entries(person).await?.len() == count)).await?;
    let entries = entries(person).await?;
    assert!(entries[0].contains("This session"), "{entries:?}");
    assert!(entries[1..].iter().all(|entry| !entry.contains("This session")), "{entries:?}");
    Ok(())
}

/// Whether somebody is still in who holds these tokens: the access token opens, the refresh token gives new ones.
async fn is_in(person: &Journey, tokens: &Value) -> bool {
    let (status, _) = person.ask_pool("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
    let refreshes = person.refreshes(tokens["RefreshToken"].as_str().expect("a refresh token")).await;
    assert_eq!(status == 200, refreshes, "both tokens live and die together");
    refreshes
}

async fn sign_in_elsewhere(person: &Journey) -> Value {
    person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await
}

#[tokio::test]
async fn one_session_is_ended_and_no_other() {
    journey("account-session-ended", async |person| {
        let (older, newer) = (sign_in_elsewhere(person).await, sign_in_elsewhere(person).await);
        go_to_security(person).await?;
        see_sessions(person, 3).await?;
        let first = &entries(person).await?[0];
        let (browser, system) = Engine::of_run().device_name().split_once(" on ").expect("a browser on a system");
        for part in [browser, system, "Last active just now", "Signed in just now"] {
            assert!(first.contains(part), "{part} in {first}");
        }
        person.press("End Unknown device, 2 of 2").await?;
        person.see("End the session on Unknown device?").await?;
        person.press("Cancel").await?;
        assert!(is_in(person, &older).await && is_in(person, &newer).await, "nothing was done");
        person.press("End Unknown device, 2 of 2").await?;
        person.press("End now").await?;
        person.see_status("The session on Unknown device has ended.").await?;
        see_sessions(person, 2).await?;
        let in_still = [is_in(person, &older).await, is_in(person, &newer).await];
        assert_eq!(in_still.iter().filter(|is_in| **is_in).count(), 1, "one of them is out: {in_still:?}");
        person.button("End Unknown device").await?;
        person.driver.refresh().await?;
        see_sessions(person, 2).await
    })
    .await;
}

#[tokio::test]
async fn all_other_sessions_are_ended_at_once() {
    journey("account-sessions-ended", async |person| {
        let mut others = Vec::new();
        for _ in 0..3 {
            others.push(sign_in_elsewhere(person).await);
        }
        go_to_security(person).await?;
        see_sessions(person, 4).await?;
        person.press("End all other sessions").await?;
        person.see("End 3 other sessions?").await?;
        person.press("End now").await?;
        person.see_status("3 other sessions have ended.").await?;
        see_sessions(person, 1).await?;
        for (number, tokens) in others.iter().enumerate() {
            assert!(!is_in(person, tokens).await, "session {number} is out");
        }
        assert!(!person.text().await?.contains("End all other sessions"), "there are no others");
        // This one lives on.
        person.driver.refresh().await?;
        see_sessions(person, 1).await
    })
    .await;
}

/// What was ended from elsewhere meanwhile is what the person wanted.
#[tokio::test]
async fn a_session_that_is_over_already_is_ended_all_the_same() {
    journey("account-session-over", async |person| {
        let other = sign_in_elsewhere(person).await;
        go_to_security(person).await?;
        see_sessions(person, 2).await?;
        let body = json!({ "Token": other["RefreshToken"], "ClientId": person.client_id() });
        person.ask_pool_well("RevokeToken", body).await;
        person.press("End Unknown device").await?;
        person.press("End now").await?;
        person.see_status("The session on Unknown device has ended.").await?;
        see_sessions(person, 1).await
    })
    .await;
}

#[tokio::test]
async fn whoever_signed_in_long_ago_confirms_first_that_it_is_they() {
    journey("account-session-step-up", async |person| {
        let other = sign_in_elsewhere(person).await;
        go_to_security(person).await?;
        let refresh_token = person.stored(".refreshToken").await?.expect("a token is stored");
        // This browser's clock now seems six minutes further.
        person.let_tokens_age(360).await?;
        person.driver.refresh().await?;
        see_sessions(person, 2).await?;
        person.press("End Unknown device").await?;
        person.see("Confirm it's you").await?;
        assert!(!person.text().await?.contains("End the session"), "first things first");
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Continue").await?;
        person.see("End the session on Unknown device?").await?;
        person.press("End now").await?;
        person.see_status("The session on Unknown device has ended.").await?;
        assert!(!is_in(person, &other).await, "the other is out");
        // The confirmation has made this a new session, and ended the old one.
        see_sessions(person, 1).await?;
        assert!(!person.refreshes(&refresh_token).await, "the old one is over");
        person.driver.refresh().await?;
        see_sessions(person, 1).await
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_ended_is_said() {
    const OFFLINE: &str = "We can't reach the service. Check your connection and try again.";
    journey("account-session-refused", async |person| {
        let others = [sign_in_elsewhere(person).await, sign_in_elsewhere(person).await];
        go_to_security(person).await?;
        see_sessions(person, 3).await?;
        person.fail_requests("RevokeUserSession").await?;
        person.press("End Unknown device, 1 of 2").await?;
        person.press("End now").await?;
        person.see_alert(OFFLINE).await?;
        person.press("Cancel").await?;
        person.press("End all other sessions").await?;
        person.press("End now").await?;
        person.see_alert(&format!("0 of 2 other sessions have ended. {OFFLINE}")).await?;
        assert!(is_in(person, &others[0]).await && is_in(person, &others[1]).await, "both are in still");
        // The dialog is still there to try again.
        person.fail_no_requests().await?;
        person.press("End now").await?;
        person.see_status("2 other sessions have ended.").await?;
        see_sessions(person, 1).await
    })
    .await;
}

#[tokio::test]
async fn sessions_that_cannot_be_read_are_read_at_the_next_try() {
    journey("account-sessions-unread", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.fail_requests("ListUserSessions").await?;
        person.follow("Your account").await?;
        person.follow("Security").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        person.fail_no_requests().await?;
        person.press("Try again").await?;
        see_sessions(person, 1).await
    })
    .await;
}

#[tokio::test]
async fn a_pool_that_tracks_no_sessions_says_so() {
    journey_with("account-sessions-untracked", account_security::untracked(), async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.open("/account/security").await?;
        person.see("This app doesn't list sessions. You can still sign out everywhere.").await?;
        assert_eq!(entries(person).await?, [""; 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_are_ended_by_keyboard_alone() {
    journey("account-sessions-keyboard", async |person| {
        let others = [sign_in_elsewhere(person).await, sign_in_elsewhere(person).await];
        go_to_security(person).await?;
        see_sessions(person, 3).await?;
        person.tab_to("End Unknown device, 1 of 2").await?;
        person.keys(Key::Enter).await?;
        person.see("End the session on Unknown device?").await?;
        person.keys(Key::Escape).await?;
        person.see_focus_on("End Unknown device, 1 of 2").await?;
        person.tab_to("End all other sessions").await?;
        person.keys(Key::Enter).await?;
        person.see("End 2 other sessions?").await?;
        person.tab_to("End now").await?;
        person.keys(Key::Enter).await?;
        person.see_status("2 other sessions have ended.").await?;
        see_sessions(person, 1).await?;
        person.see_focus_on("Sessions").await?;
        for tokens in &others {
            assert!(!is_in(person, tokens).await, "it is out");
        }
        Ok(())
    })
    .await;
}
