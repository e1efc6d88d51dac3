//! Names that a service has come to use since this crate was written.

/// A name that this crate does not know. Nothing can be matched on it: a later version may know that name, and what says so
/// in this version has to mean the same then. Compare the text that the `as_str` of the value around it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName(String);

impl UnknownName {
    /// No name at all.
    pub(crate) const NONE: Self = Self(String::new());

    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
