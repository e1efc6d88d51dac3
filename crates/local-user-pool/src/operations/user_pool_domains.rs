//! CreateUserPoolDomain, DescribeUserPoolDomain, DeleteUserPoolDomain. The name is kept and described, no more: managed
//! login is at this server's own address.

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    pool::Pool,
    request::{DOMAIN, Members, USER_POOL_ID},
    service::Service,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html>
pub(crate) fn create_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let domain = members.required("Domain", &DOMAIN);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    if pool_of(service, domain).is_some() {
        return Err(ServiceError::invalid_parameter("Domain already associated with another user pool."));
    }
    service.change_pool(pool_id, |pool| match &pool.data.domain {
        Some(_) => Err(ServiceError::invalid_parameter("Domain already exists for the user pool.")),
        None => {
            pool.data.domain = Some(domain.to_owned());
            Ok(json!({}))
        }
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html>
pub(crate) fn describe_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let domain = members.required("Domain", &DOMAIN);
    members.check()?;
    // A domain that nobody has is described as nothing, not refused.
    let description = pool_of(service, domain).map_or_else(
        || json!({}),
        |pool_id| {
            json!({
                "UserPoolId": pool_id,
                "AWSAccountId": "000000000000",
                "Domain": domain,
                "Status": "ACTIVE",
                "ManagedLoginVersion": 2,
            })
        },
    );
    Ok(json!({ "DomainDescription": description }))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolDomain.html>
pub(crate) fn delete_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let domain = members.required("Domain", &DOMAIN);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    service.change_pool(pool_id, |pool| match pool.data.domain.as_deref() == Some(domain) {
        true => {
            pool.data.domain = None;
            Ok(json!({}))
        }
        false => Err(ServiceError::invalid_parameter("No such domain or user pool exists.")),
    })
}

/// The id of the pool with that domain.
fn pool_of(service: &Service, domain: &str) -> Option<String> {
    let id = |pool: &Pool| pool.data.domain.as_deref().filter(|own| *own == domain).map(|_| pool.settings().id.clone());
    service.with_pools(|pool| id(pool).into_iter().collect()).pop()
}
