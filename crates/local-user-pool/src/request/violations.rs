//! What is wrong with a request, in AWS's sentences.

use serde_json::Value;

use crate::error::ServiceError;

/// What is wrong with a request: the service names all violations at once.
#[derive(Default)]
pub(crate) struct Violations(pub(super) Vec<String>);

impl Violations {
    // Without the value: most members are secrets, and the service leaves those out.
    pub(crate) fn add(&mut self, path: &str, constraint: &str) {
        self.0.push(format!("Value at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// For a value that is none of `known`.
    pub(crate) fn add_enum(&mut self, path: &str, text: &str, known: &str) {
        self.0.push(format!(
            "Value '{text}' at '{path}' failed to satisfy constraint: Member must satisfy enum value set: [{known}]"
        ));
    }

    /// # Errors
    /// InvalidParameterException, if there are any.
    pub(crate) fn check(self) -> Result<(), ServiceError> {
        match self.0.len() {
            0 => Ok(()),
            count => {
                let plural = if count == 1 { "" } else { "s" };
                let list = self.0.join("; ");
                Err(ServiceError::invalid_parameter(format!("{count} validation error{plural} detected: {list}")))
            }
        }
    }
}

/// SerializationException for a value of another type.
pub(crate) fn mistyped(value: &Value, expected: &str) -> ServiceError {
    let found = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "Start of list",
        Value::Object(_) => "Start of structure or map",
    };
    ServiceError::serialization(format!("{found} can not be converted to a {expected}"))
}

/// "ClientId" as it stands in sentences: "clientId".
pub(crate) fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
