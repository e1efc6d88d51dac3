//! From the members of a request to settings, and back to those of an answer.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::error::ServiceError;

/// `base` with the members that the request has, but for `others`. What is no member of the settings is ignored, as
/// Cognito ignores it.
///
/// # Errors
/// InvalidParameterException for a value that is none of those that the API knows, or of another type.
pub(crate) fn overlaid<T: Serialize + DeserializeOwned>(
    base: &T,
    body: &Map<String, Value>,
    others: &[&str],
) -> Result<T, ServiceError> {
    let mut settings = serde_json::to_value(base).map_err(|_| ServiceError::internal("settings"))?;
    for (name, value) in body.iter().filter(|(name, value)| !others.contains(&name.as_str()) && !value.is_null()) {
        if let Some(member) = settings.get_mut(name) {
            *member = value.clone();
        }
    }
    serde_json::from_value(settings)
        .map_err(|error| ServiceError::invalid_parameter(format!("1 validation error detected: {error}")))
}

/// An answer without the members that have no value.
pub(super) fn described<const COUNT: usize>(members: [(&str, Value); COUNT]) -> Value {
    let present = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(present.map(|(name, value)| (name.to_owned(), value)).collect())
}
