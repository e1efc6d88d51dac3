//! The code that is sent in place of random ones.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Unfit};
use crate::service::Service;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fixed {
    code: String,
}

pub(super) async fn show(State(service): State<Arc<Service>>) -> Json<Value> {
    shown(&service)
}

/// # Errors
/// For what is no code.
pub(super) async fn fix(State(service): State<Arc<Service>>, Body(fixed): Body<Fixed>) -> Result<Json<Value>, Unfit> {
    if !(6..=8).contains(&fixed.code.len()) || !fixed.code.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Unfit("a code has 6 to 8 digits".to_owned()));
    }
    service.rules().codes.fix(Some(fixed.code));
    Ok(shown(&service))
}

pub(super) async fn free(State(service): State<Arc<Service>>) -> Json<Value> {
    service.rules().codes.fix(None);
    shown(&service)
}

fn shown(service: &Service) -> Json<Value> {
    Json(json!({ "code": service.rules().codes.fixed() }))
}
