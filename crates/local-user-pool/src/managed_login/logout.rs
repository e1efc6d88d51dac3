//! /logout: ends the sign-in of the browser, not the tokens that it gave.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html>

use axum::response::Response;

use super::{
    browser::end_login,
    call::{Call, redirect},
    request::error_address,
};
use crate::service::Service;

/// Leads to a page of the app (`logout_uri`), or to the login page (`redirect_uri` and what else a login needs).
pub(super) fn logout(service: &Service, call: &Call) -> Response {
    let client_id = call.query.get("client_id").unwrap_or_default();
    let allowed = service.with_client(client_id, |_, client| {
        let is_in =
            |name: &str, list: &[String]| call.query.get(name).is_some_and(|url| list.iter().any(|one| one == url));
        Ok((is_in("logout_uri", &client.logout_urls), is_in("redirect_uri", &client.callback_urls)))
    });
    match (allowed, call.query.get("logout_uri")) {
        (Ok((true, _)), Some(logout_uri)) => end_login(service, call, redirect(logout_uri)),
        (Ok((_, true)), None) => end_login(service, call, redirect(&format!("/login?{}", call.query.encoded()))),
        (Ok(_), Some(_)) => redirect(&error_address("redirect_mismatch", client_id)),
        (Ok(_), None) => redirect(&error_address("invalid_request", client_id)),
        (Err(_), _) => redirect(&error_address("Client does not exist", client_id)),
    }
}
