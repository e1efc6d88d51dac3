//! CreateUserPoolClient, UpdateUserPoolClient, DescribeUserPoolClient, ListUserPoolClients, DeleteUserPoolClient.

use serde_json::{Map, Value, json};

use super::{
    page::{MOST_RESULTS, page},
    settings_members::{described, overlaid},
};
use crate::{
    error::ServiceError,
    pool::{Pool, unknown_client},
    random,
    request::{CLIENT_ID, CLIENT_SECRET, FRIENDLY_NAME, Members, PAGE_TOKEN, TEXT, USER_POOL_ID},
    service::Service,
    settings::UserPoolClient,
};

const ID_LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const ID_LENGTH: usize = 26;
const SECRET_LENGTH: usize = 51;
/// Members of [`UserPoolClient`] that are read otherwise.
const NOT_OVERLAID: [&str; 5] = ["ClientId", "ClientSecret", "FurtherSecrets", "CreationDate", "LastModifiedDate"];

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html>
pub(crate) fn create_user_pool_client(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let fixed_id = fixed_id(body);
    let name = match fixed_id {
        Some(_) => members.required("ClientName", &TEXT),
        None => members.required("ClientName", &FRIENDLY_NAME),
    };
    let generate_secret = members.boolean("GenerateSecret").unwrap_or_default();
    let secret = members.optional("ClientSecret", &CLIENT_SECRET);
    let is_published = members.boolean("PublishSecretsInAWSSecretsManager").unwrap_or_default();
    members.check()?;
    check_unpublished(is_published)?;
    if generate_secret && secret.is_some() {
        return Err(ServiceError::invalid_parameter("GenerateSecret and ClientSecret cannot both be given."));
    }
    let now = service.clock.now();
    let id = fixed_id.map_or_else(|| random::text(ID_LETTERS, ID_LENGTH), |id| Ok(id.to_owned()))?;
    if fixed_id.is_some() && service.with_client(&id, |_, _| Ok(())).is_ok() {
        return Err(ServiceError::invalid_parameter(format!("There is already a user pool client {id}.")));
    }
    let bare = UserPoolClient::bare(id, name);
    let mut client: UserPoolClient = overlaid(&bare, &without_zeros(body), &NOT_OVERLAID)?;
    client.client_secret = match secret {
        Some(secret) => Some(secret.to_owned()),
        None if generate_secret => Some(fresh_secret()?),
        None => None,
    };
    (client.creation_date, client.last_modified_date) = (now, now);
    check(&client)?;
    service.change_pool(pool_id, |pool| {
        check_providers(pool, &client)?;
        check_scopes(pool, &client)?;
        let answer = json!({ "UserPoolClient": description(&client, pool_id) });
        pool.data.clients.insert(client.client_id.clone(), client.clone());
        Ok(answer)
    })
}

/// What is not sent goes back to its default, as in Cognito.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html>
pub(crate) fn update_user_pool_client(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, client_id) = pool_and_client(&mut members);
    let name = members.optional("ClientName", &FRIENDLY_NAME);
    let is_published = members.boolean("PublishSecretsInAWSSecretsManager").unwrap_or_default();
    members.check()?;
    check_unpublished(is_published)?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let before = known(pool, client_id)?;
        let base = UserPoolClient {
            enable_token_revocation: before.enable_token_revocation,
            creation_date: before.creation_date,
            last_modified_date: now,
            ..UserPoolClient::bare(client_id, name.unwrap_or(&before.client_name)).with_secrets_of(before)
        };
        let client: UserPoolClient = overlaid(&base, &without_zeros(body), &NOT_OVERLAID)?;
        check(&client)?;
        check_providers(pool, &client)?;
        check_scopes(pool, &client)?;
        let answer = json!({ "UserPoolClient": description(&client, pool_id) });
        pool.data.clients.insert(client_id.to_owned(), client);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html>
pub(crate) fn describe_user_pool_client(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, client_id) = pool_and_client(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| Ok(json!({ "UserPoolClient": description(known(pool, client_id)?, pool_id) })))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html>
pub(crate) fn list_user_pool_clients(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let most = members.integer("MaxResults", 1, MOST_RESULTS);
    let token = members.optional("NextToken", &PAGE_TOKEN);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let summary = |(id, client): (&String, &UserPoolClient)| {
            (id.clone(), json!({ "ClientId": id, "ClientName": client.client_name, "UserPoolId": pool_id }))
        };
        let entries = pool.data.clients.iter().map(summary).collect();
        let (clients, next) = page(entries, most.unwrap_or(MOST_RESULTS as usize), token)?;
        Ok(described([("UserPoolClients", Value::Array(clients)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html>
pub(crate) fn delete_user_pool_client(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, client_id) = pool_and_client(&mut members);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        known(pool, client_id)?;
        pool.data.clients.remove(client_id);
        pool.data.resources.forget_client(client_id);
        Ok(json!({}))
    })
}

fn pool_and_client<'a>(members: &mut Members<'a>) -> (&'a str, &'a str) {
    (members.required("UserPoolId", &USER_POOL_ID), members.required("ClientId", &CLIENT_ID))
}

pub(super) fn known<'a>(pool: &'a Pool, client_id: &str) -> Result<&'a UserPoolClient, ServiceError> {
    pool.data.clients.get(client_id).ok_or_else(|| unknown_client(client_id))
}

/// As Cognito makes one.
pub(super) fn fresh_secret() -> Result<String, ServiceError> {
    random::text(ID_LETTERS, SECRET_LENGTH)
}

/// There is no AWS Secrets Manager here.
fn check_unpublished(is_published: bool) -> Result<(), ServiceError> {
    match is_published {
        true => Err(ServiceError::invalid_parameter(
            "PublishSecretsInAWSSecretsManager cannot be true: a local user pool has no AWS Secrets Manager.",
        )),
        false => Ok(()),
    }
}

fn check(client: &UserPoolClient) -> Result<(), ServiceError> {
    if let Some(problem) = client.flow_problem() {
        return Err(ServiceError::new("InvalidOAuthFlowException", problem));
    }
    client.problem().map_or(Ok(()), |problem| Err(ServiceError::invalid_parameter(problem)))
}

fn check_scopes(pool: &Pool, client: &UserPoolClient) -> Result<(), ServiceError> {
    match client.allowed_oauth_scopes.iter().find(|scope| !pool.has_scope(scope)) {
        None => Ok(()),
        Some(scope) => {
            let message = format!("Invalid scope requested: {scope}");
            Err(ServiceError::new("ScopeDoesNotExistException", message))
        }
    }
}

/// The id that a client's name asks for: "_custom_id_:my-id", as LocalStack has it, because clients have no tags.
fn fixed_id(body: &Map<String, Value>) -> Option<&str> {
    body.get("ClientName").and_then(Value::as_str)?.strip_prefix("_custom_id_:")
}

fn check_providers(pool: &Pool, client: &UserPoolClient) -> Result<(), ServiceError> {
    let is_known = |name: &&String| *name == "COGNITO" || pool.data.identity_providers.contains_key(*name);
    match client.supported_identity_providers.iter().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => {
            let pool_id = &pool.settings().id;
            let message = format!("The provider {name} does not exist for User Pool {pool_id}.");
            Err(ServiceError::invalid_parameter(message))
        }
    }
}

/// A validity of 0 means the default.
fn without_zeros(body: &Map<String, Value>) -> Map<String, Value> {
    let is_unset = |name: &str, value: &Value| name.ends_with("TokenValidity") && *value == json!(0);
    body.iter()
        .filter(|(name, value)| !is_unset(name, value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// UserPoolClientType.
fn description(client: &UserPoolClient, pool_id: &str) -> Value {
    let mut value = json!(client);
    if let Value::Object(members) = &mut value {
        members.insert("UserPoolId".to_owned(), json!(pool_id));
        members.remove("FurtherSecrets");
        let lists =
            ["SupportedIdentityProviders", "CallbackURLs", "LogoutURLs", "AllowedOAuthFlows", "AllowedOAuthScopes"];
        members.retain(|name, value| !(value.is_null() || lists.contains(&name.as_str()) && *value == json!([])));
    }
    value
}
