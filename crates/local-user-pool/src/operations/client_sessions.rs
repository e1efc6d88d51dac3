//! SetUserPoolClientSessionConfiguration, GetUserPoolClientSessionConfiguration: stored and described; managed login here
//! keeps its own time.

use serde_json::{Map, Value, json};

use super::user_pool_clients;
use crate::{error::ServiceError, pool::Pool, request::CheckedMembers, service::Service, settings::Tier};

/// What holds for a client that nothing was set for.
const DEFAULT_MINUTES: u64 = 60;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html>
pub(crate) fn set_user_pool_client_session_configuration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let client_id = members.text("ClientId");
    let session = members.map("SSOSession");
    let minutes = CheckedMembers(&session).number("MaxValidityMinutes").unwrap_or(DEFAULT_MINUTES);
    service.change_pool(members.text("UserPoolId"), |pool| {
        user_pool_clients::known(pool, client_id)?;
        if pool.settings().user_pool_tier == Tier::Lite {
            let message = "Session configuration is not available in the LITE tier of the user pool.";
            return Err(ServiceError::new("FeatureUnavailableInTierException", message));
        }
        pool.data.resources.client_sessions.insert(client_id.to_owned(), minutes);
        Ok(description(pool, client_id))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolClientSessionConfiguration.html>
pub(crate) fn get_user_pool_client_session_configuration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let client_id = members.text("ClientId");
    service.with_pool(members.text("UserPoolId"), |pool| {
        user_pool_clients::known(pool, client_id)?;
        Ok(description(pool, client_id))
    })
}

fn description(pool: &Pool, client_id: &str) -> Value {
    let minutes = pool.data.resources.client_sessions.get(client_id).copied().unwrap_or(DEFAULT_MINUTES);
    json!({
        "UserPoolId": pool.settings().id,
        "ClientId": client_id,
        "SSOSession": { "MaxValidityMinutes": minutes },
    })
}
