//! Questions of the pool's owner, and what the owner's handlers are told.

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Setup, WordHandlers, journey_with};
use serde_json::json;

const DEFINE: &str = "DefineAuthChallenge_Authentication";
const VERIFY: &str = "VerifyAuthChallengeResponse_Authentication";

#[tokio::test]
async fn three_rounds_after_the_password() {
    let words = WordHandlers::start(&["one", "two", "three"]).await;
    let mut setup = Setup::new(Config::default()).with_flow("CUSTOM_AUTH_WITH_SRP");
    setup = setup.with_meta("cognito-client-metadata", r#"{"source":"journey"}"#);
    words.register(&mut setup);
    journey_with("custom-with-srp", setup, async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, "Wrong-Passw0rd").await?;
        person.see_alert("Your sign-in details don't match. Check them and try again.").await?;
        person.fill("Password", DEMO_PASSWORD).await?;
        person.press("Sign in").await?;
        for (question, word) in [("What is word 1?", "one"), ("What is word 2?", "two"), ("What is word 3?", "three")] {
            person.see_heading("One more question").await?;
            person.see(question).await?;
            person.fill("Answer", word).await?;
            person.press("Continue").await?;
        }
        person.see_heading("Hi Demo!").await?;
        let last = words.events(DEFINE).pop().expect("it was asked");
        let names = |past: &serde_json::Value| past["challengeName"].as_str().map(str::to_owned);
        let session: Vec<_> = last["request"]["session"].as_array().expect("a list").iter().filter_map(names).collect();
        assert_eq!(session[..2], ["SRP_A", "PASSWORD_VERIFIER"]);
        assert_eq!(session[2..], ["CUSTOM_CHALLENGE"; 3]);
        let metadata = json!({ "locale": "en", "source": "journey" });
        for event in words.events(VERIFY) {
            assert_eq!(event["request"]["clientMetadata"], metadata, "the app's settings reach the handlers");
        }
        person.keeps_nothing_of(&[("the password", DEMO_PASSWORD)]).await
    })
    .await;
}

#[tokio::test]
async fn without_a_password_two_wrong_answers_end_it() {
    let words = WordHandlers::start(&["one"]).await;
    let mut setup = Setup::new(Config::default()).with_flow("CUSTOM_AUTH");
    words.register(&mut setup);
    journey_with("custom", setup, async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        for (answers, ends_with) in [(&["wrong", "wrong again"][..], "Sign in"), (&["one"][..], "Hi Demo!")] {
            person.refill("Email", DEMO_EMAIL).await?;
            person.press("Continue").await?;
            for (tries, answer) in answers.iter().enumerate() {
                person.see_heading("One more question").await?;
                if tries > 0 {
                    person.see("Please check your answer, and try once more.").await?;
                }
                person.fill("Answer", *answer).await?;
                person.press("Continue").await?;
            }
            person.see_heading(ends_with).await?;
            if ends_with == "Sign in" {
                person.see("That wasn't accepted. Please start over.").await?;
            }
        }
        Ok(())
    })
    .await;
}
