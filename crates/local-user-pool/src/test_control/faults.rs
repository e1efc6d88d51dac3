//! Faults on demand: what the next calls of an operation end with.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use super::{Body, Unfit};
use crate::error::ServiceError;

/// No client waits longer.
const LONGEST_DELAY_MILLISECONDS: u64 = 10 * 60 * 1000;

/// What the next calls of an operation end with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// "InitiateAuth"; without it every operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    fault: Kind,
    /// How many calls; `null` for all from now on.
    #[serde(default = "once")]
    calls: Option<u64>,
    /// How long a call with the fault "delay" waits before it is answered as ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    milliseconds: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// TooManyRequestsException, with 400, as Cognito throttles.
    Throttle,
    /// InternalErrorException, with 500.
    InternalError,
    /// An answer that comes late.
    Delay,
}

/// Those that are still to come, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Lets a call of that operation have its fault, if one waits for it.
    ///
    /// # Errors
    /// The fault's.
    pub(crate) async fn strike(&self, operation: &str) -> Result<(), ServiceError> {
        match self.take(operation) {
            None => Ok(()),
            Some((Kind::Throttle, _)) => Err(ServiceError::new("TooManyRequestsException", "Rate exceeded")),
            Some((Kind::InternalError, _)) => Err(ServiceError::internal("Something went wrong")),
            Some((Kind::Delay, delay)) => {
                tokio::time::sleep(delay).await;
                Ok(())
            }
        }
    }

    /// The fault of a call that has come.
    fn take(&self, operation: &str) -> Option<(Kind, Duration)> {
        let mut faults = self.lock();
        let is_meant = |fault: &Fault| fault.operation.as_deref().is_none_or(|wanted| wanted == operation);
        let index = faults.iter().position(is_meant)?;
        let fault = &mut faults[index];
        let taken = (fault.fault, Duration::from_millis(fault.milliseconds.unwrap_or_default()));
        if let Some(calls) = &mut fault.calls {
            *calls -= 1;
            if *calls == 0 {
                faults.remove(index);
            }
        }
        Some(taken)
    }

    /// Forgets those that have not come yet.
    pub(super) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) async fn list(State(faults): State<Arc<Faults>>) -> Json<Vec<Fault>> {
    shown(&faults)
}

/// # Errors
/// For calls that are none, and a delay without an end or a fault of another kind with one.
pub(super) async fn add(
    State(faults): State<Arc<Faults>>,
    Body(fault): Body<Fault>,
) -> Result<Json<Vec<Fault>>, Unfit> {
    if fault.calls == Some(0) {
        return Err(Unfit("calls must be 1 or more, or null for all".to_owned()));
    }
    let is_delay = fault.fault == Kind::Delay;
    if is_delay != fault.milliseconds.is_some_and(|delay| (1..=LONGEST_DELAY_MILLISECONDS).contains(&delay)) {
        return Err(Unfit("a delay, and nothing else, has milliseconds: 1 to 600000".to_owned()));
    }
    faults.lock().push(fault);
    Ok(shown(&faults))
}

pub(super) async fn clear(State(faults): State<Arc<Faults>>) -> Json<Vec<Fault>> {
    faults.forget();
    shown(&faults)
}

fn shown(faults: &Faults) -> Json<Vec<Fault>> {
    Json(faults.lock().clone())
}

fn once() -> Option<u64> {
    Some(1)
}
