//! CreateUserPoolDomain, UpdateUserPoolDomain, DescribeUserPoolDomain, DeleteUserPoolDomain. A pool can have a prefix at
//! Cognito's own domain and a domain of the owner's. Their names are kept and described, no more: managed login is at this
//! server's own address.

use serde_json::{Map, Value, json};

use super::settings_members::described;
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        resources::{CustomDomain, DomainSettings},
    },
    request::{CheckedMembers, DOMAIN, Members, USER_POOL_ID},
    service::Service,
};

/// Hosted UI (classic), where a request does not say.
const DEFAULT_VERSION: i64 = 1;
/// What stands in front of a custom domain.
const DISTRIBUTION: &str = "d111111abcdef8.cloudfront.net";

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html>
pub(crate) fn create_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let domain = members.required("Domain", &DOMAIN);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    let settings = settings(CheckedMembers(body))?;
    let is_custom = !settings.custom_domain_config.is_null();
    if is_custom != domain.contains('.') {
        let message = "A custom domain needs CustomDomainConfig, and a prefix has no dots.";
        return Err(ServiceError::invalid_parameter(message));
    }
    if let Some(word) = ["aws", "amazon", "cognito"].into_iter().find(|word| !is_custom && domain.contains(word)) {
        return Err(ServiceError::invalid_parameter(format!("Domain cannot contain reserved word: {word}")));
    }
    if pool_of(service, domain).is_some() {
        return Err(ServiceError::invalid_parameter("Domain already associated with another user pool."));
    }
    service.change_pool(pool_id, |pool| {
        let data = &mut pool.data;
        if (is_custom && data.resources.custom_domain.is_some()) || (!is_custom && data.domain.is_some()) {
            return Err(ServiceError::invalid_parameter("Domain already exists for the user pool."));
        }
        let (settings, answer) = (settings.clone(), answer(&settings));
        if is_custom {
            data.resources.custom_domain = Some(CustomDomain { name: domain.to_owned(), settings });
        } else {
            data.domain = Some(domain.to_owned());
            data.resources.prefix_domain = settings;
        }
        Ok(answer)
    })
}

/// What is not sent stays.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolDomain.html>
pub(crate) fn update_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (domain, pool_id) = (members.text("Domain"), members.text("UserPoolId"));
    let new = settings(members)?;
    service.change_pool(pool_id, |pool| {
        let kept = settings_mut(pool, domain).ok_or_else(unknown)?;
        if new.managed_login_version.is_some() {
            kept.managed_login_version = new.managed_login_version;
        }
        if !new.custom_domain_config.is_null() {
            if kept.custom_domain_config.is_null() {
                let message = "CustomDomainConfig is for custom domains, and this one is a prefix.";
                return Err(ServiceError::invalid_parameter(message));
            }
            kept.custom_domain_config.clone_from(&new.custom_domain_config);
        }
        if !new.routing.is_null() {
            kept.routing.clone_from(&new.routing);
        }
        Ok(answer(kept))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html>
pub(crate) fn describe_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let domain = members.required("Domain", &DOMAIN);
    members.check()?;
    // A domain that nobody has is described as nothing, not refused.
    let description = match pool_of(service, domain) {
        Some(pool_id) => service.with_pool(&pool_id, |pool| Ok(description(pool, domain)))?,
        None => json!({}),
    };
    Ok(json!({ "DomainDescription": description }))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolDomain.html>
pub(crate) fn delete_user_pool_domain(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let domain = members.required("Domain", &DOMAIN);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        settings_mut(pool, domain).ok_or_else(unknown)?;
        if pool.data.domain.as_deref() == Some(domain) {
            (pool.data.domain, pool.data.resources.prefix_domain) = (None, DomainSettings::default());
        } else {
            pool.data.resources.custom_domain = None;
        }
        Ok(json!({}))
    })
}

fn settings(members: CheckedMembers<'_>) -> Result<DomainSettings, ServiceError> {
    let version = members.value("ManagedLoginVersion").as_i64();
    if version.is_some_and(|version| !(1..=2).contains(&version)) {
        return Err(ServiceError::invalid_parameter("ManagedLoginVersion must be 1 or 2."));
    }
    Ok(DomainSettings {
        managed_login_version: version,
        custom_domain_config: members.value("CustomDomainConfig"),
        routing: members.value("Routing"),
    })
}

fn settings_mut<'a>(pool: &'a mut Pool, domain: &str) -> Option<&'a mut DomainSettings> {
    if pool.data.domain.as_deref() == Some(domain) {
        return Some(&mut pool.data.resources.prefix_domain);
    }
    let custom = pool.data.resources.custom_domain.as_mut().filter(|custom| custom.name == domain)?;
    Some(&mut custom.settings)
}

/// The id of the pool with that domain.
fn pool_of(service: &Service, domain: &str) -> Option<String> {
    let id = |pool: &Pool| {
        let custom = pool.data.resources.custom_domain.as_ref().map(|custom| &custom.name);
        let is_its = pool.data.domain.iter().chain(custom).any(|own| own == domain);
        is_its.then(|| pool.settings().id.clone())
    };
    service.with_pools(|pool| id(pool).into_iter().collect()).pop()
}

fn unknown() -> ServiceError {
    ServiceError::invalid_parameter("No such domain or user pool exists.")
}

fn answer(settings: &DomainSettings) -> Value {
    let distribution = if settings.custom_domain_config.is_null() { Value::Null } else { json!(DISTRIBUTION) };
    described([
        ("ManagedLoginVersion", json!(settings.managed_login_version.unwrap_or(DEFAULT_VERSION))),
        ("CloudFrontDomain", distribution),
        ("Routing", settings.routing.clone()),
    ])
}

/// DomainDescriptionType.
fn description(pool: &Pool, domain: &str) -> Value {
    let custom = pool.data.resources.custom_domain.as_ref().filter(|custom| custom.name == domain);
    let settings = custom.map_or(&pool.data.resources.prefix_domain, |custom| &custom.settings);
    described([
        ("UserPoolId", json!(pool.settings().id)),
        ("AWSAccountId", json!("000000000000")),
        ("Domain", json!(domain)),
        ("CloudFrontDistribution", json!(DISTRIBUTION)),
        ("Status", json!("ACTIVE")),
        ("CustomDomainConfig", settings.custom_domain_config.clone()),
        ("ManagedLoginVersion", json!(settings.managed_login_version.unwrap_or(DEFAULT_VERSION))),
        ("Routing", settings.routing.clone()),
    ])
}
