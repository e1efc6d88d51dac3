//! /oauth2/authorize, /oauth2/token, /oauth2/userInfo, /oauth2/revoke: what they give and what they refuse.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{start, start_with};
use crate::{
    browser::{Browser, CALLBACK, CLIENT_ID, CODE_CHALLENGE, CODE_VERIFIER, Page, authorize, left_half},
    client::{DEMO, DEMO_PASSWORD, assert_refused, claims},
};

type Field = (&'static str, &'static str);

const SECRET: &str = "0123456789abcdef0123456789abcdef";

async fn tokens_for(browser: &mut Browser, scope: &str) -> Value {
    let page = browser.visit(&authorize(&[("scope", scope), ("prompt", "login")])).await;
    let page = browser.send(&page, &[("username", DEMO), ("password", DEMO_PASSWORD)]).await;
    let answer = browser.exchange(&page, &[]).await;
    assert_eq!(answer.status, 200, "{scope}: {}", answer.body);
    answer.json()
}

async fn user_info(browser: &Browser, authorization: &str) -> Page {
    browser.post("/oauth2/userInfo", &[("authorization", authorization)], &[]).await
}

#[tokio::test]
async fn a_code_gives_tokens_once_signed_in() {
    let (client, mut browser) = start().await;
    let page = browser.get(&authorize(&[])).await;
    assert!(page.location().unwrap().starts_with("/login?"), "{:?}", page.location());
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    assert_eq!((page.status, page.parameter("state").as_deref()), (302, Some("state-1")));
    let answer = browser.exchange(&page, &[]).await;
    assert_eq!((answer.status, answer.headers["cache-control"].to_str().unwrap()), (200, "no-store"));
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    let tokens = answer.json();
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let (access, id) = (claims(&tokens["access_token"]), claims(&tokens["id_token"]));
    assert_eq!(access["scope"], "openid email profile aws.cognito.signin.user.admin");
    assert_eq!(
        (&access["version"], &access["client_id"], &id["aud"]),
        (&json!(2), &json!(CLIENT_ID), &json!(CLIENT_ID))
    );
    assert_eq!(id["at_hash"], left_half(tokens["access_token"].as_str().unwrap()));
    assert_eq!((&id["nonce"], &id["email"], &id["email_verified"]), (&json!("nonce-1"), &json!(DEMO), &json!(true)));
    let user = client.get_user(&tokens["access_token"]).await.unwrap();
    assert_eq!(user["Username"], access["username"]);

    client.pool.advance(Duration::from_secs(60));
    let fields = [("grant_type", "refresh_token"), ("client_id", CLIENT_ID)];
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let fields = [fields[0], fields[1], ("refresh_token", refresh_token)];
    let renewed = browser.post("/oauth2/token", &[], &fields).await.json();
    let id_again = claims(&renewed["id_token"]);
    assert_eq!((&renewed["refresh_token"], &id_again["nonce"]), (&Value::Null, &Value::Null));
    assert_eq!((&id_again["auth_time"], &id_again["origin_jti"]), (&id["auth_time"], &id["origin_jti"]));
    assert_eq!(claims(&renewed["access_token"])["scope"], access["scope"]);
    let by_api =
        client.call("GetTokensFromRefreshToken", json!({ "ClientId": CLIENT_ID, "RefreshToken": refresh_token }));
    let by_api = by_api.await.unwrap()["AuthenticationResult"].clone();
    assert_eq!(claims(&by_api["AccessToken"])["scope"], access["scope"], "the API renews them as well");
}

#[tokio::test]
async fn rotation_holds_for_the_token_endpoint() {
    let rotation = "RefreshTokenRotation = { Feature = 'ENABLED', RetryGracePeriodSeconds = 0 }";
    let (_client, mut browser) = start_with(&[rotation]).await;
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let tokens = browser.exchange(&page, &[]).await.json();
    let renew = async |token: &Value| {
        let token = token.as_str().unwrap();
        let fields = [("grant_type", "refresh_token"), ("client_id", CLIENT_ID), ("refresh_token", token)];
        browser.post("/oauth2/token", &[], &fields).await
    };
    let second = renew(&tokens["refresh_token"]).await.json();
    assert_ne!(second["refresh_token"], tokens["refresh_token"]);
    assert_eq!(renew(&tokens["refresh_token"]).await.error(), (400, "invalid_grant".to_owned()), "reuse");
    assert_eq!(renew(&second["refresh_token"]).await.error(), (400, "invalid_grant".to_owned()), "after reuse");
}

#[tokio::test]
async fn what_an_app_may_not_ask_for() {
    let (_client, mut browser) = start().await;
    let at_the_app = [
        ("no response_type", [("response_type", "")], "invalid_request"),
        ("unknown response_type", [("response_type", "x")], "invalid_request"),
        ("tokens in the address", [("response_type", "token")], "unauthorized_client"),
        ("challenge without method", [("code_challenge_method", "")], "invalid_request"),
        ("method without challenge", [("code_challenge", "")], "invalid_request"),
        ("plain challenge", [("code_challenge_method", "plain")], "invalid_request"),
        ("short challenge", [("code_challenge", "x")], "invalid_request"),
        ("foreign scope", [("scope", "openid shop/read")], "invalid_scope"),
        ("claims without openid", [("scope", "email")], "invalid_scope"),
        ("unknown provider", [("identity_provider", "Facebook")], "invalid_request"),
        ("unknown identifier", [("idp_identifier", "example.org")], "invalid_request"),
        ("unknown prompt", [("prompt", "often")], "invalid_request"),
        ("two prompts, one of them none", [("prompt", "none login")], "invalid_request"),
        ("nobody is signed in", [("prompt", "none")], "login_required"),
    ];
    for (name, others, error) in at_the_app {
        let page = browser.get(&authorize(&others)).await;
        assert_eq!(page.status, 302, "{name}");
        assert_eq!(page.parameter("error").as_deref(), Some(error), "{name}: {:?}", page.location());
        assert_eq!(page.parameter("state").as_deref(), Some("state-1"), "{name}");
        assert_eq!(page.parameter("code"), None, "{name}");
    }
    let twice = browser.get(&format!("{}&state=other", authorize(&[]))).await;
    assert_eq!(twice.parameter("error").as_deref(), Some("invalid_request"), "a parameter twice");

    let on_a_page = [
        ("foreign address", [("redirect_uri", "https://evil.example/callback")], "redirect_mismatch"),
        ("address with more", [("redirect_uri", "http://localhost:8080/callback/")], "redirect_mismatch"),
        ("address with a query", [("redirect_uri", "http://localhost:8080/callback?x=1")], "redirect_mismatch"),
        ("no address", [("redirect_uri", "")], "redirect_mismatch"),
        ("unknown client", [("client_id", "unknown")], "Client does not exist"),
        ("no client", [("client_id", "")], "invalid_request"),
    ];
    for (name, others, error) in on_a_page {
        for path in [authorize(&others), authorize(&others).replace("/oauth2/authorize", "/login")] {
            let redirected = browser.get(&path).await;
            assert!(redirected.location().unwrap().starts_with("/error?"), "{name}: {:?}", redirected.location());
            let page = browser.visit(&path).await;
            assert!(page.status == 400 && page.body.contains(error), "{name}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn clients_that_may_not_use_managed_login() {
    let without_flow = ["AllowedOAuthFlows = ['implicit']"];
    let turned_off = ["AllowedOAuthFlowsUserPoolClient = false"];
    for (name, lines) in [("no code flow", without_flow), ("turned off", turned_off)] {
        let (_client, mut browser) = start_with(&lines).await;
        let page = browser.get(&authorize(&[])).await;
        assert_eq!(page.parameter("error").as_deref(), Some("unauthorized_client"), "{name}");
    }
    let (_client, mut browser) = start_with(&["SupportedIdentityProviders = []"]).await;
    let page = browser.visit(&authorize(&[])).await;
    assert!(page.status == 400 && page.body.contains("Login pages unavailable"), "{}", page.body);
}

#[tokio::test]
async fn exchanges_that_are_refused() {
    let (client, mut browser) = start().await;
    let other = json!({
        "UserPoolId": "us-east-1_ManagedLogin", "ClientName": "Another", "CallbackURLs": [CALLBACK],
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "SupportedIdentityProviders": ["COGNITO"],
    });
    let other = client.call("CreateUserPoolClient", other).await.unwrap()["UserPoolClient"].clone();
    let other_id = other["ClientId"].as_str().unwrap();
    let wrong = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK";
    let cases = [
        ("no grant type", ("grant_type", ""), "invalid_request"),
        ("unknown grant type", ("grant_type", "password"), "unsupported_grant_type"),
        ("for a program", ("grant_type", "client_credentials"), "unauthorized_client"),
        ("no code", ("code", ""), "invalid_request"),
        ("unknown code", ("code", "00000000-0000-4000-8000-000000000000"), "invalid_grant"),
        ("no address", ("redirect_uri", ""), "invalid_request"),
        ("foreign address", ("redirect_uri", "https://evil.example/callback"), "unauthorized_client"),
        ("wrong verifier", ("code_verifier", wrong), "invalid_grant"),
        ("challenge for verifier", ("code_verifier", CODE_CHALLENGE), "invalid_grant"),
        ("no verifier", ("code_verifier", ""), "invalid_grant"),
        ("no client", ("client_id", ""), "invalid_request"),
        ("unknown client", ("client_id", "unknown"), "invalid_client"),
        ("another client", ("client_id", other_id), "invalid_grant"),
    ];
    browser.sign_in(DEMO, DEMO_PASSWORD).await;
    for (name, other, error) in cases {
        let page = browser.visit(&authorize(&[])).await;
        assert_eq!(browser.exchange(&page, &[other]).await.error(), (400, error.to_owned()), "{name}");
        let tries_again =
            matches!(name, "foreign address" | "wrong verifier" | "challenge for verifier" | "no verifier");
        let again = browser.exchange(&page, &[]).await;
        assert_eq!(again.status == 400, tries_again, "{name}: whether the code was spent");
    }
    let without_challenge = [("code_challenge", ""), ("code_challenge_method", "")];
    let page = browser.visit(&authorize(&without_challenge)).await;
    let added = browser.exchange(&page, &[]).await;
    assert_eq!(added.error(), (400, "invalid_grant".to_owned()), "a verifier without a challenge");
    let page = browser.visit(&authorize(&without_challenge)).await;
    assert_eq!(browser.exchange(&page, &[("code_verifier", "")]).await.status, 200, "without PKCE");

    let page = browser.visit(&authorize(&[])).await;
    client.pool.advance(Duration::from_secs(300));
    assert_eq!(browser.exchange(&page, &[]).await.error(), (400, "invalid_grant".to_owned()), "after five minutes");
}

#[tokio::test]
async fn a_code_that_is_used_again_ends_what_it_gave() {
    let (client, mut browser) = start().await;
    let page = browser.sign_in(DEMO, DEMO_PASSWORD).await;
    let tokens = browser.exchange(&page, &[]).await.json();
    client.get_user(&tokens["access_token"]).await.unwrap();
    assert_eq!(browser.exchange(&page, &[]).await.error(), (400, "invalid_grant".to_owned()));
    let dead = client.get_user(&tokens["access_token"]).await;
    assert_refused("access token", dead, "NotAuthorizedException", "Access Token has been revoked");
}

#[tokio::test]
async fn a_client_with_a_secret_proves_it() {
    let (_client, mut browser) = start_with(&[&format!("ClientSecret = '{SECRET}'")]).await;
    let basic = |id: &str, secret: &str| format!("Basic {}", BASE64_STANDARD.encode(format!("{id}:{secret}")));
    let (right, wrong) = (basic(CLIENT_ID, SECRET), basic(CLIENT_ID, "x"));
    let cases: [(_, Option<&str>, &[Field], Option<&str>); 7] = [
        ("in the header", Some(&right), &[("client_id", "")], None),
        ("in the header, and its id in the form", Some(&right), &[], None),
        ("in the form", None, &[("client_secret", SECRET)], None),
        ("wrong in the header", Some(&wrong), &[("client_id", "")], Some("invalid_client")),
        ("wrong in the form", None, &[("client_secret", "x")], Some("invalid_client")),
        ("in both", Some(&right), &[("client_secret", SECRET)], Some("invalid_request")),
        ("not at all", None, &[], Some("invalid_client")),
    ];
    browser.sign_in(DEMO, DEMO_PASSWORD).await;
    for (name, header, others, error) in cases {
        let page = browser.visit(&authorize(&[])).await;
        let code = page.parameter("code").unwrap();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", CODE_VERIFIER),
            ("client_id", CLIENT_ID),
        ];
        for other in others {
            fields.retain(|(name, _)| *name != other.0);
            fields.push(*other);
        }
        let headers: Vec<_> = header.map(|value| ("authorization", value)).into_iter().collect();
        let answer = browser.post("/oauth2/token", &headers, &fields).await;
        match error {
            None => assert_eq!(answer.status, 200, "{name}: {}", answer.body),
            Some(error) => assert_eq!(answer.error(), (400, error.to_owned()), "{name}"),
        }
    }
}

#[tokio::test]
async fn scopes_say_what_tokens_are_good_for() {
    let (client, mut browser) = start().await;
    let cases = [
        ("openid", true, Some(vec!["email", "email_verified", "name", "sub", "username"]), false),
        ("openid email", true, Some(vec!["email", "email_verified", "sub", "username"]), false),
        ("openid profile", true, Some(vec!["name", "sub", "username"]), false),
        ("openid phone aws.cognito.signin.user.admin", true, Some(vec!["sub", "username"]), true),
        ("aws.cognito.signin.user.admin", false, None, true),
    ];
    for (scope, has_id_token, told, opens_the_api) in cases {
        let tokens = tokens_for(&mut browser, scope).await;
        assert_eq!(tokens["id_token"].is_string(), has_id_token, "{scope}");
        let info = user_info(&browser, &format!("Bearer {}", tokens["access_token"].as_str().unwrap())).await;
        match told {
            Some(names) => {
                let told = info.json();
                assert_eq!(told.as_object().unwrap().keys().collect::<Vec<_>>(), names, "{scope}");
                let id = claims(&tokens["id_token"]);
                assert_eq!(id["name"].is_string(), names.contains(&"name"), "{scope}: the id token says the same");
                assert_eq!(id["email"].is_string(), names.contains(&"email"), "{scope}: the id token says the same");
            }
            None => assert_eq!(info.error(), (401, "invalid_token".to_owned()), "{scope}"),
        }
        match opens_the_api {
            true => drop(client.get_user(&tokens["access_token"]).await.expect(scope)),
            false => {
                let message = "Access Token does not have required scopes";
                let refused = client.get_user(&tokens["access_token"]).await;
                assert_refused(scope, refused, "NotAuthorizedException", message);
            }
        }
    }
    let all = tokens_for(&mut browser, "").await;
    let scope = "openid email phone profile aws.cognito.signin.user.admin";
    assert_eq!(claims(&all["access_token"])["scope"], scope, "without scope");
}

#[tokio::test]
async fn user_info_and_revocation_refuse() {
    let (client, mut browser) = start().await;
    let tokens = tokens_for(&mut browser, "openid").await;
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    let [access, id, refresh] = ["access_token", "id_token", "refresh_token"].map(text);
    for (name, authorization, status, error) in [
        ("no token", String::new(), 400, "invalid_request"),
        ("another scheme", format!("Basic {access}"), 400, "invalid_request"),
        ("an id token", format!("Bearer {id}"), 401, "invalid_token"),
        ("garbage", "Bearer x".to_owned(), 401, "invalid_token"),
    ] {
        let answer = user_info(&browser, &authorization).await;
        assert_eq!(answer.error(), (status, error.to_owned()), "{name}");
        let challenge = answer.headers["www-authenticate"].to_str().unwrap();
        assert!(challenge.starts_with("Bearer ") && challenge.contains(&format!("error=\"{error}\"")), "{challenge}");
    }
    let revoke = async |fields: &[(&str, &str)]| browser.post("/oauth2/revoke", &[], fields).await;
    for (name, fields, status, error) in [
        ("no token", [("client_id", CLIENT_ID), ("token", "")], 400, "invalid_request"),
        ("no client", [("client_id", ""), ("token", &refresh)], 400, "invalid_request"),
        ("unknown client", [("client_id", "unknown"), ("token", &refresh)], 401, "invalid_client"),
        ("an access token", [("client_id", CLIENT_ID), ("token", &access)], 400, "unsupported_token_type"),
    ] {
        assert_eq!(revoke(&fields).await.error(), (status, error.to_owned()), "{name}");
    }
    for (name, token) in [("unknown", "x"), ("the refresh token", &refresh), ("again", &refresh)] {
        let answer = revoke(&[("client_id", CLIENT_ID), ("token", token)]).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{name}");
    }
    assert_eq!(user_info(&browser, &format!("Bearer {access}")).await.status, 401, "revoked");
    let fields = [("grant_type", "refresh_token"), ("client_id", CLIENT_ID), ("refresh_token", &refresh)];
    let renewed = browser.post("/oauth2/token", &[], &fields).await;
    assert_eq!(renewed.error(), (400, "invalid_grant".to_owned()), "revoked");
    assert_eq!(browser.visit(&authorize(&[])).await.parameter("error"), None, "the browser is still signed in");
    drop(client);
}

#[tokio::test]
async fn discovery_names_the_endpoints() {
    let (client, _) = start().await;
    let (_, _, document) = client.get("/us-east-1_ManagedLogin/.well-known/openid-configuration", "*/*").await;
    let document: Value = serde_json::from_str(&document).unwrap();
    for (name, path) in [
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userInfo"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("end_session_endpoint", "/logout"),
    ] {
        assert_eq!(document[name], format!("{}{path}", client.pool.base_url()), "{name}");
    }
}
