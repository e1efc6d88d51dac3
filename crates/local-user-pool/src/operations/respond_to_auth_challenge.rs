//! RespondToAuthChallenge and AdminRespondToAuthChallenge: answer what a sign-in asks.

use serde_json::{Map, Value};

use super::{check_pool_of, owned};
use crate::{
    error::ServiceError,
    request::{CLIENT_ID, Members, SESSION, USER_POOL_ID},
    service::Service,
    sign_in::answer::{self, Answer},
};

/// ChallengeNameType.
const CHALLENGE_NAMES: [&str; 16] = [
    "SMS_MFA",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "PASSWORD_VERIFIER",
    "CUSTOM_CHALLENGE",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "NEW_PASSWORD_REQUIRED",
    "SMS_OTP",
    "PASSWORD",
    "WEB_AUTHN",
    "PASSWORD_SRP",
];

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
pub(crate) fn respond_to_auth_challenge(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    respond(service, Members::new(body), None)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html>
pub(crate) fn admin_respond_to_auth_challenge(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    respond(service, members, Some(pool_id))
}

fn respond(service: &Service, mut members: Members<'_>, pool_id: Option<&str>) -> Result<Value, ServiceError> {
    let client_id = members.required("ClientId", &CLIENT_ID);
    let challenge_name = members.required_enum("ChallengeName", &CHALLENGE_NAMES);
    let session = members.optional("Session", &SESSION);
    let responses = members.map("ChallengeResponses");
    let client_metadata = members.map("ClientMetadata");
    members.check()?;
    if let Some(pool_id) = pool_id {
        check_pool_of(service, client_id, pool_id)?;
    }
    let client_metadata = owned(&client_metadata);
    answer::answer(service, client_id, Answer { challenge_name, session, responses: &responses, client_metadata })
}
