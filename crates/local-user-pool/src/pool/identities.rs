//! Who a user is at identity providers.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Pool;

/// The attribute and claim that tells it.
pub(crate) const IDENTITIES: &str = "identities";
/// The provider's claim that names its user.
pub(crate) const SUBJECT: &str = "sub";

/// A user of an identity provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExternalIdentity {
    pub(crate) provider_name: String,
    /// ProviderType, in the wire's spelling.
    pub(crate) provider_type: String,
    /// `sub` at the provider.
    pub(crate) user_id: String,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
}

/// A user of an identity provider who signs in as another user of the pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    pub(crate) identity: ExternalIdentity,
    /// The provider's claim that `user_id` is a value of; from the first sign-in on, [`SUBJECT`].
    pub(crate) claim: String,
}

impl ExternalIdentity {
    /// An entry of `identities`: texts, as Cognito has them.
    pub(super) fn entry(&self, is_primary: bool) -> Value {
        json!({
            "userId": self.user_id,
            "providerName": self.provider_name,
            "providerType": self.provider_type,
            "issuer": Value::Null,
            "primary": is_primary.to_string(),
            "dateCreated": (self.created_at * 1000).to_string(),
        })
    }
}

impl Link {
    /// Whether it is meant by that provider's claims.
    pub(crate) fn means(&self, provider_name: &str, claims: &BTreeMap<String, String>) -> bool {
        self.identity.provider_name == provider_name && claims.get(&self.claim) == Some(&self.identity.user_id)
    }
}

impl Pool {
    /// The name of the user that those claims of the provider are linked to.
    pub(crate) fn linked(&self, provider_name: &str, claims: &BTreeMap<String, String>) -> Option<&str> {
        let linked = claims.iter().filter_map(|(claim, value)| self.linked_by(provider_name, claim, value));
        linked.map(|user| user.username.as_str()).min()
    }
}
