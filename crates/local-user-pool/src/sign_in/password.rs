//! Passwords: typed, or proven by SRP. A user who does not exist is asked the same and takes as long.

use std::collections::BTreeMap;

use cognito_client::hazmat::arithmetic::Identity;
use serde_json::{Value, json};

use super::{
    Attempt, Proof, Who,
    asked::{Asked, Verifier},
    challenge::{Challenge, ChallengeKey},
    proceed,
};
use crate::{
    error::ServiceError,
    pool::{Pool, auth_events::Outcome, lockout::Secret},
    request::parameter,
    service::Service,
    srp::{Claim, Credentials, Exchange},
    timestamp,
    vocabulary::UserStatus,
};

/// Whether PASSWORD_VERIFIER comes with a session: not if it is InitiateAuth's answer to USER_SRP_AUTH.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstAnswer {
    WithSession,
    WithoutSession,
}

/// Begins SRP: PASSWORD_VERIFIER.
pub(crate) fn begin_srp(
    service: &Service,
    attempt: Attempt,
    srp_a: &str,
    first: FirstAnswer,
) -> Result<Value, ServiceError> {
    let (identity, credentials) = service.with_client(&attempt.client_id, |pool, _| stored(pool, &attempt))?;
    let verifier = Verifier::new(Exchange::start(identity, &credentials, srp_a)?)?;
    let (exchange, secret_block) = (&verifier.exchange, verifier.secret_block.clone());
    let mut answer = json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "SRP_B": exchange.srp_b(),
            "SALT": credentials.salt,
            "SECRET_BLOCK": secret_block,
            "USER_ID_FOR_SRP": exchange.user_id(),
            "USERNAME": exchange.user_id(),
        },
    });
    let asked = Asked::PasswordVerifier(Box::new(verifier));
    let challenge = Challenge::new(attempt, asked, service.clock.now());
    match first {
        FirstAnswer::WithSession => answer["Session"] = Value::String(service.challenges().open(challenge)?),
        FirstAnswer::WithoutSession => service.challenges().insert(ChallengeKey::of(&secret_block), challenge),
    }
    Ok(answer)
}

/// Answers PASSWORD_VERIFIER.
pub(crate) fn prove(
    service: &Service,
    attempt: Attempt,
    verifier: &Verifier,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let proven = claim_is_right(service, &attempt, verifier, responses)?;
    settle(service, attempt, proven)
}

/// Whether PASSWORD_CLAIM_SIGNATURE proves the exchange's password, a user's or a device's.
///
/// # Errors
/// InvalidParameterException for a missing part, NotAuthorizedException for a TIMESTAMP that is too far off.
pub(super) fn claim_is_right(
    service: &Service,
    attempt: &Attempt,
    verifier: &Verifier,
    responses: &BTreeMap<&str, &str>,
) -> Result<bool, ServiceError> {
    let claim = Claim {
        secret_block: parameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK")?,
        signature: parameter(responses, "PASSWORD_CLAIM_SIGNATURE")?,
        timestamp: parameter(responses, "TIMESTAMP")?,
    };
    let now = service.clock.now();
    let tolerance = service.with_client(&attempt.client_id, |pool, _| Ok(pool.rules.timestamp_tolerance_seconds))?;
    // What is not spelled as the proof's own is as good as another proof.
    let Some(sent) = timestamp::parse_srp(claim.timestamp) else { return Ok(false) };
    if sent.abs_diff(now) > tolerance {
        return Err(ServiceError::not_authorized("Invalid timestamp."));
    }
    Ok(claim.secret_block == verifier.secret_block && verifier.exchange.proves(&claim))
}

/// Checks a password that came in clear.
pub(crate) fn check_typed(service: &Service, attempt: Attempt, password: &str) -> Result<Value, ServiceError> {
    let (identity, credentials) = service.with_client(&attempt.client_id, |pool, _| stored(pool, &attempt))?;
    let proven = credentials.are_for(&identity, password)?;
    settle(service, attempt, proven)
}

/// Answers PASSWORD.
pub(crate) fn answer_typed(
    service: &Service,
    attempt: Attempt,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    check_typed(service, attempt, parameter(responses, "PASSWORD")?)
}

/// Answers PASSWORD_SRP.
pub(crate) fn answer_srp(
    service: &Service,
    attempt: Attempt,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    begin_srp(service, attempt, parameter(responses, "SRP_A")?, FirstAnswer::WithSession)
}

/// Counts the try and goes on if it was a right one. The proof was computed before, so that a lock-out takes as long.
fn settle(service: &Service, attempt: Attempt, proven: bool) -> Result<Value, ServiceError> {
    let now = service.clock.now();
    let is_right = proven && attempt.who.username().is_some();
    service.change_client(&attempt.client_id, |pool, _| {
        if pool.lockouts.admit(attempt.who.user_id(), Secret::Password, is_right, now)? {
            return Ok(());
        }
        if let Some(username) = attempt.who.username() {
            pool.note_auth_event(username, Outcome::WrongPassword, service.device_type(), now);
        }
        let user = attempt.user(pool)?;
        match user.enabled && user.status == UserStatus::Unconfirmed {
            // Whatever was typed: Cognito says so first.
            true => Err(ServiceError::not_confirmed()),
            false => Err(ServiceError::incorrect_username_or_password()),
        }
    })?;
    proceed(service, attempt, Proof::Password)
}

/// Salt and verifier; simulated ones for someone without a password.
fn stored(pool: &Pool, attempt: &Attempt) -> Result<(Identity, Credentials), ServiceError> {
    let (known, name) = match &attempt.who {
        Who::User(username) => (attempt.user(pool)?.password.clone(), username),
        Who::Simulated(_) => (None, &attempt.typed_name),
    };
    let credentials = known.map_or_else(|| pool.simulated(name).map(|(_, credentials)| credentials), Ok)?;
    Ok((pool.identity(attempt.who.user_id()), credentials))
}
