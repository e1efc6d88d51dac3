//! A remembered device in place of the second factor: DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Attempt, Proof, ask,
    asked::{Asked, Verifier},
    password, proceed,
};
use crate::{
    error::ServiceError,
    pool::{Pool, device::unknown_device},
    request::parameter,
    service::Service,
    srp::Exchange,
};

/// The DEVICE_KEY that a request brought, if the pool tracks devices.
///
/// # Errors
/// ResourceNotFoundException, when it is none of this user's.
pub(super) fn known_key(pool: &Pool, attempt: &Attempt, key: &str) -> Result<Option<String>, ServiceError> {
    if pool.settings().device_configuration.is_none() {
        return Ok(None);
    }
    attempt.user(pool).map_err(|_| unknown_device())?.devices.get(key)?;
    Ok(Some(key.to_owned()))
}

/// Whether the sign-in comes from a device that can prove itself.
pub(super) fn is_remembered(pool: &Pool, attempt: &Attempt) -> bool {
    let device = || attempt.user(pool).ok()?.devices.get(attempt.device_key.as_deref()?).ok();
    pool.settings().device_configuration.is_some() && device().is_some_and(|device| device.is_remembered())
}

/// Whether a proven device takes the place of the second factor.
pub(super) fn replaces_mfa(pool: &Pool) -> bool {
    pool.settings().device_configuration.is_some_and(|devices| devices.challenge_required_on_new_device)
}

/// Asks DEVICE_SRP_AUTH.
pub(super) fn ask_srp(service: &Service, attempt: Attempt) -> Result<Value, ServiceError> {
    ask(service, attempt, Asked::DeviceSrpAuth, json!({}))
}

/// Answers DEVICE_SRP_AUTH: DEVICE_PASSWORD_VERIFIER.
pub(super) fn answer_srp(
    service: &Service,
    attempt: Attempt,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let key = parameter(responses, "DEVICE_KEY")?;
    let srp_a = parameter(responses, "SRP_A")?;
    let (identity, credentials) = service.with_client(&attempt.client_id, |pool, _| {
        attempt.user(pool)?.devices.get(key)?.secret(key).ok_or_else(unknown_device)
    })?;
    let verifier = Verifier::new(Exchange::start(identity, &credentials, srp_a)?)?;
    let parameters = json!({
        "DEVICE_KEY": key,
        "SALT": credentials.salt,
        "SECRET_BLOCK": verifier.secret_block,
        "SRP_B": verifier.exchange.srp_b(),
        "USERNAME": attempt.who.user_id(),
    });
    ask(service, attempt, Asked::DevicePasswordVerifier(Box::new(verifier)), parameters)
}

/// Answers DEVICE_PASSWORD_VERIFIER.
pub(super) fn prove(
    service: &Service,
    attempt: Attempt,
    verifier: &Verifier,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let is_same = parameter(responses, "DEVICE_KEY")? == verifier.exchange.user_id();
    if !(password::claim_is_right(service, &attempt, verifier, responses)? && is_same) {
        return Err(ServiceError::incorrect_username_or_password());
    }
    proceed(service, attempt, Proof::Device)
}
