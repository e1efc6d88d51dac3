//! Every page, light and dark, wide and narrow: pictures for people, and no axe violation.

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, MessageKind, Setup, VirtualAuthenticator, WordHandlers, journey, journey_with,
    look_at, take_pictures,
};

use crate::{choice, second_factor};

#[tokio::test]
async fn login() {
    journey("look-login", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        look_at(person, "login").await?;
        person.press("Sign in").await?;
        person.see_message("Email", "Enter your email.").await?;
        look_at(person, "login-mistakes").await?;
        person.sign_in(DEMO_EMAIL, "Wrong-Passw0rd").await?;
        person.see_alert("Your sign-in details don't match. Check them and try again.").await?;
        look_at(person, "login-refused").await
    })
    .await;
}

#[tokio::test]
async fn sign_up_and_confirm() {
    journey("look-sign-up", async |person| {
        person.open("/signup").await?;
        person.see_heading("Create your account").await?;
        look_at(person, "sign-up").await?;
        person.press("Create account").await?;
        person.fill("Password", "Secret").await?;
        look_at(person, "sign-up-mistakes").await?;
        person.sign_up("new@example.com", "Secret-2026").await?;
        person.see_heading("Confirm your email").await?;
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        look_at(person, "confirm").await?;
        person.open("/confirm").await?;
        person.see_heading("Confirm your email").await?;
        look_at(person, "confirm-alone").await
    })
    .await;
}

#[tokio::test]
async fn welcome() {
    journey("look-welcome", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        look_at(person, "welcome").await
    })
    .await;
}

#[tokio::test]
async fn not_found() {
    journey("look-not-found", async |person| {
        person.open("/no/such/page").await?;
        person.see_heading("Page not found").await?;
        look_at(person, "not-found").await
    })
    .await;
}

#[tokio::test]
async fn misconfigured() {
    let setup = Setup::from(Config::default()).with_meta("cognito-client-id", "");
    journey_with("look-misconfigured", setup, async |person| {
        person.open("/").await?;
        person.see_heading("Almost there").await?;
        person.see("COGNITO_CLIENT_ID (meta cognito-client-id; clientId in the settings document)").await?;
        look_at(person, "misconfigured").await
    })
    .await;
}

#[tokio::test]
async fn inbox() {
    journey("look-inbox", async |person| {
        person.sign_up("new@example.com", "Secret-2026").await?;
        person.arrive_at("/confirm").await?;
        person.driver.goto(format!("{}/inbox", person.pool().base_url())).await?;
        person.see("new@example.com").await?;
        // A page for developers that reloads itself, which axe cannot approve of.
        take_pictures(person, "inbox").await
    })
    .await;
}

#[tokio::test]
async fn second_factors_and_the_device() {
    journey_with("look-second-factor", second_factor::pool(), async |person| {
        person.open("/").await?;
        person.sign_in(second_factor::SEVERAL, second_factor::PASSWORD).await?;
        person.see_heading("Confirm it's you").await?;
        look_at(person, "select-mfa").await?;
        person.press("Code by text message").await?;
        person.see_heading("Check your phone").await?;
        look_at(person, "code").await?;
        person.fill("Code", "12345").await?;
        person.press("Continue").await?;
        person.see_message("Code", "The code has 6 digits.").await?;
        look_at(person, "code-mistake").await?;
        let code = person.newest_code(MessageKind::MfaCode, second_factor::PHONE);
        person.refill("Code", if code == "000000" { "000001" } else { "000000" }).await?;
        person.see_alert("That code isn't right. Check it and try again.").await?;
        look_at(person, "code-wrong").await?;
        person.refill("Code", &person.newest_code(MessageKind::MfaCode, second_factor::PHONE)).await?;
        person.see_heading("Remember this device?").await?;
        look_at(person, "remember-device").await
    })
    .await;
}

#[tokio::test]
async fn setting_a_second_factor_up() {
    journey_with("look-set-up-mfa", second_factor::pool(), async |person| {
        person.open("/").await?;
        person.sign_in(second_factor::NONE, second_factor::PASSWORD).await?;
        person.see_heading("Set up two-step verification").await?;
        look_at(person, "set-up-mfa").await?;
        person.press("Authenticator app").await?;
        person.see_heading("Set up your authenticator app").await?;
        person.press("Copy key").await?;
        look_at(person, "set-up-app").await?;
        person.press("Start over").await?;
        person.sign_in(second_factor::NONE, second_factor::PASSWORD).await?;
        person.press("Code by email").await?;
        person.see_heading("Get codes by email").await?;
        look_at(person, "set-up-email").await
    })
    .await;
}

#[tokio::test]
async fn choosing_how_to_sign_in() {
    journey_with("look-choice", choice::pool(), async |person| {
        person.open("/").await?;
        let authenticator = VirtualAuthenticator::plug_in(person).await?;
        authenticator.register(person, DEMO_EMAIL, DEMO_PASSWORD).await?;
        authenticator.set_recognized(person, false).await?;
        look_at(person, "login-choice").await?;
        choice::begin(person, DEMO_EMAIL).await?;
        look_at(person, "select-factor").await?;
        person.press("Passkey").await?;
        person.see("No passkey was used").await?;
        look_at(person, "passkey-cancelled").await?;
        person.press("Choose another way").await?;
        person.press("Password").await?;
        person.see_heading("Enter your password").await?;
        look_at(person, "password").await?;
        person.press("Choose another way").await?;
        person.press("Code by email").await?;
        person.see_heading("Check your email").await?;
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        look_at(person, "sign-in-code").await?;
        person.fill("Code", person.newest_code(MessageKind::SignInCode, DEMO_EMAIL)).await?;
        person.arrive_at("/welcome").await?;
        person.sign_out().await?;
        choice::begin(person, DEMO_EMAIL).await?;
        person.see("Used last time").await?;
        look_at(person, "select-factor-last-used").await
    })
    .await;
}

#[tokio::test]
async fn a_question_of_the_pools_owner() {
    let words = WordHandlers::start(&["one"]).await;
    let mut setup = Setup::from(Config::default()).with_flow("CUSTOM_AUTH");
    words.register(&mut setup);
    journey_with("look-custom", setup, async |person| {
        person.open("/").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.press("Continue").await?;
        person.see_heading("One more question").await?;
        look_at(person, "custom").await
    })
    .await;
}

#[tokio::test]
async fn passwords_that_are_new() {
    let setup = Setup::of_pool(
        r#"
        [[UserPool.Schema]]
        Name = "name"
        Required = true
        [[users]]
        email = "demo@example.com"
        password = "Demo-Passw0rd"
        status = "FORCE_CHANGE_PASSWORD"
        "#,
    );
    journey_with("look-new-password", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Choose a new password").await?;
        person.press("Continue").await?;
        look_at(person, "new-password-mistakes").await?;
        person.open("/forgot-password").await?;
        person.see_heading("Reset your password").await?;
        look_at(person, "forgot-password").await
    })
    .await;
    journey("look-forgot-password", async |person| {
        person.open("/forgot-password").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.press("Send code").await?;
        person.see_heading("Set a new password").await?;
        person.press("Change password").await?;
        look_at(person, "reset-password").await
    })
    .await;
}
