//! What people's own browsers call of identity pools: GetId, GetCredentialsForIdentity, GetOpenIdToken, UnlinkIdentity.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    identity_pool::{Login, token::PROVIDER, unknown_identity, unknown_identity_pool},
    pool::signing_key::SigningKey,
    random,
    request::{ACCOUNT_ID, IDENTITY_ID, Members, ROLE_ARN},
    service::Service,
    settings::IdentityPool,
};

/// How long credentials work: an hour, as where nothing else is set.
const CREDENTIALS_SECONDS: u64 = 3600;
/// How long an OpenID token works.
const TOKEN_SECONDS: u64 = 10 * 60;
const KEY_ID_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html>
pub(super) fn get_id(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    members.optional("AccountId", &ACCOUNT_ID);
    let pool_id = members.required("IdentityPoolId", &IDENTITY_ID);
    let given = members.map("Logins");
    members.check()?;
    let settings = service.identity_pool(|id, _| id == pool_id).ok_or_else(|| unknown_identity_pool(pool_id))?;
    let logins = logins(service, &settings, given)?;
    let now = service.clock.now();
    let id = service.change_identities(pool_id, |identities| identities.get_or_create(&logins, now))?;
    Ok(json!({ "IdentityId": id }))
}

/// The credentials look like those of a role and open nothing.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html>
pub(super) fn get_credentials_for_identity(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let id = members.required("IdentityId", &IDENTITY_ID);
    let given = members.map("Logins");
    members.optional("CustomRoleArn", &ROLE_ARN);
    members.check()?;
    let settings = service.identity_pool(|_, identities| identities.has(id));
    let settings = settings.ok_or_else(|| unknown_identity(id))?;
    let now = service.clock.now();
    let id = match given.get(PROVIDER) {
        // Whoever has an OpenID token of the identity has proven everything before.
        Some(token) => service.with_identities(&settings.identity_pool_id, |identities| {
            identities.check_open_id_token(id, token, now).map(|()| id.to_owned())
        })?,
        None => {
            let logins = logins(service, &settings, given)?;
            service.change_identities(&settings.identity_pool_id, |identities| identities.enter(id, &logins, now))?
        }
    };
    let credentials = json!({
        "AccessKeyId": format!("ASIA{}", random::text(KEY_ID_LETTERS, 16)?),
        "SecretKey": BASE64_STANDARD.encode(random::bytes::<30>()?),
        "SessionToken": BASE64_STANDARD.encode(random::bytes::<720>()?),
        "Expiration": now + CREDENTIALS_SECONDS,
    });
    Ok(json!({ "IdentityId": id, "Credentials": credentials }))
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdToken.html>
pub(super) fn get_open_id_token(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let id = members.required("IdentityId", &IDENTITY_ID);
    let given = members.map("Logins");
    members.check()?;
    let settings = service.identity_pool(|_, identities| identities.has(id)).ok_or_else(|| unknown_identity(id))?;
    let logins = logins(service, &settings, given)?;
    let (pool_id, now) = (&settings.identity_pool_id, service.clock.now());
    with_key(service, pool_id)?;
    service.change_identities(pool_id, |identities| {
        let id = identities.enter(id, &logins, now)?;
        Ok(json!({ "IdentityId": id, "Token": identities.open_id_token(&id, now, TOKEN_SECONDS)? }))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UnlinkIdentity.html>
pub(super) fn unlink_identity(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let id = members.required("IdentityId", &IDENTITY_ID);
    members.document("Logins");
    let given = members.map("Logins");
    members.document("LoginsToRemove");
    let removed = members.strings("LoginsToRemove");
    members.check()?;
    let settings = service.identity_pool(|_, identities| identities.has(id)).ok_or_else(|| unknown_identity(id))?;
    let logins = logins(service, &settings, given)?;
    if logins.is_empty() {
        return Err(ServiceError::not_authorized(format!("Access to Identity '{id}' is forbidden.")));
    }
    let now = service.clock.now();
    service.change_identities(&settings.identity_pool_id, |identities| {
        identities.unlink(id, &logins, &removed, now).map(|()| json!({}))
    })
}

/// Makes the key of an identity pool's tokens, if there is none yet. That takes its time, so nothing is locked meanwhile.
pub(super) fn with_key(service: &Service, pool_id: &str) -> Result<(), ServiceError> {
    if service.with_identities(pool_id, |identities| Ok(identities.has_key()))? {
        return Ok(());
    }
    let key = SigningKey::generate()?;
    service.change_identities(pool_id, |identities| {
        identities.set_key(key.clone());
        Ok(())
    })
}

/// Checks the token of each login.
///
/// # Errors
/// NotAuthorizedException for a provider that the identity pool does not have, and for a token that is not right.
pub(super) fn logins<'a>(
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
