//! CreateResourceServer's members.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::request::{RESOURCE_SERVER, RESOURCE_SERVER_NAME, SCOPE_DESCRIPTION, SCOPE_NAME};

/// The most scopes that one has.
const MOST_SCOPES: usize = 100;

/// A service that access tokens are for
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResourceServerType.html>).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct ResourceServer {
    /// Its address, or another name: what its scopes begin with.
    pub identifier: String,
    /// A name for people.
    pub name: String,
    /// What can be done there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<ResourceServerScope>,
}

/// ResourceServerScopeType.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct ResourceServerScope {
    /// "read" makes "IDENTIFIER/read".
    pub scope_name: String,
    /// For people.
    pub scope_description: String,
}

impl ResourceServer {
    /// The scopes as tokens have them: "IDENTIFIER/read".
    pub(crate) fn full_scopes(&self) -> impl Iterator<Item = String> {
        self.scopes.iter().map(|scope| format!("{}/{}", self.identifier, scope.scope_name))
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let own = [("identifier", &self.identifier, &RESOURCE_SERVER), ("name", &self.name, &RESOURCE_SERVER_NAME)];
        let of_scopes = self.scopes.iter().flat_map(|scope| {
            [
                ("scopeName", &scope.scope_name, &SCOPE_NAME),
                ("scopeDescription", &scope.scope_description, &SCOPE_DESCRIPTION),
            ]
        });
        if let Some(error) =
            own.into_iter().chain(of_scopes).find_map(|(path, value, shape)| shape.check(path, value).err())
        {
            return Some(error.message().to_owned());
        }
        if self.scopes.len() > MOST_SCOPES {
            return Some(format!("Scopes must have {MOST_SCOPES} entries at most"));
        }
        let names: BTreeSet<&String> = self.scopes.iter().map(|scope| &scope.scope_name).collect();
        (names.len() < self.scopes.len()).then(|| format!("Scopes of {} has an entry twice", self.identifier))
    }
}

/// Whether every pool has it: those of OpenID Connect, and that of the API for users.
pub(crate) fn is_standard_scope(scope: &str) -> bool {
    matches!(scope, "phone" | "email" | "openid" | "profile" | "aws.cognito.signin.user.admin")
}
