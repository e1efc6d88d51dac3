//! CreateResourceServer, DescribeResourceServer, UpdateResourceServer, ListResourceServers, DeleteResourceServer.

use serde_json::{Map, Value, json};

use super::{page::page, settings_members::described};
use crate::{
    error::ServiceError,
    pool::Pool,
    request::{
        Members, PAGE_TOKEN, RESOURCE_SERVER, RESOURCE_SERVER_NAME, SCOPE_DESCRIPTION, SCOPE_NAME, USER_POOL_ID,
    },
    service::Service,
    settings::{ResourceServer, ResourceServerScope},
};

/// This operation's own limit.
const MOST_SERVERS: i64 = 50;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html>
pub(crate) fn create_resource_server(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let (pool_id, server) = given(body)?;
    service.change_pool(pool_id, |pool| {
        let identifier = &server.identifier;
        if pool.data.resource_servers.contains_key(identifier) {
            let message = format!("{identifier} already exists in user pool {pool_id}.");
            return Err(ServiceError::invalid_parameter(message));
        }
        let answer = json!({ "ResourceServer": description(&server, pool_id) });
        pool.data.resource_servers.insert(identifier.clone(), server.clone());
        Ok(answer)
    })
}

/// Scopes that are not sent are taken away, as in Cognito.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateResourceServer.html>
pub(crate) fn update_resource_server(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let (pool_id, server) = given(body)?;
    service.change_pool(pool_id, |pool| {
        known(pool, &server.identifier)?;
        let answer = json!({ "ResourceServer": description(&server, pool_id) });
        pool.data.resource_servers.insert(server.identifier.clone(), server.clone());
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeResourceServer.html>
pub(crate) fn describe_resource_server(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, identifier) = pool_and_server(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| Ok(json!({ "ResourceServer": description(known(pool, identifier)?, pool_id) })))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListResourceServers.html>
pub(crate) fn list_resource_servers(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let most = members.integer("MaxResults", 1, MOST_SERVERS);
    let token = members.optional("NextToken", &PAGE_TOKEN);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let servers = pool.data.resource_servers.iter();
        let entries = servers.map(|(identifier, server)| (identifier.clone(), description(server, pool_id))).collect();
        let (servers, next) = page(entries, most.unwrap_or(MOST_SERVERS as usize), token)?;
        Ok(described([("ResourceServers", Value::Array(servers)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteResourceServer.html>
pub(crate) fn delete_resource_server(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, identifier) = pool_and_server(&mut members);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        known(pool, identifier)?;
        pool.data.resource_servers.remove(identifier);
        Ok(json!({}))
    })
}

/// The members of CreateResourceServer and UpdateResourceServer.
fn given(body: &Map<String, Value>) -> Result<(&str, ResourceServer), ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, identifier) = pool_and_server(&mut members);
    let name = members.required("Name", &RESOURCE_SERVER_NAME);
    let scopes = members.structures("Scopes", |inner| ResourceServerScope {
        scope_name: inner.required("ScopeName", &SCOPE_NAME).to_owned(),
        scope_description: inner.required("ScopeDescription", &SCOPE_DESCRIPTION).to_owned(),
    });
    members.check()?;
    let server = ResourceServer { identifier: identifier.to_owned(), name: name.to_owned(), scopes };
    match server.problem() {
        None => Ok((pool_id, server)),
        Some(problem) => Err(ServiceError::invalid_parameter(problem)),
    }
}

fn pool_and_server<'a>(members: &mut Members<'a>) -> (&'a str, &'a str) {
    (members.required("UserPoolId", &USER_POOL_ID), members.required("Identifier", &RESOURCE_SERVER))
}

fn known<'a>(pool: &'a Pool, identifier: &str) -> Result<&'a ResourceServer, ServiceError> {
    pool.data.resource_servers.get(identifier).ok_or_else(|| {
        ServiceError::new("ResourceNotFoundException", format!("Resource server {identifier} does not exist."))
    })
}

/// ResourceServerType.
fn description(server: &ResourceServer, pool_id: &str) -> Value {
    let mut value = json!(server);
    value["UserPoolId"] = json!(pool_id);
    value
}
