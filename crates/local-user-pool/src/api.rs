//! Addresses, CORS, and which operation a request is for.

mod dispatch;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post, put},
};
use serde_json::{Value, json};
use tower_http::cors::{Any, CorsLayer};
use uuid::Uuid;

use crate::{
    access_keys::{self, AccessKeys},
    blocking::Failure,
    callers::{self, Callers},
    clock,
    error::ServiceError,
    managed_login,
    operations::{self, Confirmation},
    pages,
    service::Service,
    test_control::{self, faults::Faults},
};

/// How long a browser may remember a preflight answer; more than two hours no browser honours everywhere.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(7200);

/// The largest file of an import job, as in Cognito.
const MOST_IMPORT_BYTES: usize = 100 << 20;

#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) service: Arc<Service>,
    pub(crate) app_url: Arc<str>,
    pub(crate) access_keys: Arc<AccessKeys>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) user_pool_id: Arc<str>,
    pub(crate) client_id: Arc<str>,
}

/// Everything that is served. Test control is there where it is asked for.
pub(crate) fn router(shared: Shared, callers: Callers, has_test_control: bool) -> Router {
    let managed_login = managed_login::router(Arc::clone(&shared.service));
    let keys = Arc::clone(&shared.access_keys);
    let test_control =
        has_test_control.then(|| test_control::router(Arc::clone(&shared.service), Arc::clone(&shared.faults)));
    let for_administrators = Router::new()
        .route("/inbox", get(inbox))
        .with_state(shared.clone())
        .merge(test_control.map_or_else(Router::new, |control| Router::new().nest("/test-control", control)))
        .layer(middleware::from_fn_with_state(keys, access_keys::require_key));
    Router::new()
        .route("/", post(api).get(|| async { Redirect::temporary("/inbox") }))
        .route("/confirmUser", get(confirm_user))
        .route("/health", get(|| async { Json(json!({ "status": "ok" })) }))
        .route("/ready", get(ready))
        .route("/{pool_id}/.well-known/jwks.json", get(jwks))
        .route("/.well-known/jwks_uri", get(identity_jwks))
        .route("/user-imports/{pool_id}/{job_id}", put(upload).layer(DefaultBodyLimit::max(MOST_IMPORT_BYTES)))
        .route("/{pool_id}/.well-known/openid-configuration", get(openid_configuration))
        .with_state(shared)
        .merge(managed_login)
        .merge(for_administrators)
        .layer(cors())
        .layer(middleware::from_fn_with_state(Arc::new(callers), callers::admit))
        .layer(middleware::map_response(stamp))
}

/// For those whom [`callers::admit`] has let through.
fn cors() -> CorsLayer {
    let name = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS])
        .allow_headers([
            header::AUTHORIZATION,
            header::CACHE_CONTROL,
            header::CONTENT_TYPE,
            name("amz-sdk-invocation-id"),
            name("amz-sdk-request"),
            name("x-amz-date"),
            name("x-amz-security-token"),
            name("x-amz-target"),
            name("x-amz-user-agent"),
        ])
        .expose_headers([header::DATE, name("x-amzn-errormessage"), name("x-amzn-errortype"), name("x-amzn-requestid")])
        .max_age(PREFLIGHT_MAX_AGE)
}

/// What every answer carries.
async fn stamp(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&Uuid::new_v4().to_string()) {
        headers.insert("x-amzn-requestid", id);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn api(
    State(shared): State<Shared>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return ServiceError::serialization("The request ends too early, or is larger than 2 MB").into_response();
    };
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let target = header(HeaderName::from_static("x-amz-target")).to_owned();
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    // By the system's time: callers' clocks do not move with the pool's.
    if let Err(refused) = shared.access_keys.check(&target, path, &headers, &body, clock::system()) {
        return refused.into_response();
    }
    let operation = target.split_once('.').map_or(target.as_str(), |(_, operation)| operation);
    if let Err(fault) = shared.faults.strike(operation).await {
        return fault.into_response();
    }
    let service = shared.service.for_caller(header(header::USER_AGENT));
    let blocking = Arc::clone(&service.blocking);
    let answer = blocking.run(move || service.answer(&target, &body)).await;
    match answer {
        Ok(Ok(value)) => ([(header::CONTENT_TYPE, "application/x-amz-json-1.1")], value.to_string()).into_response(),
        Ok(Err(error)) => error.into_response(),
        Err(Failure::Full) => ServiceError::too_many_requests().into_response(),
        Err(Failure::Panicked) => ServiceError::internal("The handler failed").into_response(),
    }
}

async fn inbox(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let service = Arc::clone(&shared.service);
    let read = move || service.with_pools(|pool| pool.data.inbox.messages());
    let Ok(messages) = shared.service.blocking.run(read).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if pages::prefers_html(accept) { pages::inbox(&messages) } else { Json(messages).into_response() }
}

/// Whether the configured pool is served, and the ids that a client of it needs.
async fn ready(State(shared): State<Shared>) -> Response {
    found(shared.service.with_pool(&shared.user_pool_id, |_| {
        Ok(json!({ "status": "ready", "user_pool_id": &*shared.user_pool_id, "client_id": &*shared.client_id }))
    }))
}

async fn confirm_user(State(shared): State<Shared>, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let Shared { service, app_url, .. } = shared;
    let blocking = Arc::clone(&service.blocking);
    let confirmed = blocking.run(move || {
        let part = |name: &str| query.get(name).map_or("", String::as_str);
        let confirmation = Confirmation {
            client_id: part("client_id"),
            name: part("user_name"),
            code: part("confirmation_code"),
            takes_alias: false,
            client_metadata: BTreeMap::new(),
        };
        operations::confirm(&service, &confirmation)
    });
    match confirmed.await {
        Ok(Ok(())) => pages::confirmed(&app_url),
        Ok(Err(error)) => pages::not_confirmed(error.message()),
        Err(failure) => failure.status().into_response(),
    }
}

async fn jwks(State(shared): State<Shared>, Path(pool_id): Path<String>) -> Response {
    let blocking = Arc::clone(&shared.service.blocking);
    match blocking.run(move || shared.service.change_pool(&pool_id, |pool| pool.jwks())).await {
        Ok(keys) => found(keys),
        Err(failure) => failure.status().into_response(),
    }
}

/// Keys of the identity pools' OpenID tokens, at the path that Cognito has for them.
async fn identity_jwks(State(shared): State<Shared>) -> Response {
    let keys = shared.service.with_identity_pools(|identities| identities.public_jwk().into_iter().collect());
    Json(json!({ "keys": keys })).into_response()
}

/// The file of an import job, at its PreSignedUrl.
async fn upload(
    State(shared): State<Shared>,
    Path((pool_id, job_id)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    body: Bytes,
) -> Response {
    let stored = tokio::task::spawn_blocking(move || {
        let file =
            std::str::from_utf8(&body).map_err(|_| ServiceError::invalid_parameter("The file must be UTF-8."))?;
        let key = query.get("key").map_or("", String::as_str);
        operations::upload(&shared.service, &pool_id, &job_id, key, file)
    });
    match stored.await {
        Ok(Ok(())) => StatusCode::OK.into_response(),
        Ok(Err(error)) => error.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn openid_configuration(State(shared): State<Shared>, Path(pool_id): Path<String>) -> Response {
    let base_url = &shared.service.base_url;
    found(shared.service.with_pool(&pool_id, |pool| {
        Ok(json!({
            "issuer": pool.issuer,
            "jwks_uri": format!("{base_url}/{pool_id}/.well-known/jwks.json"),
            "authorization_endpoint": format!("{base_url}/oauth2/authorize"),
            "token_endpoint": format!("{base_url}/oauth2/token"),
            "userinfo_endpoint": format!("{base_url}/oauth2/userInfo"),
            "revocation_endpoint": format!("{base_url}/oauth2/revoke"),
            "end_session_endpoint": format!("{base_url}/logout"),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
        }))
    }))
}

fn found(document: Result<Value, ServiceError>) -> Response {
    document.map_or_else(|_| StatusCode::NOT_FOUND.into_response(), |document| Json(document).into_response())
}
