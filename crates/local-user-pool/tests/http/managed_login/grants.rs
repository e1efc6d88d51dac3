//! What a request may ask besides a code: tokens at once, a fresh or strong sign-in, an audience.

use std::{collections::BTreeMap, time::Duration};

use local_user_pool::{MfaFactor, NewUser, settings::MfaConfiguration};
use serde_json::{Value, json};

use super::{config, start, start_with};
use crate::{
    browser::{Browser, CALLBACK, CLIENT_ID, Page, authorize, left_half},
    client::{Client, DEMO, DEMO_PASSWORD, claims},
};

/// What stands after the `#` of the address that leads back to the app.
fn fragment(page: &Page) -> BTreeMap<String, String> {
    let location = page.location().unwrap_or_else(|| panic!("no way back: {}", page.body));
    let fragment = location.strip_prefix(CALLBACK).and_then(|rest| rest.strip_prefix('#'));
    form_urlencoded::parse(fragment.unwrap_or_else(|| panic!("{location}")).as_bytes()).into_owned().collect()
}

#[tokio::test]
async fn tokens_in_the_address() {
    let (client, mut browser) = start_with(&["AllowedOAuthFlows = ['implicit']"]).await;
    let implicit = [("response_type", "token"), ("code_challenge", ""), ("code_challenge_method", "")];
    let page = browser.visit(&authorize(&implicit)).await;
    let page = browser.send(&page, &[("username", DEMO), ("password", DEMO_PASSWORD)]).await;
    let given = fragment(&page);
    let names: Vec<&str> = given.keys().map(String::as_str).collect();
    assert_eq!(names, ["access_token", "expires_in", "id_token", "state", "token_type"], "no refresh token");
    assert_eq!((given["state"].as_str(), given["expires_in"].as_str()), ("state-1", "3600"));
    let id = claims(&json!(given["id_token"]));
    assert_eq!((&id["nonce"], &id["at_hash"]), (&json!("nonce-1"), &json!(left_half(&given["access_token"]))));
    client.get_user(&json!(given["access_token"])).await.unwrap();

    let mut without = implicit.to_vec();
    without.push(("scope", "aws.cognito.signin.user.admin"));
    let page = browser.get(&authorize(&without)).await;
    assert!(!fragment(&page).contains_key("id_token"), "without openid");
    let mut unknown = implicit.to_vec();
    unknown.push(("scope", "unknown"));
    assert_eq!(fragment(&browser.get(&authorize(&unknown)).await)["error"], "invalid_scope", "errors stand there too");
    let code = browser.get(&authorize(&[])).await;
    assert_eq!(code.parameter("error").as_deref(), Some("unauthorized_client"));
}

async fn id_token(browser: &Browser, page: &Page) -> Value {
    claims(&browser.exchange(page, &[]).await.json()["id_token"])
}

#[tokio::test]
async fn a_sign_in_that_is_too_old() {
    let (client, mut browser) = start().await;
    browser.sign_in(DEMO, DEMO_PASSWORD).await;
    client.pool.advance(Duration::from_secs(100));
    let is_asked = async |browser: &mut Browser, age: &str| {
        let page = browser.get(&authorize(&[("max_age", age)])).await;
        page.location().unwrap().starts_with("/login?")
    };
    for (age, expected) in [("100", false), ("99", true), ("0", true)] {
        assert_eq!(is_asked(&mut browser, age).await, expected, "{age}");
    }
    let silent = browser.get(&authorize(&[("max_age", "99"), ("prompt", "none")])).await;
    assert_eq!(silent.parameter("error").as_deref(), Some("login_required"));
    let wrong = browser.get(&authorize(&[("max_age", "soon")])).await;
    assert_eq!(wrong.parameter("error").as_deref(), Some("invalid_request"));
    let page = browser.visit(&authorize(&[("max_age", "0")])).await;
    let page = browser.send(&page, &[("username", DEMO), ("password", DEMO_PASSWORD)]).await;
    let id = id_token(&browser, &page).await;
    assert_eq!(id["auth_time"], id["iat"]);
}

#[tokio::test]
async fn a_sign_in_that_is_too_weak() {
    let mut config = config(&[]);
    config.user_pool.mfa_configuration = MfaConfiguration::Optional;
    config.user_pool.email_mfa = true;
    config.user_pool.software_token_mfa = true;
    let totp = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    config.users = vec![NewUser {
        mfa: vec![MfaFactor::EmailOtp, MfaFactor::SoftwareTokenMfa],
        preferred_mfa: Some(MfaFactor::EmailOtp),
        totp_secret: Some(totp.to_owned()),
        ..NewUser::new(DEMO, DEMO_PASSWORD)
    }];
    let client = Client::with(config).await;
    let mut browser = Browser::of(&client.pool);
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let page = browser.send(&page, &[("answer", &client.last_code())]).await;
    assert_eq!(id_token(&browser, &page).await["acr"], "urn:cognito:loa:3");
    let known = browser.get(&authorize(&[("acr_values", "urn:cognito:loa:3")])).await;
    assert!(known.parameter("code").is_some(), "{:?}", known.location());
    let unknown = browser.get(&authorize(&[("acr_values", "urn:unknown")])).await;
    assert!(unknown.parameter("code").is_some(), "{:?}", unknown.location());
    let page = browser.visit(&authorize(&[("acr_values", "urn:cognito:loa:4")])).await;
    let page = browser.send(&page, &[("username", DEMO), ("password", DEMO_PASSWORD)]).await;
    assert!(page.body.contains("authenticator app"), "{}", page.body);
    let page = browser.send(&page, &[("answer", &client.totp(totp))]).await;
    let id = id_token(&browser, &page).await;
    assert_eq!((&id["acr"], &id["amr"]), (&json!("urn:cognito:loa:4"), &json!(["pwd", "otp", "mfa"])));
}

#[tokio::test]
async fn an_access_token_for_one_resource() {
    let (_client, mut browser) = start().await;
    let resource = "https://api.example.com";
    let page = browser.visit(&authorize(&[("resource", resource)])).await;
    let page = browser.send(&page, &[("username", DEMO), ("password", DEMO_PASSWORD)]).await;
    let tokens = browser.exchange(&page, &[]).await.json();
    assert_eq!(claims(&tokens["access_token"])["aud"], resource);
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let fields = [("grant_type", "refresh_token"), ("client_id", CLIENT_ID), ("refresh_token", refresh_token)];
    let renewed = browser.post("/oauth2/token", &[], &fields).await.json();
    assert_eq!(claims(&renewed["access_token"])["aud"], resource, "also after a refresh");
    assert_eq!(claims(&tokens["id_token"])["aud"], CLIENT_ID);
    for wrong in ["api", "http://api.example.com", "https://api.example.com/#part"] {
        let page = browser.get(&authorize(&[("resource", wrong)])).await;
        assert_eq!(page.parameter("error").as_deref(), Some("invalid_target"), "{wrong}");
    }
}
