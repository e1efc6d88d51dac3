//! Challenges, and the JSON inside their texts.

use std::collections::BTreeSet;

use cognito_client::{
    passkey::begin_registration,
    sign_in::{FirstFactor, NextStep, SignIn},
};
use serde_json::{Value, json};

use super::changes;
use crate::scripted::{Program, Sent, access, client, credentials, ok};

/// A sign-in that meets every challenge, each as Cognito poses it.
fn challenges() -> Vec<(Value, Vec<&'static str>)> {
    let posed = |name: &str, parameters: Value, available: Value| {
        json!({
            "ChallengeName": name, "Session": "s-1", "ChallengeParameters": parameters,
            "AvailableChallenges": available,
        })
    };
    let known = json!({ "USERNAME": "user-1", "USER_ID_FOR_SRP": "user-1" });
    let with = |members: Value| {
        let mut parameters = known.clone();
        for (name, value) in members.as_object().expect("an object") {
            parameters[name] = value.clone();
        }
        parameters
    };
    let code = json!({ "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "s***@e***" });
    let password = json!({
        "requiredAttributes": r#"["userAttributes.name"]"#, "userAttributes": r#"{"email":"someone@example.com"}"#,
    });
    vec![
        (posed("EMAIL_OTP", with(code.clone()), json!(["EMAIL_OTP"])), vec![]),
        (posed("SMS_MFA", with(code.clone()), json!([])), vec![]),
        (posed("SMS_OTP", with(code), json!(["SMS_OTP"])), vec![]),
        (posed("SOFTWARE_TOKEN_MFA", with(json!({ "FRIENDLY_DEVICE_NAME": "app" })), json!([])), vec![]),
        (posed("CUSTOM_CHALLENGE", with(json!({ "question": "1 + 1", "kind": "sum" })), json!([])), vec![]),
        (posed("NEW_PASSWORD_REQUIRED", with(password), json!([])), vec![]),
        (posed("PASSWORD", known.clone(), json!(["PASSWORD"])), vec![]),
        (posed("PASSWORD_SRP", known.clone(), json!(["PASSWORD"])), vec![]),
        (posed("SELECT_CHALLENGE", known.clone(), json!(["EMAIL_OTP", "PASSWORD_SRP"])), vec!["/AvailableChallenges"]),
        (
            posed("SELECT_MFA_TYPE", with(json!({ "MFAS_CAN_CHOOSE": r#"["SMS_MFA","EMAIL_OTP"]"# })), json!([])),
            vec!["/ChallengeParameters", "/ChallengeParameters/MFAS_CAN_CHOOSE"],
        ),
        (
            posed("MFA_SETUP", with(json!({ "MFAS_CAN_SETUP": r#"["SOFTWARE_TOKEN_MFA"]"# })), json!([])),
            vec!["/ChallengeParameters", "/ChallengeParameters/MFAS_CAN_SETUP"],
        ),
        (
            posed("WEB_AUTHN", with(json!({ "CREDENTIAL_REQUEST_OPTIONS": r#"{"challenge":"Y2g"}"# })), json!([])),
            vec!["/ChallengeParameters", "/ChallengeParameters/CREDENTIAL_REQUEST_OPTIONS"],
        ),
    ]
}

/// The name of a step that asks for something.
fn asked(step: &NextStep) -> &'static str {
    match step {
        NextStep::Code(_) => "code",
        NextStep::SelectMfa(_) => "second factor",
        NextStep::SetUpMfa(_) => "set-up",
        NextStep::NewPassword(_) => "new password",
        NextStep::Custom(_) => "question",
        NextStep::SelectFactor(_) => "first factor",
        NextStep::Password(_) => "password",
        NextStep::Passkey(_) => "passkey",
        _ => "nothing",
    }
}

#[tokio::test]
async fn every_challenge_is_posed_without_what_it_does_not_need() {
    let mut met = BTreeSet::new();
    for (posed, mut needed) in challenges() {
        needed.push("/ChallengeName");
        let begin = async |answer: &Value| {
            let sent = Sent::default();
            let (client, program) = (client(&sent, [ok(answer)]), Program::default());
            let sign_in = SignIn::new(&client, &program).allowing_plain_password(true);
            sign_in.with_choice(&credentials().username, Some(FirstFactor::EmailOtp)).await
        };
        let expected = asked(&begin(&posed).await.expect("a step"));
        assert_ne!(expected, "nothing", "{posed}");
        met.insert(expected);
        for change in changes(&posed).into_iter().filter(|change| !change.is_at(&needed)) {
            let step = begin(&change.json).await;
            let step = step.unwrap_or_else(|error| panic!("{}, {}: {error}", posed["ChallengeName"], change.name()));
            assert_eq!(asked(&step), expected, "{}, {}", posed["ChallengeName"], change.name());
        }
    }
    assert_eq!(met.len(), 8, "{met:?}");
}

#[tokio::test]
async fn json_inside_a_text_is_read_as_patiently() {
    let posed = |name: &str, parameter: &str, value: Value| json!({ "ChallengeName": name, "Session": "s", "ChallengeParameters": { parameter: value } });
    let begin = async |answer: Value| {
        let sent = Sent::default();
        let (client, program) = (client(&sent, [ok(&answer)]), Program::default());
        SignIn::new(&client, &program).with_plain_password(&credentials()).await.expect("a step")
    };
    for listed in [
        json!(r#"["SMS_MFA",null,7,"EMAIL_OTP",{"a":null}]"#),
        // A list that is no text.
        json!(["SMS_MFA", "EMAIL_OTP"]),
    ] {
        let step = begin(posed("SELECT_MFA_TYPE", "MFAS_CAN_CHOOSE", listed.clone())).await;
        let NextStep::SelectMfa(challenge) = step else { panic!("{listed}: {step:?}") };
        assert_eq!(challenge.options().len(), 2, "{listed}");
    }
    let step = begin(posed("MFA_SETUP", "MFAS_CAN_SETUP", json!(r#"[null,"SOFTWARE_TOKEN_MFA"]"#))).await;
    assert!(matches!(step, NextStep::SetUpMfa(_)), "{step:?}");
    let parameters = json!({
        "requiredAttributes": r#"["userAttributes.name",null,"userAttributes.email","userAttributes.custom:n"]"#,
        "userAttributes": r#"{"email":"a@example.com","name":null,"email_verified":true,"custom:n":7}"#,
    });
    let step = begin(json!({ "ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeParameters": parameters })).await;
    let NextStep::NewPassword(challenge) = step else { panic!("{step:?}") };
    assert_eq!(challenge.missing_attributes(), ["name"], "what is known is not asked for again");
    // Browsers take a null for a value, and refuse it.
    let options = r#"{"challenge":"Y2g","timeout":60000,"allowCredentials":null,"extensions":{"uvm":null}}"#;
    let step = begin(posed("WEB_AUTHN", "CREDENTIAL_REQUEST_OPTIONS", json!(options))).await;
    let NextStep::Passkey(challenge) = step else { panic!("{step:?}") };
    let asked: Value = serde_json::from_str(&challenge.request_options()).expect("JSON");
    assert_eq!(asked, json!({ "challenge": "Y2g", "timeout": 60000, "extensions": {} }));
    let sent = Sent::default();
    let creation = json!({ "CredentialCreationOptions": { "challenge": "Y2g", "excludeCredentials": null } });
    let asked = begin_registration(&client(&sent, [ok(&creation)]), &access()).await.expect("options");
    assert_eq!(asked.to_string(), r#"{"challenge":"Y2g"}"#);
}
