//! The pool's time.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Unfit};
use crate::{service::Service, timestamp};

/// One of the two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub(super) enum Moment {
    /// Seconds since 1970.
    Now(u64),
    /// "2026-11-03T04:05:06Z".
    Time(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    seconds: u64,
}

pub(super) async fn show(State(service): State<Arc<Service>>) -> Json<Value> {
    shown(&service)
}

/// # Errors
/// For a time that is none, or after the year 9999.
pub(super) async fn set(State(service): State<Arc<Service>>, Body(moment): Body<Moment>) -> Result<Json<Value>, Unfit> {
    let refuse = || Unfit("a time is written 2026-11-03T04:05:06Z, or in seconds since 1970".to_owned());
    let seconds = match moment {
        Moment::Now(seconds) => Some(seconds).filter(|&seconds| seconds <= timestamp::LAST),
        Moment::Time(text) => timestamp::parse_iso8601(&text),
    };
    service.clock.set(seconds.ok_or_else(refuse)?);
    Ok(shown(&service))
}

/// # Errors
/// For a step that leads beyond the year 9999.
pub(super) async fn advance(State(service): State<Arc<Service>>, Body(step): Body<Step>) -> Result<Json<Value>, Unfit> {
    if service.clock.now().saturating_add(step.seconds) > timestamp::LAST {
        return Err(Unfit("the clock goes to the year 9999".to_owned()));
    }
    service.clock.advance(Duration::from_secs(step.seconds));
    Ok(shown(&service))
}

pub(super) async fn reset(State(service): State<Arc<Service>>) -> Json<Value> {
    service.clock.reset();
    shown(&service)
}

fn shown(service: &Service) -> Json<Value> {
    let now = service.clock.now();
    Json(json!({ "now": now, "time": timestamp::iso8601(now) }))
}
