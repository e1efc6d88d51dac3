//! CreateManagedLoginBranding, UpdateManagedLoginBranding, DescribeManagedLoginBranding,
//! DescribeManagedLoginBrandingByClient, DeleteManagedLoginBranding: stored and described; managed login here has a look
//! of its own.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{settings_members::described, user_pool_clients};
use crate::{error::ServiceError, pool::resources::Branding, request::CheckedMembers, service::Service};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html>
pub(crate) fn create_managed_login_branding(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, client_id) = (members.text("UserPoolId"), members.text("ClientId"));
    check_values(members)?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        user_pool_clients::known(pool, client_id)?;
        let all = &mut pool.data.resources.brandings;
        if all.values().any(|other| other.client_id == client_id) {
            let message = "Managed login branding already exists for the client.";
            return Err(ServiceError::new("ManagedLoginBrandingExistsException", message));
        }
        let branding = Branding {
            client_id: client_id.to_owned(),
            use_cognito_provided_values: members.flag("UseCognitoProvidedValues"),
            settings: members.value("Settings"),
            assets: members.list("Assets"),
            created_at: now,
            modified_at: now,
        };
        let id = Uuid::new_v4().to_string();
        let answer = description(&id, &branding, pool_id);
        all.insert(id, branding);
        Ok(json!({ "ManagedLoginBranding": answer }))
    })
}

/// What is not sent stays.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateManagedLoginBranding.html>
pub(crate) fn update_managed_login_branding(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, id) = (members.text("UserPoolId"), members.text("ManagedLoginBrandingId"));
    check_values(members)?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let branding = pool.data.resources.brandings.get_mut(id).ok_or_else(unknown)?;
        if members.has("Settings") {
            branding.settings = members.value("Settings");
        }
        if members.has("Assets") {
            branding.assets = members.list("Assets");
        }
        branding.use_cognito_provided_values = members.flag("UseCognitoProvidedValues");
        if branding.use_cognito_provided_values {
            (branding.settings, branding.assets) = (Value::Null, Vec::new());
        }
        branding.modified_at = now;
        Ok(json!({ "ManagedLoginBranding": description(id, branding, pool_id) }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBranding.html>
pub(crate) fn describe_managed_login_branding(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, id) = (members.text("UserPoolId"), members.text("ManagedLoginBrandingId"));
    service.with_pool(pool_id, |pool| {
        let branding = pool.data.resources.brandings.get(id).ok_or_else(unknown)?;
        Ok(json!({ "ManagedLoginBranding": description(id, branding, pool_id) }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBrandingByClient.html>
pub(crate) fn describe_managed_login_branding_by_client(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, client_id) = (members.text("UserPoolId"), members.text("ClientId"));
    service.with_pool(pool_id, |pool| {
        user_pool_clients::known(pool, client_id)?;
        let mut all = pool.data.resources.brandings.iter();
        let (id, branding) = all.find(|(_, branding)| branding.client_id == client_id).ok_or_else(unknown)?;
        Ok(json!({ "ManagedLoginBranding": description(id, branding, pool_id) }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteManagedLoginBranding.html>
pub(crate) fn delete_managed_login_branding(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.change_pool(members.text("UserPoolId"), |pool| {
        let id = members.text("ManagedLoginBrandingId");
        pool.data.resources.brandings.remove(id).map(|_| json!({})).ok_or_else(unknown)
    })
}

fn check_values(members: CheckedMembers<'_>) -> Result<(), ServiceError> {
    let has_own = members.has("Settings") || !members.list("Assets").is_empty();
    if members.flag("UseCognitoProvidedValues") && has_own {
        let message = "UseCognitoProvidedValues goes without Settings and Assets.";
        return Err(ServiceError::invalid_parameter(message));
    }
    Ok(())
}

fn unknown() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "Managed login branding does not exist.")
}

/// ManagedLoginBrandingType.
fn description(id: &str, branding: &Branding, pool_id: &str) -> Value {
    let assets = if branding.assets.is_empty() { Value::Null } else { json!(branding.assets) };
    described([
        ("ManagedLoginBrandingId", json!(id)),
        ("UserPoolId", json!(pool_id)),
        ("UseCognitoProvidedValues", json!(branding.use_cognito_provided_values)),
        ("Settings", branding.settings.clone()),
        ("Assets", assets),
        ("CreationDate", json!(branding.created_at)),
        ("LastModifiedDate", json!(branding.modified_at)),
    ])
}
