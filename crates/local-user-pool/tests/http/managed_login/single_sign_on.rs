//! A browser that has signed in once is not asked again, until it signs out or an hour is over.

use std::time::Duration;

use serde_json::json;

use super::start;
use crate::{
    browser::{Browser, CALLBACK, CLIENT_ID, authorize, encoded},
    client::{Client, DEMO, DEMO_PASSWORD, claims},
};

const HOME: &str = "http://localhost:8080/";

async fn is_known(browser: &mut Browser) -> bool {
    browser.get(&authorize(&[("prompt", "none")])).await.parameter("code").is_some()
}

#[tokio::test]
async fn a_known_browser_goes_straight_back() {
    let (client, mut browser) = start().await;
    let first = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let first = browser.exchange(&first, &[]).await.json();
    client.pool.advance(Duration::from_secs(600));
    let page = browser.get(&authorize(&[("state", "state-2")])).await;
    assert_eq!(page.parameter("state").as_deref(), Some("state-2"));
    let second = browser.exchange(&page, &[]).await.json();
    let auth_time = |tokens: &serde_json::Value| claims(&tokens["id_token"])["auth_time"].clone();
    assert_eq!(auth_time(&second), auth_time(&first), "when the person signed in, not when the code came");
    for prompt in ["login", "select_account", "login consent"] {
        let page = browser.get(&authorize(&[("prompt", prompt)])).await;
        assert!(page.location().unwrap().starts_with("/login?"), "{prompt}: {:?}", page.location());
    }
    let other = browser.get(&authorize(&[("identity_provider", "Google")])).await;
    assert!(other.location().unwrap().starts_with("/identity-provider?"), "{:?}", other.location());
    assert!(!is_known(&mut Browser::of(&client.pool)).await, "another browser");
    client.pool.advance(Duration::from_secs(3000));
    assert!(!is_known(&mut browser).await, "after an hour");
}

#[tokio::test]
async fn what_ends_tokens_leaves_the_browser_signed_in() {
    let (client, mut browser) = start().await;
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let tokens = browser.exchange(&page, &[]).await.json();
    let body = json!({ "ClientId": CLIENT_ID, "Token": tokens["refresh_token"] });
    client.call("RevokeToken", body).await.unwrap();
    assert!(is_known(&mut browser).await, "RevokeToken");
    let page = browser.visit(&authorize(&[])).await;
    let tokens = browser.exchange(&page, &[]).await.json();
    client.call("GlobalSignOut", json!({ "AccessToken": tokens["access_token"] })).await.unwrap();
    assert!(is_known(&mut browser).await, "GlobalSignOut");
    client.pool.disable(DEMO).unwrap();
    assert!(!is_known(&mut browser).await, "a disabled user");
}

#[tokio::test]
async fn a_user_who_is_disabled_after_the_code() {
    let (client, mut browser) = start().await;
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    client.pool.disable(DEMO).unwrap();
    assert_eq!(browser.exchange(&page, &[]).await.error(), (400, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn signing_out() {
    let (client, mut browser) = start().await;
    let sign_in = async |browser: &mut Browser| {
        let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
        browser.exchange(&page, &[]).await.json()
    };
    sign_in(&mut browser).await;
    let refused = [
        ("no way on", vec![("client_id", CLIENT_ID)], "invalid_request"),
        ("foreign", vec![("client_id", CLIENT_ID), ("logout_uri", "https://evil.example/")], "redirect_mismatch"),
        ("a callback", vec![("client_id", CLIENT_ID), ("logout_uri", CALLBACK)], "redirect_mismatch"),
        ("foreign callback", vec![("client_id", CLIENT_ID), ("redirect_uri", HOME)], "invalid_request"),
        ("unknown client", vec![("client_id", "unknown"), ("logout_uri", HOME)], "Client does not exist"),
    ];
    for (name, parameters, error) in refused {
        let page = browser.visit(&format!("/logout?{}", encoded(&parameters))).await;
        assert!(page.status == 400 && page.body.contains(error), "{name}: {}", page.body);
        assert!(is_known(&mut browser).await, "{name}: still signed in");
    }
    let cookie = browser.cookies["cognito"].clone();
    let page = browser.get(&format!("/logout?{}", encoded(&[("client_id", CLIENT_ID), ("logout_uri", HOME)]))).await;
    assert_eq!(page.location(), Some(HOME));
    assert!(!browser.cookies.contains_key("cognito"), "the cookie is gone");
    browser.cookies.insert("cognito".to_owned(), cookie);
    assert!(!is_known(&mut browser).await, "and worth nothing");

    let tokens = sign_in(&mut browser).await;
    let page = browser.get(&authorize(&[]).replace("/oauth2/authorize", "/logout")).await;
    assert!(page.location().unwrap().starts_with("/login?"), "{:?}", page.location());
    assert!(!is_known(&mut browser).await, "to sign in as somebody else");
    client.get_user(&tokens["access_token"]).await.expect("tokens outlive it");
}

#[tokio::test]
async fn another_pools_client_does_not_know_the_browser() {
    let (client, mut browser) = start().await;
    browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let pool = client.call("CreateUserPool", json!({ "PoolName": "Another" })).await.unwrap();
    let made = other_client(&client, &pool["UserPool"]["Id"]).await;
    let page = browser.get(&authorize(&[("client_id", &made), ("scope", "openid"), ("prompt", "none")])).await;
    assert_eq!(page.parameter("error").as_deref(), Some("login_required"));
    let same_pool = other_client(&client, &json!("us-east-1_ManagedLogin")).await;
    let page = browser.get(&authorize(&[("client_id", &same_pool), ("scope", "openid"), ("prompt", "none")])).await;
    assert!(page.parameter("code").is_some(), "another client of the same pool: {:?}", page.location());
}

async fn other_client(client: &Client, pool_id: &serde_json::Value) -> String {
    let body = json!({
        "UserPoolId": pool_id, "ClientName": "Another", "CallbackURLs": [CALLBACK],
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "SupportedIdentityProviders": ["COGNITO"],
    });
    let made = client.call("CreateUserPoolClient", body).await.unwrap();
    made["UserPoolClient"]["ClientId"].as_str().unwrap().to_owned()
}
