use leptos_cognito::settings::Setting;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{EMAIL, Opened, user};
use crate::web::service::{Answer, empty, refusal};

const IDENTITY_POOL: (Setting, &str) = (Setting::IdentityPoolId, "eu-west-1:12345678-1234-1234-1234-123456789012");

async fn open(claims: &Value, settings: &[(Setting, &str)], mut standing: Vec<(&str, Answer)>) -> Opened {
    standing.push(("GetUser", user(&[("email", EMAIL)])));
    let app = Opened::open("/account/security", claims, settings, standing).await;
    app.page.see("Session details").await;
    app
}

#[wasm_bindgen_test]
async fn claims_are_read_by_people() {
    let claims = json!({
        "sub": "5f0c",
        "cognito:groups": ["admins", "editors"],
        "cognito:username": "first",
        "email": EMAIL,
        "email_verified": true,
        "phone_number_verified": false,
        "custom:cost-center": "12",
        "identities": [{ "userId": "1", "providerName": "Google" }, { "userId": "2", "providerName": "Work" }],
        "address": { "formatted": "1 Long Street" },
    });
    let app = open(&claims, &[], vec![]).await;
    let shown = app.page.terms();
    let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
    let first = ["Expires", "Signed in", "Issued", "Groups", "Email", "Username in the pool", "Account ID"];
    assert_eq!(names[..first.len()], first, "what people look for comes first");
    for (name, value) in [
        ("Groups", "admins, editors"),
        ("Email", EMAIL),
        ("Email verified", "Yes"),
        ("Phone number verified", "No"),
        ("Username in the pool", "first"),
        ("Account ID", "5f0c"),
        ("Linked sign-ins", "Google, Work"),
        ("Cost center", "12"),
        ("Address", r#"{"formatted":"1 Long Street"}"#),
    ] {
        let found = shown.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
        assert_eq!(found, Some(value), "{name}");
    }
    let time = |name: &str| shown.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    assert!(time("Signed in").is_some_and(|text| text.ends_with("just now")), "{shown:?}");
    assert!(time("Expires").is_some_and(|text| text.contains("in 59 min") || text.contains("in 1 h")), "{shown:?}");
    assert!(!app.page.reads("AWS credentials"), "there is no identity pool");
}

#[wasm_bindgen_test]
async fn aws_credentials_say_how_long_they_last_or_why_there_are_none() {
    let in_half_an_hour = js_sys::Date::now() / 1000.0 + 1805.0;
    let credentials = json!({
        "AccessKeyId": "ASIAEXAMPLE", "SecretKey": "secret-key", "SessionToken": "session-token",
        "Expiration": in_half_an_hour,
    });
    let id = || (200, json!({ "IdentityId": "eu-west-1:1" }));
    let given = || (200, json!({ "IdentityId": "eu-west-1:1", "Credentials": credentials }));
    for (case, get_id, get_credentials, sentence) in [
        ("given", id(), given(), "in 30 min"),
        (
            "refused",
            refusal("NotAuthorizedException", "Token is not from a supported provider of this identity pool."),
            empty(),
            "The identity pool doesn't give credentials to this account.",
        ),
        (
            "out of order",
            id(),
            (500, json!({ "__type": "InternalErrorException", "message": "" })),
            "The service is having a problem right now. Please try again in a moment.",
        ),
    ] {
        let standing = vec![("GetId", get_id), ("GetCredentialsForIdentity", get_credentials)];
        let app = open(&json!({ "email": EMAIL }), &[IDENTITY_POOL], standing).await;
        app.page.see("AWS credentials").await;
        app.page.see(sentence).await;
        for secret in ["ASIAEXAMPLE", "secret-key", "session-token"] {
            assert!(!app.page.reads(secret), "{case}: {secret} is not shown");
        }
        if case != "given" {
            app.service.always("GetId", id());
            app.service.always("GetCredentialsForIdentity", given());
            app.page.press("Try again").await;
            app.page.see("in 30 min").await;
        }
    }
}
