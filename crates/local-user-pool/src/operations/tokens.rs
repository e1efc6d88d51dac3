//! GetTokensFromRefreshToken and RevokeToken: what a refresh token lets its client do.

use serde_json::{Map, Value, json};

use super::user_sessions::ASSOCIATED;
use crate::{
    error::ServiceError,
    pool::device::Renewal,
    request::{CLIENT_ID, CLIENT_SECRET, DEVICE_KEY, Members, TOKEN},
    service::Service,
    sign_in::hooks,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html>
pub(crate) fn get_tokens_from_refresh_token(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let refresh_token = members.required("RefreshToken", &TOKEN);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let device_key = members.optional("DeviceKey", &DEVICE_KEY);
    let metadata = members.map("ClientMetadata");
    let secret = members.optional("ClientSecret", &CLIENT_SECRET);
    members.check()?;
    let now = service.clock.now();
    service.with_client(client_id, |_, client| client.check_secret(secret))?;
    let claims = hooks::before_renewal(service, client_id, refresh_token, &metadata)?;
    let result = service.change_client(client_id, |pool, client| {
        let metadata = pool.note_device_of_renewal(refresh_token, device_key, Renewal::Operation, now)?;
        let mut result = pool.refresh(refresh_token, client, service.device_type(), &claims, now)?;
        if let Some(metadata) = metadata {
            result["NewDeviceMetadata"] = metadata;
        }
        Ok(result)
    })?;
    Ok(json!({ "AuthenticationResult": result }))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html>
pub(crate) fn revoke_token(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let token = members.required("Token", &TOKEN);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let secret = members.optional("ClientSecret", &CLIENT_SECRET);
    members.optional_enum("RevokeAssociatedSessions", &ASSOCIATED);
    members.check()?;
    let revoked = service.change_client(client_id, |pool, client| {
        client
            .check_secret(secret)
            .map_err(|error| ServiceError::new("UnauthorizedException", error.message().to_owned()))?;
        pool.revoke(token, client)
    });
    revoked.map_err(|error| match error.code() {
        // The one operation with a client id whose model has no ResourceNotFoundException.
        "ResourceNotFoundException" => ServiceError::new("UnauthorizedException", error.message().to_owned()),
        _ => error,
    })?;
    Ok(json!({}))
}
