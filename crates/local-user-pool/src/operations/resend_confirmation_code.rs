//! ResendConfirmationCode.

use serde_json::{Map, Value, json};

use super::{confirm_sign_up::unknown_combination, sign_up_message};
use crate::{
    error::ServiceError,
    pool::{
        code::Code,
        user::{self, Contact, UserStatus},
    },
    request::{CLIENT_ID, Members, USERNAME},
    service::Service,
};

/// Cognito's own limits are not published in numbers; these are of their kind.
const MOST_RESENDS: usize = 5;
const RESEND_WINDOW_SECONDS: u64 = 15 * 60;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>
pub(crate) fn resend_confirmation_code(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let name = members.required("Username", &USERNAME);
    members.check()?;

    let now = service.clock.now();
    service.change_client(client_id, |pool, client| {
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
        let lifetime = pool.rules.sign_up_code_lifetime_seconds;
        let Some(user) = pool.find_mut(name) else {
            let address = if user::is_email(name) { name } else { "u@e" };
            return Ok(json!({ "CodeDeliveryDetails": Contact::Email.delivery(address) }));
        };
        let code = user.sign_up_code.insert(Code::new(now, lifetime)?).digits().to_owned();
        let message = sign_up_message(service, client_id, user, &code);
        let delivery = Contact::Email.delivery(user.contact(Contact::Email).unwrap_or_default());
        pool.data.inbox.push(message);
        Ok(json!({ "CodeDeliveryDetails": delivery }))
    })
}
