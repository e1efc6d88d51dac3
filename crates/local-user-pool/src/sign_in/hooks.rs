//! Triggers around a sign-in: before it, after it, about its tokens, and for users whom the pool does not know yet.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Attempt, Proof};
use crate::{
    error::ServiceError,
    pool::{
        attributes::{Occasion, check_values},
        customization::Customization,
        scopes::Scopes,
        user::User,
    },
    request::USERNAME,
    service::Service,
    settings::{LambdaVersion, Trigger},
    srp::{self, Credentials},
    triggers::{Answer, Asker, unrecognizable},
    vocabulary::UserStatus,
};

/// Asks PreAuthentication, which may refuse. Of someone who does not exist it is told so.
pub(crate) fn before_sign_in(service: &Service, attempt: &Attempt) -> Result<(), ServiceError> {
    let asker = attempt.asker(service)?;
    let request = asker.request([("validationData", json!(attempt.client_metadata))]);
    asker.ask(Trigger::PreAuthentication, "PreAuthentication_Authentication", request, json!({}))?;
    Ok(())
}

/// Asks PostAuthentication, which may still refuse.
pub(super) fn after_sign_in(service: &Service, attempt: &Attempt) -> Result<(), ServiceError> {
    let (asker, is_new_device) = service.with_client(&attempt.client_id, |pool, _| {
        let is_new_device = pool.settings().device_configuration.is_some() && attempt.device_key.is_none();
        Ok((Asker::for_user(pool, &attempt.client_id, attempt.user(pool)?), is_new_device))
    })?;
    let metadata = json!(attempt.client_metadata);
    let request = asker.request([("newDeviceUsed", json!(is_new_device)), ("clientMetadata", metadata)]);
    asker.ask(Trigger::PostAuthentication, "PostAuthentication_Authentication", request, json!({}))?;
    Ok(())
}

/// Asks PreTokenGeneration at the end of a sign-in.
pub(super) fn before_tokens(service: &Service, attempt: &Attempt) -> Result<Customization, ServiceError> {
    let asker = service.with_client(&attempt.client_id, |pool, _| {
        Ok(Asker::for_user(pool, &attempt.client_id, attempt.user(pool)?))
    })?;
    let source = if attempt.has_proven(|proof| proof == Proof::NewPassword) {
        "TokenGeneration_NewPasswordChallenge"
    } else if attempt.has_proven(|proof| proof == Proof::Device) {
        "TokenGeneration_AuthenticateDevice"
    } else {
        "TokenGeneration_Authentication"
    };
    customization(&asker, source, json!(attempt.client_metadata), &Scopes::default())
}

/// Asks PreTokenGeneration about a user who comes from managed login.
pub(crate) fn before_granted_tokens(
    service: &Service,
    client_id: &str,
    username: &str,
    scopes: &Scopes,
) -> Result<Customization, ServiceError> {
    let asker = service.with_client(client_id, |pool, _| {
        Ok(pool.data.users.get(username).map(|user| Asker::for_user(pool, client_id, user)))
    })?;
    match asker {
        Some(asker) => customization(&asker, "TokenGeneration_HostedAuth", json!({}), scopes),
        None => Ok(Customization::default()),
    }
}

/// Asks PreTokenGeneration about renewed tokens. What is wrong with the refresh token itself is said later.
pub(crate) fn before_renewal(
    service: &Service,
    client_id: &str,
    refresh_token: &str,
    metadata: &BTreeMap<&str, &str>,
) -> Result<Customization, ServiceError> {
    let asker = service.with_client(client_id, |pool, _| {
        let live = pool.data.sign_ins.find(refresh_token).filter(|(_, sign_in)| !sign_in.revoked);
        let found = live.and_then(|(_, sign_in)| Some((sign_in, pool.data.users.get(&sign_in.username)?)));
        Ok(found.map(|(sign_in, user)| {
            (Asker::for_user(pool, client_id, user), sign_in.scopes.clone().unwrap_or_default())
        }))
    })?;
    match asker {
        Some((asker, scopes)) => customization(&asker, "TokenGeneration_RefreshTokens", json!(metadata), &scopes),
        None => Ok(Customization::default()),
    }
}

/// Asks PreTokenGeneration about the token of a program, if it is set to the version that knows these.
pub(crate) fn before_program_token(
    service: &Service,
    client_id: &str,
    scopes: &Scopes,
    metadata: &BTreeMap<String, String>,
) -> Result<Customization, ServiceError> {
    let asker = service.with_client(client_id, |pool, _| Ok(Asker::about(pool, client_id, "ClientCredentials")))?;
    let version = asker.pre_token_generation_version();
    if version < LambdaVersion::V3 {
        return Ok(Customization::default());
    }
    let request = asker.request([
        ("groupConfiguration", Value::Null),
        ("scopes", json!(scopes)),
        ("clientMetadata", json!(metadata)),
    ]);
    let response = json!({ "claimsAndScopeOverrideDetails": null });
    match asker.ask(Trigger::PreTokenGeneration, "TokenGeneration_ClientCredentials", request, response)? {
        Some(answer) => {
            Customization::read(version, answer.value("claimsAndScopeOverrideDetails")).ok_or_else(unrecognizable)
        }
        None => Ok(Customization::default()),
    }
}

/// Asks PreTokenGeneration by the version of its event that the pool is set to.
fn customization(asker: &Asker, source: &str, metadata: Value, scopes: &Scopes) -> Result<Customization, ServiceError> {
    let version = asker.pre_token_generation_version();
    let groups = asker.memberships.to_event();
    let mut request = asker.request([("groupConfiguration", groups), ("clientMetadata", metadata)]);
    let details = match version {
        LambdaVersion::V1 => "claimsOverrideDetails",
        LambdaVersion::V2 | LambdaVersion::V3 => {
            request["scopes"] = json!(scopes);
            "claimsAndScopeOverrideDetails"
        }
    };
    let mut response = json!({});
    response[details] = Value::Null;
    match asker.ask(Trigger::PreTokenGeneration, source, request, response)? {
        Some(answer) => Customization::read(version, answer.value(details)).ok_or_else(unrecognizable),
        None => Ok(Customization::default()),
    }
}

/// What an unknown user tried.
#[derive(Clone, Copy)]
pub(crate) enum Migration<'a> {
    /// To sign in, with a password in clear.
    SignIn { password: &'a str },
    /// To get a new password.
    ForgotPassword,
}

/// Asks UserMigration about a name that the pool does not know, and makes the user if the trigger knows it. A refusal
/// leaves the name unknown.
///
/// # Errors
/// UserNotFoundException after a refusal, if the client may tell.
pub(crate) fn migrate(
    service: &Service,
    client_id: &str,
    name: &str,
    migration: Migration<'_>,
    metadata: &BTreeMap<&str, &str>,
) -> Result<(), ServiceError> {
    let asked = service.with_client(client_id, |pool, client| {
        let is_asked = pool.settings().lambda_config.has(Trigger::UserMigration)
            && USERNAME.check("username", name).is_ok()
            && pool.find(name).is_none();
        Ok(is_asked.then(|| (Asker::about(pool, client_id, name), client.hides_unknown_users())))
    })?;
    let Some((asker, hides)) = asked else { return Ok(()) };
    let (source, request) = match migration {
        Migration::SignIn { password } => (
            "UserMigration_Authentication",
            json!({ "password": password, "validationData": metadata, "clientMetadata": {} }),
        ),
        Migration::ForgotPassword => {
            ("UserMigration_ForgotPassword", json!({ "validationData": {}, "clientMetadata": metadata }))
        }
    };
    let response = json!({
        "userAttributes": null,
        "forceAliasCreation": null,
        "finalUserStatus": null,
        "messageAction": null,
        "desiredDeliveryMediums": null,
    });
    let answer = match asker.ask(Trigger::UserMigration, source, request, response) {
        Ok(Some(answer)) => answer,
        Err(_) if !hides => {
            let message = format!("Exception migrating user in app client {client_id}");
            return Err(ServiceError::new("UserNotFoundException", message));
        }
        Ok(None) | Err(_) => return Ok(()),
    };
    let password = match migration {
        Migration::SignIn { password } => Some(password),
        Migration::ForgotPassword => None,
    };
    make(service, client_id, name, password, &answer)
}

fn make(
    service: &Service,
    client_id: &str,
    name: &str,
    password: Option<&str>,
    answer: &Answer,
) -> Result<(), ServiceError> {
    let status = match (answer.text("finalUserStatus")?, password) {
        (Some("CONFIRMED"), Some(_)) => UserStatus::Confirmed,
        (Some("FORCE_CHANGE_PASSWORD"), Some(_)) => UserStatus::ForceChangePassword,
        (None | Some("CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED"), _) => UserStatus::ResetRequired,
        (Some(_), _) => return Err(unrecognizable()),
    };
    let mut attributes = answer.map("userAttributes")?;
    attributes.remove("sub");
    let sub = srp::fresh_username();
    let (username, identity) = service.with_client(client_id, |pool, _| {
        let settings = pool.settings();
        // The name comes along as the attribute it is.
        let is_named =
            settings.username_attributes.is_empty() || attributes.values().any(|value| pool.is_same(value, name));
        if !is_named || check_values(settings, Occasion::NewUser, &attributes).is_err() {
            return Err(unrecognizable());
        }
        let username = if settings.username_attributes.is_empty() { name.to_owned() } else { sub.clone() };
        let identity = pool.identity(&username);
        Ok((username, identity))
    })?;
    let now = service.clock.now();
    let mut user = User::new(username, sub, status, now);
    user.password = password.map(|password| Credentials::new(&identity, password)).transpose()?;
    user.attributes = attributes;
    service.change_client(client_id, |pool, _| {
        let mut user = user.clone();
        if status == UserStatus::ForceChangePassword {
            user.temporary_password_expires_at = Some(now + pool.temporary_password_seconds());
        }
        pool.insert(user)
    })
}

impl Attempt {
    /// What triggers are told of it.
    pub(super) fn asker(&self, service: &Service) -> Result<Asker, ServiceError> {
        service.with_client(&self.client_id, |pool, _| {
            let user = self.who.username().and_then(|username| pool.data.users.get(username));
            Ok(Asker::for_sign_in(pool, &self.client_id, self.who.user_id(), user))
        })
    }
}
