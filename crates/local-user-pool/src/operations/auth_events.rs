//! AdminListUserAuthEvents, AdminUpdateAuthEventFeedback.

use serde_json::{Map, Value, json};

use super::{
    page::{MOST_RESULTS, page},
    settings_members::described,
};
use crate::{error::ServiceError, pool::Pool, request::CheckedMembers, service::Service};

/// The newest one comes first.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html>
pub(crate) fn admin_list_user_auth_events(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let most = members.number("MaxResults").filter(|&most| most > 0).unwrap_or(MOST_RESULTS as u64) as usize;
    service.with_pool(members.text("UserPoolId"), |pool| {
        check_enabled(pool)?;
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        let (events, next) = page(user.auth_events.described(), most, members.optional("NextToken"))?;
        Ok(described([("AuthEvents", Value::Array(events)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html>
pub(crate) fn admin_update_auth_event_feedback(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (id, value) = (members.text("EventId"), members.text("FeedbackValue"));
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        check_enabled(pool)?;
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        let username = user.username.clone();
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        match user.auth_events.set_feedback(id, value, now) {
            true => Ok(json!({})),
            false => Err(ServiceError::new("ResourceNotFoundException", "Event does not exist.")),
        }
    })
}

pub(super) fn check_enabled(pool: &Pool) -> Result<(), ServiceError> {
    let settings = pool.settings();
    match settings.has_threat_protection() {
        true => Ok(()),
        false => {
            let message = format!("User pool add-ons are not enabled for the user pool {}.", settings.id);
            Err(ServiceError::new("UserPoolAddOnNotEnabledException", message))
        }
    }
}
