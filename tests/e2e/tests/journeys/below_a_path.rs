//! The app below a path of its host. Some of the other journeys go there too, and all of them with `E2E_BASE=/auth/` in the
//! environment.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey_with};

const BASE: &str = "/auth/";

fn below_a_path() -> Setup {
    Setup::new(e2e::Config::default()).below(BASE)
}

async fn signed_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.arrive_at("/welcome").await?;
    person.see_heading("Hi Demo!").await
}

#[tokio::test]
async fn the_account_area_is_opened_reloaded_and_stepped_through_below_a_path() {
    journey_with("below-account", below_a_path(), async |person| {
        // The address of a page, and not of the app: its files are found all the same.
        person.open("/account/security").await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/account/security").await?;
        person.see_heading("Security").await?;
        // How easily a password is guessed is judged by a part of its own.
        person.fill("New password", "Correct-horse-1").await?;
        let is_fetched =
            async || Ok(person.all_fetched().await?.iter().any(|file| file.starts_with("password-strength")));
        person.until("what judges passwords", is_fetched).await?;
        person.mark().await?;
        person.follow("Profile").await?;
        person.arrive_at("/account").await?;
        person.see_heading("Profile").await?;
        person.driver.back().await?;
        person.arrive_at("/account/security").await?;
        person.see_heading("Security").await?;
        person.driver.forward().await?;
        person.see_heading("Profile").await?;
        assert!(person.is_marked().await?, "no page was loaded anew");
        person.driver.refresh().await?;
        person.see_heading("Profile").await?;
        person.arrive_at("/account").await?;
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        let elsewhere: Vec<_> = person.all_fetched().await?.into_iter().filter(|file| file.contains('/')).collect();
        assert_eq!(elsewhere, Vec::<String>::new(), "all files are the app's own");
        person.sees_empty_console().await
    })
    .await;
}

#[tokio::test]
async fn the_first_pages_are_stepped_through_below_a_path() {
    journey_with("below-first-pages", below_a_path(), async |person| {
        // Without the slash at its end too.
        person.open("").await?;
        person.see_heading("Sign in").await?;
        person.mark().await?;
        person.follow("Forgot your password?").await?;
        person.arrive_at("/forgot-password").await?;
        person.see_heading("Reset your password").await?;
        person.driver.back().await?;
        person.see_heading("Sign in").await?;
        person.driver.forward().await?;
        person.arrive_at("/forgot-password").await?;
        person.follow("Back to sign-in").await?;
        person.arrive_at("/").await?;
        assert!(person.is_marked().await?, "no page was loaded anew");
        signed_in(person).await?;
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await?;
        person.open("/no/such/page").await?;
        person.see_heading("Page not found").await?;
        person.follow("Go to the home page").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn the_login_form_before_the_app_leads_below_its_path() {
    journey_with("below-prerendered", below_a_path(), async |person| {
        person.hold_program().await?;
        person.go("/").await?;
        person.see_heading("Sign in").await?;
        person.follow("Create account").await?;
        person.arrive_at("/signup").await?;
        person.let_program_come().await?;
        person.see_heading("Create your account").await
    })
    .await;
}

#[tokio::test]
async fn an_account_is_made_below_a_path() {
    journey_with("below-sign-up", below_a_path(), async |person| {
        person.open("/").await?;
        person.follow("Create account").await?;
        person.arrive_at("/signup").await?;
        person.sign_up("new@example.com", "Secret-2026").await?;
        person.arrive_at("/confirm").await?;
        let (code, _) = person.newest_mail("new@example.com");
        person.fill("Confirmation code", code).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await
    })
    .await;
}

#[tokio::test]
async fn a_part_that_cannot_be_fetched_is_fetched_again_below_a_path() {
    journey_with("below-chunk", below_a_path(), async |person| {
        person.open("/").await?;
        person.block(&["*chunk-*"]).await?;
        person.follow("Create account").await?;
        person.see_heading("This page didn't load").await?;
        person.block(&[]).await?;
        person.press("Try again").await?;
        person.see_heading("Create your account").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn managed_login_leads_there_and_back_below_a_path() {
    let pool = include_str!("../../../../crates/local-user-pool/pools/managed-login.toml");
    let setup = Setup::of_pool(pool).with_domain().with_meta("cognito-providers", "Google").below(BASE);
    journey_with("below-managed-login", setup, async |person| {
        person.open("/account").await?;
        person.arrive_at("/").await?;
        person.press("Continue with Google").await?;
        person.answer_provider("Google", ["first", "first@example.com", "First"]).await?;
        person.arrive_at("/account").await?;
        person.see_heading("Profile").await?;
        // By way of the pool's domain, which forgets this browser.
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        person.see_heading("Sign in").await
    })
    .await;
}

#[tokio::test]
async fn a_tab_of_an_older_deployment_gets_the_newer_one_below_a_path() {
    journey_with("below-stale-tab", below_a_path(), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.deploy_anew();
        person.follow("Create account").await?;
        person.see_heading("Create your account").await?;
        person.arrive_at("/signup").await
    })
    .await;
}
