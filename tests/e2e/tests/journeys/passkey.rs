//! Passkeys, with Chromium's virtual authenticator.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, VirtualAuthenticator, journey_with};

use crate::choice::{begin, pool};

const NOT_GIVEN: &str =
    "No passkey was used: you canceled, or there is none for this account here. Try again, or choose another way.";

async fn with_passkey(person: &Journey) -> Step<VirtualAuthenticator> {
    person.open("/").await?;
    let authenticator = VirtualAuthenticator::plug_in(person).await?;
    authenticator.register(person, DEMO_EMAIL, DEMO_PASSWORD).await?;
    Ok(authenticator)
}

/// Signs in by it and out again. The person is not asked before they are present again.
async fn signed_out_after_passkey(person: &Journey) -> Step<VirtualAuthenticator> {
    let authenticator = with_passkey(person).await?;
    begin(person, DEMO_EMAIL).await?;
    person.press("Passkey").await?;
    person.arrive_at("/welcome").await?;
    authenticator.set_present(person, false).await?;
    person.sign_out().await?;
    Ok(authenticator)
}

#[tokio::test]
async fn a_passkey_leads_in_and_next_time_the_browser_fills_it_in() {
    journey_with("passkey", pool(), async |person| {
        let authenticator = signed_out_after_passkey(person).await?;
        let asked = person.pool().requests("InitiateAuth");
        person.driver.refresh().await?;
        person.see_heading("Sign in").await?;
        // The question waits behind the form, which works as ever.
        person
            .until("a question in the background", async || Ok(person.pool().requests("InitiateAuth") > asked))
            .await?;
        person.see_heading("Sign in").await?;
        authenticator.set_present(person, true).await?;
        person.driver.refresh().await?;
        person.arrive_at("/welcome").await?;
        let left = person.session_storage().await?;
        assert!(left.iter().all(|(key, _)| key.ends_with(".lastUser")), "nothing but who it was in this tab: {left:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_types_while_a_passkey_is_offered_is_not_disturbed_by_it() {
    journey_with("passkey-not-taken", pool(), async |person| {
        let authenticator = signed_out_after_passkey(person).await?;
        person.driver.refresh().await?;
        begin(person, DEMO_EMAIL).await?;
        person.press("Password").await?;
        authenticator.set_present(person, true).await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Sign in").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn who_cancels_can_try_again_or_choose_another_way() {
    journey_with("passkey-cancelled", pool(), async |person| {
        let authenticator = with_passkey(person).await?;
        authenticator.set_recognized(person, false).await?;
        begin(person, DEMO_EMAIL).await?;
        person.press("Passkey").await?;
        person.see_heading("Use your passkey").await?;
        person.see_alert(NOT_GIVEN).await?;
        person.press("Choose another way").await?;
        person.see_heading("How do you want to sign in?").await?;
        person.press("Passkey").await?;
        person.see_alert(NOT_GIVEN).await?;
        authenticator.set_recognized(person, true).await?;
        person.press("Use passkey").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_passkeys_says_so() {
    journey_with("passkey-unsupported", pool(), async |person| {
        let _authenticator = with_passkey(person).await?;
        person.before_each_page("delete window.PublicKeyCredential").await?;
        person.driver.refresh().await?;
        begin(person, DEMO_EMAIL).await?;
        person.press("Passkey").await?;
        person.see_alert("This browser doesn't support passkeys. Choose another way, or use another browser.").await?;
        person.press("Choose another way").await?;
        person.see_heading("How do you want to sign in?").await
    })
    .await;
}
