//! A passkey as the first factor: WEB_AUTHN.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Attempt, Proof, Who, ask, asked::Asked, proceed};
use crate::{
    error::ServiceError,
    request::parameter,
    service::Service,
    web_authn::{Assertion, Credential, RelyingParty},
};

/// Asks WEB_AUTHN. Someone who does not exist is asked for a passkey that nobody has.
pub(super) fn ask_for_passkey(service: &Service, attempt: Attempt) -> Result<Value, ServiceError> {
    let (options, assertion) = service.with_client(&attempt.client_id, |pool, _| {
        let relying_party = RelyingParty::of(pool.settings());
        match &attempt.who {
            Who::User(_) => relying_party.start_assertion(&attempt.user(pool)?.web_authn_credentials),
            Who::Simulated(username) => {
                relying_party.start_assertion(&[Credential::simulated(&relying_party, &pool.data.secret, username)])
            }
        }
    })?;
    let parameters = json!({ "CREDENTIAL_REQUEST_OPTIONS": options.to_string() });
    ask(service, attempt, Asked::WebAuthn(Box::new(assertion)), parameters)
}

/// Answers WEB_AUTHN.
pub(super) fn answer(
    service: &Service,
    attempt: Attempt,
    assertion: &Assertion,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let credential = parameter(responses, "CREDENTIAL")?;
    let is_roaming = service.change_client(&attempt.client_id, |pool, _| {
        let relying_party = RelyingParty::of(pool.settings());
        let user = attempt.user_mut(pool)?;
        let account = user.passkey_account();
        let proof = relying_party.verify_assertion(assertion, &account, credential);
        let proof = proof.ok_or_else(ServiceError::incorrect_username_or_password)?;
        proof.record(&mut user.web_authn_credentials);
        Ok(proof.is_roaming)
    })?;
    proceed(service, attempt, Proof::Passkey { is_roaming })
}
