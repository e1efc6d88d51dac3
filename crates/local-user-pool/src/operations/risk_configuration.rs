//! SetRiskConfiguration, DescribeRiskConfiguration: stored and described; no sign-in here is a risk.

use serde_json::{Map, Value, json};

use super::{auth_events, user_pool_clients};
use crate::{error::ServiceError, pool::Pool, request::CheckedMembers, service::Service};

const PARTS: [&str; 3] =
    ["CompromisedCredentialsRiskConfiguration", "AccountTakeoverRiskConfiguration", "RiskExceptionConfiguration"];

/// Without any of its parts it goes back to the default, or to the pool's where it is a client's.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html>
pub(crate) fn set_risk_configuration(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let client_id = members.text("ClientId");
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        auth_events::check_enabled(pool)?;
        check_client(pool, client_id)?;
        let parts = PARTS.into_iter().filter(|part| members.has(part));
        let mut configuration: Map<String, Value> = parts.map(|part| (part.to_owned(), members.value(part))).collect();
        let all = &mut pool.data.resources.risk_configurations;
        if configuration.is_empty() {
            all.remove(client_id);
        } else {
            configuration.insert("LastModifiedDate".to_owned(), json!(now));
            all.insert(client_id.to_owned(), configuration);
        }
        Ok(description(pool, client_id))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html>
pub(crate) fn describe_risk_configuration(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let client_id = members.text("ClientId");
    service.with_pool(members.text("UserPoolId"), |pool| {
        check_client(pool, client_id)?;
        Ok(description(pool, client_id))
    })
}

fn check_client(pool: &Pool, client_id: &str) -> Result<(), ServiceError> {
    if client_id.is_empty() { Ok(()) } else { user_pool_clients::known(pool, client_id).map(drop) }
}

fn description(pool: &Pool, client_id: &str) -> Value {
    let mut value = pool.data.resources.risk_configurations.get(client_id).cloned().unwrap_or_default();
    value.insert("UserPoolId".to_owned(), json!(pool.settings().id));
    if !client_id.is_empty() {
        value.insert("ClientId".to_owned(), json!(client_id));
    }
    json!({ "RiskConfiguration": value })
}
