//! InitiateAuth: begins a sign-in by SRP, or renews one with a refresh token.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::parameter;
use crate::{
    challenges::{Challenge, Kind},
    error::ServiceError,
    random,
    request::{CLIENT_ID, Members},
    service::Service,
    srp::Exchange,
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
/// About the length of Cognito's own. The bytes mean nothing; they name the challenge and go into the signature.
const SECRET_BLOCK_BYTES: usize = 1024;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
pub(crate) fn initiate_auth(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let flow = members.required_enum("AuthFlow", &AUTH_FLOWS);
    let client_id = members.required("ClientId", &CLIENT_ID);
    let parameters = members.map("AuthParameters");
    members.check()?;
    match flow {
        "USER_SRP_AUTH" => user_srp_auth(service, client_id, &parameters),
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            let now = service.clock.now();
            let token = parameter(&parameters, "REFRESH_TOKEN")?;
            let result = service.change_client(client_id, |pool, client| pool.refresh(token, client, now))?;
            Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
        }
        // An unknown client comes first: without a client there is nothing to enable.
        _ => service.with_client(client_id, |_, _| {
            Err(ServiceError::invalid_parameter(format!("{flow} flow not enabled for this client")))
        }),
    }
}

fn user_srp_auth(service: &Service, client_id: &str, parameters: &BTreeMap<&str, &str>) -> Result<Value, ServiceError> {
    let name = parameter(parameters, "USERNAME")?;
    let srp_a = parameter(parameters, "SRP_A")?;
    let (known_username, identity, credentials) = service.with_client(client_id, |pool, client| {
        let (known, username, credentials) = match pool.find(name) {
            Some(user) => {
                // Whoever has no password is asked for one like the rest, and has none that is right.
                let credentials = match &user.password {
                    Some(credentials) => credentials.clone(),
                    None => pool.simulated(&user.username)?.1,
                };
                (Some(user.username.clone()), user.username.clone(), credentials)
            }
            None if client.hides_unknown_users() => {
                let (username, credentials) = pool.simulated(name)?;
                (None, username, credentials)
            }
            None => return Err(ServiceError::new("UserNotFoundException", "User does not exist.")),
        };
        Ok((known, pool.identity(&username), credentials))
    })?;
    let exchange = Exchange::start(identity, &credentials, srp_a)?;
    let secret_block = BASE64_STANDARD.encode(random::bytes::<SECRET_BLOCK_BYTES>()?);
    let answer = json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "SRP_B": exchange.srp_b(),
            "SALT": credentials.salt,
            "SECRET_BLOCK": secret_block,
            "USER_ID_FOR_SRP": exchange.user_id(),
            "USERNAME": exchange.user_id(),
        },
    });
    let challenge = Challenge {
        client_id: client_id.to_owned(),
        username: known_username,
        typed_name: name.to_owned(),
        created_at: service.clock.now(),
        kind: Kind::PasswordVerifier(Box::new(exchange)),
    };
    service.challenges().insert(&secret_block, challenge);
    Ok(answer)
}
