//! CreateGroup's members.

use serde::{Deserialize, Serialize};

use crate::request::{ARN, DESCRIPTION, GROUP_NAME};

/// A group of users
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html>).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct Group {
    /// As tokens have it in `cognito:groups`.
    pub group_name: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What its users may be in an identity pool: `cognito:roles` of their id tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// 0 goes before 1, and any number before none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precedence: Option<u32>,
    /// Seconds since 1970; the pool writes it.
    #[serde(default)]
    pub creation_date: u64,
    /// Seconds since 1970; the pool writes it.
    #[serde(default)]
    pub last_modified_date: u64,
}

impl Group {
    /// As CreateGroup makes one of nothing but a name.
    pub fn new(group_name: impl Into<String>) -> Self {
        Self {
            group_name: group_name.into(),
            description: None,
            role_arn: None,
            precedence: None,
            creation_date: 0,
            last_modified_date: 0,
        }
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let members = [
            ("groupName", Some(&self.group_name), &GROUP_NAME),
            ("description", self.description.as_ref(), &DESCRIPTION),
            ("roleArn", self.role_arn.as_ref(), &ARN),
        ];
        let broken = members.into_iter().find_map(|(path, value, shape)| shape.check(path, value?).err());
        broken.map(|error| format!("group {:?}: {}", self.group_name, error.message()))
    }
}
