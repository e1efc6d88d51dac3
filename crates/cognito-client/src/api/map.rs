//! Maps of texts, and JSON documents inside JSON.

use core::fmt;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map as JsonMap, Value};

use super::Member;
use crate::{
    error::Error,
    reading::{self, Readable},
};

/// Names and values in a request. `Debug` shows the names alone: AuthParameters hold passwords.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Map<'a>(pub &'a [(&'a str, &'a str)]);

/// ClientMetadata: names and values for the pool's Lambda triggers. Not kept by Cognito, not encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientMetadata<'a>(pub &'a [(String, String)]);

/// Names and values in an answer: a handful. `Debug` shows the names alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OwnedMap(pub Vec<(String, String)>);

/// A JSON document inside a request or an answer, as passkeys have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(pub Value);

impl OwnedMap {
    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

impl Document {
    /// Reads JSON text.
    ///
    /// # Errors
    /// [`Error::Misuse`] for what is none.
    pub fn parse(json: &str) -> Result<Self, Error> {
        reading::value(json).map(Self).ok_or(Error::Misuse("a document is no JSON"))
    }
}

/// The JSON text.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A request that names no document says null.
impl Default for &Document {
    fn default() -> Self {
        static NULL: Document = Document(Value::Null);
        &NULL
    }
}

impl Member for Map<'_> {}

impl fmt::Debug for Map<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl fmt::Debug for OwnedMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Serialize for Map<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

impl Serialize for ClientMetadata<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for OwnedMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ClientMetadata(&self.0).serialize(serializer)
    }
}

/// What is no text is taken as the text that it is in JSON.
impl Readable for OwnedMap {
    fn read(value: Value) -> Option<Self> {
        let members = if let Value::Object(members) = value { members } else { JsonMap::new() };
        Some(Self(members.into_iter().filter_map(|(name, value)| Some((name, reading::text(value)?))).collect()))
    }
}

readable_by_serde! { OwnedMap }

/// Without its nulls, which who reads the document may take for values.
impl Readable for Document {
    fn read(value: Value) -> Option<Self> {
        (!value.is_null()).then(|| Self(reading::without_nulls(value)))
    }
}
