//! Answers: which challenge is meant, and who looks at what was answered.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    asked::Asked,
    challenge::{Challenge, ChallengeKey, Hint},
    code, custom, device, mfa, mfa_setup, new_password, password, user_auth, web_authn,
};
use crate::{error::ServiceError, pool::Pool, random, request::parameter, service::Service, settings::UserPoolClient};

/// An answer: RespondToAuthChallenge's ChallengeResponses.
pub(crate) struct Answer<'a> {
    pub(crate) challenge_name: &'a str,
    pub(crate) session: Option<&'a str>,
    pub(crate) responses: &'a BTreeMap<&'a str, &'a str>,
    pub(crate) client_metadata: BTreeMap<String, String>,
}

/// Answers a challenge: the next one, or tokens.
///
/// # Errors
/// What the challenge has against the answer; NotAuthorizedException for a session that cannot be answered.
pub(crate) fn answer(service: &Service, client_id: &str, answer: Answer<'_>) -> Result<Value, ServiceError> {
    let name = parameter(answer.responses, "USERNAME")?;
    let hash = answer.responses.get("SECRET_HASH").copied();
    service.with_client(client_id, |_, client| client.check_secret_hash(name, hash))?;
    answer_on_own_page(service, client_id, answer)
}

/// As [`answer`], where it is not the client that speaks but the pool's own page.
pub(crate) fn answer_on_own_page(
    service: &Service,
    client_id: &str,
    answer: Answer<'_>,
) -> Result<Value, ServiceError> {
    let client = service.with_client(client_id, |_, client| Ok(client.clone()))?;
    let name = parameter(answer.responses, "USERNAME")?;
    let key = match answer.session {
        Some(session) => ChallengeKey::of(session),
        None => key_without_session(service, &client, name, &answer)?,
    };
    let taken = service.challenges().take(key, &client, service.clock.now());
    let mut challenge = taken.map_err(|error| match answer.session {
        // Without a session nothing but the proof can be wrong.
        None if error == ServiceError::invalid_session() => ServiceError::incorrect_username_or_password(),
        _ => error,
    })?;
    let answered = answer_taken(service, &mut challenge, name, &answer);
    if let Err(error) = &answered
        && challenge.survives(error)
    {
        service.challenges().insert(key, challenge);
    }
    answered
}

/// The challenge that is meant by an answer without a session. Cognito gives none with the first PASSWORD_VERIFIER, and does
/// without one where a device proves itself: pycognito sends none there.
///
/// # Errors
/// InvalidParameterException where a session must be, NotAuthorizedException where nothing is asked.
fn key_without_session(
    service: &Service,
    client: &UserPoolClient,
    name: &str,
    answer: &Answer<'_>,
) -> Result<ChallengeKey, ServiceError> {
    let found = match answer.challenge_name {
        // The block is as good a secret.
        "PASSWORD_VERIFIER" => {
            return parameter(answer.responses, "PASSWORD_CLAIM_SECRET_BLOCK").map(ChallengeKey::of);
        }
        "DEVICE_PASSWORD_VERIFIER" => {
            let block = parameter(answer.responses, "PASSWORD_CLAIM_SECRET_BLOCK")?;
            let hint = Hint::Block(random::sha256(block.as_bytes()));
            service.challenges().hinted(client, &hint).map(|(key, _)| key)
        }
        // Nothing secret names it, but nothing comes of it without the device's own secret.
        "DEVICE_SRP_AUTH" => {
            let hint = Hint::Device(parameter(answer.responses, "DEVICE_KEY")?.to_owned());
            let found = service.challenges().hinted(client, &hint);
            match found {
                Some((key, attempt)) => service
                    .with_client(&client.client_id, |pool, _| Ok(attempt.is_called(pool, name).then_some(key)))?,
                None => None,
            }
        }
        _ => return Err(ServiceError::invalid_parameter("Missing required parameter Session")),
    };
    found.ok_or_else(ServiceError::incorrect_username_or_password)
}

fn answer_taken(
    service: &Service,
    challenge: &mut Challenge,
    name: &str,
    answer: &Answer<'_>,
) -> Result<Value, ServiceError> {
    let Challenge { attempt, asked, .. } = challenge;
    if asked.name() != answer.challenge_name {
        return Err(ServiceError::wrong_code());
    }
    let is_called = |pool: &Pool, _: &UserPoolClient| Ok(attempt.is_called(pool, name));
    if !service.with_client(&attempt.client_id, is_called)? {
        return Err(match asked {
            Asked::PasswordVerifier(_) => ServiceError::incorrect_username_or_password(),
            _ => ServiceError::invalid_session(),
        });
    }
    let mut attempt = attempt.clone();
    (attempt.client_metadata, attempt.has_answered) = (answer.client_metadata.clone(), true);
    attempt.device_key = service.with_client(&attempt.client_id, |pool, _| {
        match answer.responses.get("DEVICE_KEY").filter(|key| !key.is_empty()) {
            Some(key) => device::known_key(pool, &attempt, key),
            // One that came with InitiateAuth and means nothing is not sent again.
            None => Ok(attempt.device_key.clone().filter(|key| device::known_key(pool, &attempt, key).is_ok())),
        }
    })?;
    let responses = answer.responses;
    match asked {
        Asked::PasswordVerifier(verifier) => password::prove(service, attempt, verifier, responses),
        Asked::Password => password::answer_typed(service, attempt, responses),
        Asked::PasswordSrp => password::answer_srp(service, attempt, responses),
        Asked::SelectChallenge => user_auth::select(service, attempt, responses),
        Asked::SignInCode(sent) => code::answer_first(service, attempt, sent, responses),
        Asked::MfaCode(sent) => code::answer_second(service, attempt, sent, responses),
        Asked::SoftwareToken => mfa::answer_software_token(service, attempt, responses),
        Asked::SelectMfaType(factors) => mfa::select(service, attempt, factors, responses),
        Asked::MfaSetup(set_up) => mfa_setup::answer(service, attempt, set_up, responses),
        Asked::DeviceSrpAuth => device::answer_srp(service, attempt, responses),
        Asked::DevicePasswordVerifier(verifier) => device::prove(service, attempt, verifier, responses),
        Asked::WebAuthn(assertion) => web_authn::answer(service, attempt, assertion, responses),
        Asked::Custom(question) => custom::answer(service, attempt, question, responses),
        Asked::NewPassword => new_password::answer(service, attempt, responses),
        Asked::SignedUp => Err(ServiceError::invalid_session()),
    }
}
