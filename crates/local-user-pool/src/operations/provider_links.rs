//! AdminLinkProviderForUser, AdminDisableProviderForUser.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::identity_providers::known;
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        identities::{ExternalIdentity, Link, SUBJECT},
    },
    request::{Members, PROVIDER_NAME, TEXT, USER_POOL_ID},
    service::Service,
    settings::ProviderType,
};

/// ProviderName of the pool's own users.
const POOL_ITSELF: &str = "Cognito";
/// ProviderAttributeName of what names a provider's user.
const COGNITO_SUBJECT: &str = "Cognito_Subject";
const MOST_LINKS: usize = 5;

/// ProviderUserIdentifierType.
#[derive(Default)]
struct ProviderUser<'a> {
    provider_name: &'a str,
    attribute_name: &'a str,
    attribute_value: &'a str,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html>
pub(crate) fn admin_link_provider_for_user(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let destination = ProviderUser::read(&mut members, "DestinationUser");
    let source = ProviderUser::read(&mut members, "SourceUser");
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let username = destination.username();
        if !pool.data.users.contains_key(&username) {
            return Err(ServiceError::unknown_user());
        }
        let link = source.link(pool, now)?;
        let claims = BTreeMap::from([(link.claim.clone(), link.identity.user_id.clone())]);
        if pool.data.users.contains_key(&source.username()) || pool.linked(source.provider_name, &claims).is_some() {
            return Err(ServiceError::invalid_parameter(
                "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
            ));
        }
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        if user.links.len() >= MOST_LINKS {
            return Err(ServiceError::new("LimitExceededException", "Exceeded the limit of linked identities"));
        }
        user.links.push(link);
        user.note_identities();
        user.modified_at = now;
        Ok(json!({}))
    })
}

/// Undoes a link. Users that are no link's are not kept from signing in: AdminDisableUser does that here.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html>
pub(crate) fn admin_disable_provider_for_user(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let linked = ProviderUser::read(&mut members, "User");
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let claims = BTreeMap::from([(linked.claim().to_owned(), linked.attribute_value.to_owned())]);
        let username = pool.linked(linked.provider_name, &claims).ok_or_else(ServiceError::unknown_user)?.to_owned();
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        user.links.retain(|link| !link.means(linked.provider_name, &claims));
        user.note_identities();
        user.modified_at = now;
        Ok(json!({}))
    })
}

impl<'a> ProviderUser<'a> {
    fn read(members: &mut Members<'a>, name: &str) -> Self {
        members.document(name);
        let read = members.structure(name, |inner| Self {
            provider_name: inner.optional("ProviderName", &PROVIDER_NAME).unwrap_or_default(),
            attribute_name: inner.optional("ProviderAttributeName", &TEXT).unwrap_or_default(),
            attribute_value: inner.optional("ProviderAttributeValue", &TEXT).unwrap_or_default(),
        });
        read.unwrap_or_default()
    }

    /// The name of a user of the pool's own, or of a provider's.
    fn username(&self) -> String {
        match self.provider_name {
            POOL_ITSELF => self.attribute_value.to_owned(),
            provider => format!("{provider}_{}", self.attribute_value),
        }
    }

    /// The provider's claim that has the value.
    fn claim(&self) -> &str {
        if self.attribute_name == COGNITO_SUBJECT { SUBJECT } else { self.attribute_name }
    }

    fn link(&self, pool: &Pool, now: u64) -> Result<Link, ServiceError> {
        if self.provider_name == POOL_ITSELF {
            return Err(ServiceError::invalid_parameter(
                "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only \
                 as a DestinationUser",
            ));
        }
        let provider = known(pool, self.provider_name)?;
        let is_social = !matches!(provider.provider_type, ProviderType::Saml | ProviderType::Oidc);
        if is_social && self.attribute_name != COGNITO_SUBJECT {
            return Err(ServiceError::invalid_parameter("Invalid SourceUser: ProviderAttributeName"));
        }
        if self.attribute_name.is_empty() || self.attribute_value.is_empty() {
            return Err(ServiceError::invalid_parameter("Invalid SourceUser: ProviderAttributeValue"));
        }
        let identity = ExternalIdentity {
            provider_name: provider.provider_name.clone(),
            provider_type: provider.provider_type.name().to_owned(),
            user_id: self.attribute_value.to_owned(),
            created_at: now,
        };
        Ok(Link { identity, claim: self.claim().to_owned() })
    }
}
