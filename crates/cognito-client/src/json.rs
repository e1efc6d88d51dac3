//! JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)) as this crate reads and writes it.
//!
//! It is not serde_json, because a page has to be downloaded before anybody can sign in on it: a reader that knows one type
//! of value and reads it by one function is a fraction of what serde_json and serde's derive come to. What the two make of
//! a text is the same; a property test compares them.

mod format;
mod number;
mod object;
mod parse;
#[macro_use]
mod reading;
#[macro_use]
mod writing;

pub(crate) use self::reading::{text, without_nulls};
pub use self::{
    number::Number,
    object::Object,
    reading::{Readable, member, read},
    writing::{Writable, write_members},
};

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// Values in a row.
    Array(Vec<Json>),
    /// Values by their names.
    Object(Object),
}

impl Json {
    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }
}
