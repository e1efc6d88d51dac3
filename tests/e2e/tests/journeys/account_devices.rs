//! The devices of /account/security.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Engine, Journey, Setup, Step, journey, journey_with};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::devices;

/// As people call this browser.
pub fn own() -> &'static str {
    Engine::of_run().device_name()
}

/// A pool that remembers devices if people want that, and else sends them a code.
pub fn pool() -> Setup {
    Setup::of_demo_user(
        r#"
        [UserPool]
        MfaConfiguration = "OPTIONAL"
        SmsMfa = true
        [UserPool.DeviceConfiguration]
        ChallengeRequiredOnNewDevice = true
        DeviceOnlyRememberedOnUserPrompt = true
        "#,
        &format!("phone_number = \"{DEMO_PHONE}\""),
    )
}

/// Signs in, lets this device be remembered, and goes to the page.
pub async fn go_to_security(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.see_heading("Remember this device?").await?;
    person.press("Remember this device").await?;
    person.go_to_security().await
}

/// Signs in with a device of that name somewhere else.
pub async fn add_device(person: &Journey, name: &str) -> Value {
    let tokens = person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await;
    let key = &tokens["NewDeviceMetadata"]["DeviceKey"];
    // Nobody is going to prove that password.
    let verifier = json!({ "Salt": "AQ==", "PasswordVerifier": "Ag==" });
    let body = json!({
        "AccessToken": tokens["AccessToken"], "DeviceKey": key, "DeviceName": name,
        "DeviceSecretVerifierConfig": verifier,
    });
    person.ask_pool_well("ConfirmDevice", body).await;
    key.clone()
}

/// What the pool knows of the user's devices: name and whether it is remembered.
async fn devices_in_pool(person: &Journey) -> Vec<(String, bool)> {
    let tokens = person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await;
    let list = person.ask_pool_well("ListDevices", json!({ "AccessToken": tokens["AccessToken"] })).await;
    let of = |device: &Value| {
        let attribute = |name: &str| {
            let attributes = device["DeviceAttributes"].as_array().expect("attributes");
            let attribute = attributes.iter().find(|attribute| attribute["Name"] == name).expect("it is told");
            attribute["Value"].as_str().expect("a text").to_owned()
        };
        (attribute("device_name"), attribute("dev:device_remembered_status") == "remembered")
    };
    list["Devices"].as_array().expect("devices").iter().map(of).collect()
}

/// The entries of the list, as they read.
async fn entries(person: &Journey) -> Step<Vec<String>> {
    person.entries("Devices").await
}

#[tokio::test]
async fn this_device_comes_first_and_says_what_it_is() {
    journey_with("account-devices", pool(), async |person| {
        for name in
            ["Kitchen tablet", "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/149.0 Safari/537 Edg/149.0"]
        {
            add_device(person, name).await;
        }
        go_to_security(person).await?;
        person.see(own()).await?;
        let entries = entries(person).await?;
        assert_eq!(entries.len(), 3, "{entries:?}");
        for part in [own(), "This device", "Remembered", "Last used just now", "from 127.0.0.1"] {
            assert!(entries[0].contains(part), "{part} in {}", entries[0]);
        }
        for name in ["Kitchen tablet", "Edge on Windows"] {
            let entry = entries.iter().find(|entry| entry.starts_with(name)).expect("it is listed");
            assert!(entry.contains("Not remembered") && !entry.contains("This device"), "{entry}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_device_is_remembered_or_not_as_the_person_says() {
    journey_with("account-device-status", pool(), async |person| {
        let own = own();
        add_device(person, "Kitchen tablet").await;
        go_to_security(person).await?;
        for (label, sentence, device, is_remembered) in [
            (&*format!("Don't remember {own}"), &*format!("{own} is no longer remembered."), own, false),
            (
                "Remember Kitchen tablet",
                "Kitchen tablet is now remembered. You won't need a code on it.",
                "Kitchen tablet",
                true,
            ),
            (
                &*format!("Remember {own}"),
                &*format!("{own} is now remembered. You won't need a code on it."),
                own,
                true,
            ),
            ("Don't remember Kitchen tablet", "Kitchen tablet is no longer remembered.", "Kitchen tablet", false),
        ] {
            person.press(label).await?;
            person.see_status(sentence).await?;
            let in_pool = devices_in_pool(person)
                .await
                .into_iter()
                .find(|(name, _)| name == device || (device == own && name.starts_with("Mozilla/")));
            assert_eq!(in_pool.map(|(_, status)| status), Some(is_remembered), "{label}: in the pool");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_device_is_forgotten_once_that_is_confirmed() {
    journey_with("account-device-forgotten", pool(), async |person| {
        add_device(person, "Kitchen tablet").await;
        go_to_security(person).await?;
        person.press("Forget Kitchen tablet").await?;
        person.see("Forget Kitchen tablet?").await?;
        person.press("Cancel").await?;
        person.see_focus_on("Forget Kitchen tablet").await?;
        assert_eq!(person.pool().requests("ForgetDevice"), 0, "nothing was done");
        person.press("Forget Kitchen tablet").await?;
        person.press("Forget this device").await?;
        person.see_status("Kitchen tablet forgotten.").await?;
        let left = entries(person).await?;
        assert!(left.len() == 1 && left[0].starts_with(own()), "{left:?}");
        person.until("the focus on what is left", async || Ok(person.focused().await?.starts_with(own()))).await?;
        assert_eq!(devices_in_pool(person).await.len(), 1, "in the pool");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn devices_of_one_name_are_told_apart_by_ear() {
    journey_with("account-device-namesakes", pool(), async |person| {
        for name in ["Kitchen tablet", "Phone", "Kitchen tablet"] {
            add_device(person, name).await;
        }
        go_to_security(person).await?;
        person.see("Phone").await?;
        person.press("Remember Kitchen tablet, 2 of 2").await?;
        person.see_status("Kitchen tablet is now remembered. You won't need a code on it.").await?;
        person.button("Don't remember Kitchen tablet, 2 of 2").await?;
        person.press("Forget Kitchen tablet, 1 of 2").await?;
        person.press_in_dialog("Forget this device").await?;
        person.see_status("Kitchen tablet forgotten.").await?;
        for label in ["Forget Kitchen tablet", "Don't remember Kitchen tablet", "Forget Phone"] {
            person.button(label).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn this_device_is_forgotten_here_as_well_and_the_person_stays_signed_in() {
    journey_with("account-own-device-forgotten", pool(), async |person| {
        go_to_security(person).await?;
        assert!(person.stored(".deviceKey").await?.is_some(), "the device is known here");
        person.press(&format!("Forget {}", own())).await?;
        person.see("you'll need a code the next time you sign in here. You stay signed in.").await?;
        person.press("Forget this device").await?;
        person.see_status(&format!("{} forgotten.", own())).await?;
        person.see("No devices yet.").await?;
        let left: Vec<_> = person.local_storage().await?.into_iter().map(|(key, _)| key).collect();
        let of_device = |key: &&String| key.contains("device") || key.contains("randomPassword");
        assert_eq!(left.iter().filter(of_device).count(), 0, "nothing of the device is stored: {left:?}");
        assert_eq!(devices_in_pool(person).await, [], "in the pool");
        // The next sign-in is one with an unknown device.
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Remember this device?").await
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_shown_part_by_part() {
    journey_with("account-many-devices", pool(), async |person| {
        for number in 1..=12 {
            add_device(person, &format!("Tablet {number}")).await;
        }
        go_to_security(person).await?;
        person.see(own()).await?;
        let first = entries(person).await?;
        assert!((10..=11).contains(&first.len()), "a page of ten, and this one before it: {first:?}");
        assert!(first[0].starts_with(own()), "{}", first[0]);
        person.press("Show more").await?;
        person.until("all devices", async || Ok(entries(person).await?.len() == 13)).await?;
        let all = entries(person).await?;
        assert_eq!(all[..first.len()], first, "what was there stays");
        let expected = all[first.len()].lines().next().unwrap_or_default().to_owned();
        person
            .until("the focus on the first new one", async || Ok(person.focused().await?.starts_with(&expected)))
            .await?;
        for number in 1..=12 {
            let name = format!("Tablet {number}");
            let count = all.iter().filter(|entry| entry.lines().next() == Some(&name)).count();
            assert_eq!(count, 1, "{name} is there once");
        }
        assert!(!person.text().await?.contains("Show more"), "that was all");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_list_that_cannot_be_read_is_read_at_the_next_try() {
    journey_with("account-devices-unread", pool(), async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.press("Not now").await?;
        person.arrive_at("/welcome").await?;
        person.fail_requests("ListDevices").await?;
        person.follow("Your account").await?;
        person.follow("Security").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        person.fail_no_requests().await?;
        person.press("Try again").await?;
        person.see(own()).await?;
        assert_eq!(entries(person).await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_says_so_and_leaves_the_list_as_it_is() {
    const OFFLINE: &str = "We can't reach the service. Check your connection and try again.";
    journey_with("account-device-refused", pool(), async |person| {
        let key = add_device(person, "Kitchen tablet").await;
        go_to_security(person).await?;
        person.see("Kitchen tablet").await?;
        person.fail_requests("UpdateDeviceStatus").await?;
        person.press("Remember Kitchen tablet").await?;
        person.see_alert(OFFLINE).await?;
        person.button("Remember Kitchen tablet").await?;
        person.fail_requests("ForgetDevice").await?;
        person.press("Forget Kitchen tablet").await?;
        person.press("Forget this device").await?;
        person.see_alert(OFFLINE).await?;
        person.press("Cancel").await?;
        assert_eq!(entries(person).await?.len(), 2, "both are still there");
        person.fail_no_requests().await?;
        // It was forgotten from elsewhere meanwhile: what the person wants is so.
        let tokens = person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await;
        person.ask_pool_well("ForgetDevice", json!({ "AccessToken": tokens["AccessToken"], "DeviceKey": key })).await;
        person.press("Remember Kitchen tablet").await?;
        person.see_alert("This device has already been forgotten.").await?;
        person.press("Forget Kitchen tablet").await?;
        person.press("Forget this device").await?;
        person.see_status("Kitchen tablet forgotten.").await
    })
    .await;
}

#[tokio::test]
async fn a_pool_that_tracks_no_devices_has_none_to_show() {
    journey("account-no-devices", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.open("/account/security").await?;
        person.see("No devices yet.").await?;
        assert_eq!(entries(person).await?, [""; 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn devices_are_managed_by_keyboard_alone() {
    journey_with("account-devices-keyboard", pool(), async |person| {
        add_device(person, "Kitchen tablet").await;
        go_to_security(person).await?;
        person.see("Kitchen tablet").await?;
        person.tab_to(&format!("Forget {}", own())).await?;
        person.tab_to("Remember Kitchen tablet").await?;
        person.keys(Key::Enter).await?;
        person.see_status("Kitchen tablet is now remembered. You won't need a code on it.").await?;
        person.see_focus_on("Don't remember Kitchen tablet").await?;
        person.tab_to("Forget Kitchen tablet").await?;
        person.keys(Key::Enter).await?;
        person.see("Forget Kitchen tablet?").await?;
        person.keys(Key::Escape).await?;
        person.see_focus_on("Forget Kitchen tablet").await?;
        person.keys(Key::Enter).await?;
        person.see("Forget Kitchen tablet?").await?;
        person.tab_to("Forget this device").await?;
        person.keys(Key::Enter).await?;
        person.see_status("Kitchen tablet forgotten.").await?;
        person.until("the focus on what is left", async || Ok(person.focused().await?.starts_with(own()))).await?;
        person.tab_to(&format!("Don't remember {}", own())).await
    })
    .await;
}

/// The code that this device does without is asked for once it forgotten.
#[tokio::test]
async fn a_forgotten_device_needs_a_code_again() {
    journey_with("account-device-code-again", devices::pool(false), async |person| {
        person.open("/").await?;
        for step in ["at first", "after it was forgotten"] {
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.answer_text_message(DEMO_PHONE).await?;
            person.arrive_at("/welcome").await?;
            person.open("/account/security").await?;
            person.press(&format!("Forget {}", own())).await?;
            person.press("Forget this device").await?;
            person.see_status(&format!("{} forgotten.", own())).await?;
            person.sign_out().await?;
            assert!(person.stored(".deviceKey").await?.is_none(), "{step}: no key is left");
        }
        Ok(())
    })
    .await;
}
