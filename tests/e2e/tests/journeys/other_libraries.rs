//! Sessions that amazon-cognito-identity-js and Amplify v6 began go on in the app, and the app's in theirs.

use std::time::Duration;

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, Library, MessageKind, OtherPage, Place, Setup, Step,
    journey_with,
};

use crate::devices;

const HOUR: i64 = 3600;
const LIBRARIES: [Library; 2] = [Library::IdentityJs, Library::Amplify];

fn places() -> impl Iterator<Item = OtherPage> {
    let page = |library, place| OtherPage { library, place, clock_ahead: 0 };
    LIBRARIES.into_iter().flat_map(move |library| [Place::Local, Place::Cookies].map(|place| page(library, place)))
}

fn name(journey: &str, OtherPage { library, place, .. }: OtherPage) -> String {
    format!("{journey}-{library:?}-{place:?}").to_lowercase()
}

/// Every device is remembered there, and then takes the place of a code.
fn setup(page: OtherPage) -> Setup {
    let place = if page.place == Place::Local { "local" } else { "cookies" };
    devices::pool(false).with_meta("cognito-token-store", place)
}

/// The value that is kept under the name that ends so.
async fn kept(page: OtherPage, person: &Journey, name_end: &str) -> Step<Option<String>> {
    let entries = page.entries(person).await?;
    Ok(entries.into_iter().find(|(name, _)| name.ends_with(name_end)).map(|(_, value)| value))
}

/// What is kept of users: the last parts of the names, in order.
async fn kept_names(page: OtherPage, person: &Journey) -> Step<Vec<String>> {
    let entries = page.entries(person).await?.into_iter();
    let ours =
        entries.filter_map(|(name, _)| name.strip_prefix("CognitoIdentityServiceProvider.").map(ToOwned::to_owned));
    let mut names: Vec<_> = ours.filter_map(|name| name.rsplit('.').next().map(ToOwned::to_owned)).collect();
    names.sort();
    Ok(names)
}

fn codes(person: &Journey) -> usize {
    person.codes(MessageKind::MfaCode, DEMO_PHONE).len()
}

fn refreshes(person: &Journey) -> usize {
    person.pool().requests("GetTokensFromRefreshToken")
}

async fn sign_in_with_code(person: &Journey) -> Step {
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.answer_text_message(DEMO_PHONE).await?;
    person.see_heading("Hi Demo!").await
}

#[tokio::test]
async fn a_session_of_another_library_goes_on_in_the_app() {
    for page in places() {
        journey_with(&name("taken-over", page), setup(page), async |person| {
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            let begun = page.sign_in(person, DEMO_EMAIL, DEMO_PASSWORD, "USER_SRP_AUTH").await?;
            let device = begun.device_key.clone().expect("the pool remembers devices");
            let refresh_token = kept(page, person, ".refreshToken").await?.expect("it is kept");

            person.driver.refresh().await?;
            person.arrive_at("/welcome").await?;
            person.see_heading("Hi Demo!").await?;
            assert_eq!(refreshes(person), 1, "{page:?}: nobody knows by what clock those tokens came");
            assert_eq!(person.pool().requests("GetUser"), 1, "{page:?}: and the new ones open the account");
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;
            assert_eq!(refreshes(person), 1, "{page:?}: from then on the app does");

            let back = page.read(person).await?.expect("the library still finds a session");
            assert_eq!((&back.username, &back.email), (&begun.username, &begun.email), "{page:?}");
            assert_ne!(back.access_token, begun.access_token, "{page:?}: it has what the app got");
            assert_eq!(back.device_key.as_ref(), Some(&device), "{page:?}: on the same device");
            assert_eq!(refreshes(person), 1, "{page:?}: the library has no cause to refresh");
            let renewed = page.refresh(person).await?;
            assert_eq!(renewed.device_key.as_ref(), Some(&device), "{page:?}");
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;

            assert!(person.refreshes(&refresh_token).await, "{page:?}: one sign-in all the time");
            person.sign_out().await?;
            person.until("the end of the refresh token", async || Ok(!person.refreshes(&refresh_token).await)).await?;
            assert_eq!(page.read(person).await?, None, "{page:?}: the library finds nobody");
            let names = kept_names(page, person).await?;
            assert_eq!(names, ["deviceGroupKey", "deviceKey", "randomPasswordKey"], "{page:?}");

            let sent = codes(person);
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading("Hi Demo!").await?;
            assert_eq!(codes(person), sent, "{page:?}: the device that the library set up proves itself");
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_session_of_the_app_goes_on_in_another_library() {
    for page in places() {
        journey_with(&name("handed-over", page), setup(page), async |person| {
            person.open("/").await?;
            sign_in_with_code(person).await?;
            let access_token = kept(page, person, ".accessToken").await?.expect("it is kept");
            let refresh_token = kept(page, person, ".refreshToken").await?.expect("it is kept");
            let device = kept(page, person, ".deviceKey").await?.expect("it is kept");

            let read = page.read(person).await?.expect("the library finds the session");
            assert_eq!(read.email, DEMO_EMAIL, "{page:?}");
            assert_eq!(Some(read.username.as_str()), kept(page, person, ".LastAuthUser").await?.as_deref(), "{page:?}");
            assert_eq!(read.access_token, access_token, "{page:?}: as it is");
            let renewed = page.refresh(person).await?;
            assert_ne!(renewed.access_token, access_token, "{page:?}");
            assert_eq!(renewed.device_key.as_ref(), Some(&device), "{page:?}: on the same device");
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await?;

            page.sign_out(person).await?;
            assert!(!person.refreshes(&refresh_token).await, "{page:?}: the library revokes what the app began");
            person.driver.refresh().await?;
            person.see_heading("Sign in").await?;

            let sent = codes(person);
            let again = page.sign_in(person, DEMO_EMAIL, DEMO_PASSWORD, "USER_SRP_AUTH").await?;
            assert_eq!(codes(person), sent, "{page:?}: the device that the app set up proves itself");
            assert_eq!(again.device_key.as_ref(), Some(&device), "{page:?}");
            person.driver.refresh().await?;
            person.see_heading("Hi Demo!").await
        })
        .await;
    }
}

/// What a library leaves behind as `clockDrift`, by a clock that is so many seconds ahead.
fn left_behind(library: Library, seconds: i64) -> i64 {
    match library {
        Library::IdentityJs => seconds,
        Library::Amplify => -1000 * seconds,
    }
}

#[tokio::test]
async fn a_drift_that_another_library_left_behind_makes_no_expired_token_valid() {
    for library in LIBRARIES {
        for ahead in [26 * HOUR, -26 * HOUR] {
            let page = OtherPage { library, place: Place::Local, clock_ahead: ahead };
            let case = format!("{library:?} by a clock {ahead} s ahead");
            // Over SRP the local pool refuses a time that is far from its own.
            let setup = Setup::new(Config::default()).with_flow("USER_PASSWORD_AUTH");
            journey_with(&format!("left-drift-{library:?}-{ahead}"), setup, async |person| {
                person.open("/").await?;
                person.see_heading("Sign in").await?;
                let begun = page.sign_in(person, DEMO_EMAIL, DEMO_PASSWORD, "USER_PASSWORD_AUTH").await?;
                let drift: i64 =
                    person.stored(".clockDrift").await?.and_then(|text| text.parse().ok()).expect("a number");
                let (meant, second) = (left_behind(library, ahead), left_behind(library, 1).abs());
                assert!((drift - meant).abs() < 60 * second, "{case}: {drift} is about {meant}");

                // The tokens expire, and somebody sets the clock right.
                person.pool().advance(Duration::from_secs(2 * HOUR.unsigned_abs()));
                person.set_clock_ahead(2 * HOUR).await?;
                person.driver.refresh().await?;
                person.see_heading("Hi Demo!").await?;
                assert_eq!(
                    (refreshes(person), person.pool().requests("GetUser")),
                    (1, 1),
                    "{case}: no call was refused"
                );
                assert_ne!(person.stored(".accessToken").await?, Some(begun.access_token), "{case}");

                // What the app wrote is right for the library, by a clock that is right now.
                let right = OtherPage { clock_ahead: 2 * HOUR, ..page };
                let read = right.read(person).await?.expect("the library finds the session");
                assert_eq!(
                    Some(read.access_token),
                    person.stored(".accessToken").await?,
                    "{case}: no cause to refresh"
                );
                Ok(())
            })
            .await;
        }
    }
}

#[tokio::test]
async fn what_the_app_writes_by_a_wrong_clock_another_library_reads_rightly() {
    for library in LIBRARIES {
        for ahead in [26 * HOUR, -26 * HOUR] {
            let page = OtherPage { library, place: Place::Local, clock_ahead: ahead };
            let case = format!("{library:?} by a clock {ahead} s ahead");
            let setup = Setup::new(Config::default()).with_flow("USER_PASSWORD_AUTH");
            journey_with(&format!("own-drift-{library:?}-{ahead}"), setup, async |person| {
                person.open("/").await?;
                person.set_clock_ahead(ahead).await?;
                person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
                person.see_heading("Hi Demo!").await?;
                let access_token = person.stored(".accessToken").await?.expect("it is stored");
                let read = page.read(person).await?.expect("the library finds the session");
                // The unit is amazon-cognito-identity-js's: by a clock that is ahead, Amplify refreshes once, and writes its own.
                let is_renewed = library == Library::Amplify && ahead > 0;
                assert_eq!(read.access_token != access_token, is_renewed, "{case}");
                let again = page.read(person).await?.expect("the library finds the session");
                assert_eq!(again.access_token, read.access_token, "{case}: once is enough");
                if library == Library::IdentityJs {
                    person.pool().advance(Duration::from_secs(2 * HOUR.unsigned_abs()));
                    let later = OtherPage { clock_ahead: ahead + 2 * HOUR, ..page };
                    let later = later.read(person).await?.expect("the library finds the session");
                    assert_ne!(later.access_token, read.access_token, "{case}: expired, it is refreshed");
                }
                Ok(())
            })
            .await;
        }
    }
}
