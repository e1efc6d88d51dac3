//! Cognito's service models, reduced to operations, members and limits: what a request must be like.
//!
//! They are data in `model/`, with where they come from, and `model/reduce.py` writes them.

mod check;
mod shape;

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::ServiceError;
use shape::Shape;

/// One service: user pools, or identity pools.
#[derive(Deserialize)]
pub(crate) struct Model {
    /// What X-Amz-Target begins with.
    target: String,
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
}

#[derive(Deserialize)]
struct Operation {
    /// Name of the shape of its request.
    input: String,
    /// Whether it is called without AWS credentials.
    #[serde(default)]
    public: bool,
}

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
    let texts = [include_str!("../model/cognito-idp.json"), include_str!("../model/cognito-identity.json")];
    // A test reads both.
    texts.into_iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
});

/// Checks a request of an operation that administrators call: types, what must be there, limits. What a user's own
/// browser calls reads its members by itself, because Cognito's own words for them differ from the model. Members that
/// the model does not know are let through, as Cognito does.
///
/// # Errors
/// SerializationException for a member of another type, InvalidParameterException for violated limits.
pub(crate) fn check(target: &str, body: &Map<String, Value>) -> Result<(), ServiceError> {
    match find(target) {
        Some((model, operation)) if !operation.public => check::check(&model.shapes, &operation.input, body),
        _ => Ok(()),
    }
}

/// Whether Cognito has the operation that X-Amz-Target names.
pub(crate) fn knows(target: &str) -> bool {
    find(target).is_some()
}

fn find(target: &str) -> Option<(&'static Model, &'static Operation)> {
    let (service, name) = target.split_once('.')?;
    let model = MODELS.iter().find(|model| model.target == service)?;
    Some((model, model.operations.get(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_models_are_read_and_every_pattern_is_one() {
        let count: Vec<usize> = MODELS.iter().map(|model| model.operations.len()).collect();
        assert_eq!(count.len(), 2, "a model cannot be read");
        for (name, shape) in MODELS.iter().flat_map(|model| &model.shapes) {
            assert!(shape.pattern.as_ref().is_none_or(|pattern| pattern.is_readable()), "{name}");
        }
        for model in MODELS.iter() {
            for (name, operation) in &model.operations {
                assert!(model.shapes.contains_key(&operation.input), "{name}");
            }
        }
    }
}
