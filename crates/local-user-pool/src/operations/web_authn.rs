//! Passkeys: their registration, and what their user does with them.

use serde_json::{Map, Value, json};

use super::authorized;
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        tokens::{Access, invalid_access_token},
        user::User,
    },
    request::{Members, PAGE_TOKEN, TEXT, TOKEN},
    service::Service,
    settings::FirstFactor,
    web_authn::{Owner, RegistrationAnswer, Registrations, RelyingParty},
};

const LONGEST_PAGE: usize = 20;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html>
pub(crate) fn start_web_authn_registration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let (pool_id, access) = authorized(service, body)?;
    let now = service.clock.now();
    let owner = owner(&pool_id, &access);
    let options = service.with_pool(&pool_id, |pool| {
        check_enabled(pool)?;
        let account = user(pool, &access)?.passkey_account();
        service.in_memory::<Registrations>().start(&RelyingParty::of(pool.settings()), &account, owner, now)
    })?;
    Ok(json!({ "CredentialCreationOptions": options }))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html>
pub(crate) fn complete_web_authn_registration(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let answer = members.document("Credential");
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    let now = service.clock.now();
    let owner = owner(&pool_id, &access);
    let relying_party = service.with_pool(&pool_id, |pool| {
        check_enabled(pool)?;
        Ok(RelyingParty::of(pool.settings()))
    })?;
    let answer = RegistrationAnswer::read(answer)?;
    let registration = service.in_memory::<Registrations>().take(&answer)?;
    let credential = registration.complete(&relying_party, &answer, &owner, now)?;
    service.change_pool(&pool_id, |pool| {
        if pool.has_credential(&credential.id()) {
            return Err(ServiceError::invalid_parameter("The credential is already registered."));
        }
        user_mut(pool, &access)?.web_authn_credentials.push(credential.clone());
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html>
pub(crate) fn list_web_authn_credentials(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let limit = members.integer("MaxResults", 0, 20);
    let token = members.optional("NextToken", &PAGE_TOKEN);
    members.check()?;
    // A token is how many there were before.
    let before: usize = match token {
        Some(token) => token.parse().map_err(|_| ServiceError::invalid_parameter("Invalid NextToken."))?,
        None => 0,
    };
    let count = limit.filter(|limit| *limit > 0).unwrap_or(LONGEST_PAGE);
    let (pool_id, access) = service.authorize(access_token)?;
    service.with_pool(&pool_id, |pool| {
        let all = &user(pool, &access)?.web_authn_credentials;
        let page: Vec<Value> = all.iter().skip(before).take(count).map(|one| one.description()).collect();
        let mut answer = json!({ "Credentials": page });
        if all.len() > before + page.len() {
            answer["NextToken"] = json!((before + page.len()).to_string());
        }
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html>
pub(crate) fn delete_web_authn_credential(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let id = members.required("CredentialId", &TEXT);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    service.change_pool(&pool_id, |pool| {
        let credentials = &mut user_mut(pool, &access)?.web_authn_credentials;
        let index = credentials.iter().position(|credential| credential.id() == id);
        let index =
            index.ok_or_else(|| ServiceError::new("ResourceNotFoundException", "The credential does not exist."))?;
        credentials.remove(index);
        Ok(json!({}))
    })
}

fn check_enabled(pool: &Pool) -> Result<(), ServiceError> {
    if pool.settings().allows_first(FirstFactor::WebAuthn) {
        return Ok(());
    }
    Err(ServiceError::new("WebAuthnNotEnabledException", "WebAuthn is not enabled for the user pool."))
}

fn owner(pool_id: &str, access: &Access) -> Owner {
    Owner { pool_id: pool_id.to_owned(), username: access.username.clone(), client_id: access.client_id.clone() }
}

fn user<'a>(pool: &'a Pool, access: &Access) -> Result<&'a User, ServiceError> {
    pool.data.users.get(&access.username).ok_or_else(invalid_access_token)
}

fn user_mut<'a>(pool: &'a mut Pool, access: &Access) -> Result<&'a mut User, ServiceError> {
    pool.data.users.get_mut(&access.username).ok_or_else(invalid_access_token)
}
