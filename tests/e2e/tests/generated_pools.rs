//! In each of the 200 generated pools an account can be made with what the settings ask for, and with no less: by the API,
//! without the app. The journeys of that name go through some of them in a browser.

use e2e::{Config, GeneratedPool, MessageKind, Person, Verification};
use local_user_pool::{LocalUserPool, Running};
use pool_settings::{Field, SettingsDocument};
use serde_json::{Value, json};

async fn ask(pool: &Running, operation: &str, body: Value) -> (u16, Value) {
    let response = reqwest::Client::new()
        .post(pool.base_url())
        .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
        .header("content-type", "application/x-amz-json-1.1")
        .body(body.to_string())
        .send()
        .await
        .expect("the pool answers");
    (response.status().as_u16(), response.json().await.expect("the pool answers JSON"))
}

async fn ask_well(pool: &Running, operation: &str, body: Value) -> Value {
    let (status, answer) = ask(pool, operation, body).await;
    assert_eq!(status, 200, "{operation}: {answer}");
    answer
}

/// What SignUp is asked with these fields.
fn sign_up(pool: &GeneratedPool, settings: &SettingsDocument, fields: &[Field]) -> Value {
    let person = Person::of(pool);
    let attributes: Vec<Value> = fields
        .iter()
        .filter_map(|field| Some(json!({ "Name": field.name, "Value": person.answer(pool, &field.name).kept? })))
        .collect();
    json!({
        "ClientId": settings.client_id,
        "Username": person.identifier(pool, true, false),
        "Password": person.password,
        "UserAttributes": attributes,
    })
}

#[tokio::test]
async fn accounts_can_be_made_with_what_the_settings_ask_for() {
    let service = LocalUserPool::start(Config::default(), 0, None).await.expect("the pool starts");
    for number in 0..200 {
        let pool = GeneratedPool::numbered(number);
        let (pool_id, settings) = pool.make(async |operation, body| ask_well(&service, operation, body).await).await;
        let fields = settings.sign_up.as_ref().expect("a sign-up").fields.clone();
        let asked: Vec<Field> = fields.iter().filter(|field| field.required == Some(true)).cloned().collect();
        // Those that are not asked for here are in the user name.
        let needed = |field: &Field| !matches!(field.name.as_str(), "username" | "password");
        let person = Person::of(&pool);
        for field in asked.iter().filter(|field| needed(field)) {
            let name = person.identifier(&pool, true, false);
            let answer = person.answer(&pool, &field.name);
            let is_only_for_the_app = answer.kept.as_deref() == Some(name) || is_for_codes(&pool, &field.name);
            let without: Vec<Field> = asked.iter().filter(|other| other.name != field.name).cloned().collect();
            let (status, answer) = ask(&service, "SignUp", sign_up(&pool, &settings, &without)).await;
            assert!(is_only_for_the_app || status == 400, "{pool}: {} is not needed: {answer}", field.name);
            if status == 200 {
                // The name is free again.
                let body = json!({ "UserPoolId": pool_id, "Username": name });
                ask_well(&service, "AdminDeleteUser", body).await;
            }
        }
        let answer = ask_well(&service, "SignUp", sign_up(&pool, &settings, &fields)).await;
        let has_phone = fields.iter().any(|field| field.name == "phone_number");
        let through = person.confirmed_through(&pool, has_phone);
        assert_eq!(answer["CodeDeliveryDetails"].is_object(), through.is_some(), "{pool}: {answer}");
        let name = person.identifier(&pool, true, has_phone);
        match through {
            Some(place) => {
                let codes = service.inbox().into_iter().rev();
                let code =
                    codes.filter(|message| message.kind == MessageKind::SignUpCode).find(|code| code.to == place);
                let code = code.unwrap_or_else(|| panic!("{pool}: nothing came to {place}")).code;
                let body = json!({ "ClientId": settings.client_id, "Username": name, "ConfirmationCode": code });
                ask_well(&service, "ConfirmSignUp", body).await;
            }
            None => {
                assert_eq!(pool.verification, Verification::Administrator);
                let body = json!({ "UserPoolId": pool_id, "Username": name });
                ask_well(&service, "AdminConfirmSignUp", body).await;
            }
        }
    }
}

/// Whether only a code needs it: for confirming, or as a second factor.
fn is_for_codes(pool: &GeneratedPool, field: &str) -> bool {
    let schema = pool.user_pool()["Schema"].as_array().cloned().unwrap_or_default();
    matches!(field, "email" | "phone_number") && !schema.iter().any(|attribute| attribute["Name"] == field)
}
