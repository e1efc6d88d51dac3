//! USER_AUTH: what may come first, for users of every kind and for nobody.

use std::time::Duration;

use local_user_pool::{
    Config, Medium, MessageKind, MfaFactor, NewUser, UserStatus,
    settings::{AuthFlow, FirstFactor, MfaConfiguration, Tier, UserExistenceErrors},
};
use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, Refusal, assert_refused, new_user},
    questions::{PHONE, config, user},
};

const PASSWORDS: [&str; 2] = ["PASSWORD", "PASSWORD_SRP"];
const NOBODY: &str = "nobody@example.org";

async fn start() -> Client {
    Client::with(config(MfaConfiguration::Optional)).await
}

async fn begin(client: &Client, name: &str, preferred: Option<&str>) -> Result<Value, Refusal> {
    client.begin("USER_AUTH", json!({ "USERNAME": name, "PREFERRED_CHALLENGE": preferred })).await
}

#[tokio::test]
async fn what_is_offered() {
    let client = start().await;
    let with_phone = |email: &str| NewUser { phone_number: Some(PHONE.to_owned()), ..new_user(email) };
    let cases: [(&str, NewUser, &[&str]); 4] = [
        ("address", new_user("address@example.org"), &["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]),
        ("both", with_phone("both@example.org"), &["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]),
        ("no password", NewUser::new("without@example.org", ""), &["EMAIL_OTP"]),
        ("second factor", user("factor@example.org", &[MfaFactor::SmsMfa]), &PASSWORDS),
    ];
    for (name, new, offered) in cases {
        let email = new.email.clone();
        client.pool.add_user(new).unwrap();
        let answer = begin(&client, &email, None).await.unwrap();
        assert_eq!(answer["ChallengeName"], "SELECT_CHALLENGE", "{name}");
        assert_eq!(answer["AvailableChallenges"], json!(offered), "{name}");
        let not_offered = begin(&client, &email, Some("WEB_AUTHN")).await.unwrap();
        assert_eq!(not_offered["AvailableChallenges"], json!(offered), "{name}, preferring what is not there");
    }

    client.sign_up("unconfirmed@example.org").await.unwrap();
    let answer = begin(&client, "unconfirmed@example.org", None).await.unwrap();
    assert_eq!(answer["AvailableChallenges"], json!(PASSWORDS), "an address that is not verified");
    let responses = json!({ "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
    let answer = client.answer(&answer, "unconfirmed@example.org", responses).await;
    assert_refused("unconfirmed", answer, "UserNotConfirmedException", "User is not confirmed.");

    let client = Client::with(config(MfaConfiguration::On)).await;
    client.pool.add_user(user(FIRST, &[])).unwrap();
    let answer = begin(&client, FIRST, None).await.unwrap();
    assert_eq!(answer["AvailableChallenges"], json!(PASSWORDS), "where a second factor is required");
}

#[tokio::test]
async fn codes_in_place_of_a_password() {
    let client = start().await;
    let username = client.pool.add_user(user(FIRST, &[])).unwrap();
    let cases = [
        ("EMAIL_OTP", "EMAIL_OTP_CODE", "EMAIL", "f***@e***", Medium::Email, FIRST),
        ("SMS_OTP", "SMS_OTP_CODE", "SMS", "+*******0123", Medium::Sms, PHONE),
    ];
    for (choice, member, medium_name, masked, medium, to) in cases {
        let chosen = begin(&client, FIRST, None).await.unwrap();
        let chosen = client.answer(&chosen, FIRST, json!({ "ANSWER": choice })).await.unwrap();
        let preferred = begin(&client, FIRST, Some(choice)).await.unwrap();
        assert_eq!(chosen["ChallengeParameters"], preferred["ChallengeParameters"], "{choice}");
        let parameters = json!({
            "CODE_DELIVERY_DELIVERY_MEDIUM": medium_name,
            "CODE_DELIVERY_DESTINATION": masked,
            "USER_ID_FOR_SRP": username,
        });
        assert_eq!((&preferred["ChallengeName"], &preferred["ChallengeParameters"]), (&json!(choice), &parameters));
        let message = client.pool.inbox().pop().unwrap();
        assert_eq!((message.to.as_str(), message.medium, message.kind), (to, medium, MessageKind::SignInCode));
        assert!(message.code.len() == 8 && message.code.bytes().all(|digit| digit.is_ascii_digit()), "{choice}");
        let answer = client.answer(&preferred, FIRST, json!({ member: message.code })).await.unwrap();
        assert!(answer["AuthenticationResult"]["RefreshToken"].is_string(), "{choice}");
        let other = client.answer(&chosen, FIRST, json!({ member: message.code })).await;
        let mismatch = "Invalid code or auth state for the user.";
        assert_refused(&format!("{choice}, the other session's code"), other, "CodeMismatchException", mismatch);
    }
}

#[tokio::test]
async fn nobody_is_asked_like_somebody() {
    let client = start().await;
    for number in 0..16 {
        let offered = begin(&client, &format!("nobody{number}@example.org"), None).await.unwrap();
        let again = begin(&client, &format!("Nobody{number}@Example.Org"), None).await.unwrap();
        assert_eq!(offered["ChallengeName"], "SELECT_CHALLENGE");
        let offered = offered["AvailableChallenges"].clone();
        assert_eq!(offered, again["AvailableChallenges"], "the same each time");
        let always = ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"];
        assert!(always.iter().all(|choice| offered.as_array().unwrap().contains(&json!(choice))), "{offered}");
    }

    let sent = client.pool.inbox().len();
    let asked = begin(&client, NOBODY, Some("EMAIL_OTP")).await.unwrap();
    assert_eq!(asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "n***@e***");
    assert_eq!(client.pool.inbox().len(), sent, "nothing is sent");
    let user_id = asked["ChallengeParameters"]["USER_ID_FOR_SRP"].as_str().unwrap().to_owned();
    assert_eq!(user_id.len(), 36, "a UUID, as for a user who exists");
    let mismatch = "Invalid code or auth state for the user.";
    for code in ["00000000", "12345678", ""] {
        let answer = client.answer(&asked, &user_id, json!({ "EMAIL_OTP_CODE": code })).await;
        match code {
            "" => assert_refused(
                "no code",
                answer,
                "InvalidParameterException",
                "Missing required parameter EMAIL_OTP_CODE",
            ),
            _ => assert_refused(code, answer, "CodeMismatchException", mismatch),
        }
    }

    let phone = begin(&client, "+12025550199", Some("SMS_OTP")).await.unwrap();
    assert_eq!(phone["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"], "+*******0199");

    let incorrect = "Incorrect username or password.";
    let asked = begin(&client, NOBODY, Some("PASSWORD")).await.unwrap();
    let answer = client.answer(&asked, NOBODY, json!({ "PASSWORD": PASSWORD })).await;
    assert_refused("password", answer, "NotAuthorizedException", incorrect);

    let mut legacy = config(MfaConfiguration::Optional);
    legacy.client.prevent_user_existence_errors = UserExistenceErrors::Legacy;
    let client = Client::with(legacy).await;
    let answer = begin(&client, NOBODY, None).await;
    assert_refused("legacy", answer, "UserNotFoundException", "User does not exist.");
}

#[tokio::test]
async fn the_plan_must_have_it() {
    let mut config = Config::default();
    config.user_pool.user_pool_tier = Tier::Lite;
    let client = Client::with(config).await;
    let answer = begin(&client, DEMO, None).await;
    let message = "USER_AUTH is not available in the LITE feature plan.";
    assert_refused("lite", answer, "FeatureUnavailableInTierException", message);
    client.begin_typed(DEMO, DEMO_PASSWORD).await.expect("a password alone needs no plan");
}

#[tokio::test]
async fn users_without_any_way() {
    let mut config = config(MfaConfiguration::Optional);
    config.user_pool.username_attributes = Vec::new();
    let client = Client::with(config).await;
    let without =
        |username: &str, status| NewUser { username: Some(username.to_owned()), status, ..NewUser::new("", "") };
    client.pool.add_user(without("unconfirmed", UserStatus::Unconfirmed)).unwrap();
    client.pool.add_user(without("confirmed", UserStatus::Confirmed)).unwrap();
    let answer = begin(&client, "unconfirmed", None).await;
    assert_refused("unconfirmed", answer, "UserNotConfirmedException", "User is not confirmed.");
    let answer = begin(&client, "confirmed", None).await;
    let none = "No sign-in method is available for the user.";
    assert_refused("confirmed", answer, "InvalidParameterException", none);
}

async fn begin_with(client: &Client, name: &str, session: &Value) -> Result<Value, Refusal> {
    let parameters = json!({ "USERNAME": name });
    let body = json!({
        "AuthFlow": "USER_AUTH",
        "ClientId": CLIENT_ID,
        "AuthParameters": parameters,
        "Session": session,
    });
    client.call("InitiateAuth", body).await
}

#[tokio::test]
async fn straight_in_after_a_sign_up() {
    let client = start().await;
    let invalid = "Invalid session for the user.";
    let signed_up = async |email: &str| {
        client.sign_up(email).await.unwrap();
        client.confirm(email, &client.last_code()).await.unwrap()["Session"].clone()
    };
    let session = signed_up(FIRST).await;
    let sent = client.pool.inbox().len();
    let answer = begin_with(&client, FIRST, &session).await.unwrap();
    assert!(answer["AuthenticationResult"]["RefreshToken"].is_string());
    assert_eq!(client.pool.inbox().len(), sent, "without a second code");
    assert_refused("again", begin_with(&client, FIRST, &session).await, "NotAuthorizedException", invalid);

    let session = signed_up("second@example.org").await;
    let other = begin_with(&client, DEMO, &session).await;
    assert_refused("other user", other, "NotAuthorizedException", invalid);

    let session = signed_up("third@example.org").await;
    client.pool.advance(Duration::from_secs(180));
    let late = begin_with(&client, "third@example.org", &session).await;
    let expired = "Invalid session for the user, session is expired.";
    assert_refused("late", late, "NotAuthorizedException", expired);

    let mut without = config(MfaConfiguration::Off);
    without.client.explicit_auth_flows = vec![AuthFlow::AllowUserSrpAuth];
    without.user_pool.policies.sign_in_policy.allowed_first_auth_factors = vec![FirstFactor::Password];
    let client = Client::with(without).await;
    client.sign_up(FIRST).await.unwrap();
    let answer = client.confirm(FIRST, &client.last_code()).await.unwrap();
    assert_eq!(answer, json!({}), "a client without USER_AUTH has no use for a session");
}
