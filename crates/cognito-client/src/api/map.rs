//! Maps of texts, and JSON documents inside JSON.

use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::Member;
use crate::error::Error;

/// Names and values in a request. `Debug` shows the names alone: AuthParameters hold passwords.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Map<'a>(pub &'a [(&'a str, &'a str)]);

/// ClientMetadata: names and values for the pool's Lambda triggers. Not kept by Cognito, not encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientMetadata<'a>(pub &'a [(String, String)]);

/// Names and values in an answer, in the order they came: a handful. `Debug` shows the names alone.
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
    /// [`Error::Protocol`] for what is none.
    pub fn parse(json: &str) -> Result<Self, Error> {
        serde_json::from_slice(json.as_bytes()).map_err(|_| Error::Protocol("a document is no JSON"))
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

impl<'de> Deserialize<'de> for OwnedMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = OwnedMap;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(OwnedMap(pairs))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}
