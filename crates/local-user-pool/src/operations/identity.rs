//! The operations of identity pools: GetId, GetCredentialsForIdentity.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::Operation;
use crate::{
    error::ServiceError,
    identity_pool::{Login, unknown_identity, unknown_identity_pool},
    random,
    request::{ACCOUNT_ID, IDENTITY_ID, Members, ROLE_ARN},
    service::Service,
    settings::IdentityPool,
};

/// How long credentials work: an hour, as where nothing else is set.
const CREDENTIALS_SECONDS: u64 = 3600;
const KEY_ID_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

pub(super) fn by_name(name: &str) -> Option<Operation> {
    Some(match name {
        "GetCredentialsForIdentity" => get_credentials_for_identity,
        "GetId" => get_id,
        _ => return None,
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html>
fn get_id(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    members.optional("AccountId", &ACCOUNT_ID);
    let pool_id = members.required("IdentityPoolId", &IDENTITY_ID);
    let given = members.map("Logins");
    members.check()?;
    let settings = service.identity_pool(|id, _| id == pool_id).ok_or_else(|| unknown_identity_pool(pool_id))?;
    let logins = logins(service, &settings, given)?;
    let id = service.change_identities(pool_id, |identities| identities.get_or_create(&logins))?;
    Ok(json!({ "IdentityId": id }))
}

/// The credentials look like those of a role and open nothing.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html>
fn get_credentials_for_identity(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let id = members.required("IdentityId", &IDENTITY_ID);
    let given = members.map("Logins");
    members.optional("CustomRoleArn", &ROLE_ARN);
    members.check()?;
    let settings = service.identity_pool(|_, identities| identities.has(id));
    let settings = settings.ok_or_else(|| unknown_identity(id))?;
    let logins = logins(service, &settings, given)?;
    let id = service.change_identities(&settings.identity_pool_id, |identities| identities.enter(id, &logins))?;
    let credentials = json!({
        "AccessKeyId": format!("ASIA{}", random::text(KEY_ID_LETTERS, 16)?),
        "SecretKey": BASE64_STANDARD.encode(random::bytes::<30>()?),
        "SessionToken": BASE64_STANDARD.encode(random::bytes::<720>()?),
        "Expiration": service.clock.now() + CREDENTIALS_SECONDS,
    });
    Ok(json!({ "IdentityId": id, "Credentials": credentials }))
}

/// Checks the token of each login.
///
/// # Errors
/// NotAuthorizedException for a provider that the identity pool does not have, and for a token that is not right.
fn logins<'a>(
    service: &Service,
    settings: &IdentityPool,
    given: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Login>, ServiceError> {
    given.into_iter().map(|(provider_name, token)| login(service, settings, provider_name, token)).collect()
}

fn login(service: &Service, settings: &IdentityPool, provider_name: &str, token: &str) -> Result<Login, ServiceError> {
    let unsupported = || ServiceError::not_authorized("Token is not from a supported provider of this identity pool.");
    let providers = settings.cognito_identity_providers.iter();
    let mut providers = providers.filter(|provider| provider.provider_name == provider_name).peekable();
    providers.peek().ok_or_else(unsupported)?;
    let now = service.clock.now();
    let user_pool_id = provider_name.split_once('/').map_or("", |(_, id)| id);
    let claims = service.with_pool(user_pool_id, |pool| {
        let claims = pool.id_claims(token, now)?;
        let provider = providers.find(|provider| provider.client_id == claims.aud).ok_or_else(unsupported)?;
        if provider.server_side_token_check {
            pool.check_still_signed_in(&claims)?;
        }
        Ok(claims)
    });
    // Only NotAuthorizedException speaks of the token; a user pool that is gone supports nothing.
    let claims =
        claims.map_err(|error| if error.code() == "NotAuthorizedException" { error } else { unsupported() })?;
    Ok(Login { provider_name: provider_name.to_owned(), sub: claims.sub })
}
