//! Shapes of a service model.

use std::{collections::BTreeMap, sync::OnceLock};

use regex::Regex;
use serde::Deserialize;

/// What a value must be like.
#[derive(Deserialize)]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    /// Fewest characters, bytes or entries; the least number.
    pub(super) min: Option<i64>,
    /// Most of them.
    pub(super) max: Option<i64>,
    pub(super) pattern: Option<Pattern>,
    #[serde(rename = "enum", default)]
    pub(super) values: Vec<String>,
    /// Of a structure: names of shapes by names of members.
    #[serde(default)]
    pub(super) members: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    /// Of a list.
    pub(super) member: Option<String>,
    /// Of a map.
    pub(super) key: Option<String>,
    /// Of a map.
    pub(super) value: Option<String>,
    /// A structure that is any JSON.
    #[serde(default)]
    pub(super) document: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Blob,
    Boolean,
    Integer,
    List,
    Long,
    Map,
    String,
    Structure,
    Timestamp,
}

/// A regular expression that the whole text must fit; compiled when it is first needed.
#[derive(Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern {
    pub(super) text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) fn fits(&self, text: &str) -> bool {
        self.regex().is_none_or(|regex| regex.is_match(text))
    }

    #[cfg(test)]
    pub(super) fn is_readable(&self) -> bool {
        self.regex().is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&format!(r"\A(?:{})\z", self.text)).ok()).as_ref()
    }
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }
}
