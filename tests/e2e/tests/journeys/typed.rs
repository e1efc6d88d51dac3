//! What people paste and type, as it comes.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, MessageKind, Setup, Step, journey, journey_with};
use serde_json::json;
use thirtyfour::prelude::*;

const EMAIL: &str = "new@example.com";
const PASSWORD: &str = "Secret-2026";
const TEMPORARY: &str = "Temporary-Passw0rd1";

/// With the digits of Arabic.
fn in_arabic(code: &str) -> String {
    code.chars().filter_map(|c| char::from_u32(u32::from(c) - u32::from('0') + 0x660)).collect()
}

#[tokio::test]
async fn sign_up_with_what_was_pasted_from_elsewhere() {
    journey("typed-sign-up", async |person| {
        person.open("/signup").await?;
        person.fill("Name", "\u{3164}\u{2003}").await?;
        person.fill("Phone number", "+1 202 555 012").await?;
        person.fill("Email", "\u{202a}new@example.com\u{202c}\u{200b}").await?;
        person.fill("Password", format!("{PASSWORD} ")).await?;
        person.press("Create account").await?;
        person.see_message("Name", "Enter your name.").await?;
        let impossible = "That number can't be right. Check the country code and the digits.";
        person.see_message("Phone number", impossible).await?;
        person.see_message("Password", "A password can't begin or end with a space.").await?;
        person.see("no space at the beginning or end").await?;
        assert_eq!(person.pool().requests("SignUp"), 0, "nothing was sent");
        person.refill("Name", "Ada\u{a0}King\u{2011}Noel\u{200e}").await?;
        person.refill("Phone number", "+٤٤ (0)20\u{2013}7946 0123").await?;
        person.refill("Password", PASSWORD).await?;
        person.press("Create account").await?;
        person.see_heading("Confirm your email").await?;
        let (code, _) = person.newest_mail(EMAIL);
        person
            .fill("Confirmation code", format!("\u{200e}{}\u{2011}{}", in_arabic(&code[..3]), in_arabic(&code[3..])))
            .await?;
        person.see_heading("Hi Ada King-Noel!").await?;
        let token = person.stored(".accessToken").await?.expect("a token is stored");
        let user = person.ask_pool_well("GetUser", json!({ "AccessToken": token })).await;
        let attributes = user["UserAttributes"].to_string();
        for stored in ["Ada King-Noel", "+442079460123", EMAIL] {
            assert!(attributes.contains(&format!("\"{stored}\"")), "{stored} is stored: {attributes}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_pool_that_needs_six_characters_takes_six() {
    let mut config = e2e::Config { users: Vec::new(), ..e2e::Config::default() };
    let policy = &mut config.user_pool.policies.password_policy;
    policy.minimum_length = 6;
    policy.require_lowercase = false;
    policy.require_uppercase = false;
    policy.require_numbers = false;
    policy.require_symbols = false;
    let said = r#"{"MinimumLength":6,"RequireLowercase":false,"RequireUppercase":false,"RequireNumbers":false,"RequireSymbols":false}"#;
    let setup = Setup::from(config).with_meta("cognito-password-policy", said);
    journey_with("password-policy", setup, async |person| {
        person.sign_up(EMAIL, "abcde").await?;
        person.see("at least 6 characters").await?;
        person.see_message("Password", "The password doesn't meet every rule yet.").await?;
        assert!(!person.text().await?.contains("a symbol"), "nothing else is asked");
        person.fill("Password", "f").await?;
        person.press("Create account").await?;
        person.see_heading("Confirm your email").await
    })
    .await;
}

fn with_temporary_password() -> Setup {
    Setup::of_pool(&format!(
        "[[users]]\nemail = \"{EMAIL}\"\npassword = \"{TEMPORARY}\"\nstatus = \"FORCE_CHANGE_PASSWORD\""
    ))
}

#[tokio::test]
async fn a_temporary_password_is_pasted_with_blanks_around_it() {
    journey_with("typed-temporary", with_temporary_password(), async |person| {
        person.open("/").await?;
        person.sign_in(EMAIL, &format!(" {TEMPORARY} ")).await?;
        person.see_heading("Choose a new password").await?;
        person.fill("New password", format!(" {PASSWORD}")).await?;
        person.press("Continue").await?;
        person.see_message("New password", "A password can't begin or end with a space.").await?;
        assert_eq!(person.pool().requests("RespondToAuthChallenge"), 1, "the new one was not sent");
        person.refill("New password", PASSWORD).await?;
        person.press("Continue").await?;
        person.arrive_at("/welcome").await
    })
    .await;
}

#[tokio::test]
async fn a_password_that_a_trigger_may_want_is_sent_as_typed() {
    let setup = with_temporary_password().with_flow("USER_PASSWORD_AUTH");
    journey_with("typed-plain", setup, async |person| {
        person.open("/").await?;
        person.sign_in(EMAIL, &format!("{TEMPORARY} ")).await?;
        person.see_heading("Sign in").await?;
        person
            .until("the password is asked for again", async || {
                Ok(person.field("Password").await?.value().await?.as_deref() == Some(""))
            })
            .await?;
        assert_eq!(person.pool().requests("RespondToAuthChallenge"), 0, "it was another password");
        person.fill("Password", TEMPORARY).await?;
        person.press("Sign in").await?;
        person.see_heading("Choose a new password").await
    })
    .await;
}

/// What stands apart on the page.
async fn isolated(person: &Journey) -> Step<Vec<String>> {
    let mut texts = Vec::new();
    for element in person.driver.find_all(By::Tag("bdi")).await? {
        texts.push(element.prop("textContent").await?.unwrap_or_default());
    }
    Ok(texts)
}

#[tokio::test]
async fn a_name_turns_around_nothing_beside_it() {
    const NAME: &str = "\u{202e}omeD araD";
    let setup = Setup::of_demo_user("", "attributes = { \"name\" = \"\\u202EomeD \\u2069araD\" }");
    journey_with("typed-names", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading(&format!("Hi {NAME}!")).await?;
        assert_eq!(isolated(person).await?, [NAME], "in the greeting");
        person.follow("Your account").await?;
        person.see("Account ID").await?;
        assert_eq!(
            isolated(person).await?.iter().filter(|text| *text == NAME).count(),
            2,
            "at a glance, and in its row"
        );
        person.press("Edit Email").await?;
        person.refill("Email", "other@example.com").await?;
        person.press("Save").await?;
        person.see_status("Enter the code we sent to o***@e***. It isn't verified until then.").await?;
        assert!(isolated(person).await?.contains(&"o***@e***".to_owned()), "an address in a sentence");
        person
            .fill(
                "Confirmation code",
                in_arabic(&person.newest_code(MessageKind::AttributeVerificationCode, "other@example.com")),
            )
            .await?;
        person.see_status("Email verified.").await
    })
    .await;
}

#[tokio::test]
async fn a_name_of_blanks_is_no_name() {
    let setup = Setup::of_demo_user("", "attributes = { \"name\" = \"\\u3164\\u2003\" }");
    journey_with("typed-blank-name", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading(&format!("Hi {DEMO_EMAIL}!")).await
    })
    .await;
}
