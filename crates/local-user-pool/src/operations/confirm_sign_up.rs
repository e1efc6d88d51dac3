//! ConfirmSignUp, and the same by a link.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    request::{CLIENT_ID, CONFIRMATION_CODE, Members, SECRET_HASH, USERNAME},
    service::Service,
    sign_in::user_auth::session_after_sign_up,
    triggers::sign_up as triggers,
    vocabulary::UserStatus,
};

/// Who wants to be confirmed by which code.
pub(crate) struct Confirmation<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) code: &'a str,
    /// Whether an alias that another user has is taken from that user.
    pub(crate) takes_alias: bool,
    pub(crate) client_metadata: BTreeMap<&'a str, &'a str>,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>
pub(crate) fn confirm_sign_up(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let confirmation = Confirmation {
        client_id: members.required("ClientId", &CLIENT_ID),
        name: members.required("Username", &USERNAME),
        code: members.required("ConfirmationCode", &CONFIRMATION_CODE),
        takes_alias: members.boolean("ForceAliasCreation").unwrap_or_default(),
        client_metadata: members.map("ClientMetadata"),
    };
    let secret_hash = members.optional("SecretHash", &SECRET_HASH);
    members.check()?;
    let Confirmation { client_id, name, .. } = confirmation;
    service.with_client(client_id, |_, client| client.check_secret_hash(name, secret_hash))?;
    confirm(service, &confirmation)?;
    match session_after_sign_up(service, client_id, name)? {
        Some(session) => Ok(json!({ "Session": session })),
        None => Ok(json!({})),
    }
}

/// Confirms the user and the address or number, if the code is the one that was sent last; PostConfirmation is told.
pub(crate) fn confirm(service: &Service, confirmation: &Confirmation<'_>) -> Result<(), ServiceError> {
    let &Confirmation { client_id, name, code, takes_alias, .. } = confirmation;
    let now = service.clock.now();
    let username = service.change_client(client_id, |pool, client| {
        let hidden = client.hides_unknown_users();
        let settings = pool.settings().clone();
        let Some(user) = pool.find_mut(name) else {
            return Err(if hidden { ServiceError::expired_code() } else { unknown_combination() });
        };
        if user.status != UserStatus::Unconfirmed {
            let status = user.status.name();
            return Err(ServiceError::not_authorized(format!("User cannot be confirmed. Current status is {status}")));
        }
        user.sign_up_code.as_mut().ok_or_else(ServiceError::expired_code)?.check(code, now)?;
        let (username, contact) = (user.username.clone(), user.sign_up_contact(&settings));
        if let Some(contact) = contact {
            pool.claim_alias(&username, contact, takes_alias)?;
        }
        if let Some(user) = pool.data.users.get_mut(&username) {
            user.sign_up_code = None;
            user.status = UserStatus::Confirmed;
            user.modified_at = now;
            if let Some(contact) = contact {
                user.set_verified(contact, true);
            }
        }
        Ok(username)
    })?;
    let source = "PostConfirmation_ConfirmSignUp";
    triggers::after_confirmation(service, client_id, &username, source, &confirmation.client_metadata)
}

/// What the code operations say of an unknown user when they may.
pub(super) fn unknown_combination() -> ServiceError {
    ServiceError::new("UserNotFoundException", "Username/client id combination not found.")
}
