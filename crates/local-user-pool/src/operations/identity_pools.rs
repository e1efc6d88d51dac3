//! CreateIdentityPool, UpdateIdentityPool, DescribeIdentityPool, ListIdentityPools, DeleteIdentityPool; roles, tags and
//! principal tags of identity pools; their identities as administrators see them.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    page::{page, read_token},
    settings_members::{described, overlaid},
};
use crate::{
    error::ServiceError, identity_pool::unknown_identity, request::CheckedMembers, service::Service,
    settings::IdentityPool,
};

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html>
pub(super) fn create_identity_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let id = format!("{}:{}", service.region, Uuid::new_v4());
    let bare = IdentityPool { identity_pool_id: id, ..IdentityPool::default() };
    let settings: IdentityPool = overlaid(&bare, body, &["IdentityPoolId"])?;
    check(&settings)?;
    let answer = description(&settings);
    service.add_identity_pool(settings)?;
    Ok(answer)
}

/// What is not sent goes back to its default, but for the tags, which have operations of their own.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UpdateIdentityPool.html>
pub(super) fn update_identity_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    service.change_identities(CheckedMembers(body).text("IdentityPoolId"), |identities| {
        let before = &identities.settings;
        let bare = IdentityPool {
            identity_pool_id: before.identity_pool_id.clone(),
            identity_pool_tags: before.identity_pool_tags.clone(),
            ..IdentityPool::default()
        };
        let settings: IdentityPool = overlaid(&bare, body, &["IdentityPoolId"])?;
        check(&settings)?;
        let is_renamed = settings.developer_provider_name != before.developer_provider_name;
        if before.developer_provider_name.is_some() && is_renamed {
            return Err(ServiceError::invalid_parameter("DeveloperProviderName cannot be changed once it is set."));
        }
        identities.settings = settings;
        Ok(description(&identities.settings))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentityPool.html>
pub(super) fn describe_identity_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    service.with_identities(CheckedMembers(body).text("IdentityPoolId"), |identities| {
        Ok(description(&identities.settings))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentityPools.html>
pub(super) fn list_identity_pools(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let pools = service.with_identity_pools(|identities| {
        let IdentityPool { identity_pool_id: id, identity_pool_name: name, .. } = &identities.settings;
        vec![(id.clone(), json!({ "IdentityPoolId": id, "IdentityPoolName": name }))]
    });
    let (pools, next) = page(pools, most(members), members.optional("NextToken"))?;
    Ok(described([("IdentityPools", Value::Array(pools)), ("NextToken", json!(next))]))
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DeleteIdentityPool.html>
pub(super) fn delete_identity_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    service.remove_identity_pool(CheckedMembers(body).text("IdentityPoolId"))?;
    Ok(json!({}))
}

/// Stored and described: credentials here are of no role.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html>
pub(super) fn set_identity_pool_roles(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.change_identities(members.text("IdentityPoolId"), |identities| {
        let parts = ["Roles", "RoleMappings"].into_iter().filter(|part| members.has(part));
        identities.roles = parts.map(|part| (part.to_owned(), members.value(part))).collect();
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetIdentityPoolRoles.html>
pub(super) fn get_identity_pool_roles(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let id = CheckedMembers(body).text("IdentityPoolId");
    service.with_identities(id, |identities| {
        let mut answer = identities.roles.clone();
        answer.insert("IdentityPoolId".to_owned(), json!(id));
        Ok(Value::Object(answer))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetPrincipalTagAttributeMap.html>
pub(super) fn set_principal_tag_attribute_map(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (id, provider) = (members.text("IdentityPoolId"), members.text("IdentityProviderName"));
    service.change_identities(id, |identities| {
        let parts = ["UseDefaults", "PrincipalTags"].into_iter().filter(|part| members.has(part));
        let map: Map<String, Value> = parts.map(|part| (part.to_owned(), members.value(part))).collect();
        identities.principal_tags.insert(provider.to_owned(), map.clone());
        Ok(principal_tags(id, provider, Some(&map)))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetPrincipalTagAttributeMap.html>
pub(super) fn get_principal_tag_attribute_map(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (id, provider) = (members.text("IdentityPoolId"), members.text("IdentityProviderName"));
    service.with_identities(id, |identities| Ok(principal_tags(id, provider, identities.principal_tags.get(provider))))
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_TagResource.html>
pub(super) fn tag_resource(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.change_identities(tagged(members)?, |identities| {
        let new = members.map("Tags").into_iter();
        let new = new.map(|(key, value)| (key, value.as_str().unwrap_or_default().to_owned()));
        identities.settings.identity_pool_tags.extend(new);
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UntagResource.html>
pub(super) fn untag_resource(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let keys = members.texts("TagKeys");
    service.change_identities(tagged(members)?, |identities| {
        identities.settings.identity_pool_tags.retain(|key, _| !keys.contains(&key.as_str()));
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListTagsForResource.html>
pub(super) fn list_tags_for_resource(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let id = tagged(CheckedMembers(body))?;
    service.with_identities(id, |identities| Ok(json!({ "Tags": identities.settings.identity_pool_tags })))
}

/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentity.html>
pub(super) fn describe_identity(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let id = CheckedMembers(body).text("IdentityId");
    let settings = service.identity_pool(|_, identities| identities.has(id)).ok_or_else(|| unknown_identity(id))?;
    service.with_identities(&settings.identity_pool_id, |identities| identities.described(id))
}

/// None is disabled here.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentities.html>
pub(super) fn list_identities(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let id = members.text("IdentityPoolId");
    let (most, token) = (most(members), members.optional("NextToken"));
    let after = token.map(read_token).transpose()?;
    // One more than wanted tells whether there are more.
    let all =
        service.with_identities(id, |identities| Ok(identities.list(after.as_deref(), most.saturating_add(1))))?;
    let (identities, next) = page(all, most, token)?;
    Ok(described([("IdentityPoolId", json!(id)), ("Identities", Value::Array(identities)), ("NextToken", json!(next))]))
}

/// What is not there counts as deleted.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DeleteIdentities.html>
pub(super) fn delete_identities(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    for id in CheckedMembers(body).texts("IdentityIdsToDelete") {
        if let Some(settings) = service.identity_pool(|_, identities| identities.has(id)) {
            service.change_identities(&settings.identity_pool_id, |identities| {
                identities.remove(id);
                Ok(())
            })?;
        }
    }
    Ok(json!({ "UnprocessedIdentityIds": [] }))
}

fn most(members: CheckedMembers<'_>) -> usize {
    members.number("MaxResults").unwrap_or_default() as usize
}

fn check(settings: &IdentityPool) -> Result<(), ServiceError> {
    settings.problem().map_or(Ok(()), |problem| Err(ServiceError::invalid_parameter(problem)))
}

/// "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/us-east-1:UUID".
fn tagged(members: CheckedMembers<'_>) -> Result<&str, ServiceError> {
    let arn = members.text("ResourceArn");
    let id = arn.split_once(":identitypool/").map(|(_, id)| id);
    id.ok_or_else(|| ServiceError::invalid_parameter(format!("{arn} is not the ARN of an identity pool.")))
}

/// With the defaults of Cognito where they are wanted: user name and client.
fn principal_tags(id: &str, provider: &str, map: Option<&Map<String, Value>>) -> Value {
    let mut answer = map.cloned().unwrap_or_default();
    let uses_defaults = answer.entry("UseDefaults").or_insert(json!(false)) == &json!(true);
    if uses_defaults {
        answer.insert("PrincipalTags".to_owned(), json!({ "client": "aud", "username": "sub" }));
    }
    answer.entry("PrincipalTags").or_insert_with(|| json!({}));
    answer.insert("IdentityPoolId".to_owned(), json!(id));
    answer.insert("IdentityProviderName".to_owned(), json!(provider));
    Value::Object(answer)
}

/// IdentityPool, without what was never set.
fn description(settings: &IdentityPool) -> Value {
    let mut value = json!(settings);
    if let Value::Object(members) = &mut value {
        members.retain(|_, value| !value.is_null() && *value != json!([]) && *value != json!({}));
    }
    value
}
