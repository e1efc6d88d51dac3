//! What users are told apart by, and what is known of each.

use serde::{Deserialize, Serialize};

use super::constraints::{AttributeDataType, NumberAttributeConstraints, StringAttributeConstraints};

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
    /// What its values are.
    pub attribute_data_type: AttributeDataType,
    /// Described only.
    pub developer_only_attribute: bool,
    /// Limits of a text. A standard attribute without any has Cognito's own.
    pub string_attribute_constraints: Option<StringAttributeConstraints>,
    /// Limits of a number.
    pub number_attribute_constraints: Option<NumberAttributeConstraints>,
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

    /// A standard attribute, or one of Cognito's own beside them, as it is where a pool says nothing else.
    pub(crate) fn standard(name: &str) -> Self {
        let mut attribute = Self { mutable: name != "sub", ..Self::new(name, name == "sub") };
        let lengths = |least: i64, most: i64| {
            Some(StringAttributeConstraints { min_length: Some(least.into()), max_length: Some(most.into()) })
        };
        match name {
            "email_verified" | "phone_number_verified" => attribute.attribute_data_type = AttributeDataType::Boolean,
            "updated_at" => {
                attribute.attribute_data_type = AttributeDataType::Number;
                attribute.number_attribute_constraints =
                    Some(NumberAttributeConstraints { min_value: Some(0.into()), max_value: None });
            }
            "sub" => attribute.string_attribute_constraints = lengths(1, 2048),
            "birthdate" => attribute.string_attribute_constraints = lengths(10, 10),
            _ => attribute.string_attribute_constraints = lengths(0, 2048),
        }
        attribute
    }

    /// With Cognito's own type and limits where it is a standard attribute that has none.
    pub(super) fn with_standard_limits(&self) -> Self {
        let is_open = self.string_attribute_constraints.is_none() && self.number_attribute_constraints.is_none();
        if !is_open || !STANDARD_ATTRIBUTES.contains(&self.name.as_str()) {
            return self.clone();
        }
        Self { required: self.required, mutable: self.mutable, ..Self::standard(&self.name) }
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
            attribute_data_type: AttributeDataType::String,
            developer_only_attribute: false,
            string_attribute_constraints: None,
            number_attribute_constraints: None,
        }
    }
}
