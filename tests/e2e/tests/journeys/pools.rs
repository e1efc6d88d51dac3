//! The form follows the pool: what people sign in by, and what is asked of them.

use std::time::Duration;

use e2e::{Journey, MessageKind, Setup, Step, confirm_at_once, journey_with};
use serde_json::json;

const PASSWORD: &str = "Secret-2026";

/// Leads into the app as soon as the code is typed.
async fn confirm(person: &Journey, to: &str) -> Step {
    person.arrive_at("/confirm").await?;
    person.fill("Confirmation code", person.newest_code(MessageKind::SignUpCode, to)).await?;
    person.arrive_at("/welcome").await
}

/// What the pool knows of somebody.
async fn attribute(person: &Journey, username: &str, name: &str) -> Option<String> {
    let body = json!({ "UserPoolId": person.user_pool_id(), "Username": username });
    let user = person.ask_pool_well("AdminGetUser", body).await;
    let attributes = user["UserAttributes"].as_array().expect("a user has attributes");
    let attribute = attributes.iter().find(|attribute| attribute["Name"] == name)?;
    attribute["Value"].as_str().map(ToOwned::to_owned)
}

const USERNAMES: &str = r#"
[UserPool]
UsernameAttributes = []
AliasAttributes = ["email", "phone_number", "preferred_username"]
AutoVerifiedAttributes = ["email"]
"#;

fn username_pool() -> Setup {
    Setup::of_pool(USERNAMES).with_settings(
        r#"{"usernameAttributes":[],"aliasAttributes":["email","phone_number","preferred_username"],
            "autoVerifiedAttributes":["email"],
            "signUp":{"fields":[{"name":"username"},{"name":"email"},{"name":"password"}]}}"#,
    )
}

#[tokio::test]
async fn a_user_name_that_is_picked_and_an_email_that_stands_for_it() {
    journey_with("username-pool", username_pool(), async |person| {
        person.open("/signup").await?;
        person.fill("Username", "newcomer").await?;
        person.fill("Email", "new@example.com").await?;
        person.fill("Password", PASSWORD).await?;
        person.press("Create account").await?;
        person.see("Enter the 6-digit code we sent to new@example.com.").await?;
        confirm(person, "new@example.com").await?;
        person.sign_out().await?;
        for name in ["newcomer", "new@example.com"] {
            person.fill("Email, phone number or username", name).await?;
            person.fill("Password", PASSWORD).await?;
            person.press("Sign in").await?;
            person.arrive_at("/welcome").await?;
            person.sign_out().await?;
        }
        // One that is taken can be exchanged for another, and nothing else has to be typed anew.
        person.open("/signup").await?;
        person.fill("Username", "newcomer").await?;
        person.fill("Email", "other@example.com").await?;
        person.fill("Password", PASSWORD).await?;
        person.press("Create account").await?;
        person.until("a refusal", async || Ok(person.text().await?.contains("already"))).await?;
        assert_eq!(person.value("Email").await?, "other@example.com", "what was typed stays");
        person.refill("Username", "newcomer-2").await?;
        person.press("Create account").await?;
        confirm(person, "other@example.com").await
    })
    .await;
}

#[tokio::test]
async fn a_telephone_number_of_the_country_that_is_set() {
    let pool = r#"
        users = []
        [UserPool]
        UsernameAttributes = ["phone_number"]
        AutoVerifiedAttributes = ["phone_number"]
        [[UserPool.Schema]]
        Name = "name"
        Required = true
    "#;
    let settings =
        r#"{"usernameAttributes":["phone_number"],"autoVerifiedAttributes":["phone_number"],"country":"US"}"#;
    journey_with("phone-pool", Setup::of_pool(pool).with_settings(settings), async |person| {
        person.open("/signup").await?;
        person.fill("Name", "New User").await?;
        person.fill("Phone number", "(202) 555-0123").await?;
        person.fill("Password", PASSWORD).await?;
        person.press("Create account").await?;
        person.see_heading("Confirm your phone number").await?;
        confirm(person, "+12025550123").await?;
        person.sign_out().await?;
        person.fill("Phone number", "202-555-0123").await?;
        person.fill("Password", PASSWORD).await?;
        person.press("Sign in").await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await?;
        // Nobody reads the user name, which the pool has generated: not to prove who they are, and not at the end.
        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        person.press("Delete my account").await?;
        person.fill("Type +12025550123 to confirm", "+1 202 555 0123").await?;
        person.let_time_pass(Duration::from_secs(6 * 60)).await?;
        person.press("Delete permanently").await?;
        person.see("To continue, enter the password for +12025550123.").await?;
        person.fill("Password", PASSWORD).await?;
        person.press("Continue").await?;
        person.see_status("Your account has been deleted.").await
    })
    .await;
}

const OWN_ATTRIBUTES: &str = r#"
[[UserPool.Schema]]
Name = "custom:plan"
AttributeDataType = "String"
Mutable = true
[[UserPool.Schema]]
Name = "custom:seats"
AttributeDataType = "Number"
Mutable = true
[[UserPool.Schema]]
Name = "custom:news"
AttributeDataType = "Boolean"
Mutable = true
[[UserPool.Schema]]
Name = "custom:source"
AttributeDataType = "String"
Mutable = true
"#;

#[tokio::test]
async fn fields_of_every_kind() {
    let settings = r#"{"signUp":{"repeatPassword":true,"fields":[
        {"name":"email"},
        {"name":"given_name","label":{"en":"What we may call you"}},
        {"name":"birthdate","required":false},
        {"name":"address","required":false},
        {"name":"website","required":false,"hint":"Where your work is to be seen"},
        {"name":"custom:plan","kind":"choice","label":"Plan","choices":[{"value":"s","label":"Small"},{"value":"l","label":"Large"}]},
        {"name":"custom:seats","kind":"number","label":"Seats","min":1,"max":10},
        {"name":"custom:news","kind":"checkbox","label":"Send me news"},
        {"name":"custom:source","kind":"hidden","default":"web"},
        {"name":"password"}]}}"#;
    journey_with("fields", Setup::of_demo_user(OWN_ATTRIBUTES, "").with_settings(settings), async |person| {
        const EMAIL: &str = "new@example.com";
        person.open("/signup").await?;
        person.fill("Email", EMAIL).await?;
        person.fill("What we may call you", "Ada").await?;
        person.choose("Plan", "Large").await?;
        person.fill("Seats", "11").await?;
        person.fill("Password", PASSWORD).await?;
        person.fill("Repeat the password", "Secret-2027").await?;
        person.press("Create account").await?;
        person.see_message("Seats", "This is outside the allowed range.").await?;
        person.see_message("Repeat the password", "The passwords don't match.").await?;
        person.refill("Seats", "7").await?;
        person.refill("Repeat the password", PASSWORD).await?;
        person.field("Send me news").await?.click().await?;
        person.press("Create account").await?;
        confirm(person, EMAIL).await?;
        for (name, value) in [
            ("given_name", Some("Ada")),
            ("birthdate", None),
            ("custom:plan", Some("l")),
            ("custom:seats", Some("7")),
            ("custom:news", Some("true")),
            ("custom:source", Some("web")),
        ] {
            assert_eq!(attribute(person, EMAIL, name).await.as_deref(), value, "{name}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn accounts_by_invitation_only() {
    let setup = Setup::of_pool("").with_settings(r#"{"signUp":{"open":false}}"#);
    journey_with("closed", setup, async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        assert!(!person.text().await?.contains("Create account"), "no way to sign up");
        person.open("/signup").await?;
        person.see_heading("Sign-up is by invitation").await?;
        person.follow("Back to sign-in").await?;
        person.see_heading("Sign in").await
    })
    .await;
}

#[tokio::test]
async fn terms_are_accepted_and_asked_for_again_when_they_change() {
    let pool = r#"
        [[UserPool.Schema]]
        Name = "custom:terms"
        AttributeDataType = "String"
        Mutable = true
    "#;
    let setup = Setup::of_demo_user(pool, "").with_settings(
        r#"{"signUp":{"fields":[{"name":"email"},{"name":"password"}]},
            "terms":{"links":[{"label":"Terms of use","href":"https://example.com/terms"}],
                "consent":{"version":"2026-05","attribute":"custom:terms","label":"I accept the terms"}}}"#,
    );
    journey_with("consent", setup, async |person| {
        const EMAIL: &str = "new@example.com";
        person.open("/signup").await?;
        person.see("Terms of use").await?;
        person.fill("Email", EMAIL).await?;
        person.fill("Password", PASSWORD).await?;
        person.press("Create account").await?;
        person.see_message("I accept the terms", "Check this box to continue.").await?;
        person.field("I accept the terms").await?.click().await?;
        person.press("Create account").await?;
        confirm(person, EMAIL).await?;
        person.see("Sign out").await?;
        assert_eq!(attribute(person, EMAIL, "custom:terms").await.as_deref(), Some("2026-05"));
        // As if another version had been accepted.
        let other = json!({
            "UserPoolId": person.user_pool_id(), "Username": EMAIL,
            "UserAttributes": [{ "Name": "custom:terms", "Value": "2025-01" }],
        });
        person.ask_pool_well("AdminUpdateUserAttributes", other).await;
        person.sign_out().await?;
        person.sign_in(EMAIL, PASSWORD).await?;
        person.see_heading("Before you continue").await?;
        person.field("I accept the terms").await?.click().await?;
        person.press("Continue").await?;
        person.see("Your account").await?;
        assert_eq!(attribute(person, EMAIL, "custom:terms").await.as_deref(), Some("2026-05"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_wrong_document_is_told_with_its_places() {
    let setup = Setup::of_pool("").with_settings(r#"{"mfa":"maybe","signUp":{"fields":[{"kind":"mail"}]}}"#);
    journey_with("wrong-settings", setup, async |person| {
        person.open("/").await?;
        person.see("mfa has a value that can't be right.").await?;
        person.see("signUp.fields[0].kind").await
    })
    .await;
}

#[tokio::test]
async fn an_account_that_a_trigger_confirms_is_signed_in_at_once() {
    let mut setup = Setup::of_pool("").with_settings(r#"{"signUp":{"confirmation":"none"}}"#);
    confirm_at_once(&mut setup).await;
    journey_with("confirmed", setup, async |person| {
        person.open("/signup").await?;
        person.see("It only takes a minute.").await?;
        assert!(!person.text().await?.contains("code to your"), "no code is announced");
        person.sign_up("new@example.com", PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        person.see_heading("Hi New User!").await?;
        assert!(person.pool().inbox().is_empty(), "no message was sent");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_account_without_a_password_that_a_trigger_confirms_is_ready_to_sign_in() {
    let pool = r#"
        [UserPool.Policies.SignInPolicy]
        AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP"]
    "#;
    let settings = r#"{"signUp":{"confirmation":"none","password":"none"}}"#;
    let mut setup = Setup::of_pool(pool).with_flow("USER_AUTH").with_settings(settings);
    confirm_at_once(&mut setup).await;
    journey_with("confirmed-passwordless", setup, async |person| {
        person.open("/signup").await?;
        person.fill("Name", "New User").await?;
        person.fill("Phone number", "+1 202 555 0123").await?;
        person.fill("Email", "new@example.com").await?;
        person.press("Create account").await?;
        person.see_status("Your account is confirmed. You can sign in now.").await?;
        person.arrive_at("/").await
    })
    .await;
}
