//! Tokens that are refreshed: by one tab for all, ahead of their end, and no sooner than the service wishes.

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, journey, journey_with,
    settings::{Feature, RefreshTokenRotation, TimeUnit, TokenValidityUnits, UserPoolClient},
};
use serde_json::json;

const REFRESH: &str = "GetTokensFromRefreshToken";
const UNAVAILABLE: &str = "The service is having a problem right now. You're still signed in, and we'll keep trying.";
const HOUR: i64 = 3600;
/// How long the service wishes to be left alone, in seconds.
const WISH: u32 = 4;

/// Rotation that forgives nothing.
pub(super) fn strict_rotation() -> Config {
    let rotation = RefreshTokenRotation { feature: Feature::Enabled, retry_grace_period_seconds: 0 };
    Config {
        client: UserPoolClient { refresh_token_rotation: Some(rotation), ..UserPoolClient::default() },
        ..Config::default()
    }
}

/// Tokens that live as briefly as Cognito allows.
fn five_minutes() -> Config {
    let units = TokenValidityUnits {
        access_token: TimeUnit::Minutes,
        id_token: TimeUnit::Minutes,
        ..TokenValidityUnits::default()
    };
    let client = UserPoolClient {
        access_token_validity: 5,
        id_token_validity: 5,
        token_validity_units: units,
        ..UserPoolClient::default()
    };
    Config { client, ..Config::default() }
}

async fn signed_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Hi Demo!").await
}

#[tokio::test]
async fn three_tabs_refresh_once_although_rotation_forgives_nothing() {
    tabs_refresh_once("three-tabs", 3, "").await;
}

#[tokio::test]
async fn so_do_two_tabs_of_a_browser_without_web_locks() {
    tabs_refresh_once("without-locks", 2, "delete Navigator.prototype.locks").await;
}

/// Before anything of the app, each tab runs the script.
async fn tabs_refresh_once(name: &str, count: usize, script: &str) {
    journey_with(name, strict_rotation(), async |person| {
        person.before_each_page(script).await?;
        signed_in(person).await?;
        let mut tabs = vec![person.driver.window().await?];
        while tabs.len() < count {
            let tab = person.driver.new_tab().await?;
            person.go_to(&tab).await?;
            person.before_each_page(script).await?;
            person.open("/welcome").await?;
            person.see_heading("Hi Demo!").await?;
            tabs.push(tab);
        }
        assert_eq!(person.pool().requests(REFRESH), 0);
        // All in the same moment, and as if each was in front.
        let wait = "Object.defineProperty(document, 'hidden', { configurable: true, value: false }); \
                    window.start = new BroadcastChannel('start'); \
                    window.start.onmessage = ({ data }) => { \
                      const { Date } = window; \
                      window.realNow ??= Date.now; Date.now = () => window.realNow.call(Date) + data * 1000; \
                      dispatchEvent(new Event('focus')); }; \
                    return 'locks' in navigator";
        for tab in &tabs {
            person.go_to(tab).await?;
            let has_locks: bool = person.driver.execute(wait, Vec::new()).await?.convert()?;
            assert_eq!(has_locks, script.is_empty(), "{name}: Web Locks");
        }
        for round in 1..=3 {
            let before = person.stored(".refreshToken").await?;
            let start = "const data = arguments[0]; \
                         new BroadcastChannel('start').postMessage(data); window.start.onmessage({ data })";
            person.driver.execute(start, vec![json!(2 * HOUR * round)]).await?;
            person.until("new tokens", async || Ok(person.stored(".refreshToken").await? != before)).await?;
            for tab in &tabs {
                person.go_to(tab).await?;
                person.see_heading("Hi Demo!").await?;
                // Reads the user with the tokens that there are now.
                person.follow("Your account").await?;
                person.see(DEMO_EMAIL).await?;
                person.driver.back().await?;
                person.see_heading("Hi Demo!").await?;
            }
            assert_eq!(person.pool().requests(REFRESH) as i64, round, "{name}: one refresh for all, each time");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tokens_are_refreshed_ahead_of_their_end_without_anybody_doing_anything() {
    // Seconds that have passed for the tokens before the page is loaded.
    const AGE: i64 = 150;
    // Time goes ten times as fast on this page: its clock and its timers.
    let fast = "const now = Date.now.bind(Date), began = now(), later = window.setTimeout; \
                Date.now = () => began + (now() - began) * 10; \
                window.setTimeout = (run, delay, ...rest) => later(run, delay / 10, ...rest); \
                const send = window.fetch; \
                window.fetch = (input, init) => { \
                  const headers = new Headers(input instanceof Request ? input.headers : init?.headers); \
                  if (headers.get('x-amz-target')?.endsWith('.GetTokensFromRefreshToken')) \
                    window.refreshedAt ??= Date.now() / 1000; \
                  return send(input, init); \
                }";
    journey_with("refreshed-ahead", five_minutes(), async |person| {
        signed_in(person).await?;
        let before = person.stored(".accessToken").await?.expect("a token is stored");
        let claims =
            "return JSON.parse(atob(arguments[0].split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).exp";
        let expires_at = person.driver.execute(claims, vec![json!(before)]).await?.json().as_i64().expect("a time");
        person.let_tokens_age(AGE).await?;
        person.before_each_page(fast).await?;
        person.driver.refresh().await?;
        person.see_heading("Hi Demo!").await?;
        assert_eq!(person.pool().requests(REFRESH), 0, "they are good for a minute yet");
        let are_new = async || Ok(person.stored(".accessToken").await?.is_some_and(|token| token != before));
        person.until("new tokens", are_new).await?;
        let read = "return window.refreshedAt";
        let refreshed_at = person.driver.execute(read, Vec::new()).await?.json().as_f64().expect("it was refreshed");
        let ahead = (expires_at - AGE) as f64 - refreshed_at;
        assert!((0.0..=76.0).contains(&ahead), "{ahead} s ahead of their end");
        person.see_heading("Hi Demo!").await
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_too_busy_is_left_alone_for_as_long_as_it_wishes() {
    journey("throttled", async |person| {
        signed_in(person).await?;
        let before = person.stored(".accessToken").await?;
        person.throttle_once(REFRESH, WISH).await?;
        person.set_clock_ahead(2 * HOUR).await?;
        let look_again = async || person.driver.execute("dispatchEvent(new Event('focus'))", Vec::new()).await;
        look_again().await?;
        person.see_status(UNAVAILABLE).await?;
        // Not even for a person who looks again.
        look_again().await?;
        assert_eq!(person.stored(".accessToken").await?, before, "the session stays");
        person.see_heading("Hi Demo!").await?;
        person.see_no_status(UNAVAILABLE).await?;
        assert_ne!(person.stored(".accessToken").await?, before, "it went on by itself");
        let asked_at = person.asked_at().await?;
        assert_eq!(asked_at.len(), 2, "{asked_at:?}");
        let pause = asked_at[1] - asked_at[0];
        assert!(pause >= f64::from(WISH) * 1000.0, "asked again after {pause} ms");
        Ok(())
    })
    .await;
}
