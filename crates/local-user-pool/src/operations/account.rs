//! GetUser and GlobalSignOut: what an access token lets its user do.

use serde_json::{Map, Value, json};

use super::mfa::add_preference;
use crate::{
    error::ServiceError,
    request::{Members, TOKEN},
    service::Service,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html>
pub(crate) fn get_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    let gone = || ServiceError::new("UserNotFoundException", "User does not exist.");
    service.with_pool(&pool_id, |pool| {
        let user = pool.data.users.get(&access.username).ok_or_else(gone)?;
        let rest = user.attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value }));
        let attributes: Vec<Value> = [json!({ "Name": "sub", "Value": user.sub })].into_iter().chain(rest).collect();
        let mut answer = json!({ "Username": user.username, "UserAttributes": attributes });
        add_preference(&mut answer, user);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html>
pub(crate) fn global_sign_out(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    service.change_pool(&pool_id, |pool| {
        pool.data.sign_ins.revoke_all(&access.username);
        Ok(json!({}))
    })
}
