//! What the pool says is what people are told, and what to do next; who has an account is told to nobody.

use std::{cell::RefCell, time::Duration};

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, MessageKind, Setup, Step, journey, journey_with,
    settings::{AuthFlow, Trigger, UserExistenceErrors},
};

const EMAIL: &str = "new@example.com";
const PASSWORD: &str = "Secret-2026";
const DAY: Duration = Duration::from_secs(24 * 3600);
const MISCONFIGURED: &str = "This app isn't set up correctly for its user pool. Please tell its owner: this browser's console says what is wrong.";

/// A pool of one user whose password is a temporary one.
fn invited() -> Setup {
    Setup::of_demo_user("", r#"status = "FORCE_CHANGE_PASSWORD""#)
}

/// A pool that tells who is unknown, as pools do that were made by the API.
fn telling() -> Config {
    let mut config = Config::default();
    config.client.prevent_user_existence_errors = UserExistenceErrors::Legacy;
    config
}

/// What stands there but for the languages at the foot, which come when the browser has nothing else to do.
async fn page(person: &Journey) -> Step<String> {
    Ok(person.text().await?.split("\nEnglish").next().unwrap_or_default().to_owned())
}

/// Waits until the console holds all of these, and checks that it holds no password.
async fn console_holds(person: &Journey, parts: &[&str]) -> Step {
    let log = RefCell::new(String::new());
    person
        .until(&format!("{parts:?} in the console"), async || {
            let new = person.console().await?.join("\n");
            log.borrow_mut().push_str(&new);
            Ok(parts.iter().all(|part| log.borrow().contains(part)))
        })
        .await?;
    let log = log.into_inner();
    for secret in [DEMO_PASSWORD, PASSWORD] {
        assert!(!log.contains(secret), "the console holds a password: {log}");
    }
    Ok(())
}

#[tokio::test]
async fn an_account_that_is_turned_off_is_told_so() {
    journey("disabled", async |person| {
        person.pool().disable(DEMO_EMAIL).expect("the demo user exists");
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("This account is disabled. Please contact the owner of this app.").await
    })
    .await;
}

#[tokio::test]
async fn a_temporary_password_that_has_run_out_says_who_can_help() {
    journey_with("temporary-expired", invited(), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.let_time_pass(8 * DAY).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person
            .see_alert("Your temporary password has expired. Please ask the owner of this app for a new invitation.")
            .await
    })
    .await;
}

#[tokio::test]
async fn a_client_with_a_secret_is_a_mistake_of_the_owners() {
    let mut config = Config::default();
    config.client.client_secret = Some("s".repeat(40));
    journey_with("client-secret", config, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert(MISCONFIGURED).await?;
        console_holds(person, &["InitiateAuth", "has a secret", "COGNITO_CLIENT_ID"]).await?;
        person.sign_up(EMAIL, PASSWORD).await?;
        person.see_alert(MISCONFIGURED).await?;
        console_holds(person, &["SignUp"]).await?;
        person.open("/forgot-password").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.press("Send code").await?;
        person.see_alert(MISCONFIGURED).await
    })
    .await;
}

#[tokio::test]
async fn a_flow_that_the_client_does_not_allow_is_one_too() {
    for flow in ["USER_PASSWORD_AUTH", "USER_SRP_AUTH"] {
        let mut config = Config::default();
        config.client.explicit_auth_flows = vec![AuthFlow::AllowCustomAuth, AuthFlow::AllowRefreshTokenAuth];
        let setup = Setup::new(config).with_flow(flow);
        journey_with(&format!("flow-{flow}"), setup, async |person| {
            person.open("/").await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_alert(MISCONFIGURED).await?;
            assert_eq!(person.value("Password").await?, DEMO_PASSWORD, "it was not the password");
            console_holds(person, &[flow, "ExplicitAuthFlows"]).await
        })
        .await;
    }
}

#[tokio::test]
async fn what_a_trigger_says_is_told_as_the_owners_words() {
    let mut setup = Setup::new(Config::default());
    e2e::refuse(&mut setup, Trigger::PreSignUp, "<b>Staff</b> only.").await;
    e2e::refuse(&mut setup, Trigger::PreAuthentication, "Open from nine to five").await;
    journey_with("trigger-refusal", setup, async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.see_alert("The owner of this app says: “<b>Staff</b> only.”").await?;
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_alert("The owner of this app says: “Open from nine to five”").await
    })
    .await;
}

#[tokio::test]
async fn a_trigger_that_refuses_at_the_end_of_a_sign_in_is_heard_too() {
    let mut setup = Setup::of_demo_user(
        "[UserPool]\nMfaConfiguration = \"OPTIONAL\"\nSoftwareTokenMfa = true",
        "mfa = [\"SOFTWARE_TOKEN_MFA\"]\ntotp_secret = \"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\"",
    );
    e2e::refuse(&mut setup, Trigger::PreTokenGeneration, "Your contract has ended").await;
    journey_with("trigger-refusal-late", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Open your authenticator app").await?;
        person.fill("Code", person.app_code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")).await?;
        person.see_heading("Sign in").await?;
        person.see_alert("The owner of this app says: “Your contract has ended”").await
    })
    .await;
}

#[tokio::test]
async fn a_trigger_that_cannot_be_called_is_for_the_owner_to_mend() {
    let mut config = Config::default();
    // Nothing listens there.
    config.user_pool.lambda_config.insert(Trigger::PreAuthentication, "http://127.0.0.1:9/".to_owned());
    journey_with("trigger-gone", config, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see("A part of this app that its owner runs has failed.").await?;
        console_holds(person, &["UnexpectedLambdaException", "CloudWatch"]).await
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_reads_the_same_for_every_account() {
    for (name, hides) in [("hidden", true), ("told", false)] {
        let mut config = Config { users: Vec::new(), ..telling() };
        if hides {
            config.client.prevent_user_existence_errors = UserExistenceErrors::Enabled;
        }
        let users = Setup::of_pool(
            r#"
            [[users]]
            email = "demo@example.com"
            password = "Demo-Passw0rd"
            [[users]]
            email = "disabled@example.com"
            password = "Demo-Passw0rd"
            [[users]]
            email = "draft@example.com"
            password = "Demo-Passw0rd"
            status = "UNCONFIRMED"
            [[users]]
            email = "dear.guest@example.com"
            password = "Demo-Passw0rd"
            status = "FORCE_CHANGE_PASSWORD"
            "#,
        );
        config.users = users.users();
        journey_with(&format!("forgot-password-alike-{name}"), config, async |person| {
            person.pool().disable("disabled@example.com").expect("that user exists");
            let mut pages = Vec::new();
            let accounts =
                ["demo", "disabled", "draft", "dear.guest", "doubtful"].map(|name| format!("{name}@example.com"));
            for email in accounts {
                person.open("/forgot-password").await?;
                person.fill("Email", &email).await?;
                person.press("Send code").await?;
                person.see_heading("Set a new password").await?;
                let asked = page(person).await?;
                person.fill("Code", "000000").await?;
                person.fill("New password", "Another-Passw0rd1").await?;
                person.press("Change password").await?;
                person.see("That code isn't right, or no longer works. Check it, or ask for a new one.").await?;
                pages.push((email, asked, page(person).await?));
            }
            for (email, asked, refused) in &pages {
                assert_eq!((asked, refused), (&pages[0].1, &pages[0].2), "{name}: {email}");
            }
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn who_was_invited_is_led_from_a_forgotten_password_to_the_invitation() {
    journey_with("forgot-password-invited", invited(), async |person| {
        person.open("/forgot-password").await?;
        person.fill("Email", DEMO_EMAIL).await?;
        person.press("Send code").await?;
        person.see_heading("Set a new password").await?;
        person.see("Use the temporary password from your invitation.").await?;
        e2e::look_at(person, "forgot-password-no-code").await?;
        person.follow("Sign in with it.").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Choose a new password").await
    })
    .await;
}

#[tokio::test]
async fn who_never_confirmed_is_led_from_a_forgotten_password_to_the_confirmation_and_then_back() {
    journey("forgot-password-unconfirmed", async |person| {
        person.sign_up(EMAIL, PASSWORD).await?;
        person.arrive_at("/confirm").await?;
        person.open("/forgot-password").await?;
        person.fill("Email", EMAIL).await?;
        person.press("Send code").await?;
        person.see_heading("Set a new password").await?;
        person.follow("Confirm your account.").await?;
        person.arrive_at("/confirm").await?;
        person.see(&format!("Enter the 6-digit code we sent to {EMAIL}.")).await?;
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        person.fill("Confirmation code", person.newest_mail(EMAIL).0).await?;
        person.arrive_at("/").await?;
        person.see("Your account is confirmed. You can sign in now.").await?;
        person.follow("Forgot your password?").await?;
        person.refill("Email", EMAIL).await?;
        person.press("Send code").await?;
        person.see_heading("Set a new password").await?;
        person.fill("Code", person.newest_code(MessageKind::PasswordResetCode, EMAIL)).await?;
        person.fill("New password", "Another-Passw0rd1").await?;
        person.press("Change password").await?;
        person.see("Your password has been changed. Sign in with the new one.").await
    })
    .await;
}

#[tokio::test]
async fn a_sign_up_reads_the_same_for_an_address_that_has_an_account() {
    journey_with("sign-up-alike", telling(), async |person| {
        let mut pages = Vec::new();
        for email in ["denew@example.com", DEMO_EMAIL] {
            person.sign_up(email, PASSWORD).await?;
            person.arrive_at("/confirm").await?;
            person.see_heading("Confirm your email").await?;
            let asked = page(person).await?;
            person.press("Send a new code").await?;
            person.see_status("A new code is on its way. Earlier codes no longer work.").await?;
            person.fill("Confirmation code", "000000").await?;
            person.see_alert("That code isn't right, or no longer works. Check it, or ask for a new one.").await?;
            pages.push(asked.replace(email, "…"));
        }
        assert_eq!(pages[0], pages[1]);
        person.follow("Sign in instead.").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await
    })
    .await;
}
