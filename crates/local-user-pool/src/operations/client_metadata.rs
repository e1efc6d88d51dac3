//! CreateCIMDPolicy, UpdateCIMDPolicy, DescribeCIMDPolicy, ListCIMDPolicies, DeleteCIMDPolicy: stored and described.
//! ListClientMetadataURLs, UpdateClientMetadataURLState: no document was ever fetched.

use serde_json::{Map, Value, json};

use super::{
    page::{MOST_RESULTS, page},
    settings_members::described,
    user_pool_clients,
};
use crate::{
    error::ServiceError,
    pool::{Pool, resources::ClientMetadataPolicy},
    random,
    request::CheckedMembers,
    service::Service,
    settings::Tier,
};

const ID_LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const ID_LENGTH: usize = 26;
/// Seconds that a document is kept where a policy says nothing: the least that it can say.
const DEFAULT_CACHE_DURATION: u64 = 86_400;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateCIMDPolicy.html>
pub(crate) fn create_cimd_policy(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, client_id) = (members.text("UserPoolId"), members.text("ClientId"));
    let id = random::text(ID_LETTERS, ID_LENGTH)?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        check(pool, client_id)?;
        let policy = ClientMetadataPolicy {
            client_id: client_id.to_owned(),
            name: members.text("PolicyName").to_owned(),
            cache_duration: members.number("CacheDuration").unwrap_or(DEFAULT_CACHE_DURATION),
            url_patterns: members.list("URLPatterns"),
            created_at: now,
            modified_at: now,
        };
        let answer = description(&id, &policy, pool_id);
        pool.data.resources.client_metadata_policies.insert(id.clone(), policy);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateCIMDPolicy.html>
pub(crate) fn update_cimd_policy(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, client_id, id) = (members.text("UserPoolId"), members.text("ClientId"), members.text("CIMDPolicyId"));
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        check(pool, client_id)?;
        let policy = pool.data.resources.client_metadata_policies.get_mut(id).ok_or_else(unknown)?;
        client_id.clone_into(&mut policy.client_id);
        if let Some(name) = members.optional("PolicyName") {
            name.clone_into(&mut policy.name);
        }
        policy.cache_duration = members.number("CacheDuration").unwrap_or(policy.cache_duration);
        policy.url_patterns = members.list("URLPatterns");
        policy.modified_at = now;
        Ok(description(id, policy, pool_id))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeCIMDPolicy.html>
pub(crate) fn describe_cimd_policy(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, id) = (members.text("UserPoolId"), members.text("CIMDPolicyId"));
    service.with_pool(pool_id, |pool| Ok(description(id, known(pool, id)?, pool_id)))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListCIMDPolicies.html>
pub(crate) fn list_cimd_policies(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let most = members.number("MaxResults").unwrap_or(MOST_RESULTS as u64) as usize;
    service.with_pool(members.text("UserPoolId"), |pool| {
        let summary = |(id, policy): (&String, &ClientMetadataPolicy)| {
            let value = json!({
                "CIMDPolicyId": id,
                "ClientId": policy.client_id,
                "PolicyName": policy.name,
                "CacheDuration": policy.cache_duration,
                "CreationDate": policy.created_at,
                "LastModifiedDate": policy.modified_at,
            });
            (id.clone(), value)
        };
        let all = pool.data.resources.client_metadata_policies.iter().map(summary).collect();
        let (policies, next) = page(all, most, members.optional("NextToken"))?;
        Ok(described([("CIMDPolicies", Value::Array(policies)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteCIMDPolicy.html>
pub(crate) fn delete_cimd_policy(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.change_pool(members.text("UserPoolId"), |pool| {
        let policies = &mut pool.data.resources.client_metadata_policies;
        policies.remove(members.text("CIMDPolicyId")).map(|_| json!({})).ok_or_else(unknown)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListClientMetadataURLs.html>
pub(crate) fn list_client_metadata_urls(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.with_pool(members.text("UserPoolId"), |pool| {
        known(pool, members.text("CIMDPolicyId"))?;
        Ok(json!({ "ClientMetadataURLs": [] }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateClientMetadataURLState.html>
pub(crate) fn update_client_metadata_url_state(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.with_pool(members.text("UserPoolId"), |pool| {
        known(pool, members.text("CIMDPolicyId"))?;
        Err(ServiceError::new("CachedCIMDURLDoesNotExistException", "The URL is not cached."))
    })
}

fn check(pool: &Pool, client_id: &str) -> Result<(), ServiceError> {
    user_pool_clients::known(pool, client_id)?;
    if pool.settings().user_pool_tier == Tier::Lite {
        let message = "Client ID metadata documents are not available in the LITE tier of the user pool.";
        return Err(ServiceError::new("FeatureUnavailableInTierException", message));
    }
    Ok(())
}

fn known<'a>(pool: &'a Pool, id: &str) -> Result<&'a ClientMetadataPolicy, ServiceError> {
    pool.data.resources.client_metadata_policies.get(id).ok_or_else(unknown)
}

fn unknown() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "CIMD policy does not exist.")
}

/// CIMDPolicyType.
fn description(id: &str, policy: &ClientMetadataPolicy, pool_id: &str) -> Value {
    json!({
        "CIMDPolicy": {
            "UserPoolId": pool_id,
            "CIMDPolicyId": id,
            "ClientId": policy.client_id,
            "PolicyName": policy.name,
            "CacheDuration": policy.cache_duration,
            "URLPatterns": policy.url_patterns,
            "CreationDate": policy.created_at,
            "LastModifiedDate": policy.modified_at,
        },
    })
}
