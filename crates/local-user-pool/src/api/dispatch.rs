//! Which operation a request is for, and what it must be like.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{error::ServiceError, model, operations, service::Service};

/// Requests received, by operation.
#[derive(Default)]
struct Requests(BTreeMap<String, usize>);

impl Service {
    /// Answers one request of the API.
    pub(crate) fn answer(&self, target: &str, body: &[u8]) -> Result<Value, ServiceError> {
        let (name, operation) = operations::by_target(target).ok_or_else(|| unknown_operation(target))?;
        *self.in_memory::<Requests>().0.entry(name.to_owned()).or_default() += 1;
        let body: Map<String, Value> = serde_json::from_slice(body)
            .map_err(|_| ServiceError::serialization("The request is not a JSON object"))?;
        model::check(target, &body)?;
        operation(self, &body)
    }

    /// How many requests for that operation have come.
    pub(crate) fn requests(&self, operation: &str) -> usize {
        self.in_memory::<Requests>().0.get(operation).copied().unwrap_or_default()
    }
}

/// One of Cognito's that is not there has a sentence of its own.
fn unknown_operation(target: &str) -> ServiceError {
    let message = match target.split_once('.').filter(|_| model::knows(target)) {
        Some((_, name)) => {
            format!("{name} is an operation of Amazon Cognito that a local user pool refuses: see docs/coverage.md.")
        }
        None => String::new(),
    };
    ServiceError::new("UnknownOperationException", message)
}
