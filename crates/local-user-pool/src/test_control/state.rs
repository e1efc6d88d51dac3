//! Everything at once: as it was at the start, and as it was when a test kept it.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::faults::Faults;
use crate::{error::ServiceError, service::Service};

/// The name of what the configuration made. No path leads to it.
const BEGINNING: &str = "";

type Answer = Result<Json<Value>, ServiceError>;

/// Keeps what is there at the start.
///
/// # Errors
/// InternalErrorException when the state cannot be written.
pub(crate) fn begin(service: &Service) -> Result<(), ServiceError> {
    service.keep(BEGINNING)
}

/// As it was at the start: the pools and their users, the clock, random codes, no faults.
///
/// # Errors
/// InternalErrorException when the state cannot be written.
pub(super) async fn reset(State((service, faults)): State<(Arc<Service>, Arc<Faults>)>) -> Answer {
    faults.forget();
    service.rules().codes.fix(None);
    service.clock.reset();
    done(service, |service| service.bring_back(BEGINNING)).await
}

/// # Errors
/// InternalErrorException when the state cannot be written.
pub(super) async fn keep(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Answer {
    done(service, move |service| service.keep(&name)).await
}

/// # Errors
/// ResourceNotFoundException; InternalErrorException when the state cannot be written.
pub(super) async fn restore(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Answer {
    done(service, move |service| service.bring_back(&name)).await
}

/// # Errors
/// As for [`restore`].
pub(super) async fn forget(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Answer {
    done(service, move |service| service.forget_snapshot(&name)).await
}

/// All rows are copied, which takes its time.
async fn done(
    service: Arc<Service>,
    work: impl FnOnce(&Service) -> Result<(), ServiceError> + Send + 'static,
) -> Answer {
    let done = tokio::task::spawn_blocking(move || work(&service)).await;
    done.unwrap_or_else(|_| Err(ServiceError::internal("The handler failed"))).map(|()| Json(json!({})))
}
