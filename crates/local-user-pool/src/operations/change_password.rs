//! ChangePassword: a password in place of the one until now, or the first one.

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    pool::{lockout::Secret, tokens::invalid_access_token},
    request::{Members, PASSWORD, TOKEN},
    service::Service,
    srp::Credentials,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html>
pub(crate) fn change_password(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let previous = members.password("PreviousPassword");
    let proposed = members.required("ProposedPassword", &PASSWORD);
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    let (identity, policy, before) = service.with_pool(&pool_id, |pool| {
        let user = pool.data.users.get(&access.username).ok_or_else(invalid_access_token)?;
        user.may_sign_in()?;
        let policy = pool.settings().policies.password_policy.clone();
        policy.check(proposed)?;
        Ok((pool.identity(&user.username), policy, user.password.clone()))
    })?;
    // Outside of the lock, because powers modulo N take milliseconds.
    let proven = match (&before, previous) {
        (Some(before), Some(previous)) => before.are_for(&identity, previous)?,
        (Some(_), None) => return Err(ServiceError::invalid_parameter("Missing required parameter PreviousPassword")),
        (None, previous) => previous.is_none(),
    };
    let credentials = Credentials::new(&identity, proposed)?;
    service.change_pool(&pool_id, |pool| {
        let admitted = pool.lockouts.admit(&identity.user, Secret::Password, proven, now);
        if !admitted.map_err(|_| ServiceError::attempt_limit_exceeded())? {
            return Err(ServiceError::incorrect_username_or_password());
        }
        let user = pool.data.users.get_mut(&identity.user).ok_or_else(invalid_access_token)?;
        user.check_history(&identity, proposed, &policy)?;
        user.set_password(credentials.clone(), &policy);
        user.modified_at = now;
        Ok(json!({}))
    })
}
