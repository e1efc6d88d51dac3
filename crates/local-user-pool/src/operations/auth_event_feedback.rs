//! UpdateAuthEventFeedback: what users say of a sign-in that threat protection wrote to them about.

use serde_json::{Map, Value};

use super::auth_events;
use crate::{
    error::ServiceError,
    request::{EVENT_ID, Members, TOKEN, USER_POOL_ID, USERNAME},
    service::Service,
};

const FEEDBACK: [&str; 2] = ["Valid", "Invalid"];

/// This pool assesses no sign-ins, so it has written to nobody: no token is one of its own.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html>
pub(crate) fn update_auth_event_feedback(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let name = members.required("Username", &USERNAME);
    members.required("EventId", &EVENT_ID);
    members.required("FeedbackToken", &TOKEN);
    members.required_enum("FeedbackValue", &FEEDBACK);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        auth_events::check_enabled(pool)?;
        pool.find(name).ok_or_else(ServiceError::unknown_user)?;
        Err(ServiceError::not_authorized("Invalid feedback token."))
    })
}
