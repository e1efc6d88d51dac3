//! Codes that prove an address or number: GetUserAttributeVerificationCode, VerifyUserAttribute.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::owned;
use crate::{
    delivery::{self, Letter, Occasion, Outgoing},
    error::ServiceError,
    pool::{
        Pool,
        code::Code,
        tokens::{Access, invalid_access_token},
        user::Verification,
    },
    request::{ATTRIBUTE_NAME, CONFIRMATION_CODE, Members, TOKEN},
    service::Service,
    vocabulary::Contact,
};

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html> has it for these codes.
const LIFETIME_SECONDS: u64 = 24 * 3600;
/// Cognito's own limits are not published in numbers; these are of their kind.
const MOST_REQUESTS: usize = 5;
const REQUEST_WINDOW_SECONDS: u64 = 15 * 60;

/// The code goes to the address or number that waits for its proof, else to the one that the user has.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html>
pub(crate) fn get_user_attribute_verification_code(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let attribute = members.required("AttributeName", &ATTRIBUTE_NAME);
    let metadata = members.map("ClientMetadata");
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    let username = access.username.as_str();
    let (contact, message) = service.change_pool(&pool_id, |pool| {
        let user = pool.data.users.get(username).ok_or_else(invalid_access_token)?;
        user.may_sign_in()?;
        let contact = contact(attribute)?;
        let new_value = user.verifications.get(&contact).and_then(|waiting| waiting.new_value.clone());
        if new_value.is_none() && user.contact(contact).is_none() {
            return Err(ServiceError::invalid_parameter(format!("User has no {attribute} to verify.")));
        }
        let key = format!("verify {attribute} of {username}");
        if !pool.attempts.allow(&key, now, MOST_REQUESTS, REQUEST_WINDOW_SECONDS) {
            return Err(ServiceError::attempt_limit_exceeded());
        }
        let occasion = Occasion::VerifyUserAttribute;
        let message = new_code(service, pool, &access, contact, new_value, (occasion, owned(&metadata)))?;
        Ok((contact, message))
    })?;
    let delivery = contact.delivery(message.to());
    delivery::send(service, message)?;
    Ok(json!({ "CodeDeliveryDetails": delivery }))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html>
pub(crate) fn verify_user_attribute(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let attribute = members.required("AttributeName", &ATTRIBUTE_NAME);
    let code = members.required("Code", &CONFIRMATION_CODE);
    members.check()?;
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    let username = access.username.as_str();
    service.change_pool(&pool_id, |pool| {
        let user = pool.data.users.get_mut(username).ok_or_else(invalid_access_token)?;
        user.may_sign_in()?;
        let contact = contact(attribute)?;
        let waiting = user.verifications.get_mut(&contact).ok_or_else(ServiceError::expired_code)?;
        waiting.code.check(code, now)?;
        let new_value = waiting.new_value.clone();
        match &new_value {
            Some(value) if pool.has_other_called(username, contact, value) => {
                return Err(ServiceError::alias_exists(attribute));
            }
            Some(_) => {}
            None => pool.claim_alias(username, contact, false)?,
        }
        let user = pool.data.users.get_mut(username).ok_or_else(invalid_access_token)?;
        if let Some(value) = new_value {
            user.attributes.insert(attribute.to_owned(), value);
        }
        user.verifications.remove(&contact);
        user.set_verified(contact, true);
        user.modified_at = now;
        Ok(json!({}))
    })
}

/// A code for `new_value`, or for the address or number that the user has; gives the message with it.
pub(super) fn new_code(
    service: &Service,
    pool: &mut Pool,
    access: &Access,
    contact: Contact,
    new_value: Option<String>,
    (occasion, metadata): (Occasion, BTreeMap<String, String>),
) -> Result<Outgoing, ServiceError> {
    let code = Code::new(&pool.rules.codes, service.clock.now(), LIFETIME_SECONDS)?;
    let digits = code.digits().to_owned();
    let user = pool.data.users.get_mut(&access.username).ok_or_else(invalid_access_token)?;
    user.verifications.insert(contact, Verification { code, new_value: new_value.clone() });
    let user = pool.data.users.get(&access.username).ok_or_else(invalid_access_token)?;
    let letter = Letter { occasion, contact, to: new_value.as_deref(), code: &digits, metadata };
    Ok(Outgoing::new(service, pool, &access.client_id, user, letter))
}

/// # Errors
/// InvalidParameterException for an attribute that no code can go to.
fn contact(attribute: &str) -> Result<Contact, ServiceError> {
    Contact::named(attribute)
        .ok_or_else(|| ServiceError::invalid_parameter(format!("Attribute {attribute} cannot be verified by a code.")))
}
