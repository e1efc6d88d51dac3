//! The pages that are fetched when they are wanted.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey, journey_with};

async fn signed_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Hi Demo!").await
}

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

#[tokio::test]
async fn signing_in_without_what_it_needs_reads_as_being_offline_and_can_be_tried_again() {
    journey("lazy-sign-in", async |person| {
        person.block(&["*chunk-*"]).await?;
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 0);
        person.block(&[]).await?;
        person.press("Sign in").await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_stored_session_waits_for_what_reads_it() {
    journey("lazy-session", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        person.block(&["*chunk-*"]).await?;
        person.open("/").await?;
        person.see("One moment").await?;
        person.block(&[]).await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn what_reads_a_session_is_asked_for_more_and_more_seldom() {
    // Time goes fifty times as fast for the timers of this page, which notes what is asked for. One of a minute is of the
    // browser's driver, for a script.
    let fast = "const later = window.setTimeout, send = window.fetch; window.pages = 0; window.tries = []; \
                window.setTimeout = (run, delay, ...rest) => { \
                  if (delay >= 400 && delay !== 60000) window.tries.push(delay); return later(run, delay / 50, ...rest); }; \
                window.fetch = (input, init) => { \
                  if (String(input.url ?? input).split('?')[0].endsWith('/')) window.pages++; return send(input, init); }";
    journey("lazy-session-backoff", async |person| {
        signed_in(person).await?;
        person.before_each_page(fast).await?;
        person.block(&["*chunk-*"]).await?;
        person.open("/").await?;
        person.see("One moment").await?;
        let tries =
            async || -> Step<Vec<f64>> { person.driver.execute("return window.tries", Vec::new()).await?.convert() };
        person.until("nine tries", async || Ok(tries().await?.len() >= 9)).await?;
        let waits = tries().await?;
        for (wait, least) in waits.iter().zip([500.0, 1e3, 2e3, 4e3, 8e3, 16e3, 30e3, 30e3, 30e3]) {
            assert!(*wait >= least && *wait <= 2.0 * least, "{waits:?}");
        }
        let pages: u64 = person.driver.execute("return window.pages", Vec::new()).await?.convert()?;
        // Once for the welcome page too, which is fetched ahead.
        assert!((1..=5).contains(&pages), "the page was fetched {pages} times");
        person.block(&[]).await?;
        person.driver.execute("dispatchEvent(new Event('online'))", Vec::new()).await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_challenge_whose_part_cannot_be_fetched_is_come_to_again() {
    let pool = "[UserPool]\nMfaConfiguration = 'OPTIONAL'\nSmsMfa = true";
    let setup = Setup::of_demo_user(pool, "phone_number = '+12025550123'\nmfa = ['SMS_MFA']");
    journey_with("lazy-challenge", setup, async |person| {
        person.open("/").await?;
        person.block(&["*chunk-challenges*"]).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        assert_eq!(person.value("Password").await?, DEMO_PASSWORD, "what was typed is still there");
        person.block(&[]).await?;
        person.press("Sign in").await?;
        person.see_heading("Check your phone").await?;
        person.answer_text_message("+12025550123").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_that_was_left_waits_for_its_part() {
    let pool = "[UserPool]\nMfaConfiguration = 'OPTIONAL'\nSmsMfa = true";
    let setup = Setup::of_demo_user(pool, "phone_number = '+12025550123'\nmfa = ['SMS_MFA']");
    journey_with("lazy-resumed", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Check your phone").await?;
        person.block(&["*chunk-challenges*"]).await?;
        person.open("/").await?;
        person.see("One moment").await?;
        person.block(&[]).await?;
        person.see_heading("Check your phone").await?;
        person.answer_text_message("+12025550123").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn each_part_with_pages_is_asked_for_again() {
    for (part, address, heading) in [
        ("router", "/signup", "Create your account"),
        ("sign_up", "/signup", "Create your account"),
        ("sign_up", "/forgot-password", "Reset your password"),
        ("managed_login", "/callback", "You couldn't be signed in"),
        ("router", "/nowhere", "Page not found"),
    ] {
        journey(&format!("lazy-{part}-{}", address.trim_start_matches('/')), async |person| {
            person.block(&[&format!("*chunk-{part}*")]).await?;
            person.open(address).await?;
            person.see_heading("This page didn't load").await?;
            person.block(&[]).await?;
            person.press("Try again").await?;
            person.see_heading(heading).await?;
            person.arrive_at(address).await
        })
        .await;
    }
}

#[tokio::test]
async fn signing_in_fetches_nothing_that_it_does_not_need() {
    journey("lazy-little", async |person| {
        signed_in(person).await?;
        let fetched = person.all_fetched().await?;
        for part in ["router", "challenges", "sign_up", "managed_login", "account"] {
            assert!(!fetched.iter().any(|file| file.contains(&format!("chunk-{part}"))), "{part}: {fetched:?}");
        }
        // And the rest is there for who goes on, with every way back.
        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        person.driver.back().await?;
        person.see_heading("Hi Demo!").await?;
        person.arrive_at("/welcome").await?;
        person.sign_out().await?;
        person.arrive_at("/").await?;
        person.follow("Create account").await?;
        person.see_heading("Create your account").await?;
        person.driver.back().await?;
        person.see_heading("Sign in").await?;
        person.driver.forward().await?;
        person.see_heading("Create your account").await
    })
    .await;
}

#[tokio::test]
async fn an_account_area_that_cannot_be_fetched_is_said_and_tried_again() {
    journey("lazy-account", async |person| {
        signed_in(person).await?;
        person.block(&["*chunk-account*"]).await?;
        person.follow("Your account").await?;
        person.see_heading("This page didn't load").await?;
        person.press("Try again").await?;
        person.see_heading("This page didn't load").await?;
        person.block(&[]).await?;
        person.press("Try again").await?;
        person.see_heading("Profile").await?;
        person.arrive_at("/account").await
    })
    .await;
}

#[tokio::test]
async fn a_tab_of_an_older_deployment_reloads_itself() {
    journey("stale-tab", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.mark().await?;
        person.deploy_anew();
        person.follow("Create account").await?;
        person.see_heading("Create your account").await?;
        person.arrive_at("/signup").await?;
        assert!(!person.is_marked().await?, "the page was reloaded");
        assert_eq!(person.session_storage().await?, [], "it would reload itself for the next deployment too");
        signed_in(person).await?;
        person.mark().await?;
        person.deploy_anew();
        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        person.arrive_at("/account").await?;
        assert!(!person.is_marked().await?, "the page was reloaded");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_stored_session_of_an_older_deployment_is_taken_up_by_the_newer() {
    journey("stale-session", async |person| {
        signed_in(person).await?;
        person.block(&["*chunk-*"]).await?;
        person.open("/").await?;
        person.see("One moment").await?;
        person.mark().await?;
        person.deploy_anew();
        // Still without the browser's cache, which would know the older parts.
        person.block(&["*/nothing"]).await?;
        person.see_heading("Hi Demo!").await?;
        assert!(!person.is_marked().await?, "the page was reloaded");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_tab_reloads_itself_only_once() {
    journey("stale-tab-once", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.mark().await?;
        person.deploy_anew();
        person.block(&["*chunk-*"]).await?;
        person.follow("Create account").await?;
        person.see_heading("This page didn't load").await?;
        assert!(!person.is_marked().await?, "the page was reloaded");
        person.mark().await?;
        person.deploy_anew();
        person.press("Try again").await?;
        person.see_heading("This page didn't load").await?;
        assert!(person.is_marked().await?, "the page was not reloaded again");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_older_tab_that_is_offline_does_not_reload_itself() {
    journey("stale-tab-offline", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.mark().await?;
        person.deploy_anew();
        person.set_offline(true).await?;
        person.follow("Create account").await?;
        person.see_heading("This page didn't load").await?;
        assert!(person.is_marked().await?, "the page was not reloaded");
        person.set_offline(false).await?;
        person.press("Try again").await?;
        person.see_heading("Create your account").await
    })
    .await;
}
