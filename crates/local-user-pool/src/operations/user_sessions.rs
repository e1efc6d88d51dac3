//! Where users are signed in: ListUserSessions, RevokeUserSession, and the same for administrators.

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    pool::Pool,
    request::{CheckedMembers, Members, PAGE_TOKEN, SESSION_ID, TOKEN},
    service::Service,
};

/// RevokeAssociatedSessionsType.
pub(super) const ASSOCIATED: [&str; 2] = ["NONE", "LINKED"];

/// All in one page, as in Cognito.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html>
pub(crate) fn list_user_sessions(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let page = members.optional("NextToken", &PAGE_TOKEN);
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    service.with_pool(&pool_id, |pool| {
        check_tracked(pool)?;
        if page.is_some() {
            return Err(ServiceError::invalid_parameter("Invalid NextToken."));
        }
        Ok(json!({ "Sessions": pool.data.sign_ins.sessions(&access.username, &access.origin_jti, now) }))
    })
}

/// No session here came through one of managed login, so LINKED ends no more than NONE.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html>
pub(crate) fn revoke_user_session(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let id = members.required("SessionId", &SESSION_ID);
    members.optional_enum("RevokeAssociatedSessions", &ASSOCIATED);
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    service.change_pool(&pool_id, |pool| {
        check_tracked(pool)?;
        let origin_jti = pool.data.sign_ins.of_session(&access.username, id, now);
        let origin_jti = origin_jti.ok_or_else(unknown_session)?;
        if origin_jti == access.origin_jti {
            return Err(ServiceError::invalid_parameter("The current session cannot be revoked."));
        }
        pool.data.sign_ins.revoke(&origin_jti);
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserSessions.html>
pub(crate) fn admin_list_user_sessions(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let now = service.clock.now();
    service.with_pool(members.text("UserPoolId"), |pool| {
        check_tracked(pool)?;
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        if members.has("NextToken") {
            return Err(ServiceError::invalid_parameter("Invalid NextToken."));
        }
        // An administrator is in none of them.
        Ok(json!({ "Sessions": pool.data.sign_ins.sessions(&user.username, "", now) }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRevokeUserSession.html>
pub(crate) fn admin_revoke_user_session(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        check_tracked(pool)?;
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        let origin_jti = pool.data.sign_ins.of_session(&user.username, members.text("SessionId"), now);
        let origin_jti = origin_jti.ok_or_else(unknown_session)?;
        pool.data.sign_ins.revoke(&origin_jti);
        Ok(json!({}))
    })
}

fn unknown_session() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "Session does not exist.")
}

fn check_tracked(pool: &Pool) -> Result<(), ServiceError> {
    if pool.settings().tracks_sessions() {
        return Ok(());
    }
    Err(ServiceError::new("OperationNotEnabledException", "Session tracking is not enabled for the user pool."))
}
