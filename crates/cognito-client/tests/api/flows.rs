//! The ways to begin: what InitiateAuth says.

use cognito_client::{
    Error, ErrorCode,
    secrets::{AccessToken, ChallengeSession},
    sign_in::{FirstFactor, NextStep, SignIn, StepUp},
};
use serde_json::{Value, json};

use crate::scripted::{Program, Sent, client, credentials, ok, operations, refused, signed_in};

#[tokio::test]
async fn what_each_flow_says() {
    let username = credentials().username;
    for (case, expected) in [
        ("srp", json!({ "AuthFlow": "USER_SRP_AUTH", "AuthParameters": { "SRP_A": "…" } })),
        ("plain", json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": { "PASSWORD": "Passw0rd!" } })),
        ("custom", json!({ "AuthFlow": "CUSTOM_AUTH", "AuthParameters": {} })),
        (
            "custom, srp",
            json!({ "AuthFlow": "CUSTOM_AUTH", "AuthParameters": { "CHALLENGE_NAME": "SRP_A", "SRP_A": "…" } }),
        ),
        ("choice", json!({ "AuthFlow": "USER_AUTH", "AuthParameters": {} })),
        (
            "choice, passkey",
            json!({ "AuthFlow": "USER_AUTH", "AuthParameters": { "PREFERRED_CHALLENGE": "WEB_AUTHN" } }),
        ),
        (
            "choice, srp",
            json!({
                "AuthFlow": "USER_AUTH", "AuthParameters": { "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": "…" },
            }),
        ),
        (
            "choice, password",
            json!({
                "AuthFlow": "USER_AUTH",
                "AuthParameters": { "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Passw0rd!" },
            }),
        ),
        (
            "step-up",
            json!({
                "AuthFlow": "USER_AUTH",
                "AuthParameters": { "TARGET_ACR_VALUES": "urn:a urn:b", "ACCESS_TOKEN": "a.b.c", "MAX_AGE": "60" },
            }),
        ),
        (
            "step-up, srp",
            json!({
                "AuthFlow": "USER_AUTH",
                "AuthParameters": {
                    "TARGET_ACR_VALUES": "urn:a", "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": "…",
                },
            }),
        ),
        ("signed up", json!({ "AuthFlow": "USER_AUTH", "AuthParameters": {}, "Session": "sign-up session" })),
    ] {
        let sent = Sent::default();
        let (client, program) = (client(&sent, [ok(&signed_in(Some("r")))]), Program::default());
        let sign_in = SignIn::new(&client, &program);
        let step = match case {
            "srp" => sign_in.with_srp(&credentials()).await,
            "plain" => sign_in.with_plain_password(&credentials()).await,
            "custom" => sign_in.with_custom_challenges(&username).await,
            "custom, srp" => sign_in.with_srp_and_custom_challenges(&credentials()).await,
            "choice" => sign_in.with_choice(&username, None).await,
            "choice, passkey" => sign_in.with_choice(&username, Some(FirstFactor::WebAuthn)).await,
            "choice, srp" => sign_in.with_preferred_srp(&credentials()).await,
            "choice, password" => sign_in.with_preferred_password(&credentials()).await,
            "step-up" => {
                let token = AccessToken::new("a.b.c");
                let step_up = StepUp { levels: "urn:a urn:b", access_token: Some(&token), max_age: Some(60) };
                sign_in.with_step_up(&username, None, &step_up).await
            }
            "step-up, srp" => {
                let step_up = StepUp { levels: "urn:a", access_token: None, max_age: None };
                sign_in.with_step_up(&username, Some(&credentials().password), &step_up).await
            }
            _ => sign_in.after_sign_up(&username, &ChallengeSession::new("sign-up session")).await,
        };
        assert!(matches!(step, Ok(NextStep::Done(_))), "{case}: {step:?}");
        let (name, mut body) = operations(&sent).swap_remove(0);
        assert_eq!(name, "InitiateAuth", "{case}");
        let members = body.as_object_mut().expect("an object");
        assert_eq!(members.remove("ClientId"), Some(json!("client1")), "{case}");
        let parameters = members["AuthParameters"].as_object_mut().expect("an object");
        assert_eq!(parameters.remove("USERNAME"), Some(json!("someone@example.com")), "{case}");
        if let Some(srp_a) = parameters.get_mut("SRP_A") {
            *srp_a = json!("…");
        }
        assert_eq!(body, expected, "{case}");
    }
}

#[tokio::test]
async fn who_is_signing_in() {
    let custom = |parameters: Value| {
        ok(&json!({ "ChallengeName": "CUSTOM_CHALLENGE", "Session": "s", "ChallengeParameters": parameters }))
    };
    let both = json!({ "USERNAME": "user-1", "USER_ID_FOR_SRP": "user-2" });
    for (case, parameters, is_plain, expected) in [
        ("typed", json!({}), false, "someone@example.com"),
        ("named", json!({ "USERNAME": "user-1" }), false, "user-1"),
        ("named for SRP", json!({ "USER_ID_FOR_SRP": "user-2" }), true, "user-2"),
        ("both", both.clone(), false, "user-2"),
        ("both, plain password", both, true, "user-1"),
    ] {
        let sent = Sent::default();
        let client = client(&sent, [custom(parameters), ok(&signed_in(Some("r")))]);
        let program = Program::default();
        let sign_in = SignIn::new(&client, &program);
        let step = if is_plain {
            sign_in.with_plain_password(&credentials()).await
        } else {
            sign_in.with_custom_challenges(&credentials().username).await
        };
        let Ok(NextStep::Custom(challenge)) = step else { panic!("{case}: {step:?}") };
        assert!(challenge.answer(&sign_in, "answer").await.is_ok(), "{case}");
        assert_eq!(operations(&sent)[1].1["ChallengeResponses"]["USERNAME"], expected, "{case}");
    }
}

#[tokio::test]
async fn without_random_bytes_nothing_is_sent() {
    let sent = Sent::default();
    let client = client(&sent, []);
    let program = Program { random: None, ..Program::default() };
    let step = SignIn::new(&client, &program).with_srp(&credentials()).await;
    assert_eq!(step.err(), Some(Error::NoRandomBytes));
    assert!(sent.borrow().is_empty());
}

#[tokio::test]
async fn a_plan_without_choice_says_so() {
    let sent = Sent::default();
    let client = client(&sent, [refused("FeatureUnavailableInTierException", "")]);
    let step = SignIn::new(&client, &Program::default()).with_choice(&credentials().username, None).await;
    let expected = ErrorCode::FeatureUnavailableInTier;
    assert_eq!(step.err().and_then(|error| error.code().cloned()), Some(expected));
}
