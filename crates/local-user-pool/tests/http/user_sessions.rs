//! ListUserSessions, RevokeUserSession, and whether the pool tracks sessions at all.

use std::time::Duration;

use local_user_pool::{
    Config,
    settings::{
        Feature, RefreshTokenRotation, Tier, TimeUnit, TokenSession, TokenValidityUnits, UserPool, UserPoolClient,
    },
};
use serde_json::{Value, json};

use crate::client::{
    CLIENT_ID, Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused, new_user, with_client,
    with_user_pool,
};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36";
const MINUTE: Duration = Duration::from_secs(60);

async fn sign_in_from(client: &Client, user_agent: &str) -> Value {
    let parameters = json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD });
    let body = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
    client.call_from(user_agent, "InitiateAuth", body).await.unwrap()["AuthenticationResult"].clone()
}

async fn list(client: &Client, tokens: &Value) -> Result<Vec<Value>, Refusal> {
    let answer = client.call("ListUserSessions", json!({ "AccessToken": tokens["AccessToken"] })).await?;
    assert_eq!(answer["NextToken"], Value::Null, "all in one page");
    Ok(answer["Sessions"].as_array().unwrap().clone())
}

async fn revoke(client: &Client, tokens: &Value, session: &Value) -> Result<Value, Refusal> {
    let body = json!({ "AccessToken": tokens["AccessToken"], "SessionId": session });
    client.call("RevokeUserSession", body).await
}

#[tokio::test]
async fn sessions_are_listed() {
    let client = Client::start().await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    client.sign_in(FIRST, PASSWORD).await.unwrap();
    let begun = client.pool.clock().now();
    let first = sign_in_from(&client, FIREFOX).await;
    client.pool.advance(MINUTE);
    let second = sign_in_from(&client, CHROME).await;
    let sessions = list(&client, &second).await.unwrap();
    let seen: Vec<[&Value; 2]> =
        sessions.iter().map(|session| [&session["DeviceType"], &session["IsCurrentSession"]]).collect();
    let (firefox, chrome) = (json!("Linux, Firefox"), json!("Windows, Chrome"));
    assert_eq!(seen, [[&chrome, &json!(true)], [&firefox, &json!(false)]], "the last active one first; only one's own");
    let session = &sessions[1];
    for (name, expected) in
        [("SessionType", json!("TOKEN")), ("ClientId", json!(CLIENT_ID)), ("LastIPAddress", json!("127.0.0.1"))]
    {
        assert_eq!(session[name], expected, "{name}");
    }
    let id = session["SessionId"].as_str().unwrap();
    assert!(id.len() == 28 && id.starts_with("tkn"), "{id}");
    for date in ["CreateDate", "LastActiveDate"] {
        assert!((begun..begun + 30).contains(&session[date].as_u64().unwrap()), "{date}: {session}");
    }

    client.pool.advance(MINUTE);
    let body = json!({ "RefreshToken": first["RefreshToken"], "ClientId": CLIENT_ID });
    client.call_from(CHROME, "GetTokensFromRefreshToken", body).await.unwrap();
    let renewed = &list(&client, &first).await.unwrap()[0];
    assert_eq!((&renewed["SessionId"], &renewed["CreateDate"]), (&session["SessionId"], &session["CreateDate"]));
    assert_eq!((&renewed["DeviceType"], &renewed["IsCurrentSession"]), (&chrome, &json!(true)));
    let active = renewed["LastActiveDate"].as_u64().unwrap();
    assert!(active >= begun + 120, "{renewed}");
    client.pool.advance(MINUTE);
    client.refresh(&first["RefreshToken"]).await.unwrap();
    let renewed = &list(&client, &first).await.unwrap()[0];
    assert!(renewed["LastActiveDate"].as_u64().unwrap() >= active + 60, "by the flow as well: {renewed}");
}

#[tokio::test]
async fn another_session_is_ended() {
    let client = Client::start().await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let other_user = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let theirs = list(&client, &other_user).await.unwrap()[0]["SessionId"].clone();
    let (here, elsewhere) = (sign_in_from(&client, FIREFOX).await, sign_in_from(&client, CHROME).await);
    let own = list(&client, &elsewhere).await.unwrap();
    let own = &own.iter().find(|session| session["IsCurrentSession"] == true).unwrap()["SessionId"];

    let current = revoke(&client, &elsewhere, own).await;
    assert_refused("the current one", current, "InvalidParameterException", "The current session cannot be revoked.");
    let foreign = revoke(&client, &here, &theirs).await;
    assert_refused("another user's", foreign, "ResourceNotFoundException", "Session does not exist.");

    assert_eq!(revoke(&client, &here, own).await.unwrap(), json!({}));
    let dead = client.get_user(&elsewhere["AccessToken"]).await;
    assert_refused("access token", dead, "NotAuthorizedException", "Access Token has been revoked");
    let dead = client.refresh(&elsewhere["RefreshToken"]).await;
    assert_refused("refresh token", dead, "NotAuthorizedException", "Refresh Token has been revoked");
    client.get_user(&here["AccessToken"]).await.expect("this one goes on");
    assert_eq!(list(&client, &here).await.unwrap().len(), 1);
    let again = revoke(&client, &here, own).await;
    assert_refused("over already", again, "ResourceNotFoundException", "Session does not exist.");

    let misspelled = revoke(&client, &here, &json!("tkn-no-session")).await.unwrap_err();
    assert_eq!(misspelled.0, "InvalidParameterException");
    assert!(misspelled.1.starts_with("2 validation errors detected: Value at 'sessionId'"), "{}", misspelled.1);
    let body = json!({
        "AccessToken": here["AccessToken"], "SessionId": own, "RevokeAssociatedSessions": "ALL",
    });
    assert_eq!(client.call("RevokeUserSession", body).await.unwrap_err().0, "InvalidParameterException");
}

#[tokio::test]
async fn what_else_ends_a_session() {
    let hours = TokenValidityUnits { refresh_token: TimeUnit::Hours, ..TokenValidityUnits::default() };
    let client = Client::with(with_client(UserPoolClient {
        refresh_token_validity: 1,
        token_validity_units: hours,
        ..UserPoolClient::default()
    }))
    .await;
    let first = sign_in_from(&client, FIREFOX).await;
    let second = sign_in_from(&client, FIREFOX).await;
    assert_eq!(list(&client, &second).await.unwrap().len(), 2);
    client.revoke(&first["RefreshToken"]).await.unwrap();
    assert_eq!(list(&client, &second).await.unwrap().len(), 1, "RevokeToken");
    client.pool.advance(59 * MINUTE);
    let third = sign_in_from(&client, FIREFOX).await;
    assert_eq!(list(&client, &third).await.unwrap().len(), 2);
    client.pool.advance(2 * MINUTE);
    assert_eq!(list(&client, &third).await.unwrap().len(), 1, "the refresh token's end");
    client.call("GlobalSignOut", json!({ "AccessToken": third["AccessToken"] })).await.unwrap();
    let fourth = sign_in_from(&client, FIREFOX).await;
    assert_eq!(list(&client, &fourth).await.unwrap().len(), 1, "GlobalSignOut");
}

#[tokio::test]
async fn a_rotated_refresh_token_is_the_same_session() {
    let rotation = RefreshTokenRotation { feature: Feature::Enabled, retry_grace_period_seconds: 0 };
    let client = Client::with(with_client(UserPoolClient {
        refresh_token_rotation: Some(rotation),
        ..UserPoolClient::default()
    }))
    .await;
    let tokens = sign_in_from(&client, FIREFOX).await;
    let before = list(&client, &tokens).await.unwrap();
    let body = json!({ "RefreshToken": tokens["RefreshToken"], "ClientId": CLIENT_ID });
    client.pool.advance(MINUTE);
    let answer = client.call_from(CHROME, "GetTokensFromRefreshToken", body).await.unwrap();
    let after = list(&client, &answer["AuthenticationResult"]).await.unwrap();
    assert_eq!((after.len(), &after[0]["SessionId"]), (1, &before[0]["SessionId"]));
    assert_eq!(after[0]["DeviceType"], "Windows, Chrome");
}

#[tokio::test]
async fn one_session_too_many_ends_the_idlest() {
    for (name, pause) in [("a minute apart", MINUTE), ("in the same second", Duration::ZERO)] {
        let user_pool = UserPool { token_session: TokenSession { max_per_user: 2 }, ..UserPool::default() };
        let client = Client::with(with_user_pool(user_pool)).await;
        let first = sign_in_from(&client, FIREFOX).await;
        client.pool.advance(pause);
        let second = sign_in_from(&client, FIREFOX).await;
        client.pool.advance(pause);
        client.refresh(&first["RefreshToken"]).await.unwrap();
        let third = sign_in_from(&client, FIREFOX).await;
        let ended = client.get_user(&second["AccessToken"]).await;
        assert_refused(name, ended, "NotAuthorizedException", "Access Token has been revoked");
        for tokens in [third, first] {
            assert_eq!(list(&client, &tokens).await.expect(name).len(), 2, "{name}");
        }
    }
}

#[tokio::test]
async fn a_pool_that_does_not_track() {
    let not_enabled = ("OperationNotEnabledException", "Session tracking is not enabled for the user pool.");
    let disabled = UserPool { user_session_tracking: Feature::Disabled, ..UserPool::default() };
    let lite = UserPool { user_pool_tier: Tier::Lite, ..UserPool::default() };
    for (name, user_pool) in [("disabled", disabled), ("lite", lite)] {
        let client = Client::with(with_user_pool(user_pool)).await;
        let tokens = sign_in_from(&client, FIREFOX).await;
        assert_refused(name, list(&client, &tokens).await.map(Value::Array), not_enabled.0, not_enabled.1);
        let id = json!(format!("tkn{}", "0".repeat(25)));
        assert_refused(name, revoke(&client, &tokens, &id).await, not_enabled.0, not_enabled.1);
    }
}

#[tokio::test]
async fn tracking_is_turned_on_and_off() {
    let user_pool = UserPool { user_session_tracking: Feature::Disabled, ..UserPool::default() };
    let client = Client::with(with_user_pool(user_pool)).await;
    let get = || client.call("GetUserPoolSessionConfiguration", json!({ "UserPoolId": POOL_ID }));
    let configuration = |tracking: &str, most: u32| json!({ "UserPoolId": POOL_ID, "UserSessionTracking": tracking, "TokenSession": { "MaxPerUser": most } });
    assert_eq!(get().await.unwrap(), configuration("DISABLED", 20));
    let untracked = sign_in_from(&client, FIREFOX).await;
    let on = configuration("ENABLED", 3);
    assert_eq!(client.call("SetUserPoolSessionConfiguration", on.clone()).await.unwrap(), on);
    assert_eq!(get().await.unwrap(), on);
    assert_eq!(list(&client, &untracked).await.unwrap().len(), 0, "it began before");
    let tracked = sign_in_from(&client, FIREFOX).await;
    assert_eq!(list(&client, &tracked).await.unwrap().len(), 1);

    for (name, wrong) in [
        ("none", configuration("ENABLED", 0)),
        ("too many", configuration("ENABLED", 101)),
        ("misspelled", configuration("ON", 3)),
        ("not whole", json!({ "UserPoolId": POOL_ID, "UserSessionTracking": "ENABLED" })),
    ] {
        let refused = client.call("SetUserPoolSessionConfiguration", wrong).await;
        assert_eq!(refused.unwrap_err().0, "InvalidParameterException", "{name}");
    }
    let lite = json!({ "UserPoolId": POOL_ID, "UserPoolTier": "LITE" });
    client.call("UpdateUserPool", lite).await.unwrap();
    let refused = client.call("SetUserPoolSessionConfiguration", on).await;
    let message = "Session tracking is not available in the LITE tier of the user pool.";
    assert_refused("lite", refused, "FeatureUnavailableInTierException", message);

    let created = client.call("CreateUserPool", json!({ "PoolName": "Another" })).await.unwrap();
    assert_eq!(created["UserPool"]["UserSessionTracking"], Value::Null, "described by its own operation");
    let id = &created["UserPool"]["Id"];
    let fresh = client.call("GetUserPoolSessionConfiguration", json!({ "UserPoolId": id })).await.unwrap();
    assert_eq!(fresh["UserSessionTracking"], "DISABLED");
}

#[tokio::test]
async fn sessions_survive_a_restart() {
    let file = crate::state::directory("sessions").join("state.json");
    let start = async || {
        let pool = local_user_pool::LocalUserPool::start(Config::default(), 0, Some(file.clone())).await;
        Client::around(pool.unwrap())
    };
    let client = start().await;
    let tokens = sign_in_from(&client, FIREFOX).await;
    let before = list(&client, &tokens).await.unwrap();
    client.pool.stop().await.unwrap();
    let client = start().await;
    assert_eq!(list(&client, &tokens).await.unwrap(), before);
}
