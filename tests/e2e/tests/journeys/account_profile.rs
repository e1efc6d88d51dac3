//! /account: what a person sees and changes of themselves, and the end of the account.

use std::time::Duration;

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, MessageKind, Setup, Step, journey, journey_with, look_at,
    put_into_groups,
};
use serde_json::{Value, json};

/// A pool whose only user has something of each kind.
fn pool() -> Setup {
    Setup::of_pool(&format!(
        r#"
        [UserPool]
        AutoVerifiedAttributes = ["email", "phone_number"]
        [[UserPool.Schema]]
        Name = "custom:team"
        AttributeDataType = "String"
        Mutable = true
        [[users]]
        email = "{DEMO_EMAIL}"
        phone_number = "+4915112345678"
        password = "{DEMO_PASSWORD}"
        attributes = {{ "custom:team" = "Red" }}
        "#
    ))
}

async fn go_to_profile(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.arrive_at("/welcome").await?;
    person.follow("Your account").await?;
    person.see_heading("Profile").await?;
    person.see("Account ID").await
}

/// What the pool knows of the user.
async fn in_pool(person: &Journey, name: &str) -> Option<String> {
    let tokens = person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await;
    attribute(person, &tokens["AccessToken"], name).await
}

async fn attribute(person: &Journey, access_token: &Value, name: &str) -> Option<String> {
    let user = person.ask_pool_well("GetUser", json!({ "AccessToken": access_token })).await;
    let attributes = user["UserAttributes"].as_array().expect("attributes").clone();
    let found = attributes.into_iter().find(|attribute| attribute["Name"] == name);
    found.map(|attribute| attribute["Value"].as_str().expect("a text").to_owned())
}

#[tokio::test]
async fn attributes_are_added_changed_and_removed_in_place() {
    journey("account-attributes", async |person| {
        go_to_profile(person).await?;
        person.press("Edit Name").await?;
        person.see_focus_on("Name").await?;
        person.refill("Name", "Dora Demo").await?;
        person.press("Save").await?;
        person.see_status("Name saved.").await?;
        person.see_focus_on("Edit Name").await?;
        person.see("Dora Demo").await?;
        assert_eq!(in_pool(person, "name").await.as_deref(), Some("Dora Demo"));
        person.press("Edit Name").await?;
        person.refill("Name", "Somebody else").await?;
        person.press("Cancel").await?;
        person.see_focus_on("Edit Name").await?;
        assert!(!person.text().await?.contains("Somebody else"), "nothing was changed");
        for (name, label, typed, kept, reads) in [
            ("birthdate", "Date of birth", "02/29/2000", "2000-02-29", "February 29, 2000"),
            ("locale", "Language", "pt-BR", "pt-BR", "Brazilian Portuguese"),
            ("zoneinfo", "Time zone", "Europe/Berlin", "Europe/Berlin", "Europe/Berlin"),
            ("address", "Address", "1 Long Street, Springfield", "1 Long Street, Springfield", "1 Long Street"),
            ("website", "Website", "https://example.com/me", "https://example.com/me", "https://example.com/me"),
        ] {
            person.choose("Add a detail", label).await?;
            person.press("Add").await?;
            person.see_focus_on(label).await?;
            person.keys(typed).await?;
            person.press("Save").await?;
            person.see_status(&format!("{label} saved.")).await?;
            person.see_focus_on(&format!("Edit {label}")).await?;
            person.see(reads).await?;
            assert_eq!(in_pool(person, name).await.as_deref(), Some(kept), "{name} in the pool");
        }
        person.press("Remove Website").await?;
        person.see_status("Website removed.").await?;
        person.see_focus_on("Add a detail").await?;
        assert_eq!(in_pool(person, "website").await, None, "it is gone in the pool too");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_again_stays_and_is_read_at_the_next_try() {
    journey("account-unread", async |person| {
        go_to_profile(person).await?;
        person.press("Edit Name").await?;
        person.refill("Name", "Dora Demo").await?;
        person.fail_requests("GetUser").await?;
        person.press("Save").await?;
        person.see_alert("We can't reach the service. Check your connection and try again.").await?;
        person.see("Account ID").await?;
        look_at(person, "account-unread").await?;
        person.fail_no_requests().await?;
        person.press("Try again").await?;
        person.see("Dora Demo").await?;
        person.until("no more to try", async || Ok(!person.text().await?.contains("Try again"))).await
    })
    .await;
}

#[tokio::test]
async fn an_attribute_of_the_pools_own_is_shown_changed_and_removed() {
    journey_with("account-custom-attribute", pool(), async |person| {
        go_to_profile(person).await?;
        let entry = async || {
            let entries = person.entries("Your details").await?;
            Ok::<_, thirtyfour::error::WebDriverError>(entries.into_iter().find(|entry| entry.starts_with("Team")))
        };
        assert!(entry().await?.is_some_and(|entry| entry.contains("Red")), "it is shown");
        person.press("Edit Team").await?;
        person.see_focus_on("Team").await?;
        person.refill("Team", "Blue").await?;
        person.press("Save").await?;
        person.see_status("Team saved.").await?;
        person.see_focus_on("Edit Team").await?;
        assert!(entry().await?.is_some_and(|entry| entry.contains("Blue")), "it is changed");
        assert_eq!(in_pool(person, "custom:team").await.as_deref(), Some("Blue"));
        person.press("Remove Team").await?;
        person.see_status("Team removed.").await?;
        person.until("no team", async || Ok(entry().await?.is_none())).await?;
        assert_eq!(in_pool(person, "custom:team").await, None, "it is gone in the pool too");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn groups_are_told_in_the_session_details() {
    let mut setup = Setup::from(Config::default());
    put_into_groups(&mut setup, &["admins", "editors"]).await;
    journey_with("account-groups", setup, async |person| {
        go_to_profile(person).await?;
        person.follow("Security").await?;
        person.see("Groups\nadmins, editors").await
    })
    .await;
}

#[tokio::test]
async fn a_value_that_cannot_be_right_is_said_under_its_field() {
    journey("account-attribute-mistakes", async |person| {
        go_to_profile(person).await?;
        for (label, typed, message) in [
            ("Website", "example", "This doesn't look right."),
            ("Language", "the Queen's English", "This doesn't look right."),
            ("Nickname", "", "Fill this in."),
            // In the country of the browser.
            ("Phone number", "0151 12345", "That number can't be right. Check the country code and the digits."),
        ] {
            person.choose("Add a detail", label).await?;
            person.press("Add").await?;
            person.see_focus_on(label).await?;
            person.keys(typed).await?;
            person.press("Save").await?;
            person.see_message(label, message).await?;
            person.press("Cancel").await?;
            person.see_focus_on("Add a detail").await?;
        }
        assert_eq!(person.pool().requests("UpdateUserAttributes"), 0, "nothing was sent");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_new_e_mail_is_unverified_until_its_code_comes() {
    journey("account-email", async |person| {
        go_to_profile(person).await?;
        person.press("Edit Email").await?;
        person.refill("Email", "other@example.com").await?;
        person.press("Save").await?;
        person.see_status("Enter the code we sent to o***@e***. It isn't verified until then.").await?;
        person.see_focus_on("Confirmation code").await?;
        person.press("Later").await?;
        person.see("Not verified").await?;
        person.press("Verify Email").await?;
        person.see_focus_on("Confirmation code").await?;
        let kind = MessageKind::AttributeVerificationCode;
        let first = person.newest_code(kind, "other@example.com");
        person.keys(if first == "000000" { "000001" } else { "000000" }).await?;
        person.see_alert("That code isn't right. Check it and try again.").await?;
        person.press("Send a new code").await?;
        person.see_status("A new code is on its way. Earlier codes no longer work.").await?;
        person.see("You can ask for another code in").await?;
        person.refill("Confirmation code", &person.newest_code(kind, "other@example.com")).await?;
        person.see_status("Email verified.").await?;
        person.see_focus_on("Edit Email").await?;
        assert!(!person.text().await?.contains("Not verified"), "it is verified");
        let tokens = person.sign_in_elsewhere("other@example.com", DEMO_PASSWORD).await;
        let token = &tokens["AccessToken"];
        assert_eq!(attribute(person, token, "email_verified").await.as_deref(), Some("true"), "in the pool");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_telephone_number_names_its_country_and_is_proved_by_a_text_message() {
    journey_with("account-phone", pool(), async |person| {
        go_to_profile(person).await?;
        person.see("+49 1511 2345678").await?;
        person.press("Edit Phone number").await?;
        person.refill("Phone number", "+94771234567").await?;
        person.see("Sri Lanka").await?;
        person.refill("Phone number", "+1 (202) 555-0123").await?;
        person.see("United States or Canada").await?;
        person.press("Save").await?;
        person.see_focus_on("Confirmation code").await?;
        person.keys(person.newest_code(MessageKind::AttributeVerificationCode, "+12025550123")).await?;
        person.see_status("Phone number verified.").await?;
        person.see("+1 202 555 0123").await?;
        assert_eq!(in_pool(person, "phone_number").await.as_deref(), Some("+12025550123"));
        assert_eq!(in_pool(person, "phone_number_verified").await.as_deref(), Some("true"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_the_client_may_not_write_is_marked() {
    let mut config = Config::default();
    config.client.write_attributes = Some(vec!["email".to_owned()]);
    journey_with("account-read-only", config, async |person| {
        go_to_profile(person).await?;
        person.press("Edit Name").await?;
        person.refill("Name", "Somebody else").await?;
        person.press("Save").await?;
        person.see_alert("Name can't be changed here. Ask the owner of this app.").await?;
        let entries = person.entries("Your details").await?;
        let name = entries.iter().find(|entry| entry.starts_with("Name")).expect("it is there");
        assert!(name.contains("Can't be changed here") && !name.contains("Edit"), "{name}");
        let id = entries.iter().find(|entry| entry.starts_with("Account ID")).expect("it is there");
        assert!(id.contains("Can't be changed here") && !id.contains("Edit"), "{id}");
        assert_eq!(person.pool().requests("UpdateUserAttributes"), 1, "it is not tried twice");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn whoever_opens_the_account_signed_out_comes_back_to_it() {
    journey("account-guard", async |person| {
        for (path, heading) in [("/account", "Profile"), ("/account/security", "Security")] {
            person.open(path).await?;
            person.arrive_at("/").await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading(heading).await?;
            person.arrive_at(path).await?;
            person.press("Sign out").await?;
            person.arrive_at("/").await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            // Who signed out there does not go on there.
            person.arrive_at("/welcome").await?;
            person.press("Sign out").await?;
            person.arrive_at("/").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_account_is_deleted_by_who_types_its_e_mail() {
    journey("account-delete", async |person| {
        go_to_profile(person).await?;
        let access_token = person.stored(".accessToken").await?.expect("a token is stored");
        person.press("Delete my account").await?;
        let label = format!("Type {DEMO_EMAIL} to confirm");
        person.see_focus_on(&label).await?;
        person.press("Cancel").await?;
        person.see_focus_on("Delete my account").await?;
        person.press("Delete my account").await?;
        person.fill(&label, "someone@example.com").await?;
        person.press("Delete permanently").await?;
        person.see_message(&label, "This doesn't look right.").await?;
        assert_eq!(person.pool().requests("DeleteUser"), 0, "nothing was sent");
        person.refill(&label, DEMO_EMAIL).await?;
        person.press("Delete permanently").await?;
        person.arrive_at("/").await?;
        person.see_status("Your account has been deleted.").await?;
        assert_eq!(person.local_storage().await?, [], "nothing stays behind");
        assert_eq!(person.session_storage().await?, [], "nor here");
        assert_eq!(
            person.ask_pool("GetUser", json!({ "AccessToken": access_token })).await.0,
            400,
            "the token is dead"
        );
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("Your sign-in details don't match. Check them and try again.").await
    })
    .await;
}

#[tokio::test]
async fn deleting_asks_who_signed_in_long_ago_for_the_password() {
    journey("account-delete-step-up", async |person| {
        go_to_profile(person).await?;
        // This browser's clock now seems ten minutes further.
        person.let_tokens_age(600).await?;
        person.driver.refresh().await?;
        person.see_heading("Profile").await?;
        person.press("Delete my account").await?;
        person.fill(&format!("Type {DEMO_EMAIL} to confirm"), DEMO_EMAIL).await?;
        person.press("Delete permanently").await?;
        person.see("Confirm it's you").await?;
        assert_eq!(person.pool().requests("DeleteUser"), 0, "not yet");
        person.fill("Password", DEMO_PASSWORD).await?;
        person.keys(thirtyfour::Key::Enter).await?;
        person.arrive_at("/").await?;
        person.see_status("Your account has been deleted.").await
    })
    .await;
}

#[tokio::test]
async fn session_details_say_what_the_id_token_says_and_count_down() {
    journey("account-session-details", async |person| {
        go_to_profile(person).await?;
        person.follow("Security").await?;
        person.see("Session details").await?;
        for text in ["App client", "Token type", "Signed in", "just now", "Expires"] {
            person.see(text).await?;
        }
        let countdown = async || {
            let text = person.text().await?;
            let left = text.lines().find_map(|line| line.split_once(" · in ").map(|(_, left)| left.to_owned()));
            Ok::<_, thirtyfour::error::WebDriverError>(left)
        };
        let before = countdown().await?;
        assert!(before.is_some(), "it counts: {}", person.text().await?);
        person.until("the next second", async || Ok(countdown().await? != before)).await?;
        person.allow_clipboard().await?;
        person.press("Copy details").await?;
        person.see("Copied").await?;
        let copied =
            person.driver.execute_async("navigator.clipboard.readText().then(arguments[0])", Vec::new()).await?;
        let claims: Value = serde_json::from_str(copied.json().as_str().expect("a text")).expect("JSON");
        assert_eq!(claims["token_use"], "id", "what is copied are the claims");
        for name in [".accessToken", ".idToken", ".refreshToken"] {
            let token = person.stored(name).await?.expect("a token is stored");
            let page = person.text().await?;
            assert!(!page.contains(&token) && !claims.to_string().contains(&token), "{name} is not shown");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn aws_credentials_say_how_long_they_last() {
    const POOL: &str = "us-east-1:10ca1000-1d00-4000-8000-000000000001";
    const ANOTHER: &str = "us-east-1:10ca1000-1d00-4000-8000-000000000002";
    for (case, pool, reads) in [
        ("account-aws", POOL, " · in "),
        ("account-aws-refused", ANOTHER, "The identity pool doesn't give credentials to this account."),
    ] {
        let setup = Setup::from(Config::default()).with_meta("cognito-identity-pool-id", pool);
        journey_with(case, setup, async |person| {
            go_to_profile(person).await?;
            person.follow("Security").await?;
            person
                .until(reads, async || {
                    let text = person.text().await?;
                    Ok(text.split_once("AWS credentials").is_some_and(|(_, credentials)| credentials.contains(reads)))
                })
                .await
        })
        .await;
    }
}

#[tokio::test]
async fn aws_credentials_are_kept_and_renewed_before_they_expire() {
    const POOL: &str = "us-east-1:10ca1000-1d00-4000-8000-000000000001";
    const MINUTE: u64 = 60;
    // The tokens hold for longer than the credentials.
    let mut config = Config::default();
    config.client.id_token_validity = 24;
    config.client.access_token_validity = 24;
    let setup = Setup::from(config).with_meta("cognito-identity-pool-id", POOL);
    journey_with("account-aws-renewal", setup, async |person| {
        let see_left = async |minutes: std::ops::RangeInclusive<u64>| {
            let is_left = async || {
                let text = person.text().await?;
                let credentials = text.split_once("AWS credentials").map(|(_, credentials)| credentials);
                let left = credentials.and_then(|credentials| credentials.split_once(" · in "));
                let left = left.and_then(|(_, left)| left.split_once(" min")).and_then(|(left, _)| left.parse().ok());
                Ok(left.is_some_and(|left| minutes.contains(&left)))
            };
            person.until(&format!("credentials for {minutes:?} minutes"), is_left).await
        };
        let asked = || ["GetId", "GetCredentialsForIdentity"].map(|operation| person.pool().requests(operation));
        go_to_profile(person).await?;
        person.follow("Security").await?;
        see_left(59..=60).await?;
        assert_eq!(asked(), [1, 1], "they are asked for once");
        person.let_time_pass(Duration::from_secs(30 * MINUTE)).await?;
        see_left(29..=30).await?;
        person.follow("Profile").await?;
        person.see_heading("Profile").await?;
        person.follow("Security").await?;
        see_left(29..=30).await?;
        assert_eq!(asked(), [1, 1], "they are kept");
        for (case, minutes, count) in [("shortly before they expire", 26, 2), ("long after that", 120, 3)] {
            person.let_time_pass(Duration::from_secs(minutes * MINUTE)).await?;
            person.until(&format!("new ones {case}"), async || Ok(asked()[1] >= count)).await?;
            see_left(59..=60).await?;
            assert_eq!(asked(), [1, count], "{case}: they are renewed once, and for the same identity");
        }
        person.press("Sign out").await?;
        person.arrive_at("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.follow("Your account").await?;
        person.follow("Security").await?;
        see_left(59..=60).await?;
        assert_eq!(asked(), [2, 4], "signing out has forgotten them");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn how_the_profile_looks() {
    journey_with("look-account", pool(), async |person| {
        go_to_profile(person).await?;
        look_at(person, "account-profile").await?;
        person.press("Edit Phone number").await?;
        person.see("Germany").await?;
        look_at(person, "account-edit").await?;
        person.press("Cancel").await?;
        person.press("Delete my account").await?;
        look_at(person, "account-delete").await?;
        person.follow("Security").await?;
        person.see("App client").await?;
        look_at(person, "account-security").await
    })
    .await;
}
