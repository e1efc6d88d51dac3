//! Limits of the values of attributes, and their types.

use serde::{Deserialize, Serialize};

/// AttributeDataType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeDataType {
    /// Any text, in its limits.
    #[default]
    String,
    /// Decimal, in its limits.
    Number,
    /// A day, or a moment of one (ISO 8601).
    DateTime,
    /// "true" or "false".
    Boolean,
}

/// StringAttributeConstraintsType: how many characters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct StringAttributeConstraints {
    /// The fewest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<Bound>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<Bound>,
}

/// NumberAttributeConstraintsType.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct NumberAttributeConstraints {
    /// The smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Bound>,
    /// The greatest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Bound>,
}

/// A limit: a number, which the API writes as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Spelled", into = "String")]
pub struct Bound {
    pub(super) text: String,
    pub(super) value: f64,
}

/// A settings file may have a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelled {
    Text(String),
    Number(i64),
}

impl From<i64> for Bound {
    fn from(number: i64) -> Self {
        Self { text: number.to_string(), value: number as f64 }
    }
}

impl TryFrom<Spelled> for Bound {
    type Error = String;

    fn try_from(spelled: Spelled) -> Result<Self, String> {
        match spelled {
            Spelled::Number(number) => Ok(number.into()),
            Spelled::Text(text) => match decimal(&text) {
                Some(value) => Ok(Self { text, value }),
                None => Err(format!("{text:?} is no number")),
            },
        }
    }
}

impl From<Bound> for String {
    fn from(bound: Bound) -> Self {
        bound.text
    }
}

/// Digits, with a sign and a fraction at most.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    (are_digits(whole) && are_digits(fraction)).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_in_either_spelling() {
        for text in [r#"{"MinLength":"3"}"#, r#"{"MinLength":3}"#] {
            let read: StringAttributeConstraints = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"MinLength":"3"}"#, "{text}");
        }
        for text in [r#"{"MinLength":"three"}"#, r#"{"MinLength":""}"#, r#"{"Least":"3"}"#] {
            assert!(serde_json::from_str::<StringAttributeConstraints>(text).is_err(), "{text}");
        }
    }
}
