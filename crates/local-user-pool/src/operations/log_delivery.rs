//! SetLogDeliveryConfiguration, GetLogDeliveryConfiguration: stored and described; nothing is delivered.

use serde_json::{Map, Value, json};

use crate::{error::ServiceError, pool::Pool, request::CheckedMembers, service::Service, settings::Tier};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetLogDeliveryConfiguration.html>
pub(crate) fn set_log_delivery_configuration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let configurations = members.list("LogConfigurations");
    let source = |configuration: &Value| configuration["EventSource"].as_str().unwrap_or_default().to_owned();
    let sources: Vec<String> = configurations.iter().map(source).collect();
    if sources.len() == 2 && sources[0] == sources[1] {
        let message = format!("There can be one configuration of {}.", sources[0]);
        return Err(ServiceError::invalid_parameter(message));
    }
    service.change_pool(members.text("UserPoolId"), |pool| {
        if sources.iter().any(|source| source == "userAuthEvents") && pool.settings().user_pool_tier != Tier::Plus {
            let message = "Logs of userAuthEvents are available in the PLUS tier of the user pool.";
            return Err(ServiceError::new("FeatureUnavailableInTierException", message));
        }
        pool.data.resources.log_configurations.clone_from(&configurations);
        Ok(description(pool))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetLogDeliveryConfiguration.html>
pub(crate) fn get_log_delivery_configuration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    service.with_pool(CheckedMembers(body).text("UserPoolId"), |pool| Ok(description(pool)))
}

fn description(pool: &Pool) -> Value {
    json!({
        "LogDeliveryConfiguration": {
            "UserPoolId": pool.settings().id,
            "LogConfigurations": pool.data.resources.log_configurations,
        },
    })
}
