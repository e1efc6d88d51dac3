//! What is asked when an account is made, and what the profile shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The owner's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// The same in every language.
    One(String),
    /// By language: "en", "de".
    Each(BTreeMap<String, String>),
}

/// Making an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SignUp {
    /// Whether people make accounts themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Where the user name comes from, in a pool without `usernameAttributes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<Username>,
    /// Whether an account has a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<SignUpPassword>,
    /// Whether it is typed twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_password: Option<bool>,
    /// How an account is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// What is asked, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// `signUp.username`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Username {
    /// The person picks one.
    Chosen,
    /// The app makes one that nobody sees.
    Generated,
}

/// `signUp.password`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUpPassword {
    /// Each account has one.
    Required,
    /// None is asked for.
    None,
}

/// `signUp.confirmation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confirmation {
    /// By a code that is sent.
    Code,
    /// By a link that is sent.
    Link,
    /// Nothing is sent.
    None,
}

/// What people see and change of themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Profile {
    /// In order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ProfileField>,
}

/// A field of the profile. Its other members are those of a [`Field`]; unknown ones are left to the schema, since serde
/// cannot refuse them here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProfileField {
    /// What a field has anywhere.
    #[serde(flatten)]
    pub field: Field,
    /// Whether it can be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editable: Option<bool>,
}

/// One field. What is left out follows from the name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Field {
    /// An attribute as the API names it, or "username", or "password".
    pub name: String,
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// What stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// What is typed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Whether it must be filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What stands there from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The fewest characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
    /// The most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// The smallest number, or the earliest day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Bound>,
    /// The greatest number, or the latest day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Bound>,
    /// A regular expression, as `<input pattern>` has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Of a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// As HTML has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
}

/// What a field is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A line.
    Text,
    /// Several lines.
    Lines,
    /// An email address.
    Email,
    /// A telephone number.
    Tel,
    /// A day.
    Date,
    /// A number.
    Number,
    /// A web address.
    Url,
    /// One of a list.
    Choice,
    /// Yes or no.
    Checkbox,
    /// Sent, not shown.
    Hidden,
}

/// A limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// Of numbers.
    Number(i64),
    /// Of days: "2000-02-29".
    Day(String),
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
}
