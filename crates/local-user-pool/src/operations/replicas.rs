//! CreateUserPoolReplica, UpdateUserPoolReplica, ListUserPoolReplicas, DeleteUserPoolReplica: stored and described; there
//! is no other region here.

use serde_json::{Map, Value, json};

use crate::{error::ServiceError, pool::Pool, request::CheckedMembers, service::Service};

/// A new replica has to be activated.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolReplica.html>
pub(crate) fn create_user_pool_replica(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let region = members.text("RegionName");
    service.change_pool(members.text("UserPoolId"), |pool| {
        if pool.settings().region() == region || pool.data.resources.replicas.contains_key(region) {
            let message = format!("The user pool is in {region} already.");
            return Err(ServiceError::invalid_parameter(message));
        }
        pool.data.resources.replicas.insert(region.to_owned(), "INACTIVE".to_owned());
        Ok(json!({ "UserPoolReplica": description(pool, region, "INACTIVE") }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolReplica.html>
pub(crate) fn update_user_pool_replica(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (region, status) = (members.text("RegionName"), members.text("Status"));
    service.change_pool(members.text("UserPoolId"), |pool| {
        let replica = pool.data.resources.replicas.get_mut(region).ok_or_else(|| unknown(region))?;
        status.clone_into(replica);
        Ok(json!({ "UserPoolReplica": description(pool, region, status) }))
    })
}

/// The pool's own region comes first.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolReplicas.html>
pub(crate) fn list_user_pool_replicas(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    service.with_pool(CheckedMembers(body).text("UserPoolId"), |pool| {
        let own = [(pool.settings().region(), "ACTIVE")];
        let others = pool.data.resources.replicas.iter().map(|(region, status)| (region.as_str(), status.as_str()));
        let all: Vec<Value> =
            own.into_iter().chain(others).map(|(region, status)| description(pool, region, status)).collect();
        Ok(json!({ "UserPoolReplicas": all }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolReplica.html>
pub(crate) fn delete_user_pool_replica(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let region = members.text("RegionName");
    service.change_pool(members.text("UserPoolId"), |pool| {
        let replicas = &mut pool.data.resources.replicas;
        if replicas.get(region).ok_or_else(|| unknown(region))? != "INACTIVE" {
            return Err(ServiceError::invalid_parameter("Only an INACTIVE replica can be deleted."));
        }
        replicas.remove(region);
        Ok(json!({ "UserPoolReplica": description(pool, region, "DELETING") }))
    })
}

fn unknown(region: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("There is no replica in {region}."))
}

/// UserPoolReplicaType.
fn description(pool: &Pool, region: &str, status: &str) -> Value {
    let settings = pool.settings();
    json!({
        "RegionName": region,
        "Status": status,
        "Role": if region == settings.region() { "PRIMARY" } else { "SECONDARY" },
        "UserPoolArn": format!("arn:aws:cognito-idp:{region}:000000000000:userpool/{}", settings.id),
    })
}
