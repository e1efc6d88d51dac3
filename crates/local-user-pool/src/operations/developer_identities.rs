//! GetOpenIdTokenForDeveloperIdentity, LookupDeveloperIdentity, MergeDeveloperIdentities, UnlinkDeveloperIdentity.

use serde_json::{Map, Value, json};

use super::{
    identity::{logins, with_key},
    page::page,
    settings_members::described,
};
use crate::{
    error::ServiceError,
    identity_pool::{Identities, unknown_identity_pool},
    request::CheckedMembers,
    service::Service,
};

/// How long a token works where the request does not say, in seconds.
const DEFAULT_DURATION: u64 = 15 * 60;

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdTokenForDeveloperIdentity.html>
pub(super) fn get_open_id_token_for_developer_identity(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let pool_id = members.text("IdentityPoolId");
    let settings = service.identity_pool(|id, _| id == pool_id).ok_or_else(|| unknown_identity_pool(pool_id))?;
    let given = members.map("Logins");
    let provider = settings.developer_provider_name.as_deref().unwrap_or_default();
    let developer_id = given.get(provider).and_then(Value::as_str).ok_or_else(|| {
        ServiceError::invalid_parameter("Logins must have the developer provider of the identity pool.")
    })?;
    let others = given.iter().filter(|(name, _)| *name != provider);
    let others = others.filter_map(|(name, token)| Some((name.as_str(), token.as_str()?)));
    let others = logins(service, &settings, others)?;
    let now = service.clock.now();
    with_key(service, pool_id)?;
    service.change_identities(pool_id, |identities| {
        let id = identities.register(members.optional("IdentityId"), developer_id, &others, now)?;
        let seconds = members.number("TokenDuration").unwrap_or(DEFAULT_DURATION);
        Ok(json!({ "IdentityId": id, "Token": identities.open_id_token(&id, now, seconds)? }))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_LookupDeveloperIdentity.html>
pub(super) fn lookup_developer_identity(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (id, developer_id) = (members.optional("IdentityId"), members.optional("DeveloperUserIdentifier"));
    let most = members.number("MaxResults").filter(|&most| most > 0).unwrap_or(60) as usize;
    service.with_identities(members.text("IdentityPoolId"), |identities| {
        let owner = developer_id.map(|developer_id| {
            let unknown = || ServiceError::new("ResourceNotFoundException", "Developer user not found.");
            identities.of_developer_id(developer_id).ok_or_else(unknown)
        });
        let owner = owner.transpose()?;
        let id = match (id, owner) {
            (Some(id), Some(owner)) if id != owner => {
                let message = "The developer user identifier belongs to another identity.";
                return Err(ServiceError::new("ResourceConflictException", message));
            }
            (id, owner) => id.or(owner).ok_or_else(|| {
                ServiceError::invalid_parameter("Either IdentityId or DeveloperUserIdentifier must be given.")
            })?,
        };
        let all = identities.developer_ids(id)?.into_iter().map(|other| (other.clone(), json!(other))).collect();
        let (list, next) = page(all, most, members.optional("NextToken"))?;
        Ok(described([
            ("IdentityId", json!(id)),
            ("DeveloperUserIdentifierList", Value::Array(list)),
            ("NextToken", json!(next)),
        ]))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_MergeDeveloperIdentities.html>
pub(super) fn merge_developer_identities(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let now = service.clock.now();
    service.change_identities(members.text("IdentityPoolId"), |identities| {
        check_provider(identities, members)?;
        let (source, destination) = (members.text("SourceUserIdentifier"), members.text("DestinationUserIdentifier"));
        Ok(json!({ "IdentityId": identities.merge(source, destination, now)? }))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UnlinkDeveloperIdentity.html>
pub(super) fn unlink_developer_identity(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let now = service.clock.now();
    service.change_identities(members.text("IdentityPoolId"), |identities| {
        check_provider(identities, members)?;
        identities.unlink_developer_id(members.text("IdentityId"), members.text("DeveloperUserIdentifier"), now)?;
        Ok(json!({}))
    })
}

fn check_provider(identities: &Identities, members: CheckedMembers<'_>) -> Result<(), ServiceError> {
    match identities.settings.developer_provider_name.as_deref() == Some(members.text("DeveloperProviderName")) {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter("The identity pool has no such developer provider.")),
    }
}
