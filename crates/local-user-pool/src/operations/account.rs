//! GetUser, GlobalSignOut and DeleteUser: what an access token lets its user do.

use serde_json::{Map, Value, json};

use super::{authorized, mfa::add_preference};
use crate::{
    error::ServiceError,
    pool::attributes::{attribute_list, listed},
    service::Service,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html>
pub(crate) fn get_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let (pool_id, access) = authorized(service, body)?;
    service.with_pool(&pool_id, |pool| {
        let user = pool.data.users.get(&access.username).ok_or_else(ServiceError::unknown_user)?;
        let client = pool.data.clients.get(&access.client_id);
        let may_read = |name: &str| name == "sub" || client.is_none_or(|client| client.reads(name));
        let attributes = attribute_list(listed(user).into_iter().filter(|(name, _)| may_read(name)));
        let mut answer = json!({ "Username": user.username, "UserAttributes": attributes });
        add_preference(&mut answer, user);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html>
pub(crate) fn global_sign_out(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let (pool_id, access) = authorized(service, body)?;
    service.change_pool(&pool_id, |pool| {
        pool.data.sign_ins.revoke_all(&access.username);
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html>
pub(crate) fn delete_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let (pool_id, access) = authorized(service, body)?;
    service.change_pool(&pool_id, |pool| {
        pool.delete(&access.username);
        Ok(json!({}))
    })
}
