//! Codes that are sent by e-mail and SMS: in place of a password, and as second factor.

use std::collections::BTreeMap;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use serde_json::{Value, json};

use super::{
    Attempt, Proof, Who, ask,
    asked::{Asked, Purpose, SentCode},
    proceed,
};
use crate::{
    delivery::{self, Letter, Occasion, Outgoing},
    error::ServiceError,
    pool::{Pool, auth_events::Outcome, lockout::Secret},
    random,
    request::parameter,
    service::Service,
    vocabulary::{Contact, MfaFactor, masked},
};

/// Cognito's codes in place of a password are longer than all its others.
const SIGN_IN_DIGITS: usize = 8;
const MFA_DIGITS: usize = 6;

/// Sends a code in place of a password: EMAIL_OTP or SMS_OTP.
pub(crate) fn ask_first(service: &Service, attempt: Attempt, contact: Contact) -> Result<Value, ServiceError> {
    let to = service.with_client(&attempt.client_id, |pool, _| match &attempt.who {
        Who::User(_) => Ok(attempt.user(pool)?.verified_contact(contact).unwrap_or_default().to_owned()),
        Who::Simulated(_) => Ok(simulated_contact(pool, &attempt.typed_name, contact)),
    })?;
    send(service, attempt, Purpose::SignIn, contact, &to, None)
}

/// Sends a code as second factor: SMS_MFA or EMAIL_OTP.
pub(crate) fn ask_second(service: &Service, attempt: Attempt, contact: Contact) -> Result<Value, ServiceError> {
    let to = service.with_client(&attempt.client_id, |pool, _| {
        Ok(attempt.user(pool)?.contact(contact).unwrap_or_default().to_owned())
    })?;
    send(service, attempt, Purpose::SecondFactor, contact, &to, None)
}

/// Sends a code to an address that is to become the user's second factor: EMAIL_OTP.
pub(crate) fn ask_new_address(service: &Service, attempt: Attempt, address: &str) -> Result<Value, ServiceError> {
    send(service, attempt, Purpose::SecondFactor, Contact::Email, address, Some(address.to_owned()))
}

fn send(
    service: &Service,
    attempt: Attempt,
    purpose: Purpose,
    contact: Contact,
    to: &str,
    new_address: Option<String>,
) -> Result<Value, ServiceError> {
    let (length, occasion) = match purpose {
        Purpose::SignIn => (SIGN_IN_DIGITS, Occasion::SignIn),
        Purpose::SecondFactor => (MFA_DIGITS, Occasion::Mfa),
    };
    let digits = match attempt.who.username() {
        None => None,
        Some(_) => {
            let digits = service.rules().codes.draw(length)?;
            // What InitiateAuth brings along is not for these functions.
            let metadata = if attempt.has_answered { attempt.client_metadata.clone() } else { BTreeMap::new() };
            let letter = Letter { occasion, contact, to: Some(to), code: &digits, metadata };
            let message = service.with_client(&attempt.client_id, |pool, _| {
                Ok(Outgoing::new(service, pool, &attempt.client_id, attempt.user(pool)?, letter))
            })?;
            delivery::send(service, message)?;
            Some(digits)
        }
    };
    let parameters = json!({
        "CODE_DELIVERY_DELIVERY_MEDIUM": contact.medium().name(),
        "CODE_DELIVERY_DESTINATION": masked(to),
        "USER_ID_FOR_SRP": attempt.who.user_id(),
    });
    let asked = SentCode { purpose, contact, digits, new_address };
    let asked = match purpose {
        Purpose::SignIn => Asked::SignInCode(asked),
        Purpose::SecondFactor => Asked::MfaCode(asked),
    };
    ask(service, attempt, asked, parameters)
}

/// Answers EMAIL_OTP or SMS_OTP in place of a password.
pub(crate) fn answer_first(
    service: &Service,
    attempt: Attempt,
    sent: &SentCode,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    check(service, &attempt, sent, responses)?;
    proceed(service, attempt, Proof::SignInCode(sent.contact))
}

/// Answers SMS_MFA, or EMAIL_OTP as second factor: the code shows as well whose the address is.
pub(crate) fn answer_second(
    service: &Service,
    attempt: Attempt,
    sent: &SentCode,
    responses: &BTreeMap<&str, &str>,
) -> Result<Value, ServiceError> {
    check(service, &attempt, sent, responses)?;
    let factor = match sent.contact {
        Contact::Email => MfaFactor::EmailOtp,
        Contact::PhoneNumber => MfaFactor::SmsMfa,
    };
    service.change_client(&attempt.client_id, |pool, _| {
        let user = attempt.user(pool)?;
        let to = sent.new_address.as_deref().or_else(|| user.contact(sent.contact)).unwrap_or_default();
        let is_anothers = pool.has_other_called(&user.username, sent.contact, to);
        match (&sent.new_address, is_anothers) {
            (Some(_), true) => return Err(ServiceError::alias_exists(sent.contact.attribute())),
            // Once verified it would mean two users.
            (None, true) => return Ok(()),
            (_, false) => {}
        }
        let user = attempt.user_mut(pool)?;
        if let Some(address) = &sent.new_address {
            user.attributes.insert(sent.contact.attribute().to_owned(), address.clone());
            user.mfa.enable(factor, true);
        }
        user.set_verified(sent.contact, true);
        Ok(())
    })?;
    proceed(service, attempt, Proof::SecondFactor(factor))
}

fn check(
    service: &Service,
    attempt: &Attempt,
    sent: &SentCode,
    responses: &BTreeMap<&str, &str>,
) -> Result<(), ServiceError> {
    let guess = parameter(responses, sent.response_name())?;
    let is_right =
        sent.digits.as_ref().is_some_and(|digits| verify_slices_are_equal(guess.as_bytes(), digits.as_bytes()).is_ok());
    admit(service, attempt, is_right)
}

/// Counts a code that was right, or was not.
///
/// # Errors
/// CodeMismatchException for one that was not, NotAuthorizedException during a lock-out.
pub(super) fn admit(service: &Service, attempt: &Attempt, is_right: bool) -> Result<(), ServiceError> {
    let now = service.clock.now();
    let admitted = service.change_client(&attempt.client_id, |pool, _| {
        let is_admitted = pool.lockouts.admit(attempt.who.user_id(), Secret::Code, is_right, now)?;
        if let Some(username) = attempt.who.username().filter(|_| !is_admitted) {
            pool.note_auth_event(username, Outcome::WrongCode, service.device_type(), now);
        }
        Ok(is_admitted)
    })?;
    if admitted { Ok(()) } else { Err(ServiceError::wrong_code()) }
}

/// Where a code for someone who does not exist seems to go: what was typed, if it can be that; else always the same
/// for the same name.
pub(crate) fn simulated_contact(pool: &Pool, typed_name: &str, contact: Contact) -> String {
    let digest = random::derived(&pool.data.secret, contact.attribute(), &typed_name.to_lowercase());
    let letter = |index: usize| char::from(b'a' + digest[index] % 26);
    match contact {
        Contact::Email if typed_name.contains('@') => typed_name.to_owned(),
        Contact::Email => format!("{}@{}", letter(0), letter(1)),
        Contact::PhoneNumber if typed_name.starts_with('+') => typed_name.to_owned(),
        Contact::PhoneNumber => {
            let digits: String = digest[..4].iter().map(|byte| char::from(b'0' + byte % 10)).collect();
            format!("+{digits}")
        }
    }
}
