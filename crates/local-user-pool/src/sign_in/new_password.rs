//! NEW_PASSWORD_REQUIRED: a password in place of a temporary one, and the attributes that are missing.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Attempt, Proof, ask as ask_challenge, challenge::Asked, proceed};
use crate::{
    error::ServiceError,
    operations::parameter,
    pool::{
        Pool, undetermined_attribute,
        user::{self, Contact, User, UserStatus},
    },
    service::Service,
    srp::Credentials,
};

/// How the names of attributes begin among the parameters and the responses.
const PREFIX: &str = "userAttributes.";

/// Asks for a password: NEW_PASSWORD_REQUIRED.
pub(crate) fn ask(service: &Service, attempt: Attempt) -> Result<Value, ServiceError> {
    let (attributes, missing) = service.with_client(&attempt.client_id, |pool, _| {
        let user = attempt.user(pool)?;
        let attributes: Map<String, Value> =
            user.attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let missing: Vec<String> = missing(pool, user).map(|name| format!("{PREFIX}{name}")).collect();
        Ok((attributes, missing))
    })?;
    let parameters = json!({
        "USER_ID_FOR_SRP": attempt.who.user_id(),
        "userAttributes": Value::Object(attributes).to_string(),
        "requiredAttributes": json!(missing).to_string(),
    });
    ask_challenge(service, attempt, Asked::NewPassword, parameters)
}

/// Answers NEW_PASSWORD_REQUIRED.
pub(crate) fn answer(
    service: &Service,
    attempt: Attempt,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let password = parameter(responses, "NEW_PASSWORD")?;
    let given: Vec<(&str, &str)> =
        responses.iter().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, *value))).collect();
    let identity = service.with_client(&attempt.client_id, |pool, _| {
        pool.settings().policies.password_policy.check(password)?;
        check_attributes(pool, attempt.user(pool)?, &given)?;
        Ok(pool.identity(attempt.who.user_id()))
    })?;
    // Outside of the lock, because a power modulo N takes milliseconds.
    let credentials = Credentials::new(&identity, password)?;
    let now = service.clock.now();
    service.change_client(&attempt.client_id, |pool, _| {
        let policy = pool.settings().policies.password_policy.clone();
        let user = attempt.user_mut(pool)?;
        user.check_history(&identity, password, &policy)?;
        user.set_password(credentials, &policy);
        user.temporary_password_expires_at = None;
        user.status = UserStatus::Confirmed;
        user.modified_at = now;
        user.attributes.extend(given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
        Ok(())
    })?;
    proceed(service, attempt, Proof::NewPassword)
}

/// # Errors
/// NotAuthorizedException for an attribute that has a value already, InvalidParameterException for one that is unknown,
/// wrong or missing.
fn check_attributes(pool: &Pool, user: &User, given: &[(&str, &str)]) -> Result<(), ServiceError> {
    for &(name, value) in given {
        if name == "sub" || name.ends_with("_verified") {
            return Err(ServiceError::not_authorized("A client attempted to write unauthorized attribute"));
        }
        if !pool.settings().knows_attribute(name) {
            return Err(undetermined_attribute(name));
        }
        let is_kept = matches!(name, "email" | "phone_number")
            || pool.settings().required_attributes().any(|required| required == name);
        if is_kept && user.attribute(name).is_some() {
            return Err(ServiceError::not_authorized(format!("Cannot modify an already provided {name}")));
        }
        let contact = match name {
            "email" if !user::is_email(value) => {
                return Err(ServiceError::invalid_parameter("Invalid email address format."));
            }
            "phone_number" if !user::is_phone_number(value) => {
                return Err(ServiceError::invalid_parameter("Invalid phone number format."));
            }
            "email" => Contact::Email,
            "phone_number" => Contact::PhoneNumber,
            _ => continue,
        };
        if pool.has_other_called(&user.username, contact, value) {
            return Err(ServiceError::alias_exists(name));
        }
    }
    let is_given = |wanted: &&str| given.iter().any(|(name, value)| name == wanted && !value.is_empty());
    match missing(pool, user).find(|name| !is_given(name)) {
        Some(name) => Err(ServiceError::invalid_parameter(format!("Invalid attributes given, {name} is missing"))),
        None => Ok(()),
    }
}

/// Required attributes without a value.
fn missing<'a>(pool: &'a Pool, user: &'a User) -> impl Iterator<Item = &'a str> {
    pool.settings().required_attributes().filter(|name| user.attribute(name).is_none())
}
