//! ConfirmSignUp, and the same by a link.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    pool::user::UserStatus,
    request::{CLIENT_ID, CONFIRMATION_CODE, Members, USERNAME},
    service::Service,
    sign_in::choice,
    triggers::sign_up as triggers,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>
pub(crate) fn confirm_sign_up(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let name = members.required("Username", &USERNAME);
    let code = members.required("ConfirmationCode", &CONFIRMATION_CODE);
    let client_metadata = members.map("ClientMetadata");
    members.check()?;
    confirm(service, client_id, name, code, &client_metadata)?;
    Ok(match choice::session_after_sign_up(service, client_id, name)? {
        Some(session) => json!({ "Session": session }),
        None => json!({}),
    })
}

/// Confirms the user and the address, if the code is the one that was sent last; PostConfirmation is told.
pub(crate) fn confirm(
    service: &Service,
    client_id: &str,
    name: &str,
    code: &str,
    client_metadata: &BTreeMap<&str, &str>,
) -> Result<(), ServiceError> {
    let now = service.clock.now();
    let username = service.change_client(client_id, |pool, client| {
        let hidden = client.hides_unknown_users();
        let Some(user) = pool.find_mut(name) else {
            return Err(if hidden { ServiceError::expired_code() } else { unknown_combination() });
        };
        if user.status != UserStatus::Unconfirmed {
            let status = user.status.name();
            return Err(ServiceError::not_authorized(format!("User cannot be confirmed. Current status is {status}")));
        }
        user.sign_up_code.as_mut().ok_or_else(ServiceError::expired_code)?.check(code, now)?;
        user.sign_up_code = None;
        user.status = UserStatus::Confirmed;
        user.attributes.insert("email_verified".to_owned(), "true".to_owned());
        Ok(user.username.clone())
    })?;
    triggers::after_confirmation(service, client_id, &username, "PostConfirmation_ConfirmSignUp", client_metadata)
}

/// What the code operations say of an unknown user when they may.
pub(super) fn unknown_combination() -> ServiceError {
    ServiceError::new("UserNotFoundException", "Username/client id combination not found.")
}
