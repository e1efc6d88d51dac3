//! /oauth2/userInfo: what the scopes of an access token tell of its user.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html>

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::call::Call;
use crate::{pool::scopes::OPENID, service::Service};

pub(super) fn user_info(service: &Service, call: &Call) -> Response {
    let bearer = call.authorization.as_deref().and_then(|header| header.split_once(' '));
    let Some((_, token)) = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer")) else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint");
    };
    let Ok((pool_id, access)) = service.access(token.trim()) else {
        let why = "Access token is expired, disabled, or deleted, or the user has globally signed out.";
        return refusal(StatusCode::UNAUTHORIZED, "invalid_token", why);
    };
    if !access.scopes.has(OPENID) {
        let why = "Access token does not contain openid scope";
        return refusal(StatusCode::UNAUTHORIZED, "invalid_token", why);
    }
    let told = service.with_pool(&pool_id, |pool| {
        let (users, clients) = (&pool.data.users, &pool.data.clients);
        Ok(users.get(&access.username).zip(clients.get(&access.client_id)).map(|(user, client)| {
            let attributes = user.attributes.iter();
            let told = attributes.filter(|(name, _)| client.reads(name) && access.scopes.tell(name));
            let mut claims: Map<String, Value> = told.map(|(name, value)| (name.clone(), json!(value))).collect();
            claims.insert("sub".to_owned(), json!(user.sub));
            claims.insert("username".to_owned(), json!(user.username));
            claims
        }))
    });
    match told {
        Ok(Some(claims)) => Json(claims).into_response(),
        _ => refusal(StatusCode::UNAUTHORIZED, "invalid_token", "The user is gone"),
    }
}

fn refusal(status: StatusCode, error: &str, description: &str) -> Response {
    let challenge = format!("Bearer error=\"{error}\", error_description=\"{description}\"");
    let body = Json(json!({ "error": error, "error_description": description }));
    (status, [(header::WWW_AUTHENTICATE, challenge)], body).into_response()
}
