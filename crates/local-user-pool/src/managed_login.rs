//! Managed login: the pool's own sign-in page, and OAuth 2.0 around it. The pool's "domain" is this server; which of
//! several pools is meant, the client's id says.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html>
//!
//! | module | subject |
//! |---|---|
//! | `call` | what a browser or an app sends: parameters, cookies |
//! | `request` | what an app asks for, and the way back to it |
//! | `authorize` | where an app begins |
//! | `login` | the page that asks who one is |
//! | `account` | sign-ups, and forgotten passwords |
//! | `provider` | identity providers: the page that stands for them, and the way back from it |
//! | `language` | what the pages say, in eleven languages |
//! | `federation` | from what a provider says to a user of the pool |
//! | `browser` | browsers that have signed in, by cookie |
//! | `codes` | codes that can be exchanged for tokens |
//! | `token`, `user_info` | what apps call themselves |
//! | `logout` | the end of a browser's sign-in |
//! | `pages` | HTML |
//!
//! What browsers and codes stand for is in memory only: a restart ends it.

mod account;
mod authorize;
mod browser;
mod call;
mod codes;
mod federation;
mod language;
mod login;
mod logout;
mod pages;
mod provider;
mod request;
mod token;
mod user_info;

use std::sync::{Arc, MutexGuard};

use axum::{
    Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, get, on},
};

use crate::service::Service;
use browser::Browsers;
use call::Call;
use codes::Codes;
use provider::Departures;

/// What is remembered between two requests.
#[derive(Default)]
pub(crate) struct ManagedLogin {
    browsers: Browsers,
    codes: Codes,
    departures: Departures,
}

impl Service {
    /// Browsers that signed in on the pool's own page, and what they carry.
    fn managed_login(&self) -> MutexGuard<'_, ManagedLogin> {
        self.in_memory()
    }
}

/// Answers one request.
type Endpoint = fn(&Service, &Call) -> Response;

pub(crate) fn router(service: Arc<Service>) -> Router {
    const GET: MethodFilter = MethodFilter::GET;
    const POST: MethodFilter = MethodFilter::POST;
    Router::new()
        .route("/oauth2/authorize", served(GET, authorize::authorize))
        .route("/login", served(GET, login::show).merge(served(POST, login::submit)))
        .route(account::SIGN_UP, served(GET, account::show_sign_up).merge(served(POST, account::sign_up)))
        .route(account::CONFIRM, served(POST, account::confirm))
        .route(
            account::FORGOT_PASSWORD,
            served(GET, account::show_forgot_password).merge(served(POST, account::forgot_password)),
        )
        .route(account::CONFIRM_FORGOT_PASSWORD, served(POST, account::confirm_forgot_password))
        .route(provider::PAGE, served(GET, provider::show).merge(served(POST, provider::submit)))
        .route(pages::PASSKEY_SCRIPT, get(passkey_script))
        .route("/oauth2/idpresponse", served(GET, provider::arrive))
        .route("/oauth2/token", served(POST, token::token))
        .route("/oauth2/revoke", served(POST, token::revoke))
        .route("/oauth2/userInfo", served(GET, user_info::user_info).merge(served(POST, user_info::user_info)))
        .route("/logout", served(GET, logout::logout))
        .route("/error", served(GET, authorize::error))
        .with_state(service)
}

async fn passkey_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("managed_login/passkey.js"))
}

fn served(method: MethodFilter, endpoint: Endpoint) -> MethodRouter<Arc<Service>> {
    on(
        method,
        move |State(service): State<Arc<Service>>, RawQuery(query): RawQuery, headers: HeaderMap, body: Bytes| async move {
            let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let service = service.for_caller(user_agent);
            let call = Call::read(query.as_deref().unwrap_or_default(), &headers, &body);
            let blocking = Arc::clone(&service.blocking);
            match blocking.run(move || language::remembered(&call, endpoint(&service, &call))).await {
                Ok(response) => response,
                Err(failure) => failure.status().into_response(),
            }
        },
    )
}
