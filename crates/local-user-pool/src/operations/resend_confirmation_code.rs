//! ResendConfirmationCode.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{confirm_sign_up::unknown_combination, owned};
use crate::{
    delivery::{self, Letter, Occasion, Outgoing},
    error::ServiceError,
    pool::code::Code,
    request::{CLIENT_ID, Members, SECRET_HASH, USERNAME},
    service::Service,
    settings::UserPool,
    sign_in::code::simulated_contact,
    vocabulary::{Contact, UserStatus},
};

/// Cognito's own limits are not published in numbers; these are of their kind.
const MOST_RESENDS: usize = 5;
const RESEND_WINDOW_SECONDS: u64 = 15 * 60;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>
pub(crate) fn resend_confirmation_code(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let name = members.required("Username", &USERNAME);
    let secret_hash = members.optional("SecretHash", &SECRET_HASH);
    let metadata = members.map("ClientMetadata");
    members.check()?;

    let now = service.clock.now();
    let (answer, message) = service.change_client(client_id, |pool, client| {
        client.check_secret_hash(name, secret_hash)?;
        let found = pool.find(name).map(|user| (user.username.clone(), user.status));
        if found.is_none() && !client.hides_unknown_users() {
            return Err(unknown_combination());
        }
        if found.as_ref().is_some_and(|(_, status)| *status != UserStatus::Unconfirmed) {
            return Err(ServiceError::invalid_parameter("User is already confirmed."));
        }
        // An unknown name has the same limit, or the limit would tell who exists.
        let key = found.as_ref().map_or_else(|| name.to_lowercase(), |(username, _)| username.clone());
        if !pool.attempts.allow(&format!("resend {key}"), now, MOST_RESENDS, RESEND_WINDOW_SECONDS) {
            return Err(ServiceError::attempt_limit_exceeded());
        }
        let rules = Arc::clone(&pool.rules);
        let settings = pool.settings().clone();
        let turned_off = || ServiceError::invalid_parameter("Cannot resend codes. Auto verification not turned on.");
        let Some(user) = pool.find_mut(name) else {
            let contact = simulated_medium(&settings, name).ok_or_else(turned_off)?;
            let delivery = contact.delivery(&simulated_contact(pool, name, contact));
            return Ok((json!({ "CodeDeliveryDetails": delivery }), None));
        };
        let contact = user.sign_up_contact(&settings).ok_or_else(turned_off)?;
        let code = user
            .sign_up_code
            .insert(Code::new(&rules.codes, now, rules.sign_up_code_lifetime_seconds)?)
            .digits()
            .to_owned();
        let delivery = contact.delivery(user.contact(contact).unwrap_or_default());
        let username = user.username.clone();
        let letter =
            Letter { occasion: Occasion::ResendCode, contact, to: None, code: &code, metadata: owned(&metadata) };
        let user = pool.data.users.get(&username).ok_or_else(unknown_combination)?;
        let message = Outgoing::new(service, pool, client_id, user, letter);
        Ok((json!({ "CodeDeliveryDetails": delivery }), Some(message)))
    })?;
    if let Some(message) = message {
        delivery::send(service, message)?;
    }
    Ok(answer)
}

/// Where a sign-up code of someone who does not exist would go.
fn simulated_medium(settings: &UserPool, name: &str) -> Option<Contact> {
    let verified = [Contact::PhoneNumber, Contact::Email].into_iter().filter(|by| settings.verifies(by.attribute()));
    let fits = |contact: &Contact| (*contact == Contact::PhoneNumber) == name.starts_with('+');
    verified.clone().find(fits).or_else(|| verified.clone().next_back())
}
