//! What administrators do with one user: AdminGetUser and the others, save AdminCreateUser.

use serde_json::{Map, Value, json};

use super::{
    forgot_password::{new_code, no_verified_contact, recovery_contact, wrong_state},
    mfa::add_preference,
    owned,
};
use crate::{
    delivery,
    error::ServiceError,
    pool::{
        attributes::{self, Occasion, Writer, attribute_list, listed},
        sign_in::SignIns,
        user::User,
    },
    request::{CheckedMembers, Members, PASSWORD, USER_POOL_ID, USERNAME},
    service::Service,
    srp::Credentials,
    triggers::{Asker, NO_CLIENT, sign_up::tell_confirmed},
    vocabulary::UserStatus,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html>
pub(crate) fn admin_get_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let user = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?;
        let mut answer = description(user);
        let attributes = answer["Attributes"].take();
        if let Value::Object(members) = &mut answer {
            members.remove("Attributes");
            members.insert("UserAttributes".to_owned(), attributes);
        }
        add_preference(&mut answer, user);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html>
pub(crate) fn admin_set_user_password(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    let password = members.required("Password", &PASSWORD);
    let is_permanent = members.boolean("Permanent").unwrap_or_default();
    members.check()?;
    let now = service.clock.now();
    let identity = service.with_pool(pool_id, |pool| {
        let username = &pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?.username;
        pool.settings().policies.password_policy.check(password)?;
        Ok(pool.identity(username))
    })?;
    // Outside of the lock, because a power modulo N takes milliseconds.
    let credentials = Credentials::new(&identity, password)?;
    service.change_pool(pool_id, |pool| {
        let expires_at = (!is_permanent).then(|| now + pool.temporary_password_seconds());
        let policy = pool.settings().policies.password_policy.clone();
        let user = pool.data.users.get_mut(&identity.user).ok_or_else(ServiceError::unknown_user)?;
        if is_permanent {
            user.check_history(&identity, password, &policy)?;
        }
        user.set_password(credentials.clone(), &policy);
        user.temporary_password_expires_at = expires_at;
        user.status = if is_permanent { UserStatus::Confirmed } else { UserStatus::ForceChangePassword };
        user.modified_at = now;
        pool.lockouts.clear(&identity.user);
        Ok(json!({}))
    })
}

/// The address stays unverified.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html>
pub(crate) fn admin_confirm_sign_up(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    let client_metadata = members.map("ClientMetadata");
    members.check()?;
    let now = service.clock.now();
    let asker = service.change_pool(pool_id, |pool| {
        let username = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?.username.clone();
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        if user.status != UserStatus::Unconfirmed {
            let status = user.status.name();
            return Err(ServiceError::not_authorized(format!("User cannot be confirmed. Current status is {status}")));
        }
        user.status = UserStatus::Confirmed;
        user.sign_up_code = None;
        user.modified_at = now;
        let user = pool.data.users.get(&username).ok_or_else(ServiceError::unknown_user)?;
        Ok(Asker::for_user(pool, NO_CLIENT, user))
    })?;
    tell_confirmed(&asker, "PostConfirmation_ConfirmSignUp", &client_metadata)?;
    Ok(json!({}))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html>
pub(crate) fn admin_reset_user_password(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    let metadata = members.map("ClientMetadata");
    members.check()?;
    let now = service.clock.now();
    let message = service.change_pool(pool_id, |pool| {
        let user = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?;
        if !matches!(user.status, UserStatus::Confirmed | UserStatus::ResetRequired) {
            return Err(wrong_state());
        }
        let contact = recovery_contact(pool.settings(), user).ok_or_else(no_verified_contact)?;
        let username = user.username.clone();
        let message = new_code(service, pool, NO_CLIENT, &username, contact, owned(&metadata))?;
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        user.status = UserStatus::ResetRequired;
        user.modified_at = now;
        pool.lockouts.clear(&username);
        Ok(message)
    })?;
    delivery::send(service, message)?;
    Ok(json!({}))
}

/// An address or number that is set anew is not verified, unless the same request says so. An empty value deletes.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html>
pub(crate) fn admin_update_user_attributes(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    let given = members.attributes("UserAttributes");
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let username = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?.username.clone();
        let settings = pool.settings();
        let new = attributes::checked(settings, Writer::Administrator, Occasion::Change, &given)?;
        let merged = attributes::merged(pool.data.users.get(&username).ok_or_else(ServiceError::unknown_user)?, new);
        attributes::store(pool, &username, merged, now)?;
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html>
pub(crate) fn admin_delete_user_attributes(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let emptied: Vec<(&str, &str)> = members.texts("UserAttributeNames").into_iter().map(|name| (name, "")).collect();
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        let (settings, username) = (pool.settings(), user.username.clone());
        let new = attributes::checked(settings, Writer::Administrator, Occasion::Change, &emptied)?;
        let merged = attributes::merged(user, new);
        attributes::check_required(settings, &merged)?;
        attributes::store(pool, &username, merged, now)?;
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        user.verifications.retain(|contact, _| !emptied.iter().any(|(name, _)| *name == contact.attribute()));
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html>
pub(crate) fn admin_enable_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    change(service, body, |_, user, now| {
        (user.enabled, user.modified_at) = (true, now);
        Ok(())
    })
}

/// Ends every sign-in of the user as well.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html>
pub(crate) fn admin_disable_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    change(service, body, |sign_ins, user, now| {
        (user.enabled, user.modified_at) = (false, now);
        sign_ins.revoke_all(&user.username);
        Ok(())
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html>
pub(crate) fn admin_user_global_sign_out(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    change(service, body, |sign_ins, user, _| {
        sign_ins.revoke_all(&user.username);
        Ok(())
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html>
pub(crate) fn admin_delete_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        let username = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?.username.clone();
        pool.delete(&username);
        Ok(json!({}))
    })
}

/// Changes the user whom a request of UserPoolId and Username means; `now` is the third argument.
fn change(
    service: &Service,
    body: &Map<String, Value>,
    change: impl Fn(&mut SignIns, &mut User, u64) -> Result<(), ServiceError>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_name(&mut members);
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let username = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?.username.clone();
        let user = pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)?;
        change(&mut pool.data.sign_ins, user, now)?;
        Ok(json!({}))
    })
}

fn pool_and_name<'a>(members: &mut Members<'a>) -> (&'a str, &'a str) {
    (members.required("UserPoolId", &USER_POOL_ID), members.required("Username", &USERNAME))
}

/// UserType.
pub(super) fn description(user: &User) -> Value {
    json!({
        "Username": user.username,
        "Attributes": attribute_list(listed(user)),
        "UserCreateDate": user.created_at,
        "UserLastModifiedDate": user.modified_at,
        "Enabled": user.enabled,
        "UserStatus": user.status.name(),
    })
}
