//! What infrastructure tools make of a pool besides its settings, clients and users. It is stored and described; what
//! Cognito does with it (pages, logs, other regions) is not here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::import_job::ImportJob;

/// Everything of one pool.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Resources {
    /// Of [`super::PoolData::domain`].
    pub(crate) prefix_domain: DomainSettings,
    pub(crate) custom_domain: Option<CustomDomain>,
    /// By ManagedLoginBrandingId.
    pub(crate) brandings: BTreeMap<String, Branding>,
    /// By TermsId.
    pub(crate) terms: BTreeMap<String, Terms>,
    /// By client id, or ALL.
    pub(crate) ui_customizations: BTreeMap<String, UiCustomization>,
    /// By client id; the pool's own under the empty one. RiskConfigurationType without the ids.
    pub(crate) risk_configurations: BTreeMap<String, Map<String, Value>>,
    /// LogConfigurationType of each event source.
    pub(crate) log_configurations: Vec<Value>,
    /// MaxValidityMinutes of SetUserPoolClientSessionConfiguration, by client id.
    pub(crate) client_sessions: BTreeMap<String, u64>,
    /// By CIMDPolicyId.
    pub(crate) client_metadata_policies: BTreeMap<String, ClientMetadataPolicy>,
    /// Status by region.
    pub(crate) replicas: BTreeMap<String, String>,
    /// By JobId.
    pub(crate) import_jobs: BTreeMap<String, ImportJob>,
}

/// What a domain has besides its name.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DomainSettings {
    /// 1: hosted UI (classic), 2: managed login.
    pub(crate) managed_login_version: Option<i64>,
    /// CustomDomainConfigType.
    pub(crate) custom_domain_config: Value,
    /// RoutingType.
    pub(crate) routing: Value,
}

/// A domain of the owner's own.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomDomain {
    pub(crate) name: String,
    pub(crate) settings: DomainSettings,
}

/// A style of managed login.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Branding {
    pub(crate) client_id: String,
    pub(crate) use_cognito_provided_values: bool,
    /// Any JSON.
    pub(crate) settings: Value,
    /// AssetType each.
    pub(crate) assets: Vec<Value>,
    pub(crate) created_at: u64,
    pub(crate) modified_at: u64,
}

/// Terms of use or a privacy policy, of one client.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    pub(crate) client_id: String,
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) enforcement: String,
    /// Address by language.
    pub(crate) links: Map<String, Value>,
    pub(crate) created_at: u64,
    pub(crate) modified_at: u64,
}

/// Style of the hosted UI (classic).
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UiCustomization {
    pub(crate) css: Option<String>,
    /// Base64.
    pub(crate) image: Option<String>,
    pub(crate) created_at: u64,
    pub(crate) modified_at: u64,
}

/// CIMDPolicyType: which addresses of client metadata documents are taken for client ids.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientMetadataPolicy {
    pub(crate) client_id: String,
    pub(crate) name: String,
    /// Seconds.
    pub(crate) cache_duration: u64,
    pub(crate) url_patterns: Vec<Value>,
    pub(crate) created_at: u64,
    pub(crate) modified_at: u64,
}

impl Resources {
    /// Drops what belongs to a client that is no more.
    pub(crate) fn forget_client(&mut self, client_id: &str) {
        self.brandings.retain(|_, branding| branding.client_id != client_id);
        self.terms.retain(|_, terms| terms.client_id != client_id);
        self.client_metadata_policies.retain(|_, policy| policy.client_id != client_id);
        self.ui_customizations.remove(client_id);
        self.risk_configurations.remove(client_id);
        self.client_sessions.remove(client_id);
    }
}
