//! The account area, light and dark, wide and narrow: pictures for people, and no axe violation.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, journey, journey_with, look_at};

use crate::account_devices;

/// Signs in and follows the links to the page of that name.
async fn go_to(person: &Journey, page: &str) -> Step {
    person.arrive_at("/welcome").await?;
    person.follow("Your account").await?;
    if page != "Profile" {
        person.follow(page).await?;
    }
    person.see_heading(page).await
}

#[tokio::test]
async fn lists_that_are_read_fail_or_have_nothing() {
    journey("look-account-lists", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.hold_requests("ListDevices").await?;
        person.fail_requests("ListUserSessions").await?;
        go_to(person, "Security").await?;
        person.see("Loading").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        look_at(person, "account-loading-and-failed").await
    })
    .await;
    journey("look-account-nothing", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        go_to(person, "Security").await?;
        person.see("No devices yet.").await?;
        person.see("This session").await?;
        look_at(person, "account-nothing").await
    })
    .await;
}

#[tokio::test]
async fn devices_and_sessions() {
    const LONG: &str = "The-tablet-in-the-kitchen-of-the-house-by-the-lake-that-everybody-uses-for-recipes";
    journey_with("look-account-devices", account_devices::pool(), async |person| {
        let names = ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1", LONG];
        for name in names.into_iter().chain(["Tablet"; 9]) {
            account_devices::add_device(person, name).await;
        }
        account_devices::go_to_security(person).await?;
        person.see("This device").await?;
        person.see("This session").await?;
        person.press(&format!("Don't remember {}", account_devices::own())).await?;
        person.see_status(&format!("{} is no longer remembered.", account_devices::own())).await?;
        look_at(person, "account-devices").await?;
        person.press(&format!("Forget {}", account_devices::own())).await?;
        person.see(&format!("Forget {}?", account_devices::own())).await?;
        look_at(person, "account-forget-device").await?;
        person.fail_requests("ForgetDevice").await?;
        person.press("Forget this device").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        look_at(person, "account-forget-device-refused").await?;
        person.press("Cancel").await?;
        person.press("End all other sessions").await?;
        person.see("End 11 other sessions?").await?;
        look_at(person, "account-end-sessions").await
    })
    .await;
}
