//! The passkeys of /account/security, and their offer after signing in.

use e2e::{
    DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, VirtualAuthenticator, journey,
    journey_with, look_at,
};

use crate::choice::{begin, pool};

const OFFER: &str = "Sign in faster next time";

/// Signs in by the password, with an authenticator in the browser.
async fn sign_in(person: &Journey) -> Step<VirtualAuthenticator> {
    person.open("/").await?;
    let authenticator = VirtualAuthenticator::plug_in(person).await?;
    sign_in_by_password(person).await?;
    Ok(authenticator)
}

async fn sign_in_by_password(person: &Journey) -> Step {
    begin(person, DEMO_EMAIL).await?;
    person.press("Password").await?;
    person.fill("Password", DEMO_PASSWORD).await?;
    person.press("Sign in").await?;
    person.arrive_at("/welcome").await
}

async fn entries(person: &Journey) -> Step<Vec<String>> {
    person.entries("Passkeys").await
}

/// The keys in localStorage of when passkeys were used here.
async fn used_passkeys(person: &Journey) -> Step<Vec<String>> {
    let keys = person.local_storage().await?.into_iter().map(|(key, _)| key);
    Ok(keys.filter(|key| key.contains(".passkeyUsed.")).collect())
}

#[tokio::test]
async fn a_passkey_is_offered_added_used_and_deleted() {
    journey_with("account-passkeys", pool(), async |person| {
        person
            .before_each_page(
                "PublicKeyCredential.signalUnknownCredential = async options => { window.signalled = options }",
            )
            .await?;
        let authenticator = sign_in(person).await?;
        person.see(OFFER).await?;
        look_at(person, "passkey-offer").await?;
        person.follow("Add a passkey").await?;
        person.see_heading("Security").await?;
        person.see("You have no passkeys yet.").await?;
        person.press("Add a passkey").await?;
        person.see_status("Your passkey has been added. You can sign in with it from now on.").await?;
        person.until("the passkey in the list", async || Ok(entries(person).await?.len() == 1)).await?;
        assert!(!entries(person).await?[0].contains("Last used"), "{:?}", entries(person).await?);
        look_at(person, "account-passkeys").await?;
        person.press("Add a passkey").await?;
        person.see_alert("This device already has a passkey for your account.").await?;
        // Or else the login page would be answered before anybody types.
        authenticator.set_present(person, false).await?;
        person.sign_out().await?;
        begin(person, DEMO_EMAIL).await?;
        authenticator.set_present(person, true).await?;
        person.press("Passkey").await?;
        person.arrive_at("/welcome").await?;
        person.see("You're signed in.").await?;
        person.go_to_security().await?;
        person.until("the passkey in the list", async || Ok(entries(person).await?.len() == 1)).await?;
        assert!(entries(person).await?[0].contains("Last used here just now"), "{:?}", entries(person).await?);
        let last_used = used_passkeys(person).await?.pop().expect("the use of it is kept");
        let name = entries(person).await?[0].lines().next().unwrap_or_default().to_owned();
        person.press(&format!("Delete {name}")).await?;
        person.see(&format!("Delete {name}?")).await?;
        person.press("Cancel").await?;
        assert_eq!(entries(person).await?.len(), 1, "nothing was done");
        person.press(&format!("Delete {name}")).await?;
        person.press_in_dialog("Delete").await?;
        person.see_status(&format!("{name} deleted.")).await?;
        person.see("You have no passkeys yet.").await?;
        assert_eq!(person.stored(&last_used).await?, None, "nothing is left of its use");
        let signalled = person.driver.execute("return window.signalled", Vec::new()).await?.json().clone();
        assert_eq!(signalled["rpId"], "localhost", "the browser was told: {signalled}");
        assert!(signalled["credentialId"].as_str().is_some_and(|id| !id.is_empty()), "of which one: {signalled}");
        Ok(())
    })
    .await;
}

/// A pool where a passkey can be both steps, for who wants two.
fn two_step_pool() -> Setup {
    Setup::of_demo_user(
        r#"
        [UserPool]
        MfaConfiguration = "OPTIONAL"
        SmsMfa = true
        [UserPool.Policies.SignInPolicy]
        AllowedFirstAuthFactors = ["PASSWORD", "WEB_AUTHN"]
        [UserPool.WebAuthnConfiguration]
        RelyingPartyId = "localhost"
        UserVerification = "required"
        FactorConfiguration = "MULTI_FACTOR_WITH_USER_VERIFICATION"
        [[UserPool.AccountRecoverySetting.RecoveryMechanisms]]
        Priority = 1
        Name = "admin_only"
        "#,
        &format!("phone_number = \"{DEMO_PHONE}\""),
    )
    .with_flow("USER_AUTH")
}

/// Signs in by the password alone, the only way there is.
async fn sign_in_by_the_only_way(person: &Journey) -> Step {
    person.see_heading("Sign in").await?;
    person.refill("Email", DEMO_EMAIL).await?;
    person.press("Continue").await?;
    person.see_heading("Enter your password").await?;
    person.fill("Password", DEMO_PASSWORD).await?;
    person.press("Sign in").await
}

#[tokio::test]
async fn a_passkey_is_turned_on_as_both_steps_and_leads_in_without_a_code() {
    const FACTOR: &str = "Passkey as both steps";
    const CODE: &str = "Code by text message";
    journey_with("account-passkey-factor", two_step_pool(), async |person| {
        person.open("/").await?;
        let authenticator = VirtualAuthenticator::plug_in(person).await?;
        sign_in_by_the_only_way(person).await?;
        person.arrive_at("/welcome").await?;
        person.go_to_security().await?;
        person.press("Add a passkey").await?;
        person.see_status("Your passkey has been added. You can sign in with it from now on.").await?;
        assert!(!person.text().await?.contains(FACTOR), "it cannot be the only second step");
        person.press(&format!("Turn on: {CODE}")).await?;
        person.see_status(&format!("{CODE} is on.")).await?;
        authenticator.set_present(person, false).await?;
        person.sign_out().await?;
        // A passkey that is one step of two does not come first.
        sign_in_by_the_only_way(person).await?;
        person.answer_text_message(DEMO_PHONE).await?;
        person.go_to_security().await?;
        person.press(&format!("Turn on: {FACTOR}")).await?;
        person.see_status(&format!("{FACTOR} is on.")).await?;
        let codes = person.codes(MessageKind::MfaCode, DEMO_PHONE).len();
        person.sign_out().await?;
        begin(person, DEMO_EMAIL).await?;
        authenticator.set_present(person, true).await?;
        person.press("Passkey").await?;
        person.arrive_at("/welcome").await?;
        person.see("You're signed in.").await?;
        assert_eq!(person.codes(MessageKind::MfaCode, DEMO_PHONE).len(), codes, "no code was asked for");
        person.go_to_security().await?;
        person.press(&format!("Turn off: {FACTOR}")).await?;
        person.press_in_dialog("Turn off").await?;
        person.see_status(&format!("{FACTOR} is off.")).await
    })
    .await;
}

#[tokio::test]
async fn who_declines_is_not_asked_again() {
    journey_with("passkey-declined", pool(), async |person| {
        let _authenticator = sign_in(person).await?;
        person.see(OFFER).await?;
        person.press("Don't ask again").await?;
        person.sign_out().await?;
        sign_in_by_password(person).await?;
        person.see_heading("Hi demo@example.com!").await?;
        assert!(!person.text().await?.contains(OFFER), "it is not offered");
        assert_eq!(person.pool().requests("ListWebAuthnCredentials"), 1, "nor was it looked for");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_the_browser_or_the_pool_refuses_has_its_sentence() {
    journey_with("passkey-not-made", pool(), async |person| {
        let authenticator = sign_in(person).await?;
        authenticator.set_recognized(person, false).await?;
        person.go_to_security().await?;
        person.press("Add a passkey").await?;
        person
            .see_alert("No passkey was created: you canceled, or it took too long. Try again whenever you like.")
            .await?;
        authenticator.set_recognized(person, true).await?;
        person.press("Add a passkey").await?;
        person.see_status("Your passkey has been added. You can sign in with it from now on.").await?;
        person.before_each_page("delete window.PublicKeyCredential").await?;
        person.driver.refresh().await?;
        person.see("This browser can't create passkeys. Use another one to add yours.").await
    })
    .await;
    journey("passkey-no-pool", async |person| {
        person.open("/").await?;
        let _authenticator = VirtualAuthenticator::plug_in(person).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        assert!(!person.text().await?.contains(OFFER), "what the app does not have is not offered");
        person.go_to_security().await?;
        person.press("Add a passkey").await?;
        person.see_alert("This app doesn't offer passkeys.").await
    })
    .await;
}
