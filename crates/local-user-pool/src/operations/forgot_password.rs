//! ForgotPassword and ConfirmForgotPassword.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{confirm_sign_up::unknown_combination, owned};
use crate::{
    delivery::{self, Letter, Occasion, Outgoing},
    error::ServiceError,
    pool::{Pool, code::Code, user::User},
    request::{CLIENT_ID, CONFIRMATION_CODE, Members, PASSWORD, SECRET_HASH, USERNAME},
    service::Service,
    settings::{RecoveryOption, UserPool, UserPoolClient},
    sign_in::{
        code::simulated_contact,
        hooks::{self, Migration},
    },
    srp::Credentials,
    triggers::sign_up::after_confirmation,
    vocabulary::{Contact, UserStatus},
};

/// Cognito's own limits are not published in numbers; these are of their kind.
const MOST_REQUESTS: usize = 5;
const REQUEST_WINDOW_SECONDS: u64 = 15 * 60;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html>
pub(crate) fn forgot_password(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let name = members.required("Username", &USERNAME);
    let secret_hash = members.optional("SecretHash", &SECRET_HASH);
    let metadata = members.map("ClientMetadata");
    members.check()?;
    let now = service.clock.now();
    service.with_client(client_id, |_, client| client.check_secret_hash(name, secret_hash))?;
    hooks::migrate(service, client_id, name, Migration::ForgotPassword, &metadata)?;
    let (delivery, message) = service.change_client(client_id, |pool, client| {
        let key = pool.find(name).map_or_else(|| name.to_lowercase(), |user| user.username.clone());
        if !pool.attempts.allow(&format!("forgot {key}"), now, MOST_REQUESTS, REQUEST_WINDOW_SECONDS) {
            return Err(ServiceError::attempt_limit_exceeded());
        }
        match recipient(pool, client, name)? {
            Some((username, contact)) => {
                let message = new_code(service, pool, client_id, &username, contact, owned(&metadata))?;
                Ok((contact.delivery(message.to()), Some(message)))
            }
            None => {
                let contact = simulated_medium(pool.settings(), name);
                Ok((contact.delivery(&simulated_contact(pool, name, contact)), None))
            }
        }
    })?;
    if let Some(message) = message {
        delivery::send(service, message)?;
    }
    Ok(json!({ "CodeDeliveryDetails": delivery }))
}

/// It signs nobody in: the new password does.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html>
pub(crate) fn confirm_forgot_password(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let name = members.required("Username", &USERNAME);
    let code = members.required("ConfirmationCode", &CONFIRMATION_CODE);
    let password = members.required("Password", &PASSWORD);
    let secret_hash = members.optional("SecretHash", &SECRET_HASH);
    let metadata = members.map("ClientMetadata");
    members.check()?;
    let now = service.clock.now();
    let identity = service.with_client(client_id, |pool, client| {
        client.check_secret_hash(name, secret_hash)?;
        // The pool's rules are the same for everyone, so they come first: a right code is not spent on a weak password.
        pool.settings().policies.password_policy.check(password)?;
        let username = pool.find(name).map_or(name, |user| &user.username);
        Ok(pool.identity(username))
    })?;
    // Outside of the lock, and for users who do not exist as well: it takes as long.
    let credentials = Credentials::new(&identity, password)?;
    let username = service.change_client(client_id, |pool, client| {
        let hidden = client.hides_unknown_users();
        let policy = pool.settings().policies.password_policy.clone();
        let Some(user) = pool.find_mut(name).filter(|user| user.enabled || !hidden) else {
            return Err(if hidden { ServiceError::mismatched_code() } else { unknown_combination() });
        };
        if !user.enabled {
            return Err(ServiceError::not_authorized("User is disabled."));
        }
        user.password_reset_code.as_mut().ok_or_else(ServiceError::expired_code)?.check(code, now)?;
        user.check_history(&identity, password, &policy)?;
        user.password_reset_code = None;
        user.set_password(credentials.clone(), &policy);
        user.modified_at = now;
        if user.status == UserStatus::ResetRequired {
            user.status = UserStatus::Confirmed;
        }
        let username = user.username.clone();
        pool.lockouts.clear(&username);
        Ok(username)
    })?;
    let source = "PostConfirmation_ConfirmForgotPassword";
    after_confirmation(service, client_id, &username, source, &metadata)?;
    Ok(json!({}))
}

/// Who gets a code and where; `None` for someone who must seem to get one
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html>).
///
/// # Errors
/// Why there is no code, as far as the client may tell.
fn recipient(pool: &Pool, client: &UserPoolClient, name: &str) -> Result<Option<(String, Contact)>, ServiceError> {
    let hidden = client.hides_unknown_users();
    let admin_only = |mechanism: &RecoveryOption| *mechanism == RecoveryOption::AdminOnly;
    if recovery_options(pool.settings()).iter().any(admin_only) {
        return Err(ServiceError::not_authorized("Contact administrator to reset password."));
    }
    let Some(user) = pool.find(name) else {
        return if hidden { Ok(None) } else { Err(unknown_combination()) };
    };
    let contact = recovery_contact(pool.settings(), user);
    match contact {
        _ if !user.enabled && hidden => Ok(None),
        _ if !user.enabled => Err(ServiceError::not_authorized("User is disabled.")),
        _ if matches!(user.status, UserStatus::ForceChangePassword | UserStatus::ExternalProvider) => {
            Err(wrong_state())
        }
        Some(contact) => Ok(Some((user.username.clone(), contact))),
        None if hidden => Ok(None),
        None => Err(no_verified_contact()),
    }
}

/// Gives a user a new code; gives the message with it.
pub(super) fn new_code(
    service: &Service,
    pool: &mut Pool,
    client_id: &str,
    username: &str,
    contact: Contact,
    metadata: BTreeMap<String, String>,
) -> Result<Outgoing, ServiceError> {
    let code = Code::new(&pool.rules.codes, service.clock.now(), pool.rules.password_reset_code_lifetime_seconds)?;
    let digits = code.digits().to_owned();
    pool.data.users.get_mut(username).ok_or_else(unknown_combination)?.password_reset_code = Some(code);
    let user = pool.data.users.get(username).ok_or_else(unknown_combination)?;
    let letter = Letter { occasion: Occasion::ForgotPassword, contact, to: None, code: &digits, metadata };
    Ok(Outgoing::new(service, pool, client_id, user, letter))
}

/// The verified address or number that the pool's AccountRecoverySetting prefers.
pub(super) fn recovery_contact(settings: &UserPool, user: &User) -> Option<Contact> {
    let contact = |option: &RecoveryOption| match option {
        RecoveryOption::VerifiedEmail => Some(Contact::Email),
        RecoveryOption::VerifiedPhoneNumber => Some(Contact::PhoneNumber),
        RecoveryOption::AdminOnly => None,
    };
    recovery_options(settings).iter().filter_map(contact).find(|&contact| user.verified_contact(contact).is_some())
}

pub(super) fn wrong_state() -> ServiceError {
    ServiceError::not_authorized("User password cannot be reset in the current state.")
}

pub(super) fn no_verified_contact() -> ServiceError {
    ServiceError::invalid_parameter(
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
    )
}

/// The preferred way first.
fn recovery_options(settings: &UserPool) -> Vec<RecoveryOption> {
    let mut mechanisms = settings.account_recovery_setting.recovery_mechanisms.clone();
    mechanisms.sort_by_key(|mechanism| mechanism.priority);
    mechanisms.into_iter().map(|mechanism| mechanism.name).collect()
}

fn simulated_medium(settings: &UserPool, name: &str) -> Contact {
    match recovery_options(settings).first() {
        _ if name.starts_with('+') => Contact::PhoneNumber,
        Some(RecoveryOption::VerifiedPhoneNumber) if !name.contains('@') => Contact::PhoneNumber,
        _ => Contact::Email,
    }
}
