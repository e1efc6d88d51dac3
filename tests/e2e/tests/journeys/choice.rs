//! USER_AUTH: the e-mail comes first, and the person picks.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, journey_with};

pub fn pool() -> Setup {
    Setup::of_pool(&format!(
        r#"
        [UserPool.Policies.SignInPolicy]
        AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
        [UserPool.WebAuthnConfiguration]
        RelyingPartyId = "localhost"
        [[users]]
        email = "{DEMO_EMAIL}"
        phone_number = "{DEMO_PHONE}"
        password = "{DEMO_PASSWORD}"
        [[users]]
        email = "passwordless@example.com"
        "#
    ))
    .with_flow("USER_AUTH")
}

/// Gives the e-mail; then the choice is there.
pub async fn begin(person: &Journey, email: &str) -> Step {
    person.see_heading("Sign in").await?;
    person.refill("Email", email).await?;
    person.press("Continue").await?;
    person.see_heading("How do you want to sign in?").await?;
    person.see(&format!("Signing in as {email}.")).await
}

#[tokio::test]
async fn each_method_leads_in_and_is_offered_first_next_time() {
    journey_with("choice", pool(), async |person| {
        person.open("/").await?;
        for method in ["Code by email", "Code by text message", "Password"] {
            begin(person, DEMO_EMAIL).await?;
            person.press(method).await?;
            match method {
                "Code by email" => {
                    person.see_heading("Check your email").await?;
                    person.see("Enter the code we sent to d***@e***.").await?;
                    person.fill("Code", person.newest_code(MessageKind::SignInCode, DEMO_EMAIL)).await?;
                }
                "Code by text message" => {
                    person.see_heading("Check your phone").await?;
                    person.see("Enter the code we sent to +*******0123.").await?;
                    person.fill("Code", person.newest_code(MessageKind::SignInCode, DEMO_PHONE)).await?;
                }
                _ => {
                    person.see_heading("Enter your password").await?;
                    person.fill("Password", DEMO_PASSWORD).await?;
                    person.press("Sign in").await?;
                }
            }
            person.arrive_at("/welcome").await?;
            person.keeps_nothing_of(&[("the password", DEMO_PASSWORD)]).await?;
            person.sign_out().await?;
            begin(person, DEMO_EMAIL).await?;
            let first = person.choices().await?.into_iter().next().unwrap_or_default();
            assert!(first.contains(method) && first.contains("Used last time"), "{method} comes first: {first}");
            person.press("Start over").await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_what_the_user_has_is_offered_and_a_single_way_is_taken_at_once() {
    journey_with("choice-single", pool(), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        begin(person, DEMO_EMAIL).await?;
        let labels = person.choices().await?;
        for (label, is_offered) in
            [("Password", true), ("Code by email", true), ("Code by text message", true), ("Passkey", false)]
        {
            assert_eq!(labels.iter().any(|choice| choice.contains(label)), is_offered, "{label}: {labels:?}");
        }
        assert_eq!(labels.len(), 3, "one of each: {labels:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_can_be_sent_anew_and_another_way_taken() {
    journey_with("choice-resend", pool(), async |person| {
        person.open("/").await?;
        begin(person, DEMO_EMAIL).await?;
        person.press("Code by email").await?;
        person.see_heading("Check your email").await?;
        person.press("Send a new code").await?;
        person.see("A new code is on its way.").await?;
        person.see("You can ask for another code in").await?;
        let codes = person.codes(MessageKind::SignInCode, DEMO_EMAIL);
        assert_eq!(codes.len(), 2);
        person.fill("Code", &codes[1]).await?;
        person.arrive_at("/welcome").await
    })
    .await;
}
