//! Request members: types, limits and patterns of the API's model, with AWS's sentences when they are violated.

mod checked;
mod shapes;
mod violations;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

pub(crate) use self::{
    checked::CheckedMembers,
    shapes::*,
    violations::{Violations, lower_camel, mistyped},
};
use crate::error::ServiceError;

impl Shape {
    /// For what is no member of a request, but counts as the one that sentences call `path`.
    ///
    /// # Errors
    /// InvalidParameterException, as of [`Members::check`].
    pub(crate) fn check(&self, path: &str, text: &str) -> Result<(), ServiceError> {
        let body = Map::new();
        let mut members = Members::new(&body);
        members.limit(path, text, self);
        members.check()
    }
}

/// Reads the members of one request and collects what is wrong with them. Values are usable only after
/// [`Members::check`].
pub(crate) struct Members<'a> {
    body: &'a Map<String, Value>,
    violations: Violations,
    wrong_type: Option<ServiceError>,
}

impl<'a> Members<'a> {
    pub(crate) fn new(body: &'a Map<String, Value>) -> Self {
        Self { body, violations: Violations::default(), wrong_type: None }
    }

    /// A string that must be there.
    pub(crate) fn required(&mut self, name: &str, shape: &Shape) -> &'a str {
        let path = lower_camel(name);
        match self.body.get(name) {
            None | Some(Value::Null) => self.violate(&path, "Member must not be null"),
            Some(Value::String(text)) => {
                self.limit(&path, text, shape);
                return text;
            }
            Some(other) => self.mistyped(other, "String"),
        }
        ""
    }

    /// A string that may be missing.
    pub(crate) fn optional(&mut self, name: &str, shape: &Shape) -> Option<&'a str> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(_) => Some(self.required(name, shape)),
        }
    }

    /// As [`Members::required_enum`], but it may be missing.
    pub(crate) fn optional_enum(&mut self, name: &str, known: &[&str]) -> Option<&'a str> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(_) => Some(self.required_enum(name, known)),
        }
    }

    /// A whole number within limits, which may be left out.
    pub(crate) fn integer(&mut self, name: &str, least: i64, most: i64) -> Option<usize> {
        let path = lower_camel(name);
        let value = match self.body.get(name) {
            None | Some(Value::Null) => return None,
            Some(Value::Number(number)) => number.as_i64().unwrap_or(i64::MAX),
            Some(other) => {
                self.mistyped(other, "Integer");
                return None;
            }
        };
        if value < least {
            self.violate(&path, &format!("Member must have value greater than or equal to {least}"));
        }
        if value > most {
            self.violate(&path, &format!("Member must have value less than or equal to {most}"));
        }
        usize::try_from(value).ok()
    }

    /// Any JSON that must be there.
    pub(crate) fn document(&mut self, name: &str) -> &'a Value {
        match self.body.get(name) {
            None | Some(Value::Null) => {
                self.violate(&lower_camel(name), "Member must not be null");
                &Value::Null
            }
            Some(value) => value,
        }
    }

    /// A password that may be missing; an empty one is.
    pub(crate) fn password(&mut self, name: &str) -> Option<&'a str> {
        match self.body.get(name) {
            Some(Value::String(text)) if text.is_empty() => None,
            _ => self.optional(name, &PASSWORD),
        }
    }

    /// A boolean that may be missing.
    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::Bool(value)) => Some(*value),
            Some(other) => {
                self.mistyped(other, "Boolean");
                None
            }
        }
    }

    /// A structure that may be missing, read by `read`.
    pub(crate) fn structure<T>(&mut self, name: &str, read: impl FnOnce(&mut Members<'a>) -> T) -> Option<T> {
        let mut inner = Members::new(self.object(name)?);
        let value = read(&mut inner);
        self.nest(&lower_camel(name), inner);
        Some(value)
    }

    /// A string of which only certain values are known, and which must be there.
    pub(crate) fn required_enum(&mut self, name: &str, known: &[&str]) -> &'a str {
        let path = lower_camel(name);
        match self.body.get(name) {
            None | Some(Value::Null) => self.violate(&path, "Member must not be null"),
            Some(Value::String(text)) => {
                self.limit_enum(&path, text, known);
                return text;
            }
            Some(other) => self.mistyped(other, "String"),
        }
        ""
    }

    /// As [`Members::integer`], but it must be there.
    pub(crate) fn required_integer(&mut self, name: &str, least: i64, most: i64) -> usize {
        if !self.has(name) {
            self.violate(&lower_camel(name), "Member must not be null");
        }
        self.integer(name, least, most).unwrap_or_default()
    }

    /// A list of strings; empty when it is not there.
    pub(crate) fn strings(&mut self, name: &str) -> Vec<&'a str> {
        let entries = self.list(name);
        let mut strings = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry {
                Value::String(text) => strings.push(text.as_str()),
                other => self.mistyped(other, "String"),
            }
        }
        strings
    }

    /// A structure that may be missing, as it came.
    pub(crate) fn object(&mut self, name: &str) -> Option<&'a Map<String, Value>> {
        match self.body.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::Object(members)) => Some(members),
            Some(other) => {
                self.mistyped(other, "Structure");
                None
            }
        }
    }

    /// A list, empty when it is not there.
    fn list(&mut self, name: &str) -> &'a [Value] {
        match self.body.get(name) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(entries)) => entries,
            Some(other) => {
                self.mistyped(other, "List");
                &[]
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.body.get(name).is_some_and(|value| !value.is_null())
    }

    /// A map from string to string; empty when it is not there.
    pub(crate) fn map(&mut self, name: &str) -> BTreeMap<&'a str, &'a str> {
        let mut map = BTreeMap::new();
        match self.body.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::Object(entries)) => {
                for (key, value) in entries {
                    match value {
                        Value::String(text) => drop(map.insert(key.as_str(), text.as_str())),
                        Value::Null => {}
                        other => self.mistyped(other, "String"),
                    }
                }
            }
            Some(other) => self.mistyped(other, "Map"),
        }
        map
    }

    /// A list of structures, each read by `read`; empty when it is not there.
    pub(crate) fn structures<T>(&mut self, name: &str, read: impl Fn(&mut Members<'a>) -> T) -> Vec<T> {
        let entries = self.list(name);
        let mut structures = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            match entry {
                Value::Object(entry) => {
                    let mut inner = Members::new(entry);
                    structures.push(read(&mut inner));
                    self.nest(&format!("{}.{}.member", lower_camel(name), index + 1), inner);
                }
                other => self.mistyped(other, "Structure"),
            }
        }
        structures
    }

    /// A list of AttributeType as pairs of name and value; empty when it is not there.
    pub(crate) fn attributes(&mut self, name: &str) -> Vec<(&'a str, &'a str)> {
        self.structures(name, |inner| {
            let attribute = inner.required("Name", &ATTRIBUTE_NAME);
            (attribute, inner.optional("Value", &ATTRIBUTE_VALUE).unwrap_or_default())
        })
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// SerializationException for a member of another type, InvalidParameterException for violated limits.
    pub(crate) fn check(self) -> Result<(), ServiceError> {
        if let Some(error) = self.wrong_type {
            return Err(error);
        }
        self.violations.check()
    }

    /// Takes over what is wrong inside of a member.
    fn nest(&mut self, path: &str, inner: Members<'_>) {
        let nested = inner.violations.0.into_iter().map(|text| text.replacen("at '", &format!("at '{path}."), 1));
        self.violations.0.extend(nested);
        self.wrong_type = self.wrong_type.take().or(inner.wrong_type);
    }

    fn limit_enum(&mut self, path: &str, text: &str, known: &[&str]) {
        if !known.contains(&text) {
            self.violations.add_enum(path, text, &known.join(", "));
        }
    }

    fn limit(&mut self, path: &str, text: &str, shape: &Shape) {
        let length = text.chars().count();
        if length < shape.shortest {
            self.violate(path, &format!("Member must have length greater than or equal to {}", shape.shortest));
        }
        if length > shape.longest {
            self.violate(path, &format!("Member must have length less than or equal to {}", shape.longest));
        }
        if !(shape.fits)(text) {
            self.violate(path, &format!("Member must satisfy regular expression pattern: {}", shape.pattern));
        }
    }

    fn violate(&mut self, path: &str, constraint: &str) {
        self.violations.add(path, constraint);
    }

    fn mistyped(&mut self, value: &Value, expected: &str) {
        self.wrong_type.get_or_insert_with(|| mistyped(value, expected));
    }
}

/// An entry of AuthParameters or ChallengeResponses that must be there.
pub(crate) fn parameter<'a>(parameters: &BTreeMap<&'a str, &'a str>, name: &str) -> Result<&'a str, ServiceError> {
    match parameters.get(name) {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(ServiceError::invalid_parameter(format!("Missing required parameter {name}"))),
    }
}
