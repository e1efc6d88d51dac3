//! Chains with a second factor.

use e2e::{Config, MessageKind, Setup, journey_with};
use thirtyfour::prelude::*;

pub const PASSWORD: &str = "Demo-Passw0rd";
pub const PHONE: &str = "+12025550123";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
/// Has all three.
pub const SEVERAL: &str = "several@example.com";
/// Has none yet.
pub const NONE: &str = "none@example.com";

/// A pool that wants a second factor of everyone, and remembers devices. Forgotten passwords are reset by SMS: an e-mail
/// could be no second factor otherwise.
pub fn pool() -> Setup {
    Setup::of_pool(&format!(
        r#"
        [UserPool]
        UsernameAttributes = []
        MfaConfiguration = "ON"
        SmsMfa = true
        SoftwareTokenMfa = true
        EmailMfa = true
        [UserPool.DeviceConfiguration]
        ChallengeRequiredOnNewDevice = true
        DeviceOnlyRememberedOnUserPrompt = true
        [[UserPool.AccountRecoverySetting.RecoveryMechanisms]]
        Priority = 1
        Name = "verified_phone_number"
        [[users]]
        username = "{NONE}"
        password = "{PASSWORD}"
        [[users]]
        username = "{SEVERAL}"
        email = "{SEVERAL}"
        phone_number = "{PHONE}"
        password = "{PASSWORD}"
        mfa = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
        totp_secret = "{SECRET}"
        "#
    ))
}

#[tokio::test]
async fn an_app_that_is_set_up_on_the_way_then_the_device_then_the_password_alone() {
    journey_with("set-up-app", pool(), async |person| {
        person.open("/").await?;
        person.sign_in(NONE, PASSWORD).await?;
        person.see_heading("Set up two-step verification").await?;
        person.press("Authenticator app").await?;
        person.see_heading("Set up your authenticator app").await?;
        let key = person.key().await?;
        let groups: Vec<usize> = key.split(' ').map(str::len).collect();
        assert!(groups.iter().all(|length| *length == 4), "in groups of four: {groups:?}");
        let secret = key.replace(' ', "");
        let uri = person.opened_app("Open it in an app on this device").await?;
        assert!(
            uri.starts_with("otpauth://totp/") && uri.contains(&format!("secret={secret}")),
            "the app is given the key"
        );
        person.see_image("QR code for your authenticator app").await?;
        person.fill("Code", person.app_code(&secret)).await?;
        person.see_heading("Remember this device?").await?;
        person.press("Remember this device").await?;
        person.arrive_at("/welcome").await?;
        person.keeps_nothing_of(&[("the password", PASSWORD), ("the app's key", &secret), ("the key", &key)]).await?;
        person.sign_out().await?;
        person.sign_in(NONE, PASSWORD).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn codes_by_e_mail_that_are_set_up_on_the_way_are_asked_for_next_time() {
    journey_with("set-up-email", pool(), async |person| {
        person.open("/").await?;
        person.sign_in(NONE, PASSWORD).await?;
        person.see_heading("Set up two-step verification").await?;
        person.press("Code by email").await?;
        person.see_heading("Get codes by email").await?;
        person.refill("Email", NONE).await?;
        person.press("Send code").await?;
        for is_first in [true, false] {
            person.see_heading("Check your email").await?;
            person.see("n***@e***").await?;
            person.fill("Code", person.newest_code(MessageKind::MfaCode, NONE)).await?;
            person.press("Continue").await?;
            if is_first {
                person.see_heading("Remember this device?").await?;
                person.press("Don't remember it").await?;
            }
            person.arrive_at("/welcome").await?;
            person.sign_out().await?;
            if is_first {
                person.sign_in(NONE, PASSWORD).await?;
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_has_several_picks_one_each_time() {
    journey_with("select-mfa", pool(), async |person| {
        person.open("/").await?;
        for (choice, heading) in [
            ("Authenticator app", "Open your authenticator app"),
            ("Code by text message", "Check your phone"),
            ("Code by email", "Check your email"),
        ] {
            person.sign_in(SEVERAL, PASSWORD).await?;
            person.see_heading("Confirm it's you").await?;
            person.press(choice).await?;
            person.see_heading(heading).await?;
            match choice {
                "Authenticator app" => person.fill("Code", person.app_code(SECRET)).await?,
                "Code by text message" => {
                    person.fill("Code", person.newest_code(MessageKind::MfaCode, PHONE)).await?;
                }
                _ => {
                    person.see("This code can't be sent again. If it doesn't arrive, start over.").await?;
                    person.fill("Code", person.newest_code(MessageKind::MfaCode, SEVERAL)).await?;
                    person.press("Continue").await?;
                }
            }
            // Whoever has answered for this device is not asked again.
            if choice == "Authenticator app" {
                person.see_heading("Remember this device?").await?;
                person.press("Don't remember it").await?;
            }
            person.arrive_at("/welcome").await?;
            person.sign_out().await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_step_has_a_way_back_to_the_start() {
    journey_with("start-again", pool(), async |person| {
        person.open("/").await?;
        for (email, choices) in [
            (NONE, &["Authenticator app"][..]),
            (NONE, &["Code by email"][..]),
            (SEVERAL, &[][..]),
            (SEVERAL, &["Code by text message"][..]),
        ] {
            person.sign_in(email, PASSWORD).await?;
            for choice in choices {
                person.press(choice).await?;
            }
            person.press("Start over").await?;
            person.see_heading("Sign in").await?;
            person.see_focus_on("Sign in").await?;
            assert_eq!(person.session_storage().await?, [], "{email} {choices:?}: nothing is left");
            assert_eq!(person.value("Password").await?, "", "{email} {choices:?}: the password is gone");
            person.refill("Email", "").await?;
            person.fill("Email", Key::Backspace).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_that_was_used_once_is_refused() {
    let config = Config::from_toml(&format!(
        r#"
        [UserPool]
        MfaConfiguration = "ON"
        SoftwareTokenMfa = true
        [[users]]
        email = "app@example.com"
        password = "{PASSWORD}"
        mfa = ["SOFTWARE_TOKEN_MFA"]
        totp_secret = "{SECRET}"
        "#
    ))
    .expect("a configuration");
    journey_with("used-code", config, async |person| {
        let mut used = String::new();
        for is_first in [true, false] {
            person.open("/").await?;
            person.sign_in("app@example.com", PASSWORD).await?;
            person.see_heading("Open your authenticator app").await?;
            if is_first {
                used = person.app_code(SECRET);
            }
            person.fill("Code", &used).await?;
            if is_first {
                person.arrive_at("/welcome").await?;
                person.sign_out().await?;
            }
        }
        person.see_alert("That code no longer works. Use a newer one, or start over.").await?;
        person.pool().advance(std::time::Duration::from_secs(30));
        person.refill("Code", &person.app_code(SECRET)).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_alone_is_enough_for_a_whole_chain() {
    journey_with("keyboard-chain", pool(), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.tab_to("Email").await?;
        person.keys(SEVERAL).await?;
        person.tab_to("Password").await?;
        person.keys(PASSWORD).await?;
        person.keys(Key::Enter).await?;
        person.see_focus_on("Confirm it's you").await?;
        person.tab_to("Authenticator app").await?;
        person.keys(Key::Enter).await?;
        person.see_focus_on("Open your authenticator app").await?;
        person.tab_to("Code").await?;
        person.keys(person.app_code(SECRET)).await?;
        person.see_focus_on("Remember this device?").await?;
        person.tab_to("Remember this device").await?;
        person.keys(Key::Space).await?;
        person.arrive_at("/welcome").await?;
        person.see_focus_on(&format!("Hi {SEVERAL}!")).await
    })
    .await;
}

#[tokio::test]
async fn the_key_is_copied_by_keyboard() {
    journey_with("copy-key", pool(), async |person| {
        person.allow_clipboard().await?;
        person.open("/").await?;
        person.sign_in(NONE, PASSWORD).await?;
        person.press("Authenticator app").await?;
        person.see_focus_on("Set up your authenticator app").await?;
        person.tab_to("Copy key").await?;
        person.keys(Key::Enter).await?;
        person.see("Copied").await?;
        let copied =
            person.driver.execute_async("navigator.clipboard.readText().then(arguments[0])", Vec::new()).await?;
        let secret = person.key().await?.replace(' ', "");
        assert_eq!(copied.json().as_str(), Some(secret.as_str()));
        Ok(())
    })
    .await;
}
