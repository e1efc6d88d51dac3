//! A service that signs people in for itself, by an app client with a secret, and never shows a browser a token.
//!
//! ```sh
//! COGNITO_USER_POOL_ID=us-east-1_Example1 COGNITO_CLIENT_ID=4h57kexample0client0id0abc COGNITO_CLIENT_SECRET=… \
//!     cargo run -p cognito-client --example axum_server
//! curl -i http://localhost:3000/sign-in -d 'username=jo@example.com' -d 'password=…'
//! curl http://localhost:3000/me -H 'cookie: session=…'
//! ```
//!
//! COGNITO_ENDPOINT takes a local user pool's address. In front of people this goes behind TLS: the cookie is `Secure`.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::{
    collections::HashMap,
    env,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use cognito_client::{
    Client, Error,
    account::get_user,
    ids::{ClientId, UserPoolId, Username},
    native::NativeHost,
    refusal::Refusal,
    secrets::{ClientSecret, Password},
    session::{Session, ends_session},
    session_keeper::{Outcome, SessionKeeper, Unshared},
    sign_in::{Credentials, NextStep, SignIn},
    token_store::{TokenStore, memory::MemoryTokenStore},
    transport::Reqwest,
};

/// One browser that somebody is signed in with.
type Keeper = SessionKeeper<MemoryTokenStore, Unshared>;

struct Service {
    client: Client<Reqwest>,
    host: NativeHost,
    /// By the value of the cookie. A service with several machines has a database here, and a TokenStore over it.
    signed_in: Mutex<HashMap<String, Arc<Keeper>>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pool = UserPoolId::parse(&env::var("COGNITO_USER_POOL_ID")?)?;
    let mut client = Client::new(Reqwest::default(), pool, ClientId::parse(&env::var("COGNITO_CLIENT_ID")?)?);
    if let Ok(secret) = env::var("COGNITO_CLIENT_SECRET") {
        client = client.with_secret(ClientSecret::new(secret));
    }
    if let Ok(endpoint) = env::var("COGNITO_ENDPOINT") {
        client = client.with_endpoint(endpoint);
    }
    let service = Arc::new(Service {
        client,
        host: NativeHost::new("axum example").without_devices(),
        signed_in: Mutex::default(),
    });
    let routes = Router::new()
        .route("/sign-in", post(sign_in))
        .route("/me", get(me))
        .route("/sign-out", post(sign_out))
        .with_state(service);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, routes).await?)
}

async fn sign_in(State(service): State<Arc<Service>>, form: Bytes) -> Response {
    let field = |wanted: &str| {
        let mut fields = form_urlencoded::parse(&form);
        fields.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let credentials =
        Credentials { username: Username::new(field("username")), password: Password::new(field("password")) };
    match SignIn::new(&service.client, &service.host).with_srp(&credentials).await {
        Ok(NextStep::Done(done)) => service.enter(done.session),
        // A service that goes on here keeps `step.pause()` beside its cookie, and resumes it with the answer.
        Ok(step) => (StatusCode::NOT_IMPLEMENTED, format!("this example stops at {step:?}\n")).into_response(),
        Err(error) => refused(&error),
    }
}

async fn me(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let Some(keeper) = service.keeper(&headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    let Some(session) = keeper.store().load() else { return StatusCode::UNAUTHORIZED.into_response() };
    let mut is_refreshed = false;
    let mut outcome = keeper.fresh(&service.client, &service.host, &session).await;
    loop {
        let session = match outcome {
            Outcome::Fresh(session) => session,
            Outcome::Unlucky(error) => return refused(&error),
            Outcome::Ended(_) | Outcome::SignedOut | Outcome::Replaced(_) => {
                cookie(&headers).and_then(|id| service.lock().remove(&id));
                return StatusCode::UNAUTHORIZED.into_response();
            }
        };
        match get_user(&service.client, &session.tokens().access_token).await {
            Ok(user) => {
                return format!("{}\n", user.attribute("email").unwrap_or("nobody in particular")).into_response();
            }
            // An access token can be revoked before it expires: its refresh token says whether the session is over.
            Err(error) if !is_refreshed && ends_session(&error) => {
                is_refreshed = true;
                outcome = keeper.refresh(&service.client, &service.host, &session).await;
            }
            Err(error) => return refused(&error),
        }
    }
}

async fn sign_out(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let keeper = cookie(&headers).and_then(|id| service.lock().remove(&id));
    if let Some(session) = keeper.and_then(|keeper| keeper.store().load()) {
        // The cookie is worth nothing any more, whatever comes of this.
        session.revoke(&service.client).await.ok();
    }
    StatusCode::NO_CONTENT.into_response()
}

impl Service {
    fn enter(&self, session: Session) -> Response {
        let mut random = [0_u8; 32];
        if getrandom::fill(&mut random).is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let cookie = format!("session={id}; HttpOnly; Secure; SameSite=Lax; Path=/");
        self.lock().insert(id, Arc::new(Keeper::new(MemoryTokenStore::of(session), Unshared)));
        ([(header::SET_COOKIE, cookie)], "signed in\n").into_response()
    }

    fn keeper(&self, headers: &HeaderMap) -> Option<Arc<Keeper>> {
        self.lock().get(&cookie(headers)?).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Keeper>>> {
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split("; ").find_map(|cookie| cookie.strip_prefix("session=")).map(ToOwned::to_owned)
}

/// People read a sentence of the service's own, and logs the error.
fn refused(error: &Error) -> Response {
    println!("{error}");
    match Refusal::of(error) {
        Refusal::WrongCredentials => (StatusCode::UNAUTHORIZED, "User name or password is wrong.\n").into_response(),
        Refusal::Throttled | Refusal::LockedOut => StatusCode::TOO_MANY_REQUESTS.into_response(),
        _ => StatusCode::BAD_GATEWAY.into_response(),
    }
}
