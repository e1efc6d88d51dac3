//! What only administrators may see besides the API: the inbox, and test control. A browser and curl can show an access
//! key by Basic authentication (RFC 7617), and neither can sign.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use super::AccessKeys;

/// Answers 401 in the place of everything behind it, unless a key was shown or none is asked for.
pub(crate) async fn require_key(State(keys): State<Arc<AccessKeys>>, request: Request, next: Next) -> Response {
    if !keys.are_asked_for() || shows_one(&keys, request.headers()) {
        return next.run(request).await;
    }
    let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"local user pool\", charset=\"UTF-8\"")];
    (StatusCode::UNAUTHORIZED, challenge, "Show an access key: its id as the user name, its secret as the password.\n")
        .into_response()
}

fn shows_one(keys: &AccessKeys, headers: &HeaderMap) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| {
        let (scheme, credentials) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("basic").then_some(())?;
        Some(Zeroizing::new(BASE64_STANDARD.decode(credentials.trim()).ok()?))
    });
    shown.is_some_and(|shown| {
        keys.0.iter().any(|key| {
            let expected = Zeroizing::new(format!("{}:{}", key.id, key.secret.as_str()));
            verify_slices_are_equal(expected.as_bytes(), &shown).is_ok()
        })
    })
}
