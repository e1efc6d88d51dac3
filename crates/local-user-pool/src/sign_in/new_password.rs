//! NEW_PASSWORD_REQUIRED: a password in place of a temporary one, and the attributes that are missing.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Attempt, Proof, ask as ask_challenge, asked::Asked, proceed};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        attributes::{self, Occasion, Writer},
        user::User,
    },
    request::parameter,
    service::Service,
    settings::{UserPool, UserPoolClient},
    srp::Credentials,
    vocabulary::{Contact, UserStatus},
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
    let (identity, attributes) = service.with_client(&attempt.client_id, |pool, client| {
        pool.settings().policies.password_policy.check(password)?;
        let attributes = checked_attributes(pool, client, attempt.user(pool)?, &given)?;
        Ok((pool.identity(attempt.who.user_id()), attributes))
    })?;
    // Outside of the lock, because a power modulo N takes milliseconds.
    let credentials = Credentials::new(&identity, password)?;
    let now = service.clock.now();
    service.change_client(&attempt.client_id, |pool, _| {
        let policy = pool.settings().policies.password_policy.clone();
        let user = attempt.user_mut(pool)?;
        user.check_history(&identity, password, &policy)?;
        user.set_password(credentials.clone(), &policy);
        user.temporary_password_expires_at = None;
        user.status = UserStatus::Confirmed;
        user.modified_at = now;
        user.attributes.extend(attributes.clone());
        Ok(())
    })?;
    proceed(service, attempt, Proof::NewPassword)
}

/// # Errors
/// NotAuthorizedException for an attribute that has a value already, InvalidParameterException for one that is unknown,
/// wrong or missing.
fn checked_attributes(
    pool: &Pool,
    client: &UserPoolClient,
    user: &User,
    given: &[(&str, &str)],
) -> Result<BTreeMap<String, String>, ServiceError> {
    let settings = pool.settings();
    for &(name, _) in given {
        let is_kept = matches!(name, "email" | "phone_number") || missing_is_asked(settings, name);
        if is_kept && user.attribute(name).is_some() {
            return Err(ServiceError::not_authorized(format!("Cannot modify an already provided {name}")));
        }
    }
    // What the challenge asks for belongs to the making of the user, and can be set though it cannot be changed.
    let (asked, others): (Vec<_>, Vec<_>) = given.iter().partition(|(name, _)| missing_is_asked(settings, name));
    let mut attributes = attributes::checked(settings, Writer::Client(client), Occasion::NewUser, &asked)?;
    attributes.extend(attributes::checked(settings, Writer::Client(client), Occasion::Change, &others)?);
    for contact in Contact::ALL {
        let value = attributes.get(contact.attribute());
        if value.is_some_and(|value| pool.has_other_called(&user.username, contact, value)) {
            return Err(ServiceError::alias_exists(contact.attribute()));
        }
    }
    let is_given = |wanted: &&str| attributes.get(*wanted).is_some_and(|value| !value.is_empty());
    match missing(pool, user).find(|name| !is_given(name)) {
        Some(name) => Err(ServiceError::invalid_parameter(format!("Invalid attributes given, {name} is missing"))),
        None => Ok(attributes),
    }
}

/// Whether the challenge asks for an attribute that has no value.
fn missing_is_asked(settings: &UserPool, name: &str) -> bool {
    settings.required_attributes().any(|required| required == name)
}

/// Required attributes without a value.
fn missing<'a>(pool: &'a Pool, user: &'a User) -> impl Iterator<Item = &'a str> {
    pool.settings().required_attributes().filter(|name| user.attribute(name).is_none())
}
