//! Identity pools: GetId, GetCredentialsForIdentity.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use local_user_pool::{
    Config, LocalUserPool,
    settings::{CognitoIdentityProvider, IdentityPool, UserPool, UserPoolClient},
};
use serde_json::{Value, json};

use crate::client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, Refusal, assert_refused, claims, new_user};

const IDENTITY_POOL_ID: &str = "us-east-1:10ca1000-1d00-4000-8000-000000000001";
const PROVIDER: &str = "cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool1";
const GUESTS: &str = "us-east-1:10ca1000-1d00-4000-8000-000000000002";
const UNSUPPORTED: &str = "Token is not from a supported provider of this identity pool.";

/// The identity pool that is there without any configuration, changed.
fn with_identity_pool(change: impl FnOnce(&mut IdentityPool)) -> Config {
    let mut pool = IdentityPool::of(&UserPool::default(), &UserPoolClient::default());
    change(&mut pool);
    Config { identity_pools: Some(vec![pool]), ..Config::default() }
}

fn login(tokens: &Value) -> Value {
    json!({ PROVIDER: tokens["IdToken"] })
}

async fn get_id(client: &Client, logins: &Value) -> Result<Value, Refusal> {
    let body = json!({ "IdentityPoolId": IDENTITY_POOL_ID, "Logins": logins });
    Ok(client.call_identity("GetId", body).await?["IdentityId"].clone())
}

async fn credentials(client: &Client, id: &Value, logins: &Value) -> Result<Value, Refusal> {
    let body = json!({ "IdentityId": id, "Logins": logins });
    let answer = client.call_identity("GetCredentialsForIdentity", body).await?;
    assert_eq!(&answer["IdentityId"], id);
    Ok(answer["Credentials"].clone())
}

#[tokio::test]
async fn a_signed_in_user_gets_credentials() {
    let client = Client::start().await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let id = get_id(&client, &login(&tokens)).await.unwrap();
    let uuid = id.as_str().unwrap().strip_prefix("us-east-1:").unwrap();
    assert!(uuid::Uuid::try_parse(uuid).is_ok(), "{id}");

    let now = client.pool.clock().now();
    let first = credentials(&client, &id, &login(&tokens)).await.unwrap();
    let key_id = first["AccessKeyId"].as_str().unwrap();
    assert!(key_id.len() == 20 && key_id.starts_with("ASIA"), "{key_id}");
    assert_eq!(first["SecretKey"].as_str().unwrap().len(), 40);
    assert!(first["SessionToken"].as_str().unwrap().len() > 500);
    let expiration = first["Expiration"].as_u64().unwrap();
    assert!((now + 3600..now + 3660).contains(&expiration), "{expiration}");

    client.pool.advance(Duration::from_secs(1800));
    let renewed = client.refresh(&tokens["RefreshToken"]).await.unwrap();
    assert_eq!(get_id(&client, &login(&renewed)).await.unwrap(), id, "the same person is the same identity");
    let second = credentials(&client, &id, &login(&renewed)).await.unwrap();
    assert_ne!(second["AccessKeyId"], first["AccessKeyId"]);
    assert!(second["Expiration"].as_u64().unwrap() >= expiration + 1800);

    let other = client.sign_in(FIRST, PASSWORD).await.unwrap();
    assert_ne!(get_id(&client, &login(&other)).await.unwrap(), id);
    let message = "Logins don't match. Please include at least one valid login for this identity or identity pool.";
    let foreign = credentials(&client, &id, &login(&other)).await;
    assert_refused("another's", foreign, "NotAuthorizedException", message);
    let message = format!("Access to Identity '{}' is forbidden.", id.as_str().unwrap());
    let without = credentials(&client, &id, &Value::Null).await;
    assert_refused("without a login", without, "NotAuthorizedException", &message);
}

#[tokio::test]
async fn tokens_that_prove_nothing() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let id = get_id(&client, &login(&tokens)).await.unwrap();
    let [header, payload, signature]: [&str; 3] =
        tokens["IdToken"].as_str().unwrap().split('.').collect::<Vec<_>>().try_into().unwrap();
    let with_claim = |name: &str, value: &str| {
        let mut claims = claims(&tokens["IdToken"]);
        claims[name] = json!(value);
        format!("{header}.{}.{signature}", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()))
    };
    let elsewhere = Client::start().await;
    let other_key = elsewhere.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let changed = if signature.starts_with('A') { "B" } else { "A" };
    let invalid = |problem: &str| format!("Invalid login token. {problem}");
    let cases = [
        ("access token", tokens["AccessToken"].clone(), invalid("Missing a required claim: aud")),
        ("refresh token", tokens["RefreshToken"].clone(), invalid("Not a valid OpenId Connect identity token.")),
        ("no token", json!("token"), invalid("Not a valid OpenId Connect identity token.")),
        (
            "changed signature",
            json!(format!("{header}.{payload}.{changed}{}", &signature[1..])),
            invalid("Couldn't verify signed token."),
        ),
        ("changed claim", json!(with_claim("sub", "another")), invalid("Couldn't verify signed token.")),
        ("another pool's key", other_key["IdToken"].clone(), invalid("Couldn't verify signed token.")),
        (
            "another issuer",
            json!(with_claim("iss", "https://issuer.example")),
            invalid("Issuer doesn't match providerName"),
        ),
    ];
    for (name, token, message) in cases {
        let logins = json!({ PROVIDER: token });
        assert_refused(name, get_id(&client, &logins).await, "NotAuthorizedException", &message);
        assert_refused(name, credentials(&client, &id, &logins).await, "NotAuthorizedException", &message);
    }

    client.pool.advance(Duration::from_secs(3600));
    let (code, message) = get_id(&client, &login(&tokens)).await.unwrap_err();
    let end = claims(&tokens["IdToken"])["exp"].as_u64().unwrap();
    assert_eq!(code, "NotAuthorizedException");
    let moments = message.strip_prefix("Invalid login token. Token expired: ").unwrap();
    let (now, said) = moments.split_once(" >= ").unwrap();
    assert!(said == end.to_string() && now.parse::<u64>().unwrap() >= end, "{message}");
}

#[tokio::test]
async fn providers_that_the_identity_pool_does_not_have() {
    let client = Client::start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    for provider in ["accounts.google.com", "cognito-idp.us-east-1.amazonaws.com/us-east-1_Another"] {
        let refused = get_id(&client, &json!({ provider: tokens["IdToken"] })).await;
        assert_refused(provider, refused, "NotAuthorizedException", UNSUPPORTED);
    }
    let other_client = |pool: &mut IdentityPool| pool.cognito_identity_providers[0].client_id = "another".to_owned();
    let gone = |pool: &mut IdentityPool| {
        let provider_name = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Gone".to_owned();
        pool.cognito_identity_providers =
            vec![CognitoIdentityProvider { provider_name, ..CognitoIdentityProvider::default() }];
    };
    let client = Client::with(with_identity_pool(other_client)).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let refused = get_id(&client, &login(&tokens)).await;
    assert_refused("for another client", refused, "NotAuthorizedException", UNSUPPORTED);
    let client = Client::with(with_identity_pool(gone)).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let logins = json!({ "cognito-idp.us-east-1.amazonaws.com/us-east-1_Gone": tokens["IdToken"] });
    let refused = get_id(&client, &logins).await;
    assert_refused("a user pool that is gone", refused, "NotAuthorizedException", UNSUPPORTED);
}

#[tokio::test]
async fn the_user_can_be_looked_at() {
    let check = |pool: &mut IdentityPool| pool.cognito_identity_providers[0].server_side_token_check = true;
    let revoked = "Invalid login token. Token is revoked.";
    for (name, checks) in [("unchecked", false), ("checked", true)] {
        let config = if checks { with_identity_pool(check) } else { Config::default() };
        let client = Client::with(config).await;
        let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
        get_id(&client, &login(&tokens)).await.expect(name);
        client.call("GlobalSignOut", json!({ "AccessToken": tokens["AccessToken"] })).await.unwrap();
        let after = get_id(&client, &login(&tokens)).await;
        if checks {
            assert_refused("signed out", after, "NotAuthorizedException", revoked);
        } else {
            after.expect("the token itself is still right");
        }
        let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
        client.pool.disable(DEMO).unwrap();
        let after = get_id(&client, &login(&tokens)).await;
        assert_eq!(after.is_err(), checks, "{name}: disabled");
    }
}

#[tokio::test]
async fn guests() {
    let client = Client::start().await;
    let message = "Unauthenticated access is not supported for this identity pool.";
    for logins in [Value::Null, json!({})] {
        assert_refused("none", get_id(&client, &logins).await, "NotAuthorizedException", message);
    }

    let client = Client::with(with_identity_pool(|pool| pool.allow_unauthenticated_identities = true)).await;
    let guest = get_id(&client, &Value::Null).await.unwrap();
    let other = get_id(&client, &Value::Null).await.unwrap();
    assert_ne!(guest, other, "every guest is another");
    assert!(credentials(&client, &guest, &Value::Null).await.unwrap()["AccessKeyId"].is_string());
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    credentials(&client, &guest, &login(&tokens)).await.expect("a guest who signs in takes the identity along");
    assert_eq!(get_id(&client, &login(&tokens)).await.unwrap(), guest);
    let without = credentials(&client, &guest, &Value::Null).await;
    assert_eq!(without.unwrap_err().0, "NotAuthorizedException");

    let body = json!({ "IdentityId": other, "Logins": login(&tokens) });
    let merged = client.call_identity("GetCredentialsForIdentity", body).await.unwrap();
    assert_eq!(merged["IdentityId"], guest, "a guest who has been there before is who they were");
    let gone = credentials(&client, &other, &Value::Null).await;
    let message = format!("Identity '{}' not found.", other.as_str().unwrap());
    assert_refused("merged", gone, "ResourceNotFoundException", &message);
}

#[tokio::test]
async fn what_is_not_there() {
    let client = Client::start().await;
    let body = json!({ "IdentityPoolId": GUESTS });
    let message = format!("IdentityPool '{GUESTS}' not found.");
    assert_refused("pool", client.call_identity("GetId", body).await, "ResourceNotFoundException", &message);
    let message = format!("Identity '{GUESTS}' not found.");
    let refused = credentials(&client, &json!(GUESTS), &Value::Null).await;
    assert_refused("identity", refused, "ResourceNotFoundException", &message);
    for (operation, body, path) in [
        ("GetId", json!({ "IdentityPoolId": "us-east-1_Pool" }), "identityPoolId"),
        ("GetId", json!({ "IdentityPoolId": GUESTS, "AccountId": "a" }), "accountId"),
        ("GetCredentialsForIdentity", json!({}), "identityId"),
        ("GetCredentialsForIdentity", json!({ "IdentityId": GUESTS, "CustomRoleArn": "arn" }), "customRoleArn"),
    ] {
        let (code, message) = client.call_identity(operation, body).await.unwrap_err();
        assert_eq!(code, "InvalidParameterException", "{operation} {path}");
        let start = format!("1 validation error detected: Value at '{path}' failed");
        assert!(message.starts_with(&start), "{message}");
    }
    let crossed = client.call("GetId", json!({ "IdentityPoolId": GUESTS })).await;
    assert_refused("the other service's operation", crossed, "UnknownOperationException", "");
    let crossed = client.call_identity("GetUser", json!({})).await;
    assert_refused("the other way round", crossed, "UnknownOperationException", "");
}

#[tokio::test]
async fn identities_survive_a_restart() {
    let file = crate::state::directory("identities").join("state.json");
    let start = async || Client::around(LocalUserPool::start(Config::default(), 0, Some(file.clone())).await.unwrap());
    let client = start().await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let id = get_id(&client, &login(&tokens)).await.unwrap();
    client.pool.stop().await.unwrap();
    let client = start().await;
    assert_eq!(get_id(&client, &login(&tokens)).await.unwrap(), id);
}

#[test]
fn identity_pools_are_configured() {
    let text = r#"
        [[IdentityPools]]
        IdentityPoolId = "eu-west-1:10ca1000-1d00-4000-8000-000000000003"
        AllowUnauthenticatedIdentities = true
        [[IdentityPools.CognitoIdentityProviders]]
        ProviderName = "cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool1"
        ClientId = "4localuserpoolclient000001"
        ServerSideTokenCheck = true
    "#;
    let pools = Config::from_toml(text).unwrap().identity_pools();
    let seen: Vec<(&str, bool)> =
        pools.iter().map(|pool| (pool.region(), pool.cognito_identity_providers[0].server_side_token_check)).collect();
    assert_eq!(seen, [("eu-west-1", true)]);

    let own = Config::from_toml("[UserPool]\nId = \"eu-north-1_Pool\"").unwrap().identity_pools();
    assert_eq!(own[0].identity_pool_id, "eu-north-1:10ca1000-1d00-4000-8000-000000000001");
    assert_eq!(
        own[0].cognito_identity_providers[0].provider_name,
        "cognito-idp.eu-north-1.amazonaws.com/eu-north-1_Pool"
    );
    assert_eq!(Config::from_toml("IdentityPools = []").unwrap().identity_pools(), []);

    let refusals = BTreeMap::from([
        ("IdentityPoolId = \"us-east-1\"", "must look like us-east-1:12345678-1234-1234-1234-123456789012"),
        (
            "IdentityPoolId = \"us-east-1:10ca1000-1d00-4000-8000-000000000003\"\n\
             CognitoIdentityProviders = [{ ProviderName = \"accounts.google.com\" }]",
            "must look like cognito-idp.us-east-1.amazonaws.com/us-east-1_Name",
        ),
    ]);
    for (text, message) in refusals {
        let error = Config::from_toml(&format!("[[IdentityPools]]\n{text}")).err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.ends_with(message)), "{error:?}");
    }
}
