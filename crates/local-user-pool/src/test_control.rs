//! Test control: what a test does to the pool that no user and no administrator can. It is there where the owner asks for
//! it (`test_control`, --test-control), for whoever may call and, where access keys are asked for, shows one.
//!
//! | method and path below /test-control | what |
//! |---|---|
//! | GET /messages?to=…&kind=…&user_pool_id=…&username=…&wait=SECONDS | messages, oldest first; waits for the first |
//! | DELETE /messages?to=…&kind=…&user_pool_id=…&username=… | removes them |
//! | POST /reset | everything as it was at the start |
//! | PUT, DELETE /snapshots/NAME; POST /snapshots/NAME/restore | keeps everything, and comes back to it |
//! | GET, PUT, DELETE /clock | the pool's time; sets it; makes it the system's again |
//! | POST /clock/advance | moves it forward |
//! | GET, PUT, DELETE /code | the code that is sent in place of random ones |
//! | GET, POST, DELETE /faults | what the next calls of an operation end with |
//!
//! Bodies and answers are JSON.

mod clock;
mod code;
pub(crate) mod faults;
mod messages;
pub(crate) mod state;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::request::Parts,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};

use serde::de::DeserializeOwned;

use crate::{error::ServiceError, service::Service};
use faults::Faults;

/// Below "/test-control".
pub(crate) fn router(service: Arc<Service>, faults: Arc<Faults>) -> Router {
    let reset =
        Router::new().route("/reset", post(state::reset)).with_state((Arc::clone(&service), Arc::clone(&faults)));
    let faults =
        Router::new().route("/faults", get(faults::list).post(faults::add).delete(faults::clear)).with_state(faults);
    Router::new()
        .route("/messages", get(messages::list).delete(messages::remove))
        .route("/clock", get(clock::show).put(clock::set).delete(clock::reset))
        .route("/clock/advance", post(clock::advance))
        .route("/code", get(code::show).put(code::fix).delete(code::free))
        .route("/snapshots/{name}", put(state::keep).delete(state::forget))
        .route("/snapshots/{name}/restore", post(state::restore))
        .with_state(service)
        .merge(faults)
        .merge(reset)
}

/// A JSON body; one that does not fit is refused as the API does.
struct Body<T>(T);

/// A query, likewise.
struct Asked<T>(T);

/// A request that does not fit.
struct Unfit(String);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Unfit;

    async fn from_request(request: Request, state: &S) -> Result<Self, Unfit> {
        let Json(body) = Json::from_request(request, state).await.map_err(|rejection| Unfit(rejection.body_text()))?;
        Ok(Self(body))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Unfit;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Unfit> {
        let query = Query::from_request_parts(parts, state).await;
        let Query(asked) = query.map_err(|rejection| Unfit(rejection.body_text()))?;
        Ok(Self(asked))
    }
}

impl IntoResponse for Unfit {
    fn into_response(self) -> Response {
        ServiceError::invalid_parameter(self.0).into_response()
    }
}
