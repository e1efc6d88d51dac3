//! Maps of texts, and JSON documents inside JSON.

use core::fmt;
use std::borrow::Cow;

use crate::{
    error::Error,
    json::{self, Json, Object, Readable, Writable, write_members},
};

/// Names and values in a request. `Debug` shows the names alone: AuthParameters hold passwords.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Map<'a>(pub &'a [(&'a str, &'a str)]);

/// ClientMetadata: names and values for the pool's Lambda triggers. Not kept by Cognito, not encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientMetadata<'a>(pub Cow<'a, [(String, String)]>);

/// Names and values in an answer: a handful. `Debug` shows the names alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OwnedMap(pub Vec<(String, String)>);

/// A JSON document inside a request or an answer, as passkeys have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document(pub Json);

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
        Json::parse(json).map(Self).ok_or(Error::Misuse("a document is no JSON"))
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
        static NULL: Document = Document(Json::Null);
        &NULL
    }
}

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

impl Writable for Map<'_> {
    fn write(&self, json: &mut String) {
        let members: Vec<(&str, &dyn Writable)> = self.0.iter().map(|(name, value)| (*name, value as _)).collect();
        write_members(json, &members);
    }
}

impl Writable for ClientMetadata<'_> {
    fn write(&self, json: &mut String) {
        let members: Vec<_> = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Map(&members).write(json);
    }
}

impl Writable for OwnedMap {
    fn write(&self, json: &mut String) {
        ClientMetadata(self.0.as_slice().into()).write(json);
    }
}

impl Writable for Document {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

by_serde! { Serialize Map<'a> }
by_serde! { Serialize ClientMetadata<'a> }
by_serde! { OwnedMap }
by_serde! { Document }

/// What is no text is taken as the text that it is in JSON.
impl Readable for OwnedMap {
    fn read(value: Json) -> Option<Self> {
        let members = if let Json::Object(members) = value { members } else { Object::default() };
        Some(Self(members.into_iter().filter_map(|(name, value)| Some((name, json::text(value)?))).collect()))
    }
}

/// Without its nulls, which who reads the document may take for values.
impl Readable for Document {
    fn read(value: Json) -> Option<Self> {
        (!value.is_null()).then(|| Self(json::without_nulls(value)))
    }
}
