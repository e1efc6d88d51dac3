//! SetUserPoolSessionConfiguration and GetUserPoolSessionConfiguration.

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    request::{Members, USER_POOL_ID},
    service::Service,
    settings::{Feature, Tier, UserPool},
};

const FEATURES: [&str; 2] = ["ENABLED", "DISABLED"];

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolSessionConfiguration.html>
pub(crate) fn set_user_pool_session_configuration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let tracking = members.required_enum("UserSessionTracking", &FEATURES);
    members.document("TokenSession");
    let most = members.structure("TokenSession", |inner| inner.required_integer("MaxPerUser", 1, 100));
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let settings = &mut pool.data.settings;
        if settings.user_pool_tier == Tier::Lite {
            let message = "Session tracking is not available in the LITE tier of the user pool.";
            return Err(ServiceError::new("FeatureUnavailableInTierException", message));
        }
        settings.user_session_tracking = if tracking == "ENABLED" { Feature::Enabled } else { Feature::Disabled };
        settings.token_session.max_per_user = most.unwrap_or(settings.token_session.max_per_user);
        settings.last_modified_date = now;
        Ok(description(settings))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolSessionConfiguration.html>
pub(crate) fn get_user_pool_session_configuration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    service.with_pool(pool_id, |pool| Ok(description(pool.settings())))
}

fn description(settings: &UserPool) -> Value {
    json!({
        "UserPoolId": settings.id,
        "UserSessionTracking": settings.user_session_tracking,
        "TokenSession": settings.token_session,
    })
}
