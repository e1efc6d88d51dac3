//! What users are told apart by, and what is known of each.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// UsernameConfigurationType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct UsernameConfiguration {
    /// Whether "Ann" and "ann" are two.
    pub case_sensitive: bool,
}

/// SchemaAttributeType: a standard attribute with other rules, or a custom one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct SchemaAttribute {
    /// Wire name: "name", "custom:telnum".
    pub name: String,
    /// Whether a sign-up must give it.
    pub required: bool,
    /// Whether it can be changed after sign-up.
    pub mutable: bool,
    /// "String", "Number", "DateTime", "Boolean"; described only.
    pub attribute_data_type: String,
    /// Described only.
    pub developer_only_attribute: bool,
    /// Described only.
    pub string_attribute_constraints: Value,
    /// Described only.
    pub number_attribute_constraints: Value,
}

/// UserAttributeUpdateSettingsType.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct UserAttributeUpdateSettings {
    /// "email", "phone_number": keep their values until VerifyUserAttribute proves the new ones. Only what is among
    /// `auto_verified_attributes`.
    pub attributes_require_verification_before_update: Vec<String>,
}

/// The attributes of the OpenID Connect standard that every user pool knows
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html>).
pub(crate) const STANDARD_ATTRIBUTES: [&str; 17] = [
    "address",
    "birthdate",
    "email",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

impl SchemaAttribute {
    /// An attribute that can be changed.
    pub fn new(name: impl Into<String>, required: bool) -> Self {
        Self { name: name.into(), required, ..Self::default() }
    }

    /// Whether it is called as such an attribute can be.
    pub(super) fn has_wire_name(&self) -> bool {
        STANDARD_ATTRIBUTES.contains(&self.name.as_str())
            || self.name.strip_prefix("custom:").is_some_and(|name| (1..=20).contains(&name.len()))
    }
}

impl Default for SchemaAttribute {
    fn default() -> Self {
        Self {
            name: String::new(),
            required: false,
            mutable: true,
            attribute_data_type: "String".to_owned(),
            developer_only_attribute: false,
            string_attribute_constraints: Value::Null,
            number_attribute_constraints: Value::Null,
        }
    }
}
