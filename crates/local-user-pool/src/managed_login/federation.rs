//! From what an identity provider says of its user to a user of the pool, and the triggers around that.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html>

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    browser::{Login, begin_login},
    request::Request,
};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        attributes::{self, Occasion},
        identities::{ExternalIdentity, SUBJECT},
        methods::{Method, Methods},
        user::User,
    },
    request::USERNAME,
    service::Service,
    settings::{IdentityProvider, ProviderType, Trigger, UserPool},
    srp,
    triggers::{
        Asker,
        sign_up::{self, Extra, Source},
    },
    vocabulary::UserStatus,
};

/// What a provider says: its claims.
type Claims = BTreeMap<String, String>;

/// Signs the provider's user in: as the user that they are linked to, or else as a user of the provider's own, who is made
/// at the first sign-in. Gives the browser's login and what its cookie says.
///
/// # Errors
/// What a trigger has against it; NotAuthorizedException for a user who is disabled; InvalidParameterException for values
/// that are none.
pub(super) fn sign_in(
    service: &Service,
    request: &Request,
    provider_name: &str,
    claims: &Claims,
) -> Result<(Login, String), ServiceError> {
    let (pool_id, client_id) = (request.pool_id.as_str(), request.client.client_id.as_str());
    let (provider, asker) = service.with_pool(pool_id, |pool| {
        let provider = pool.data.identity_providers.get(provider_name).cloned();
        let provider = provider.ok_or_else(|| ServiceError::internal("the provider is gone"))?;
        let subject = claims.get(SUBJECT).map(String::as_str).unwrap_or_default();
        Ok((provider, Asker::about(pool, client_id, subject)))
    })?;
    let claims = &transformed(&asker, &provider, claims)?;
    let known = service.with_pool(pool_id, |pool| Ok(known(pool, provider_name, claims)))?;
    let is_new = known.is_none();
    let username = match known {
        Some(username) => {
            before_sign_in(service, pool_id, client_id, &username)?;
            username
        }
        None => make(service, pool_id, client_id, &provider, claims)?,
    };
    let (now, methods) = (service.clock.now(), [Method::Fed].into_iter().collect::<Methods>());
    let (login, asker) = service.change_pool(pool_id, |pool| {
        keep_up(pool, &provider, claims, &username, now)?;
        let user = pool.data.users.get(&username).ok_or_else(ServiceError::unknown_user)?;
        if !user.enabled {
            return Err(ServiceError::not_authorized("User is not enabled"));
        }
        Ok((
            begin_login(service, pool_id, user, provider_name, methods.clone())?,
            Asker::for_user(pool, client_id, user),
        ))
    })?;
    match is_new {
        true => sign_up::tell_confirmed(&asker, "PostConfirmation_ConfirmSignUp", &BTreeMap::new())?,
        false => {
            let request = asker.request([("newDeviceUsed", json!(false)), ("clientMetadata", json!({}))]);
            asker.ask(Trigger::PostAuthentication, "PostAuthentication_Authentication", request, json!({}))?;
        }
    }
    Ok(login)
}

/// What InboundFederation makes of the claims; who it is stays as it is. Nothing that it says means no change.
fn transformed(asker: &Asker, provider: &IdentityProvider, claims: &Claims) -> Result<Claims, ServiceError> {
    let attributes = match provider.provider_type {
        ProviderType::Saml => json!({ "samlResponse": claims }),
        _ => json!({ "tokenResponse": {}, "idToken": claims, "userInfo": claims }),
    };
    let request = json!({
        "providerName": provider.provider_name,
        "providerType": provider.provider_type.name(),
        "attributes": attributes,
    });
    let response = json!({ "userAttributesToMap": {} });
    let source = "InboundFederation_ExternalProvider";
    let Some(answer) = asker.ask(Trigger::InboundFederation, source, request, response)? else {
        return Ok(claims.clone());
    };
    let mut new = answer.map("userAttributesToMap")?;
    if new.is_empty() {
        return Ok(claims.clone());
    }
    if let Some(subject) = claims.get(SUBJECT) {
        new.insert(SUBJECT.to_owned(), subject.clone());
    }
    Ok(new)
}

/// What the provider's attribute mapping makes of the claims. A claim that a function has named as an attribute of the pool
/// is one, where no mapping says otherwise.
fn mapped(settings: &UserPool, provider: &IdentityProvider, claims: &Claims) -> Claims {
    let is_custom = |name: &str| name.starts_with("custom:") && settings.knows_attribute(name);
    let named = claims.iter().filter(|(name, _)| is_custom(name)).map(|(name, value)| (name.clone(), value.clone()));
    let mapping = provider.attribute_mapping.iter().filter(|(attribute, _)| *attribute != "username");
    let mapped = mapping.filter_map(|(attribute, claim)| Some((attribute.clone(), claims.get(claim)?.clone())));
    named.chain(mapped).collect()
}

/// The user that the provider's is linked to, or who was made for them.
fn known(pool: &Pool, provider_name: &str, claims: &Claims) -> Option<String> {
    let own = || {
        let name = name_of(provider_name, claims);
        pool.data.users.contains_key(&name).then_some(name)
    };
    pool.linked(provider_name, claims).map(str::to_owned).or_else(own)
}

/// "Google_1234".
fn name_of(provider_name: &str, claims: &Claims) -> String {
    format!("{provider_name}_{}", claims.get(SUBJECT).map(String::as_str).unwrap_or_default())
}

fn before_sign_in(service: &Service, pool_id: &str, client_id: &str, username: &str) -> Result<(), ServiceError> {
    let asker = service.with_pool(pool_id, |pool| {
        let user = pool.data.users.get(username).ok_or_else(ServiceError::unknown_user)?;
        Ok(Asker::for_user(pool, client_id, user))
    })?;
    let request = asker.request([("validationData", json!({}))]);
    asker.ask(Trigger::PreAuthentication, "PreAuthentication_Authentication", request, json!({}))?;
    Ok(())
}

/// Makes the provider's own user, if PreSignUp does not mind; gives the name. A trigger may have linked the provider's user
/// to another one in the meantime: that one it is, then.
fn make(
    service: &Service,
    pool_id: &str,
    client_id: &str,
    provider: &IdentityProvider,
    claims: &Claims,
) -> Result<String, ServiceError> {
    let now = service.clock.now();
    let username = name_of(&provider.provider_name, claims);
    USERNAME.check("username", &username)?;
    let mut user = User::new(username, srp::fresh_username(), UserStatus::ExternalProvider, now);
    user.external = Some(ExternalIdentity {
        provider_name: provider.provider_name.clone(),
        provider_type: provider.provider_type.name().to_owned(),
        user_id: claims.get(SUBJECT).cloned().unwrap_or_default(),
        created_at: now,
    });
    let asker = service.with_pool(pool_id, |pool| {
        user.attributes = mapped(pool.settings(), provider, claims);
        attributes::check_values(pool.settings(), Occasion::Change, &user.attributes)?;
        Ok(Asker::for_user(pool, client_id, &user))
    })?;
    let extra = Extra { validation_data: BTreeMap::new(), client_metadata: BTreeMap::new() };
    sign_up::before_sign_up(&asker, Source::ExternalProvider, &mut user, &extra)?;
    service.change_pool(pool_id, |pool| {
        if let Some(username) = known(pool, &provider.provider_name, claims) {
            return Ok(username);
        }
        let username = user.username.clone();
        pool.data.users.insert(username.clone(), user.clone());
        Ok(username)
    })
}

/// What is mapped is up to date after each sign-in.
fn keep_up(
    pool: &mut Pool,
    provider: &IdentityProvider,
    claims: &Claims,
    username: &str,
    now: u64,
) -> Result<(), ServiceError> {
    let name = &provider.provider_name;
    let mapped = mapped(pool.settings(), provider, claims);
    attributes::check_values(pool.settings(), Occasion::Change, &mapped)?;
    let user = pool.data.users.get(username).ok_or_else(ServiceError::unknown_user)?;
    let subject = claims.get(SUBJECT).map(String::as_str).unwrap_or_default();
    let is_linked = pool.linked(name, claims) == Some(username);
    if !is_linked && user.external.as_ref().is_none_or(|known| known.user_id != subject) {
        return Err(ServiceError::invalid_parameter("The user name is another user's."));
    }
    let changed = mapped.iter().filter(|(attribute, value)| user.attributes.get(*attribute) != Some(value));
    attributes::check_mutable(pool.settings(), changed.map(|(attribute, _)| attribute))?;
    let attributes: BTreeMap<_, _> = user.attributes.clone().into_iter().chain(mapped).collect();
    let is_external = user.external.is_some();
    if is_external {
        pool.data.users.get_mut(username).ok_or_else(ServiceError::unknown_user)?.attributes = attributes;
    } else {
        // The address of a user of the pool's own is their name.
        attributes::store(pool, username, attributes, now)?;
    }
    let user = pool.data.users.get_mut(username).ok_or_else(ServiceError::unknown_user)?;
    user.settle_link(name, claims);
    user.modified_at = now;
    if is_external {
        pool.join_group_of_provider(username, name, now);
    }
    Ok(())
}
