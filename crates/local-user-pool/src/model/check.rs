//! A request against its shape.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value};

use super::shape::{Kind, Shape};
use crate::{
    error::ServiceError,
    request::{Violations, lower_camel, mistyped},
};

/// Of these more is taken than the model says, and each operation looks by itself: custom domains have dots, and passwords
/// may have blanks inside; a validity of 0 is the default one; the name of a client can ask for a fixed id.
const LOOSER: [&str; 5] =
    ["AccessTokenValidityType", "ClientNameType", "DomainType", "IdTokenValidityType", "PasswordType"];
/// Triggers are addresses of the web as well as ARNs: the settings look by themselves.
const TRIGGERS: &str = "LambdaConfigType";

pub(super) fn check(
    shapes: &BTreeMap<String, Shape>,
    input: &str,
    body: &Map<String, Value>,
) -> Result<(), ServiceError> {
    let mut check = Check { shapes, violations: Violations::default() };
    if let Some(shape) = shapes.get(input) {
        check.structure("", shape, body)?;
    }
    check.violations.check()
}

struct Check<'a> {
    shapes: &'a BTreeMap<String, Shape>,
    violations: Violations,
}

impl Check<'_> {
    fn value(&mut self, path: &str, name: &str, value: &Value) -> Result<(), ServiceError> {
        let Some(shape) = self.shapes.get(name) else { return Ok(()) };
        match (shape.kind, value) {
            (_, Value::Null) => {}
            (Kind::Structure, _) if shape.document => {}
            (Kind::Structure, Value::Object(members)) if name == TRIGGERS => {
                // Their types count all the same.
                let mut inner = Check { shapes: self.shapes, violations: Violations::default() };
                inner.structure(path, shape, members)?;
            }
            (Kind::Structure, Value::Object(members)) => self.structure(path, shape, members)?,
            (Kind::List, Value::Array(entries)) => {
                self.size(path, shape, entries.len());
                let inner = shape.member.as_deref().unwrap_or_default();
                for (index, entry) in entries.iter().enumerate() {
                    self.value(&format!("{path}.{}.member", index + 1), inner, entry)?;
                }
            }
            (Kind::Map, Value::Object(entries)) => {
                self.size(path, shape, entries.len());
                for (key, value) in entries {
                    let key = Value::String(key.clone());
                    self.value(&format!("{path}.key"), shape.key.as_deref().unwrap_or_default(), &key)?;
                    self.value(&format!("{path}.value"), shape.value.as_deref().unwrap_or_default(), value)?;
                }
            }
            (Kind::String, Value::String(_)) if LOOSER.contains(&name) => {}
            (Kind::String, Value::String(text)) => self.text(path, shape, text),
            (Kind::Blob, Value::String(text)) => {
                let unreadable = |_| ServiceError::serialization(format!("{path} is not base64"));
                self.size(path, shape, BASE64_STANDARD.decode(text).map_err(unreadable)?.len());
            }
            (Kind::Boolean, Value::Bool(_)) | (Kind::Timestamp, Value::Number(_)) => {}
            (Kind::Integer | Kind::Long, Value::Number(number)) => {
                let whole = number.as_i64().filter(|whole| shape.kind == Kind::Long || i32::try_from(*whole).is_ok());
                let whole = whole.ok_or_else(|| mistyped(value, expected(shape.kind)))?;
                if !LOOSER.contains(&name) {
                    self.number(path, shape, whole);
                }
            }
            (kind, other) => return Err(mistyped(other, expected(kind))),
        }
        Ok(())
    }

    fn structure(&mut self, path: &str, shape: &Shape, members: &Map<String, Value>) -> Result<(), ServiceError> {
        let inside = |name: &str| match path {
            "" => lower_camel(name),
            path => format!("{path}.{}", lower_camel(name)),
        };
        for name in &shape.required {
            if members.get(name).is_none_or(Value::is_null) {
                self.violations.add(&inside(name), "Member must not be null");
            }
        }
        for (name, inner) in &shape.members {
            if let Some(value) = members.get(name) {
                self.value(&inside(name), inner, value)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, path: &str, shape: &Shape, text: &str) {
        if !shape.values.is_empty() {
            if !shape.values.iter().any(|value| value == text) {
                self.violations.add_enum(path, text, &shape.values.join(", "));
            }
            return;
        }
        self.size(path, shape, text.chars().count());
        if let Some(pattern) = shape.pattern.as_ref().filter(|pattern| !pattern.fits(text)) {
            let constraint = format!("Member must satisfy regular expression pattern: {}", pattern.text);
            self.violations.add(path, &constraint);
        }
    }

    fn size(&mut self, path: &str, shape: &Shape, size: usize) {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        if let Some(min) = shape.min.filter(|&min| size < min) {
            self.violations.add(path, &format!("Member must have length greater than or equal to {min}"));
        }
        if let Some(max) = shape.max.filter(|&max| size > max) {
            self.violations.add(path, &format!("Member must have length less than or equal to {max}"));
        }
    }

    fn number(&mut self, path: &str, shape: &Shape, number: i64) {
        if let Some(min) = shape.min.filter(|&min| number < min) {
            self.violations.add(path, &format!("Member must have value greater than or equal to {min}"));
        }
        if let Some(max) = shape.max.filter(|&max| number > max) {
            self.violations.add(path, &format!("Member must have value less than or equal to {max}"));
        }
    }
}

/// As sentences call it.
fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Blob => "ByteBuffer",
        Kind::Boolean => "Boolean",
        Kind::Integer => "Integer",
        Kind::List => "List",
        Kind::Long => "Long",
        Kind::Map => "Map",
        Kind::String => "String",
        Kind::Structure => "Structure",
        Kind::Timestamp => "Date",
    }
}
