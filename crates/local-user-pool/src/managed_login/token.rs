//! /oauth2/token and /oauth2/revoke: what a code and a refresh token are worth.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html>
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html>

use std::collections::BTreeMap;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{
    call::Call,
    codes::{Worth, is_verified},
};
use crate::{
    error::ServiceError,
    pool::scopes::Scopes,
    service::Service,
    settings::{AuthFlow, UserPoolClient},
    sign_in::hooks,
};

/// `error` of an answer (RFC 6749, section 5.2).
#[derive(Clone, Copy)]
struct Refusal(StatusCode, &'static str);

const INVALID_REQUEST: Refusal = Refusal(StatusCode::BAD_REQUEST, "invalid_request");
const INVALID_CLIENT: Refusal = Refusal(StatusCode::BAD_REQUEST, "invalid_client");
const INVALID_GRANT: Refusal = Refusal(StatusCode::BAD_REQUEST, "invalid_grant");
const INVALID_SCOPE: Refusal = Refusal(StatusCode::BAD_REQUEST, "invalid_scope");
const UNAUTHORIZED_CLIENT: Refusal = Refusal(StatusCode::BAD_REQUEST, "unauthorized_client");
const UNSUPPORTED_GRANT_TYPE: Refusal = Refusal(StatusCode::BAD_REQUEST, "unsupported_grant_type");
const UNSUPPORTED_TOKEN_TYPE: Refusal = Refusal(StatusCode::BAD_REQUEST, "unsupported_token_type");
const SERVER_ERROR: Refusal = Refusal(StatusCode::INTERNAL_SERVER_ERROR, "server_error");

pub(super) fn token(service: &Service, call: &Call) -> Response {
    match exchanged(service, call) {
        Ok(result) => Json(answer(&result)).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

pub(super) fn revoke(service: &Service, call: &Call) -> Response {
    match revoked(service, call) {
        Ok(()) => StatusCode::OK.into_response(),
        // The one place where the guide has another status than for tokens.
        Err(Refusal(_, "invalid_client")) => Refusal(StatusCode::UNAUTHORIZED, "invalid_client").into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn exchanged(service: &Service, call: &Call) -> Result<Value, Refusal> {
    if call.form.has_doubles {
        return Err(INVALID_REQUEST);
    }
    let grant_type = call.form.get("grant_type").ok_or(INVALID_REQUEST)?;
    if !matches!(grant_type, "authorization_code" | "refresh_token" | "client_credentials") {
        return Err(UNSUPPORTED_GRANT_TYPE);
    }
    let client = authenticated(service, call)?;
    match grant_type {
        "authorization_code" => by_code(service, call, &client),
        "refresh_token" => by_refresh_token(service, call, &client),
        _ => by_client_credentials(service, call, &client),
    }
}

fn by_code(service: &Service, call: &Call, client: &UserPoolClient) -> Result<Value, Refusal> {
    let text = call.form.get("code").ok_or(INVALID_REQUEST)?;
    let redirect_uri = call.form.get("redirect_uri").ok_or(INVALID_REQUEST)?;
    if !client.allows_codes() {
        return Err(UNAUTHORIZED_CLIENT);
    }
    let (now, client_id) = (service.clock.now(), client.client_id.as_str());
    let worth = service.managed_login().codes.take(text, client_id, now);
    let code = match worth {
        Worth::Tokens(code) => code,
        Worth::Nothing { gave: None } => return Err(INVALID_GRANT),
        // RFC 6749, section 4.1.2: one of the two who have the code has stolen it.
        Worth::Nothing { gave: Some(origin_jti) } => {
            let revoked = service.change_client(client_id, |pool, _| {
                pool.data.sign_ins.revoke(&origin_jti);
                Ok(())
            });
            return Err(revoked.map_or(SERVER_ERROR, |()| INVALID_GRANT));
        }
    };
    if code.redirect_uri != redirect_uri {
        // What Cognito says to it.
        return Err(UNAUTHORIZED_CLIENT);
    }
    if !is_verified(code.code_challenge.as_deref(), call.form.get("code_verifier")) {
        return Err(INVALID_GRANT);
    }
    let claims =
        hooks::before_granted_tokens(service, client_id, &code.username, &code.grant.scopes).map_err(refusal_of)?;
    let signed_in = service.change_client(client_id, |pool, client| {
        match pool.data.users.get(&code.username).is_some_and(|user| user.enabled) {
            true => pool.sign_in_by_grant(&code.username, client, &code.grant, service.device_type(), &claims, now),
            false => Err(ServiceError::not_authorized("User is disabled.")),
        }
    });
    let (result, origin_jti) = signed_in.map_err(refusal_of)?;
    service.managed_login().codes.note(text, &origin_jti);
    Ok(result)
}

fn by_refresh_token(service: &Service, call: &Call, client: &UserPoolClient) -> Result<Value, Refusal> {
    let refresh_token = call.form.get("refresh_token").ok_or(INVALID_REQUEST)?;
    if !client.allowed_oauth_flows_user_pool_client || !client.allows(AuthFlow::AllowRefreshTokenAuth) {
        return Err(UNAUTHORIZED_CLIENT);
    }
    let client_id = &client.client_id;
    let claims = hooks::before_renewal(service, client_id, refresh_token, &BTreeMap::new()).map_err(refusal_of)?;
    let now = service.clock.now();
    service
        .change_client(client_id, |pool, client| {
            pool.refresh(refresh_token, client, service.device_type(), &claims, now)
        })
        .map_err(refusal_of)
}

/// A program's own token. Scopes that the client may not have are ignored, and without any it gets all that it may have.
fn by_client_credentials(service: &Service, call: &Call, client: &UserPoolClient) -> Result<Value, Refusal> {
    if !client.allows_client_credentials() || client.client_secret.is_none() {
        return Err(UNAUTHORIZED_CLIENT);
    }
    let metadata: BTreeMap<String, String> = match call.form.get("aws_client_metadata") {
        Some(text) => serde_json::from_str(text).map_err(|_| INVALID_REQUEST)?,
        None => BTreeMap::new(),
    };
    let wanted = call.form.get("scope").map(Scopes::parse);
    let client_id = client.client_id.as_str();
    let scopes = service.with_client(client_id, |pool, client| {
        let allowed = client.allowed_oauth_scopes.iter().filter(|scope| pool.has_custom_scope(scope));
        let granted = allowed.filter(|scope| wanted.as_ref().is_none_or(|wanted| wanted.has(scope)));
        Ok(Scopes::of(&granted.cloned().collect::<Vec<_>>()))
    });
    let scopes = scopes.map_err(refusal_of)?;
    if scopes.iter().next().is_none() {
        return Err(INVALID_SCOPE);
    }
    let customization = hooks::before_program_token(service, client_id, &scopes, &metadata).map_err(refusal_of)?;
    let now = service.clock.now();
    let token =
        service.change_client(client_id, |pool, client| pool.program_token(client, &scopes, &customization, now));
    token.map_err(refusal_of)
}

fn revoked(service: &Service, call: &Call) -> Result<(), Refusal> {
    if call.form.has_doubles {
        return Err(INVALID_REQUEST);
    }
    let token = call.form.get("token").ok_or(INVALID_REQUEST)?;
    let client = authenticated(service, call)?;
    service.change_client(&client.client_id, |pool, client| pool.revoke(token, client)).map_err(|error| {
        match error.code() {
            "UnsupportedOperationException" => INVALID_REQUEST,
            "UnsupportedTokenTypeException" => UNSUPPORTED_TOKEN_TYPE,
            "UnauthorizedException" => INVALID_CLIENT,
            _ => SERVER_ERROR,
        }
    })
}

/// The client, which proves its secret if it has one: in the header Authorization or in the form.
fn authenticated(service: &Service, call: &Call) -> Result<UserPoolClient, Refusal> {
    let in_form = call.form.get("client_id").map(str::to_owned);
    let (client_id, secret) = match &call.authorization {
        Some(header) => {
            let (client_id, secret) = basic(header).ok_or(INVALID_CLIENT)?;
            // RFC 6749, section 2.3: not two ways at once.
            if in_form.is_some_and(|other| other != client_id) || call.form.get("client_secret").is_some() {
                return Err(INVALID_REQUEST);
            }
            (client_id, Some(secret))
        }
        None => (in_form.ok_or(INVALID_REQUEST)?, call.form.get("client_secret").map(str::to_owned)),
    };
    let client = service.with_client(&client_id, |_, client| Ok(client.clone())).map_err(|_| INVALID_CLIENT)?;
    client.check_secret(secret.as_deref()).map_err(|_| INVALID_CLIENT)?;
    Ok(client)
}

/// RFC 6749, section 2.3.1: user name and password of RFC 7617, each encoded as in a form. Ids and secrets of this pool
/// are letters and digits, so the encoding changes nothing.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, credentials) = header.split_once(' ')?;
    let decoded = BASE64_STANDARD.decode(credentials.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("Basic"))?;
    let (client_id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((client_id.to_owned(), secret.to_owned()))
}

/// From AuthenticationResult.
fn answer(result: &Value) -> Value {
    let names = [
        ("id_token", "IdToken"),
        ("access_token", "AccessToken"),
        ("refresh_token", "RefreshToken"),
        ("expires_in", "ExpiresIn"),
        ("token_type", "TokenType"),
    ];
    let members = names.into_iter().filter_map(|(name, member)| Some((name.to_owned(), result.get(member)?.clone())));
    Value::Object(members.collect())
}

fn refusal_of(error: ServiceError) -> Refusal {
    match error.code() {
        "InternalErrorException" => SERVER_ERROR,
        _ => INVALID_GRANT,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, error) = self;
        (status, Json(json!({ "error": error }))).into_response()
    }
}
