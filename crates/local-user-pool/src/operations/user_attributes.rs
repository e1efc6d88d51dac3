//! What users do with their own attributes: UpdateUserAttributes, DeleteUserAttributes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{attribute_codes::new_code, owned};
use crate::{
    delivery,
    error::ServiceError,
    pool::{
        Pool,
        attributes::{self, Occasion, Writer},
        tokens::{Access, invalid_access_token},
        user::User,
    },
    request::{Members, TOKEN},
    service::Service,
    vocabulary::Contact,
};

/// A new address or number gets a code where the pool verifies such attributes. Until the code comes back it is not
/// verified; or it is not even the user's, where the pool wants it proven first.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html>
pub(crate) fn update_user_attributes(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    members.document("UserAttributes");
    let given = members.attributes("UserAttributes");
    let metadata = members.map("ClientMetadata");
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    let messages = service.change_pool(&pool_id, |pool| {
        let settings = pool.settings().clone();
        let mut new = checked(pool, &access, &given)?;
        let user = user(pool, &access)?;
        let changed: Vec<(Contact, String)> = Contact::ALL
            .into_iter()
            .filter_map(|contact| Some((contact, new.get(contact.attribute())?.clone())))
            .filter(|(contact, value)| !value.is_empty() && user.contact(*contact) != Some(value))
            .collect();
        for (contact, value) in &changed {
            if settings.verifies_before_update(contact.attribute()) {
                if pool.has_other_called(&access.username, *contact, value) {
                    return Err(ServiceError::alias_exists(contact.attribute()));
                }
                new.remove(contact.attribute());
            }
        }
        let merged = attributes::merged(user, new);
        attributes::check_required(&settings, &merged)?;
        attributes::store(pool, &access.username, merged, now)?;
        forget_changes(pool, &access, given.iter().map(|&(name, _)| name))?;
        let mut messages = Vec::new();
        for (contact, value) in changed {
            let attribute = contact.attribute();
            if settings.verifies(attribute) {
                let new_value = settings.verifies_before_update(attribute).then_some(value);
                let occasion = delivery::Occasion::UpdateUserAttribute;
                let why = (occasion, owned(&metadata));
                messages.push((contact, new_code(service, pool, &access, contact, new_value, why)?));
            }
        }
        Ok(messages)
    })?;
    let mut deliveries = Vec::new();
    for (contact, message) in messages {
        deliveries.push(contact.delivery(message.to()));
        delivery::send(service, message)?;
    }
    Ok(json!({ "CodeDeliveryDetailsList": deliveries }))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html>
pub(crate) fn delete_user_attributes(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    members.document("UserAttributeNames");
    let names = members.strings("UserAttributeNames");
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    service.change_pool(&pool_id, |pool| {
        let emptied: Vec<(&str, &str)> = names.iter().map(|&name| (name, "")).collect();
        let new = checked(pool, &access, &emptied)?;
        let merged = attributes::merged(user(pool, &access)?, new);
        attributes::check_required(pool.settings(), &merged)?;
        attributes::store(pool, &access.username, merged, now)?;
        forget_changes(pool, &access, names.iter().copied())?;
        Ok(json!({}))
    })
}

/// # Errors
/// NotAuthorizedException for what the client may not write, InvalidParameterException for what nobody can.
fn checked(pool: &Pool, access: &Access, given: &[(&str, &str)]) -> Result<BTreeMap<String, String>, ServiceError> {
    user(pool, access)?.may_sign_in()?;
    let client = pool.data.clients.get(&access.client_id).ok_or_else(invalid_access_token)?;
    attributes::checked(pool.settings(), Writer::Client(client), Occasion::Change, given)
}

/// A change that waits for its proof is overtaken by a later one of the same attribute.
fn forget_changes<'a>(
    pool: &mut Pool,
    access: &Access,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), ServiceError> {
    let user = pool.data.users.get_mut(&access.username).ok_or_else(invalid_access_token)?;
    for contact in names.into_iter().filter_map(Contact::named) {
        user.verifications.retain(|waiting, verification| *waiting != contact || verification.new_value.is_none());
    }
    Ok(())
}

fn user<'a>(pool: &'a Pool, access: &Access) -> Result<&'a User, ServiceError> {
    pool.data.users.get(&access.username).ok_or_else(invalid_access_token)
}
