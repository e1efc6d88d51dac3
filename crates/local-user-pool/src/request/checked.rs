//! Members of a request that `model::check` has found right, so that they are only picked up.

use serde_json::{Map, Value};

/// The members of a request.
#[derive(Clone, Copy)]
pub(crate) struct CheckedMembers<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> CheckedMembers<'a> {
    /// A string; empty if it is not there.
    pub(crate) fn text(self, name: &str) -> &'a str {
        self.optional(name).unwrap_or_default()
    }

    /// A string that may be missing.
    pub(crate) fn optional(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// Any member, as it came; null if it is not there.
    pub(crate) fn value(self, name: &str) -> Value {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// Whether it is there.
    pub(crate) fn has(self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A boolean; false if it is not there.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A whole number that is not negative.
    pub(crate) fn number(self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    /// A list of strings; empty if it is not there.
    pub(crate) fn texts(self, name: &str) -> Vec<&'a str> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// A list; empty if it is not there.
    pub(crate) fn list(self, name: &str) -> Vec<Value> {
        self.0.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// A map or a structure; empty if it is not there.
    pub(crate) fn map(self, name: &str) -> Map<String, Value> {
        self.0.get(name).and_then(Value::as_object).cloned().unwrap_or_default()
    }
}
