//! /oauth2/authorize: where an app begins.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html>

use axum::response::Response;

use super::{
    browser::login_of,
    call::{Call, redirect},
    pages, provider,
    request::{Prompt, Request},
};
use crate::service::Service;

pub(super) fn authorize(service: &Service, call: &Call) -> Response {
    let request = match Request::read(service, &call.query) {
        Ok(request) => request,
        Err(address) => return redirect(&address),
    };
    if request.prompt != Prompt::Always
        && let Some(login) = login_of(service, call, &request.client)
        && request.provider.as_ref().is_none_or(|provider| *provider == login.provider)
        && request.is_content_with(service, &login)
    {
        return request.granted(service, &login);
    }
    if request.prompt == Prompt::Never {
        return request.refused("login_required", None);
    }
    match request.chosen_provider() {
        Some(provider) => provider::depart(service, call, &request, provider),
        None => redirect(&format!("/login?{}", call.query.encoded())),
    }
}

/// What is wrong with a request whose app must not be called, because it may be another one.
pub(super) fn error(_: &Service, call: &Call) -> Response {
    pages::error(call.query.get("error").unwrap_or("server_error"))
}
