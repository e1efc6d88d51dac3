//! CreateIdentityPool's members.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{UserPool, UserPoolClient};

/// What an identity pool is set to
/// (<https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_IdentityPool.html>).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct IdentityPool {
    /// "region:UUID".
    pub identity_pool_id: String,
    /// A name for people.
    pub identity_pool_name: String,
    /// Whether there are identities for those who prove nothing.
    pub allow_unauthenticated_identities: bool,
    /// Whose id tokens prove who somebody is.
    pub cognito_identity_providers: Vec<CognitoIdentityProvider>,
    /// The name under which a program of the owner's says who somebody is.
    pub developer_provider_name: Option<String>,
    /// Kept and described; nobody is asked for a role's credentials here.
    pub allow_classic_flow: Option<bool>,
    /// Kept and described; their tokens are not taken.
    pub supported_login_providers: BTreeMap<String, String>,
    /// Kept and described; their tokens are not taken.
    #[serde(rename = "OpenIdConnectProviderARNs")]
    pub open_id_connect_provider_arns: Vec<String>,
    /// Kept and described; their assertions are not taken.
    #[serde(rename = "SamlProviderARNs")]
    pub saml_provider_arns: Vec<String>,
    /// Kept and described.
    pub identity_pool_tags: BTreeMap<String, String>,
}

/// CognitoIdentityProvider: a user pool and one of its clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct CognitoIdentityProvider {
    /// "cognito-idp.REGION.amazonaws.com/POOL_ID".
    pub provider_name: String,
    /// For whom the id tokens are.
    pub client_id: String,
    /// Whether the user must still be there, enabled and signed in.
    pub server_side_token_check: bool,
}

/// Of the identity pool that every local user pool comes with.
const DEFAULT_UUID: &str = "10ca1000-1d00-4000-8000-000000000001";

impl IdentityPool {
    /// The one that is there without any configuration: for the id tokens of that client.
    pub fn of(user_pool: &UserPool, client: &UserPoolClient) -> Self {
        Self {
            identity_pool_id: format!("{}:{DEFAULT_UUID}", user_pool.region()),
            identity_pool_name: "Local identity pool".to_owned(),
            allow_unauthenticated_identities: false,
            cognito_identity_providers: vec![CognitoIdentityProvider {
                provider_name: user_pool.provider_name(),
                client_id: client.client_id.clone(),
                server_side_token_check: false,
            }],
            ..Self::default()
        }
    }

    /// The id's part before the colon.
    pub fn region(&self) -> &str {
        self.identity_pool_id.split_once(':').map_or("", |(region, _)| region)
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let id = &self.identity_pool_id;
        let region_fits = |region: &str| {
            !region.is_empty() && region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let uuid_fits = |uuid: &str| uuid == uuid.to_lowercase() && uuid::Uuid::try_parse(uuid).is_ok();
        if !id.split_once(':').is_some_and(|(region, uuid)| region_fits(region) && uuid_fits(uuid)) {
            return Some(format!(
                "IdentityPoolId {id:?} must look like us-east-1:12345678-1234-1234-1234-123456789012"
            ));
        }
        let mut providers = self.cognito_identity_providers.iter();
        let other = providers.find(|provider| !provider.provider_name.starts_with("cognito-idp."))?;
        Some(format!(
            "ProviderName {:?} of {id} must look like cognito-idp.us-east-1.amazonaws.com/us-east-1_Name",
            other.provider_name
        ))
    }
}
