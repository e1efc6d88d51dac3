//! InitiateAuth and AdminInitiateAuth: begin a sign-in, or renew one with a refresh token.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{check_pool_of, owned};
use crate::{
    error::ServiceError,
    pool::device::Renewal,
    request::{CLIENT_ID, Members, SESSION, USER_POOL_ID, parameter},
    service::Service,
    settings::AuthFlow,
    sign_in::{
        Attempt, custom,
        hooks::{self, Migration},
        password::{self, FirstAnswer},
        user_auth,
    },
};

/// AuthFlowType.
const AUTH_FLOWS: [&str; 8] = [
    "USER_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
    "CUSTOM_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "USER_AUTH",
];

/// What was sent, save the flow.
struct Request<'a> {
    client_id: &'a str,
    session: Option<&'a str>,
    parameters: BTreeMap<&'a str, &'a str>,
    client_metadata: BTreeMap<&'a str, &'a str>,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
pub(crate) fn initiate_auth(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let flow = members.required_enum("AuthFlow", &AUTH_FLOWS);
    let request = Request::read(&mut members);
    members.check()?;
    if matches!(flow, "ADMIN_NO_SRP_AUTH" | "ADMIN_USER_PASSWORD_AUTH") {
        return Err(not_supported());
    }
    begin(service, flow, request)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html>
pub(crate) fn admin_initiate_auth(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let flow = members.required_enum("AuthFlow", &AUTH_FLOWS);
    let request = Request::read(&mut members);
    members.check()?;
    check_pool_of(service, request.client_id, pool_id)?;
    if flow == "USER_PASSWORD_AUTH" {
        return Err(not_supported());
    }
    begin(service, flow, request)
}

impl<'a> Request<'a> {
    fn read(members: &mut Members<'a>) -> Self {
        Self {
            client_id: members.required("ClientId", &CLIENT_ID),
            session: members.optional("Session", &SESSION),
            parameters: members.map("AuthParameters"),
            client_metadata: members.map("ClientMetadata"),
        }
    }
}

fn begin(service: &Service, flow: &str, request: Request<'_>) -> Result<Value, ServiceError> {
    let (needed, refusal) = match flow {
        "USER_SRP_AUTH" => (AuthFlow::AllowUserSrpAuth, None),
        "USER_PASSWORD_AUTH" => (AuthFlow::AllowUserPasswordAuth, None),
        "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => {
            (AuthFlow::AllowAdminUserPasswordAuth, Some("Auth flow not enabled for this client"))
        }
        "USER_AUTH" => (AuthFlow::AllowUserAuth, None),
        "CUSTOM_AUTH" => (AuthFlow::AllowCustomAuth, None),
        _ => (AuthFlow::AllowRefreshTokenAuth, None),
    };
    service.with_client(request.client_id, |_, client| match client.allows(needed) {
        true => Ok(()),
        false => Err(ServiceError::invalid_parameter(
            refusal.map_or_else(|| format!("{flow} flow not enabled for this client"), str::to_owned),
        )),
    })?;
    let parameters = &request.parameters;
    match flow {
        "USER_SRP_AUTH" => {
            let attempt = attempt(service, &request)?;
            password::begin_srp(service, attempt, parameter(parameters, "SRP_A")?, FirstAnswer::WithoutSession)
        }
        "USER_PASSWORD_AUTH" | "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => {
            let (name, password) = (name(service, &request)?, parameter(parameters, "PASSWORD")?);
            let migration = Migration::SignIn { password };
            hooks::migrate(service, request.client_id, name, migration, &request.client_metadata)?;
            password::check_typed(service, attempt(service, &request)?, password)
        }
        "USER_AUTH" => user_auth::begin(service, attempt(service, &request)?, request.session, parameters),
        "CUSTOM_AUTH" => custom::begin(service, attempt(service, &request)?, parameters),
        _ => refresh(service, &request),
    }
}

/// USERNAME, from a client that may ask about it.
fn name<'a>(service: &Service, request: &Request<'a>) -> Result<&'a str, ServiceError> {
    let name = parameter(&request.parameters, "USERNAME")?;
    let hash = request.parameters.get("SECRET_HASH").copied();
    service.with_client(request.client_id, |_, client| client.check_secret_hash(name, hash))?;
    Ok(name)
}

/// Whose sign-in begins.
fn attempt(service: &Service, request: &Request<'_>) -> Result<Attempt, ServiceError> {
    let parameters = &request.parameters;
    let name = name(service, request)?;
    let attempt = service.with_client(request.client_id, |pool, client| {
        Ok(Attempt {
            device_key: parameters.get("DEVICE_KEY").filter(|key| !key.is_empty()).map(|&key| key.to_owned()),
            client_metadata: owned(&request.client_metadata),
            ..Attempt::new(pool, client, name)?
        })
    })?;
    hooks::before_sign_in(service, &attempt)?;
    Ok(attempt)
}

fn refresh(service: &Service, request: &Request<'_>) -> Result<Value, ServiceError> {
    let now = service.clock.now();
    let token = parameter(&request.parameters, "REFRESH_TOKEN")?;
    let device_key = request.parameters.get("DEVICE_KEY").copied().filter(|key| !key.is_empty());
    let secret_hash = request.parameters.get("SECRET_HASH").copied();
    service.with_client(request.client_id, |pool, client| {
        if client.rotation_grace_seconds().is_some() {
            return Err(ServiceError::new(
                "UnsupportedOperationException",
                "Refresh tokens of this client are rotated: use GetTokensFromRefreshToken.",
            ));
        }
        match pool.data.sign_ins.find(token) {
            Some((_, sign_in)) => client.check_secret_hash(&sign_in.username, secret_hash),
            None => Ok(()),
        }
    })?;
    let claims = hooks::before_renewal(service, request.client_id, token, &request.client_metadata)?;
    let result = service.change_client(request.client_id, |pool, client| {
        pool.note_device_of_renewal(token, device_key, Renewal::Flow, now)?;
        pool.refresh(token, client, service.device_type(), &claims, now)
    })?;
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

fn not_supported() -> ServiceError {
    ServiceError::invalid_parameter("Initiate Auth method not supported.")
}
