//! The second factor: asking for it, choosing it, and codes of an authenticator app.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Attempt, Proof, ask as ask_challenge, asked::Asked, code, proceed};
use crate::{
    error::ServiceError,
    pool::totp::Checked,
    request::parameter,
    service::Service,
    vocabulary::{Contact, MfaFactor},
};

/// Asks for a second factor: SMS_MFA, EMAIL_OTP or SOFTWARE_TOKEN_MFA.
pub(crate) fn ask(service: &Service, attempt: Attempt, factor: MfaFactor) -> Result<Value, ServiceError> {
    match factor {
        MfaFactor::SmsMfa => code::ask_second(service, attempt, Contact::PhoneNumber),
        MfaFactor::EmailOtp => code::ask_second(service, attempt, Contact::Email),
        MfaFactor::SoftwareTokenMfa => {
            let name = service.with_client(&attempt.client_id, |pool, _| {
                Ok(attempt.user(pool)?.totp.as_ref().and_then(|totp| totp.friendly_name.clone()))
            })?;
            let parameters = json!({
                "FRIENDLY_DEVICE_NAME": name.unwrap_or_default(),
                "USER_ID_FOR_SRP": attempt.who.user_id(),
            });
            ask_challenge(service, attempt, Asked::SoftwareToken, parameters)
        }
    }
}

/// Asks which second factor it shall be: SELECT_MFA_TYPE.
pub(crate) fn ask_which(service: &Service, attempt: Attempt, factors: Vec<MfaFactor>) -> Result<Value, ServiceError> {
    let parameters = json!({ "MFAS_CAN_CHOOSE": names(&factors), "USER_ID_FOR_SRP": attempt.who.user_id() });
    ask_challenge(service, attempt, Asked::SelectMfaType(factors), parameters)
}

/// Answers SELECT_MFA_TYPE.
pub(crate) fn select(
    service: &Service,
    attempt: Attempt,
    factors: &[MfaFactor],
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let name = parameter(responses, "ANSWER")?;
    let factor = MfaFactor::named(name).filter(|factor| factors.contains(factor));
    let factor = factor
        .ok_or_else(|| ServiceError::invalid_parameter(format!("{name} is not one of the factors to choose from.")))?;
    ask(service, attempt, factor)
}

/// Answers SOFTWARE_TOKEN_MFA.
pub(crate) fn answer_software_token(
    service: &Service,
    attempt: Attempt,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    let guess = parameter(responses, "SOFTWARE_TOKEN_MFA_CODE")?;
    let now = service.clock.now();
    let checked = service.change_client(&attempt.client_id, |pool, _| {
        attempt.user_mut(pool)?.totp.as_mut().map_or(Ok(Checked::Wrong), |totp| totp.check(guess, now))
    })?;
    if checked == Checked::Used {
        return Err(ServiceError::new("ExpiredCodeException", "Your software token has already been used once."));
    }
    code::admit(service, &attempt, checked == Checked::Right)?;
    proceed(service, attempt, Proof::SecondFactor(MfaFactor::SoftwareTokenMfa))
}

/// A list of factors as challenge parameters have it: a text that is JSON.
pub(super) fn names(factors: &[MfaFactor]) -> String {
    let names: Vec<&str> = factors.iter().map(|factor| factor.name()).collect();
    json!(names).to_string()
}
