//! RespondToAuthChallenge: proves the password.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::parameter;
use crate::{
    challenges::{Challenge, Kind},
    error::ServiceError,
    pool::Pool,
    request::{CLIENT_ID, Members},
    service::Service,
    srp::Claim,
    timestamp,
};

/// ChallengeNameType.
const CHALLENGE_NAMES: [&str; 16] = [
    "SMS_MFA",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "PASSWORD_VERIFIER",
    "CUSTOM_CHALLENGE",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "NEW_PASSWORD_REQUIRED",
    "SMS_OTP",
    "PASSWORD",
    "WEB_AUTHN",
    "PASSWORD_SRP",
];

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
pub(crate) fn respond_to_auth_challenge(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let challenge_name = members.required_enum("ChallengeName", &CHALLENGE_NAMES);
    let responses = members.map("ChallengeResponses");
    members.check()?;
    match challenge_name {
        "PASSWORD_VERIFIER" => password_verifier(service, client_id, &responses),
        _ => service.with_client(client_id, |_, _| {
            Err(ServiceError::invalid_parameter(format!("{challenge_name} challenge was not asked")))
        }),
    }
}

fn password_verifier(
    service: &Service,
    client_id: &str,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let name = parameter(responses, "USERNAME")?;
    let claim = Claim {
        secret_block: parameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK")?,
        signature: parameter(responses, "PASSWORD_CLAIM_SIGNATURE")?,
        timestamp: parameter(responses, "TIMESTAMP")?,
    };
    let now = service.clock.now();
    let (lifetime, tolerance) = service.with_client(client_id, |pool, client| {
        Ok((client.auth_session_seconds(), pool.rules.timestamp_tolerance_seconds))
    })?;
    let challenge = service.challenges().take(claim.secret_block);
    let challenge = challenge.ok_or_else(ServiceError::incorrect_username_or_password)?;
    if now >= challenge.created_at + lifetime {
        return Err(ServiceError::not_authorized("Invalid session for the user, session is expired."));
    }
    if timestamp::parse_srp(claim.timestamp).is_none_or(|sent| sent.abs_diff(now) > tolerance) {
        return Err(ServiceError::not_authorized("Invalid timestamp."));
    }
    let Kind::PasswordVerifier(exchange) = &challenge.kind;
    let proved = exchange.proves(&claim);
    service.change_client(client_id, |pool, client| {
        let bound = challenge.client_id == client_id && is_bound_user(pool, &challenge, exchange.user_id(), name);
        let username = challenge.username.as_deref().filter(|_| proved && bound);
        let username = username.ok_or_else(ServiceError::incorrect_username_or_password)?;
        let user = pool.data.users.get(username).ok_or_else(ServiceError::incorrect_username_or_password)?;
        user.may_sign_in()?;
        let result = pool.sign_in(username, client, now)?;
        Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
    })
}

/// The answer may name the user by USER_ID_FOR_SRP, as it was typed, or by another alias.
fn is_bound_user(pool: &Pool, challenge: &Challenge, user_id: &str, name: &str) -> bool {
    name == user_id
        || name == challenge.typed_name
        || pool.find(name).is_some_and(|user| challenge.username.as_ref() == Some(&user.username))
}
