//! CreateIdentityProvider, DescribeIdentityProvider, UpdateIdentityProvider, ListIdentityProviders,
//! DeleteIdentityProvider.

use serde_json::{Map, Value, json};

use super::{
    page::page,
    settings_members::{described, overlaid},
};
use crate::{
    error::ServiceError,
    pool::Pool,
    request::{CheckedMembers, Members, PAGE_TOKEN, PROVIDER_NAME, USER_POOL_ID},
    service::Service,
    settings::{IdentityProvider, ProviderType},
};

/// IdentityProviderTypeType.
const PROVIDER_TYPES: [&str; 6] = ["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"];
/// Members of [`IdentityProvider`] that a request does not set, or not with that value.
const NOT_OVERLAID: [&str; 4] = ["ProviderName", "ProviderType", "CreationDate", "LastModifiedDate"];
/// This operation's own limit.
const MOST_PROVIDERS: i64 = 60;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html>
pub(crate) fn create_identity_provider(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_provider(&mut members);
    let kind = members.required_enum("ProviderType", &PROVIDER_TYPES);
    members.document("ProviderDetails");
    members.check()?;
    let now = service.clock.now();
    let provider_type: ProviderType =
        serde_json::from_value(json!(kind)).map_err(|_| ServiceError::invalid_parameter("Invalid ProviderType"))?;
    let bare = IdentityProvider {
        provider_name: name.to_owned(),
        provider_type,
        provider_details: Default::default(),
        attribute_mapping: Default::default(),
        idp_identifiers: Vec::new(),
        acr_mapping: Default::default(),
        creation_date: now,
        last_modified_date: now,
    };
    let provider = overlaid(&bare, body, &NOT_OVERLAID)?;
    check(&provider)?;
    service.change_pool(pool_id, |pool| {
        if pool.data.identity_providers.contains_key(name) {
            let message = format!("A provider with the name {name} already exists.");
            return Err(ServiceError::new("DuplicateProviderException", message));
        }
        let answer = json!({ "IdentityProvider": description(&provider, pool_id) });
        pool.data.identity_providers.insert(name.to_owned(), provider.clone());
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateIdentityProvider.html>
pub(crate) fn update_identity_provider(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_provider(&mut members);
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let before = IdentityProvider { last_modified_date: now, ..known(pool, name)?.clone() };
        let provider = overlaid(&before, body, &NOT_OVERLAID)?;
        check(&provider)?;
        let answer = json!({ "IdentityProvider": description(&provider, pool_id) });
        pool.data.identity_providers.insert(name.to_owned(), provider);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html>
pub(crate) fn describe_identity_provider(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_provider(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| Ok(json!({ "IdentityProvider": description(known(pool, name)?, pool_id) })))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetIdentityProviderByIdentifier.html>
pub(crate) fn get_identity_provider_by_identifier(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, identifier) = (members.text("UserPoolId"), members.text("IdpIdentifier"));
    service.with_pool(pool_id, |pool| {
        let mut providers = pool.data.identity_providers.values();
        let found = providers.find(|provider| provider.idp_identifiers.iter().any(|other| other == identifier));
        let unknown = || {
            let message = format!("Identity provider with identifier {identifier} does not exist.");
            ServiceError::new("ResourceNotFoundException", message)
        };
        Ok(json!({ "IdentityProvider": description(found.ok_or_else(unknown)?, pool_id) }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html>
pub(crate) fn list_identity_providers(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let most = members.integer("MaxResults", 0, MOST_PROVIDERS).filter(|&most| most > 0);
    let token = members.optional("NextToken", &PAGE_TOKEN);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let summary = |(name, provider): (&String, &IdentityProvider)| {
            let mut summary = description(provider, pool_id);
            if let Value::Object(members) = &mut summary {
                members.retain(|member, _| {
                    matches!(member.as_str(), "ProviderName" | "ProviderType" | "CreationDate" | "LastModifiedDate")
                });
            }
            (name.clone(), summary)
        };
        let entries = pool.data.identity_providers.iter().map(summary).collect();
        let (providers, next) = page(entries, most.unwrap_or(MOST_PROVIDERS as usize), token)?;
        Ok(described([("Providers", Value::Array(providers)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteIdentityProvider.html>
pub(crate) fn delete_identity_provider(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_provider(&mut members);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        known(pool, name)?;
        pool.data.identity_providers.remove(name);
        for client in pool.data.clients.values_mut() {
            client.supported_identity_providers.retain(|other| other != name);
        }
        Ok(json!({}))
    })
}

fn pool_and_provider<'a>(members: &mut Members<'a>) -> (&'a str, &'a str) {
    (members.required("UserPoolId", &USER_POOL_ID), members.required("ProviderName", &PROVIDER_NAME))
}

pub(super) fn known<'a>(pool: &'a Pool, name: &str) -> Result<&'a IdentityProvider, ServiceError> {
    pool.data.identity_providers.get(name).ok_or_else(|| {
        ServiceError::new("ResourceNotFoundException", format!("Identity provider {name} does not exist."))
    })
}

fn check(provider: &IdentityProvider) -> Result<(), ServiceError> {
    provider.problem().map_or(Ok(()), |problem| Err(ServiceError::invalid_parameter(problem)))
}

/// IdentityProviderType.
fn description(provider: &IdentityProvider, pool_id: &str) -> Value {
    let mut value = json!(provider);
    value["UserPoolId"] = json!(pool_id);
    if let Value::Object(members) = &mut value {
        members.retain(|name, value| name != "AcrMapping" || *value != json!({}));
    }
    value
}
