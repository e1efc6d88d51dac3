//! What tokens say, and how long they are worth something.

use std::collections::BTreeSet;
use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use local_user_pool::Config;
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, POOL_ID, assert_refused, claims};

const ISSUER: &str = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool1";
const HOUR: Duration = Duration::from_secs(3600);

async fn jwks(client: &Client) -> Vec<Value> {
    let (status, headers, body) = client.get(&format!("/{POOL_ID}/.well-known/jwks.json"), "*/*").await;
    assert_eq!((status, headers["access-control-allow-origin"].to_str().unwrap()), (200, "*"));
    serde_json::from_str::<Value>(&body).unwrap()["keys"].as_array().unwrap().clone()
}

#[tokio::test]
async fn tokens_verify_against_the_jwks() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let keys = jwks(&client).await;
    let mut used = Vec::new();
    for (name, kind) in [("IdToken", "id"), ("AccessToken", "access")] {
        let token = tokens[name].as_str().unwrap();
        let header = jsonwebtoken::decode_header(token).unwrap();
        assert_eq!((header.alg, header.typ), (Algorithm::RS256, None), "{name}");
        let kid = header.kid.unwrap();
        let key = keys.iter().find(|key| key["kid"] == kid.as_str()).expect(name);
        assert_eq!((&key["kty"], &key["alg"], &key["use"]), (&json!("RSA"), &json!("RS256"), &json!("sig")));
        let key = DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap()).unwrap();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[CLIENT_ID]);
        validation.validate_aud = kind == "id";
        let data = jsonwebtoken::decode::<Value>(token, &key, &validation).expect(name);
        assert_eq!(data.claims["token_use"], kind);
        used.push(kid);
    }
    assert_ne!(used[0], used[1], "one key for each kind");
    let (_, _, body) = client.get(&format!("/{POOL_ID}/.well-known/openid-configuration"), "*/*").await;
    let document: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(document["issuer"], ISSUER);
    assert_eq!(document["jwks_uri"], format!("{}/{POOL_ID}/.well-known/jwks.json", client.pool.base_url()));
    assert_eq!(client.get("/us-east-1_Other/.well-known/jwks.json", "*/*").await.0, 404);
}

#[tokio::test]
async fn claims_are_cognitos() {
    let client = Client::start().await;
    let now = client.pool.clock().now();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let (access, id) = (claims(&tokens["AccessToken"]), claims(&tokens["IdToken"]));
    let names = |claims: &Value| {
        // Sorted here: a map's own order is another one where some crate turns serde_json's preserve_order on.
        let names: BTreeSet<&str> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        names.into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        names(&access),
        "acr amr auth_time client_id event_id exp iat iss jti origin_jti scope sub token_use username"
    );
    assert_eq!(
        names(&id),
        "acr amr aud auth_time cognito:username custom:telnum email email_verified event_id exp iat iss jti name origin_jti \
         sub token_use"
    );
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!((&access["client_id"], &id["aud"]), (&json!(CLIENT_ID), &json!(CLIENT_ID)));
    assert_eq!((&access["username"], &id["cognito:username"]), (&access["sub"], &access["sub"]));
    assert_eq!((&id["email_verified"], &id["name"]), (&json!(true), &json!("Demo")));
    assert_eq!((&id["custom:telnum"], &id["email"]), (&json!("+12025550123"), &json!(DEMO)));
    for name in ["sub", "origin_jti", "event_id", "auth_time"] {
        assert_eq!(access[name], id[name], "{name}");
    }
    for claims in [&access, &id] {
        let iat = claims["iat"].as_u64().unwrap();
        assert!((now..now + 60).contains(&iat), "{iat}");
        assert_eq!(claims["exp"].as_u64().unwrap(), iat + 3600);
    }
    assert_ne!(access["jti"], id["jti"]);
    let refresh_token = tokens["RefreshToken"].as_str().unwrap();
    assert_eq!(refresh_token.split('.').count(), 5, "looks encrypted");
}

#[tokio::test]
async fn a_refresh_keeps_where_it_came_from() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.pool.advance(HOUR);
    let expired = client.get_user(&tokens["AccessToken"]).await;
    assert_refused("an hour later", expired, "NotAuthorizedException", "Access Token has expired");

    let body = json!({ "ClientId": CLIENT_ID, "RefreshToken": tokens["RefreshToken"] });
    let by_operation = client.call("GetTokensFromRefreshToken", body).await.unwrap()["AuthenticationResult"].clone();
    let parameters = json!({ "REFRESH_TOKEN": tokens["RefreshToken"] });
    let body = json!({ "AuthFlow": "REFRESH_TOKEN", "ClientId": CLIENT_ID, "AuthParameters": parameters });
    let by_short_flow = client.call("InitiateAuth", body).await.unwrap()["AuthenticationResult"].clone();
    let by_flow = client.refresh(&tokens["RefreshToken"]).await.unwrap();
    let old = claims(&tokens["AccessToken"]);
    for (name, result) in [("operation", by_operation), ("short flow", by_short_flow), ("flow", by_flow)] {
        assert_eq!(result["RefreshToken"], Value::Null, "{name}");
        let new = claims(&result["AccessToken"]);
        assert_eq!((&new["origin_jti"], &new["auth_time"]), (&old["origin_jti"], &old["auth_time"]), "{name}");
        assert!(new["iat"].as_u64() > old["iat"].as_u64(), "{name}");
        assert_ne!(new["jti"], old["jti"], "{name}");
        client.get_user(&result["AccessToken"]).await.expect(name);
    }
    client.pool.advance(HOUR * 24 * 30);
    let expired = client.refresh(&tokens["RefreshToken"]).await;
    assert_refused("a month later", expired, "NotAuthorizedException", "Refresh Token has expired");
}

#[tokio::test]
async fn tokens_that_are_none() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let access = tokens["AccessToken"].as_str().unwrap();
    let (unsigned, _) = access.rsplit_once('.').unwrap();
    let elsewhere = Client::start().await.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let cases = [
        ("garbage", json!("garbage")),
        ("id token", tokens["IdToken"].clone()),
        ("refresh token", tokens["RefreshToken"].clone()),
        ("without signature", json!(format!("{unsigned}."))),
        ("of another pool", elsewhere["AccessToken"].clone()),
    ];
    for (name, token) in cases {
        let refused = client.get_user(&token).await;
        assert_refused(name, refused, "NotAuthorizedException", "Invalid Access Token");
        let refused = client.call("GlobalSignOut", json!({ "AccessToken": token })).await;
        assert_refused(name, refused, "NotAuthorizedException", "Invalid Access Token");
    }
    for (name, token) in [("garbage", json!("a.b.c")), ("access token", json!(access))] {
        let refused = client.refresh(&token).await;
        assert_refused(name, refused, "NotAuthorizedException", "Invalid Refresh Token");
    }
}

#[tokio::test]
async fn revocation_of_what_cannot_be_revoked() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    for name in ["AccessToken", "IdToken"] {
        let refused = client.revoke(&tokens[name]).await;
        assert_refused(name, refused, "UnsupportedTokenTypeException", "Unsupported token type");
    }
    for (name, token) in [("unknown", json!("a.b.c.d.e")), ("once", tokens["RefreshToken"].clone())] {
        assert_eq!(client.revoke(&token).await, Ok(json!({})), "{name}");
        assert_eq!(client.revoke(&token).await, Ok(json!({})), "{name}, again");
    }
    let body = json!({ "ClientId": "otherclient", "Token": tokens["RefreshToken"] });
    let message = "User pool client otherclient does not exist.";
    assert_refused("other client", client.call("RevokeToken", body).await, "UnauthorizedException", message);
}

#[tokio::test]
async fn lifetimes_and_issuer_are_settings() {
    let text = "
        issuer = 'http://issuer.example'
        [UserPoolClient]
        AccessTokenValidity = 300
        IdTokenValidity = 10
        RefreshTokenValidity = 1
        TokenValidityUnits = { AccessToken = 'seconds', IdToken = 'minutes', RefreshToken = 'hours' }
    ";
    let client = Client::with(Config::from_toml(text).unwrap()).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    assert_eq!(tokens["ExpiresIn"], 300);
    for (name, lifetime) in [("AccessToken", 300), ("IdToken", 600)] {
        let claims = claims(&tokens[name]);
        assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), lifetime, "{name}");
        assert_eq!(claims["iss"], "http://issuer.example/us-east-1_LocalPool1", "{name}");
    }
    client.pool.advance(HOUR);
    let expired = client.refresh(&tokens["RefreshToken"]).await;
    assert_refused("refresh", expired, "NotAuthorizedException", "Refresh Token has expired");
}
