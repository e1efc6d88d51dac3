//! Sessions that hold: in several tabs, without a network, without the pool, by a wrong clock, in every place that keeps
//! tokens.

use std::time::Duration;

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, Setup, Step, journey, journey_with, look_at};
use serde_json::json;

use crate::refreshes::strict_rotation;

const SECOND_EMAIL: &str = "second@example.com";
const SECOND_PASSWORD: &str = "Second-Passw0rd";
const OFFLINE: &str = "You're offline. We'll continue when you're back.";
const UNREACHABLE: &str = "We can't reach the service right now. You're still signed in, and we'll keep trying.";
const HOUR: i64 = 3600;

const TWO_USERS: &str = r#"
[[users]]
email = "demo@example.com"
password = "Demo-Passw0rd"
attributes = { name = "Demo" }

[[users]]
email = "second@example.com"
password = "Second-Passw0rd"
attributes = { name = "Second" }
"#;

async fn signed_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Hi Demo!").await
}

/// Keeps tokens there.
fn kept_in(place: &str, pool: &str) -> Setup {
    Setup::of_pool(pool).with_meta("cognito-token-store", place)
}

/// Somebody looks at this tab again, as when another window was in front of it.
async fn looks_again(person: &Journey) -> Step {
    person.driver.execute("dispatchEvent(new Event('focus'))", Vec::new()).await.map(|_| ())
}

#[tokio::test]
async fn tabs_agree_on_who_is_signed_in() {
    for place in ["local", "cookies"] {
        tabs_agree(place).await;
    }
}

async fn tabs_agree(place: &str) {
    journey_with(&format!("tabs-agree-{place}"), kept_in(place, TWO_USERS), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        let (first, other) = person.open_in_new_tab("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        person.go_to(&first).await?;
        person.see_heading("Hi Demo!").await?;
        assert_eq!(person.pool().requests("InitiateAuth"), 1, "nobody signed in twice");
        let note = "new MutationObserver(() => { if (document.querySelector('h1')?.innerText === 'Sign in') { \
                    window.leftAt ??= Date.now() } }).observe(document, { childList: true, subtree: true })";
        person.driver.execute(note, Vec::new()).await?;
        person.go_to(&other).await?;
        let press = "[...document.querySelectorAll('button')].find(b => b.innerText === 'Sign out').click(); \
                     return Date.now()";
        let pressed = person.driver.execute(press, Vec::new()).await?.json().as_f64().expect("a time");
        person.see_heading("Sign in").await?;
        person.go_to(&first).await?;
        person.see_heading("Sign in").await?;
        person.see("You were signed out in another tab.").await?;
        let left = person.driver.execute("return window.leftAt", Vec::new()).await?.json().as_f64().expect("a time");
        assert!((0.0..1000.0).contains(&(left - pressed)), "within a second: {} ms", left - pressed);
        person.sign_in(SECOND_EMAIL, SECOND_PASSWORD).await?;
        person.see_heading("Hi Second!").await?;
        person.go_to(&other).await?;
        person.see_heading("Hi Second!").await
    })
    .await;
}

#[tokio::test]
async fn another_name_shows_in_every_tab() {
    journey_with("another-name", Setup::of_pool(TWO_USERS), async |person| {
        signed_in(person).await?;
        let (welcome, account) = person.open_in_new_tab("/account").await?;
        person.see_heading("Profile").await?;
        person.see(DEMO_EMAIL).await?;
        let (_, other) = person.open_in_new_tab("/account").await?;
        person.see_heading("Profile").await?;
        person.see(DEMO_EMAIL).await?;
        person.press("Edit Name").await?;
        person.refill("Name", "Renamed").await?;
        person.press("Save").await?;
        person.see("Renamed").await?;
        person.go_to(&welcome).await?;
        person.see_heading("Hi Renamed!").await?;
        person.go_to(&account).await?;
        person.see("Renamed").await?;
        person.go_to(&other).await?;
        person.see("Renamed").await
    })
    .await;
}

#[tokio::test]
async fn a_second_account_shows_in_every_tab() {
    journey_with("second-account", Setup::of_pool(TWO_USERS), async |person| {
        signed_in(person).await?;
        let refresh_token = person.stored(".refreshToken").await?.expect("a refresh token is stored");
        let (first, other) = person.open_in_new_tab("/account").await?;
        person.see_heading("Profile").await?;
        person.go_to(&first).await?;
        person.press("Use another account").await?;
        person.see("Sign in with another account?").await?;
        look_at(person, "another-account").await?;
        person.press_in_dialog("Sign out").await?;
        person.sign_in(SECOND_EMAIL, SECOND_PASSWORD).await?;
        person.see_heading("Hi Second!").await?;
        person.until("the old session to be over", async || Ok(!person.refreshes(&refresh_token).await)).await?;
        person.go_to(&other).await?;
        person.see_heading("Profile").await?;
        person.see(SECOND_EMAIL).await?;
        assert!(!person.text().await?.contains(DEMO_EMAIL), "nothing of the first is left");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn offline_is_said_and_goes_by_itself() {
    journey("offline-banner", async |person| {
        signed_in(person).await?;
        for (page, picture) in [("/welcome", "offline-welcome"), ("/account/security", "offline-account")] {
            person.open(page).await?;
            person.arrive_at(page).await?;
            person.see("Sign out").await?;
            person.set_offline(true).await?;
            person.see_status(OFFLINE).await?;
            look_at(person, picture).await?;
            person.set_offline(false).await?;
            person.see_no_status(OFFLINE).await?;
            assert!(person.stored(".refreshToken").await?.is_some(), "{page}: the session stays");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_pool_that_stops_and_starts_again_ends_no_session() {
    journey_with("pool-restarts", Setup::new(strict_rotation()).with_state(), async |person| {
        signed_in(person).await?;
        let before = person.stored(".refreshToken").await?;
        person.stop_pool().await;
        person.set_clock_ahead(2 * HOUR).await?;
        looks_again(person).await?;
        person.see_status(UNREACHABLE).await?;
        assert_eq!(person.stored(".refreshToken").await?, before, "the session stays");
        person.see_heading("Hi Demo!").await?;
        person.start_pool().await;
        person.see_no_status(UNREACHABLE).await?;
        assert_ne!(person.stored(".refreshToken").await?, before, "it went on by itself");
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_more_than_a_day_changes_nothing() {
    for (case, seconds, flow) in [
        ("ahead", 26 * HOUR, "USER_SRP_AUTH"),
        ("behind", -26 * HOUR, "USER_SRP_AUTH"),
        ("ahead-plain", 26 * HOUR, "USER_PASSWORD_AUTH"),
        ("behind-plain", -26 * HOUR, "USER_PASSWORD_AUTH"),
    ] {
        let setup = Setup::new(Config::default()).with_flow(flow);
        journey_with(&format!("clock-{case}"), setup, async |person| {
            person.open("/").await?;
            person.set_clock_ahead(seconds).await?;
            person.open("/").await?;
            person.sign_in(DEMO_EMAIL, "Wrong-Passw0rd").await?;
            person.see_alert("Your sign-in details don't match. Check them and try again.").await?;
            person.refill("Password", DEMO_PASSWORD).await?;
            person.press("Sign in").await?;
            person.see_heading("Hi Demo!").await?;
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;
            let refreshes = person.pool().requests("GetTokensFromRefreshToken");
            assert_eq!(refreshes, 0, "{case}: the tokens are good for an hour");
            // Somebody sets it right.
            person.set_clock_ahead(0).await?;
            looks_again(person).await?;
            person.follow("Your account").await?;
            person.see(DEMO_EMAIL).await
        })
        .await;
    }
}

#[tokio::test]
async fn a_session_of_another_library_is_taken_over_whatever_it_says_of_the_clock() {
    // Seconds that the clock is ahead, as amazon-cognito-identity-js writes; milliseconds that it is behind, as Amplify does.
    for (case, drift) in [("identity-js", "-93600"), ("amplify", "93600000"), ("amplify-behind", "-93600000")] {
        journey(&format!("drift-of-{case}"), async |person| {
            signed_in(person).await?;
            person.overwrite_stored(".clockDrift", drift).await?;
            let forget = "const key = Object.keys(localStorage).find(key => key.endsWith('.clockDriftOf')); \
                          localStorage.removeItem(key)";
            person.driver.execute(forget, Vec::new()).await?;
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;
            let refreshes = person.pool().requests("GetTokensFromRefreshToken");
            assert_eq!(refreshes, 1, "{case}: nobody knows by what clock its tokens came");
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;
            assert_eq!(person.pool().requests("GetTokensFromRefreshToken"), 1, "{case}: from then on it is ours");
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn who_was_thrown_out_comes_back_to_where_they_were() {
    journey("comes-back", async |person| {
        signed_in(person).await?;
        person.open("/account/security").await?;
        person.see_heading("Security").await?;
        let access_token = person.stored(".accessToken").await?.expect("a token is stored");
        person.ask_pool_well("GlobalSignOut", json!({ "AccessToken": access_token })).await;
        person.let_time_pass(Duration::from_secs(7200)).await?;
        looks_again(person).await?;
        person.arrive_at("/").await?;
        person.see("Your session has ended. Please sign in again.").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/account/security").await?;
        person.see_heading("Security").await
    })
    .await;
}

#[tokio::test]
async fn a_reload_of_the_login_page_does_not_forget_where_they_were() {
    journey("comes-back-after-reload", async |person| {
        signed_in(person).await?;
        person.open("/account/security").await?;
        person.see_heading("Security").await?;
        let access_token = person.stored(".accessToken").await?.expect("a token is stored");
        person.ask_pool_well("GlobalSignOut", json!({ "AccessToken": access_token })).await;
        person.driver.refresh().await?;
        person.arrive_at("/").await?;
        person.see("Your session has ended. Please sign in again.").await?;
        person.driver.refresh().await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/account/security").await?;
        person.see_heading("Security").await?;
        assert_eq!(person.session_storage().await?, [], "it is good for once");
        // Who signs out on their own wants to go nowhere.
        person.press("Sign out").await?;
        person.see_heading("Sign in").await?;
        person.driver.refresh().await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn every_place_keeps_tokens_for_as_long_as_it_should() {
    for (place, options, outlives_reload, is_in_other_tabs) in [
        ("local", "", true, true),
        ("session", "", true, false),
        ("memory", "", false, false),
        ("cookies", r#"{"expires":1,"sameSite":"strict"}"#, true, true),
    ] {
        let setup = Setup::new(Config::default()).with_meta("cognito-token-store", place);
        let setup = setup.with_meta("cognito-cookies", options);
        journey_with(&format!("store-{place}"), setup, async |person| {
            signed_in(person).await?;
            let script = "return [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie.split('; ')] \
                          .map(keys => keys.filter(key => key.startsWith('Cognito')).length)";
            let counts: Vec<usize> = person.driver.execute(script, Vec::new()).await?.convert()?;
            let expected = ["local", "session", "cookies"].map(|other| if other == place { 6 } else { 0 });
            assert_eq!(counts, expected, "{place}: localStorage, sessionStorage, cookies");
            person.driver.refresh().await?;
            person.see_heading(if outlives_reload { "Hi Demo!" } else { "Sign in" }).await?;
            person.open_in_new_tab("/").await?;
            person.see_heading(if is_in_other_tabs { "Hi Demo!" } else { "Sign in" }).await
        })
        .await;
    }
}

#[tokio::test]
async fn staying_signed_in_is_the_persons_choice() {
    for (case, is_ticked) in [("ticked", true), ("unticked", false)] {
        let setup = Setup::new(Config::default()).with_meta("cognito-keep-signed-in", "ask");
        journey_with(&format!("keep-{case}"), setup, async |person| {
            person.open("/").await?;
            let tick = person.field("Keep me signed in").await?;
            if is_ticked {
                tick.click().await?;
                look_at(person, "keep-signed-in").await?;
            }
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading("Hi Demo!").await?;
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;
            assert_eq!(person.stored(".refreshToken").await?.is_some(), is_ticked, "{case}: in localStorage");
            person.open_in_new_tab("/").await?;
            person.see_heading(if is_ticked { "Hi Demo!" } else { "Sign in" }).await
        })
        .await;
    }
}

#[tokio::test]
async fn who_stays_signed_in_in_one_tab_is_not_signed_out_by_another() {
    let setup = Setup::of_pool(TWO_USERS).with_meta("cognito-keep-signed-in", "ask");
    journey_with("keep-apart", setup, async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        let (kept, passing) = person.open_in_new_tab("/").await?;
        person.sign_in(SECOND_EMAIL, SECOND_PASSWORD).await?;
        person.see_heading("Hi Second!").await?;
        person.go_to(&kept).await?;
        person.field("Keep me signed in").await?.click().await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        let refresh_token = person.stored(".refreshToken").await?;
        person.go_to(&passing).await?;
        looks_again(person).await?;
        person.see_heading("Hi Second!").await?;
        person.set_clock_ahead(2 * HOUR).await?;
        looks_again(person).await?;
        let renewed = async || Ok(person.pool().requests("GetTokensFromRefreshToken") == 1);
        person.until("a refresh of this tab's session", renewed).await?;
        person.follow("Your account").await?;
        person.see(SECOND_EMAIL).await?;
        assert_eq!(person.stored(".refreshToken").await?, refresh_token, "a refresh touches no other place");
        person.sign_out().await?;
        assert_eq!(person.stored(".refreshToken").await?, refresh_token, "nor does a sign-out");
        looks_again(person).await?;
        person.see_heading("Sign in").await?;
        person.go_to(&kept).await?;
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_tab_and_its_copy_agree_although_rotation_forgives_nothing() {
    for (case, script) in [("locks", ""), ("no-locks", "delete Navigator.prototype.locks")] {
        let setup = Setup::new(strict_rotation()).with_meta("cognito-token-store", "session");
        journey_with(&format!("copies-{case}"), setup, async |person| {
            person.before_each_page(script).await?;
            signed_in(person).await?;
            let (first, second) = person.duplicate_tab().await?;
            person.see_heading("Hi Demo!").await?;
            for (round, tab) in [(1, &second), (2, &first), (3, &second)] {
                for tab in [&first, &second] {
                    person.go_to(tab).await?;
                    person.set_clock_ahead(2 * HOUR * round).await?;
                }
                person.go_to(tab).await?;
                let before = person.own_refresh_token().await?;
                looks_again(person).await?;
                let are_new = async || Ok(person.own_refresh_token().await? != before);
                person.until("new tokens", are_new).await?;
                for tab in [&first, &second] {
                    person.go_to(tab).await?;
                    looks_again(person).await?;
                    // Reads the user with the tokens that there are now.
                    person.follow("Your account").await?;
                    person.see(DEMO_EMAIL).await?;
                    person.driver.back().await?;
                    person.see_heading("Hi Demo!").await?;
                }
                let refreshes = person.pool().requests("GetTokensFromRefreshToken");
                assert_eq!(refreshes as i64, round, "{case}: one refresh for both, each time");
            }
            person.sign_out().await?;
            person.go_to(&first).await?;
            person.see("You were signed out in another tab.").await
        })
        .await;
    }
}

#[tokio::test]
async fn a_copy_that_cannot_be_reached_ends_alone_and_says_why() {
    let setup = Setup::new(strict_rotation()).with_meta("cognito-token-store", "session");
    journey_with("copies-apart", setup, async |person| {
        signed_in(person).await?;
        let (first, second) = person.duplicate_tab().await?;
        person.see_heading("Hi Demo!").await?;
        // As of a browser without either, or of a tab that was put away while the other went on.
        let deaf = "delete Navigator.prototype.locks; delete window.BroadcastChannel";
        for tab in [&first, &second] {
            person.go_to(tab).await?;
            person.before_each_page(deaf).await?;
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;
        }
        // A page that is loaded with that clock has new tokens at once.
        for tab in [&first, &second] {
            person.go_to(tab).await?;
            person.set_clock_ahead(2 * HOUR).await?;
        }
        person.go_to(&first).await?;
        let before = person.own_refresh_token().await?;
        looks_again(person).await?;
        person.until("new tokens", async || Ok(person.own_refresh_token().await? != before)).await?;
        person.go_to(&second).await?;
        looks_again(person).await?;
        person.see_heading("Sign in").await?;
        person.see("perhaps in a copy of this tab").await?;
        look_at(person, "ended-in-a-copy").await?;
        person.go_to(&first).await?;
        person.follow("Your account").await?;
        person.see(DEMO_EMAIL).await
    })
    .await;
}

#[tokio::test]
async fn storage_that_fails_is_told_and_ends_nothing() {
    let off = "for (const name of ['localStorage', 'sessionStorage']) { \
               Object.defineProperty(window, name, { get() { throw new DOMException('off', 'SecurityError') } }) }";
    let absent = "for (const name of ['localStorage', 'sessionStorage']) { \
                  Object.defineProperty(window, name, { get() { return null } }) }";
    let throws = "for (const name of ['getItem', 'setItem', 'removeItem', 'key']) { \
                  Storage.prototype[name] = () => { throw new DOMException('broken', 'InvalidStateError') } }";
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }";
    for (case, fault) in [("off", off), ("absent", absent), ("throws", throws), ("full", full)] {
        journey(&format!("storage-{case}"), async |person| {
            person.before_each_page(fault).await?;
            signed_in(person).await?;
            person.see("This browser won't keep you signed in").await?;
            if case == "full" {
                look_at(person, "not-kept").await?;
            }
            person.press("OK").await?;
            person.follow("Your account").await?;
            person.see(DEMO_EMAIL).await?;
            assert!(!person.text().await?.contains("won't keep"), "{case}: it is told once");
            person.sign_out().await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading("Hi Demo!").await
        })
        .await;
    }
}

#[tokio::test]
async fn users_of_one_browser_keep_their_devices_apart() {
    let pool = r#"
        [UserPool.DeviceConfiguration]
        ChallengeRequiredOnNewDevice = false
        DeviceOnlyRememberedOnUserPrompt = false
    "#;
    journey_with("devices-apart", Setup::of_pool(&format!("{pool}{TWO_USERS}")), async |person| {
        let mut keys = Vec::new();
        for (email, password, name) in [(DEMO_EMAIL, DEMO_PASSWORD, "Demo"), (SECOND_EMAIL, SECOND_PASSWORD, "Second")]
        {
            person.open("/").await?;
            person.sign_in(email, password).await?;
            person.see_heading(&format!("Hi {name}!")).await?;
            let user = person.stored(".LastAuthUser").await?.expect("somebody is signed in");
            let device = format!(".{user}.deviceKey");
            keys.push((device.clone(), person.stored(&device).await?.expect("a device is remembered")));
            person.sign_out().await?;
        }
        assert_ne!(keys[0].1, keys[1].1, "each has their own");
        for (key, device) in &keys {
            assert_eq!(person.stored(key).await?.as_ref(), Some(device), "{key} outlives every sign-out");
        }
        Ok(())
    })
    .await;
}
