//! Refresh tokens that are replaced, and tokens that cannot be revoked.

use std::time::Duration;

use local_user_pool::settings::{Feature, RefreshTokenRotation, UserPoolClient};
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, Refusal, assert_refused, claims, with_client};

async fn rotating(grace: u64) -> Client {
    let rotation = RefreshTokenRotation { feature: Feature::Enabled, retry_grace_period_seconds: grace };
    let client = UserPoolClient { refresh_token_rotation: Some(rotation), ..UserPoolClient::default() };
    Client::with(with_client(client)).await
}

async fn renew(client: &Client, refresh_token: &Value) -> Result<Value, Refusal> {
    let body = json!({ "ClientId": CLIENT_ID, "RefreshToken": refresh_token });
    Ok(client.call("GetTokensFromRefreshToken", body).await?["AuthenticationResult"].clone())
}

#[tokio::test]
async fn a_refresh_gives_a_new_refresh_token() {
    let client = rotating(10).await;
    let first = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let second = renew(&client, &first["RefreshToken"]).await.unwrap();
    assert_ne!(second["RefreshToken"], first["RefreshToken"]);
    let origin = |tokens: &Value| claims(&tokens["AccessToken"])["origin_jti"].clone();
    assert_eq!(origin(&second), origin(&first), "still the same sign-in");

    client.pool.advance(Duration::from_secs(9));
    let retried = renew(&client, &first["RefreshToken"]).await.expect("within the grace");
    client.pool.advance(Duration::from_secs(60));
    let third = renew(&client, &retried["RefreshToken"]).await.expect("what a retry gave is as good");
    let reused = renew(&client, &first["RefreshToken"]).await;
    assert_refused("after the grace", reused, "RefreshTokenReuseException", "Refresh token has been used already");
    for (name, tokens) in [("newest", &third), ("second", &second)] {
        let revoked = renew(&client, &tokens["RefreshToken"]).await;
        assert_refused(name, revoked, "NotAuthorizedException", "Refresh Token has been revoked");
    }
    let revoked = client.get_user(&third["AccessToken"]).await;
    assert_refused("access token", revoked, "NotAuthorizedException", "Access Token has been revoked");
    client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn without_grace_a_token_works_once() {
    let client = rotating(0).await;
    let first = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    renew(&client, &first["RefreshToken"]).await.unwrap();
    let reused = renew(&client, &first["RefreshToken"]).await;
    assert_refused("at once", reused, "RefreshTokenReuseException", "Refresh token has been used already");
}

#[tokio::test]
async fn a_new_refresh_token_does_not_live_longer() {
    let client = rotating(10).await;
    let first = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.pool.advance(Duration::from_secs(29 * 24 * 3600));
    let second = renew(&client, &first["RefreshToken"]).await.unwrap();
    client.pool.advance(Duration::from_secs(24 * 3600));
    let expired = renew(&client, &second["RefreshToken"]).await;
    assert_refused("a month after the sign-in", expired, "NotAuthorizedException", "Refresh Token has expired");
}

#[tokio::test]
async fn the_flow_is_refused() {
    let client = rotating(10).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let (code, message) = client.refresh(&tokens["RefreshToken"]).await.unwrap_err();
    assert!(
        code == "UnsupportedOperationException" && message.contains("GetTokensFromRefreshToken"),
        "{code}: {message}"
    );
    renew(&client, &tokens["RefreshToken"]).await.expect("the token was not spent");
}

#[tokio::test]
async fn tokens_that_cannot_be_revoked() {
    let app = UserPoolClient { enable_token_revocation: false, ..UserPoolClient::default() };
    let client = Client::with(with_client(app)).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    for name in ["AccessToken", "IdToken"] {
        let claims = claims(&tokens[name]);
        assert_eq!((&claims["origin_jti"], &claims["jti"]), (&Value::Null, &Value::Null), "{name}");
    }
    client.get_user(&tokens["AccessToken"]).await.unwrap();
    let refused = client.revoke(&tokens["RefreshToken"]).await;
    let message = "Token revocation is not enabled for this client";
    assert_refused("revoke", refused, "UnsupportedOperationException", message);
    let renewed = client.refresh(&tokens["RefreshToken"]).await.unwrap();
    client.get_user(&renewed["AccessToken"]).await.unwrap();
}
