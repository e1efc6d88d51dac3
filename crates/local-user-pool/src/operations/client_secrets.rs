//! AddUserPoolClientSecret, ListUserPoolClientSecrets, DeleteUserPoolClientSecret: two secrets work at once, so that one
//! takes the place of the other while programs are told.

use serde_json::{Map, Value, json};

use super::{settings_members::described, user_pool_clients};
use crate::{error::ServiceError, request::CheckedMembers, service::Service, settings::UserPoolClient};

/// A client has at most so many.
const MOST_SECRETS: usize = 2;

/// A secret that the caller has brought is not shown again.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html>
pub(crate) fn add_user_pool_client_secret(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let own = members.optional("ClientSecret");
    let value = own.map_or_else(user_pool_clients::fresh_secret, |secret| Ok(secret.to_owned()))?;
    let now = service.clock.now();
    change_client(service, members, |client| {
        if client.client_secret.is_none() {
            return Err(ServiceError::invalid_parameter("The client has no secret: it is a public one."));
        }
        if client.secrets().len() >= MOST_SECRETS {
            let message = format!("A client can have {MOST_SECRETS} secrets.");
            return Err(ServiceError::new("LimitExceededException", message));
        }
        let shown = own.is_none().then(|| value.clone());
        let secret = client.add_secret(value.clone(), now)?;
        let descriptor = described([
            ("ClientSecretId", json!(secret.id)),
            ("ClientSecretValue", json!(shown)),
            ("ClientSecretCreateDate", json!(secret.created_at)),
        ]);
        Ok(json!({ "ClientSecretDescriptor": descriptor }))
    })
}

/// Without their values.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClientSecrets.html>
pub(crate) fn list_user_pool_client_secrets(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.with_pool(members.text("UserPoolId"), |pool| {
        let client = user_pool_clients::known(pool, members.text("ClientId"))?;
        let list: Vec<Value> = client
            .secrets()
            .iter()
            .map(|secret| json!({ "ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created_at }))
            .collect();
        Ok(json!({ "ClientSecrets": list }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClientSecret.html>
pub(crate) fn delete_user_pool_client_secret(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let id = members.text("ClientSecretId");
    change_client(service, members, |client| {
        let secrets = client.secrets();
        if !secrets.iter().any(|secret| secret.id == id) {
            return Err(ServiceError::new("ResourceNotFoundException", "Client secret does not exist."));
        }
        if secrets.len() == 1 {
            return Err(ServiceError::invalid_parameter("The last secret of a client cannot be deleted."));
        }
        client.remove_secret(id);
        Ok(json!({}))
    })
}

fn change_client(
    service: &Service,
    members: CheckedMembers<'_>,
    change: impl Fn(&mut UserPoolClient) -> Result<Value, ServiceError>,
) -> Result<Value, ServiceError> {
    let client_id = members.text("ClientId");
    service.change_pool(members.text("UserPoolId"), |pool| {
        let mut client = user_pool_clients::known(pool, client_id)?.clone();
        let answer = change(&mut client)?;
        pool.data.clients.insert(client_id.to_owned(), client);
        Ok(answer)
    })
}
