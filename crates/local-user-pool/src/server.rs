//! Addresses, CORS, start and stop.

use std::{collections::BTreeMap, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post, put},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tower_http::cors::{Any, CorsLayer};
use uuid::Uuid;

use crate::{
    access_keys::{self, AccessKeys},
    blocking::Failure,
    callers::{self, Callers},
    clock::{self, Clock},
    config::{Config, NewUser},
    error::ServiceError,
    import, managed_login,
    operations::{self, Confirmation},
    pages,
    pool::{
        inbox::Message,
        user::{User, UserStatus},
    },
    service::Service,
    test_control::{self, faults::Faults},
};

/// How long a stop waits for requests that are still being answered.
const STOP_PATIENCE: Duration = Duration::from_secs(5);
/// How long a browser may remember a preflight answer; more than two hours no browser honours everywhere.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(7200);

/// The largest file of an import job, as in Cognito.
const MOST_IMPORT_BYTES: usize = 100 << 20;

/// Starts pools; see [`LocalUserPool::start`].
#[derive(Debug)]
pub struct LocalUserPool;

/// A pool that listens. Dropping it stops it as well, without waiting.
pub struct Running {
    service: Arc<Service>,
    pool_id: String,
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

#[derive(Clone)]
struct Shared {
    service: Arc<Service>,
    app_url: Arc<str>,
    access_keys: Arc<AccessKeys>,
    faults: Arc<Faults>,
    user_pool_id: Arc<str>,
    client_id: Arc<str>,
}

impl LocalUserPool {
    /// Starts with the system's time; port 0 takes any free one. `state` is the file that survives
    /// restarts.
    ///
    /// # Errors
    /// An unusable configuration or state file, a port in use.
    pub async fn start(config: Config, port: u16, state: Option<PathBuf>) -> io::Result<Running> {
        Self::start_with_clock(config, port, state, Clock::new()).await
    }

    /// As [`LocalUserPool::start`], with a clock that may already be ahead.
    ///
    /// # Errors
    /// As [`LocalUserPool::start`].
    pub async fn start_with_clock(
        config: Config,
        port: u16,
        state: Option<PathBuf>,
        clock: Clock,
    ) -> io::Result<Running> {
        config.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let wanted = SocketAddr::new(config.listen, port);
        let listener = TcpListener::bind(wanted)
            .await
            .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {wanted}: {error}")))?;
        let addr = listener.local_addr()?;
        let callers = Callers::new(&config).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let (pool_id, app_url) = (config.user_pool.id.clone(), Arc::from(config.app_url.as_str()));
        let base_url = config.public_url.as_deref().and_then(callers::website);
        let base_url = base_url.map_or_else(|| format!("http://localhost:{}", addr.port()), |(origin, _)| origin);
        let (user_pool_id, client_id) = (Arc::from(pool_id.as_str()), Arc::from(config.client.client_id.as_str()));
        let has_test_control = config.test_control;
        let access_keys = Arc::new(AccessKeys::new(config.access_keys.clone()));
        // Key generation takes its time.
        let service = tokio::task::spawn_blocking(move || {
            let import = config.import_cognito_local.clone();
            let service = Service::new(config, state.as_deref(), clock, base_url)?;
            import.map_or(Ok(()), |folder| import::cognito_local(&service, &folder))?;
            Ok::<_, io::Error>(service)
        });
        let service = Arc::new(service.await.map_err(io::Error::other)??);
        let router = router(
            Shared {
                service: Arc::clone(&service),
                app_url,
                access_keys,
                faults: Arc::default(),
                user_pool_id,
                client_id,
            },
            callers,
            has_test_control,
        );
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(async move {
            // An error means that the `Running` was dropped.
            axum::serve(listener, router).with_graceful_shutdown(async move { drop(stopped.await) }).await
        });
        Ok(Running { service, pool_id, addr, stop, server })
    }
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The endpoint of the API, without a slash at the end: `public_url` of the configuration, or
    /// "http://localhost:PORT".
    pub fn base_url(&self) -> String {
        self.service.base_url.clone()
    }

    /// `iss` of the tokens of the configured pool.
    pub fn issuer(&self) -> String {
        self.service.with_pool(&self.pool_id, |pool| Ok(pool.issuer.clone())).unwrap_or_default()
    }

    /// The pool's clock.
    pub fn clock(&self) -> &Clock {
        &self.service.clock
    }

    /// Moves the pool's time forward.
    pub fn advance(&self, by: Duration) {
        self.service.clock.advance(by);
    }

    /// How many requests for an operation ("SignUp") have come, answered well or not.
    pub fn requests(&self, operation: &str) -> usize {
        self.service.requests(operation)
    }

    /// Every mail so far, oldest first.
    pub fn inbox(&self) -> Vec<Message> {
        self.service.with_pools(|pool| pool.data.inbox.messages())
    }

    /// Adds a confirmed user; gives the user name, which is `sub` as well.
    ///
    /// # Errors
    /// UsernameExistsException, InvalidPasswordException, InvalidParameterException.
    pub fn add_user(&self, user: NewUser) -> Result<String, ServiceError> {
        let now = self.service.clock.now();
        self.service.change_pool(&self.pool_id, |pool| pool.add_user(&user, now))
    }

    /// As [`Running::add_user`] for several, all of them or none; gives their names in the same order.
    ///
    /// # Errors
    /// As [`Running::add_user`], of the first that is refused.
    pub fn add_users(&self, users: &[NewUser]) -> Result<Vec<String>, ServiceError> {
        let now = self.service.clock.now();
        self.service.change_pool(&self.pool_id, |pool| pool.add_users(users, now))
    }

    /// How many users the configured pool has.
    pub fn count_users(&self) -> usize {
        self.service.with_pool(&self.pool_id, |pool| Ok(pool.data.users.len())).unwrap_or_default()
    }

    /// Makes a user RESET_REQUIRED, as AdminResetUserPassword does. `username` may be the address.
    ///
    /// # Errors
    /// UserNotFoundException.
    pub fn reset_required(&self, username: &str) -> Result<(), ServiceError> {
        self.service.change_pool(&self.pool_id, |pool| {
            let user = pool.find_mut(username).ok_or_else(ServiceError::unknown_user)?;
            user.status = UserStatus::ResetRequired;
            let username = user.username.clone();
            pool.lockouts.clear(&username);
            Ok(())
        })
    }

    /// Disables a user, as AdminDisableUser does. `username` may be the address.
    ///
    /// # Errors
    /// UserNotFoundException.
    pub fn disable(&self, username: &str) -> Result<(), ServiceError> {
        self.change_user(username, |user| user.enabled = false)
    }

    /// Stops listening and waits until open requests are answered.
    ///
    /// # Errors
    /// What the server ended with.
    pub async fn stop(self) -> io::Result<()> {
        drop(self.stop);
        let abort = self.server.abort_handle();
        match tokio::time::timeout(STOP_PATIENCE, self.server).await {
            Ok(ended) => ended.map_err(io::Error::other)?,
            Err(_) => {
                abort.abort();
                Ok(())
            }
        }
    }

    fn change_user(&self, username: &str, change: impl Fn(&mut User)) -> Result<(), ServiceError> {
        self.service.change_pool(&self.pool_id, |pool| {
            pool.find_mut(username).map(&change).ok_or_else(ServiceError::unknown_user)
        })
    }
}

fn router(shared: Shared, callers: Callers, has_test_control: bool) -> Router {
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

async fn api(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
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
        Err(Failure::Full) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(Failure::Panicked) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn jwks(State(shared): State<Shared>, Path(pool_id): Path<String>) -> Response {
    found(shared.service.with_pool(&pool_id, |pool| Ok(pool.jwks())))
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
