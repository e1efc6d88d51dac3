//! What the local user pool starts with, from TOML or from Rust.

mod pools;

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use serde::Deserialize;

use crate::{
    access_keys::AccessKey,
    callers::{self, Callers, Named},
    config_error::ConfigError,
    new_user::NewUser,
    request::is_arn,
    rules::{CodeSource, Issuer, Rules},
    settings::{Group, IdentityPool, IdentityProvider, ResourceServer, UserPool, UserPoolClient, is_web_address},
};
pub use pools::PoolConfig;

/// A pool with an app client, and any number of others; CreateUserPool and CreateUserPoolClient add more. Every field has a
/// default, so a TOML file contains only what differs. Unknown keys are refused. Settings of Cognito have Cognito's names, as
/// in [`settings`](crate::settings); settings of the local user pool alone are in lower case.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the page behind a confirmation link leads.
    pub app_url: String,
    /// The address to listen on. Any but 127.0.0.1 and ::1 needs `allow_remote`.
    pub listen: IpAddr,
    /// Whether other machines may reach it.
    pub allow_remote: bool,
    /// The pool's address, if it is not `http://localhost:PORT`: `https://pool.example`. Links in messages and OpenID Connect
    /// documents use it, and its host and its origin may call.
    pub public_url: Option<String>,
    /// "ID:SECRET": keys that administrators must sign with. Without any, every signature is accepted.
    pub access_keys: Vec<AccessKey>,
    /// Whether /test-control is served, where tests read messages by address, move the clock, and so on.
    pub test_control: bool,
    /// The database folder of cognito-local, such as `.cognito/db`, whose pools are taken over.
    pub import_cognito_local: Option<PathBuf>,
    /// A CSV file of users for the first pool, in the form of Cognito's import jobs.
    pub import_users: Option<PathBuf>,
    /// Origins whose pages may call, besides those of this machine: `https://app.example`.
    pub allow_origins: Vec<String>,
    /// Host names of the pool, without a port, besides those of this machine: "pool.example".
    pub allow_hosts: Vec<String>,
    /// Hosts of triggers, without a port, besides this machine: "handlers.example".
    pub trigger_hosts: Vec<String>,
    /// Where to call Lambda functions, by the Invoke API: `http://localhost:4566`.
    pub lambda_endpoint: Option<String>,
    /// `[triggers]`: addresses to call in place of functions, by the functions' ARNs.
    pub triggers: BTreeMap<String, String>,
    /// The issuer in the tokens of all pools.
    pub issuer: Issuer,
    /// How far TIMESTAMP may be from the pool's clock, in seconds, either way.
    pub timestamp_tolerance_seconds: u64,
    /// How long a sign-up code is valid, in seconds.
    pub sign_up_code_lifetime_seconds: u64,
    /// How long a code for a forgotten password is valid, in seconds.
    pub password_reset_code_lifetime_seconds: u64,
    /// `[UserPool]`: the pool that exists from the start. These settings win over those in the state file.
    #[serde(rename = "UserPool")]
    pub user_pool: UserPool,
    /// `[UserPoolClient]`: its client.
    #[serde(rename = "UserPoolClient")]
    pub client: UserPoolClient,
    /// `[[UserPoolClients]]`: further clients of that pool.
    #[serde(rename = "UserPoolClients")]
    pub clients: Vec<UserPoolClient>,
    /// `[[IdentityPools]]`: identity pools. Without any, there is one that accepts the ID tokens of the client above:
    /// [`IdentityPool::of`].
    #[serde(rename = "IdentityPools")]
    pub identity_pools: Option<Vec<IdentityPool>>,
    /// `[[IdentityProviders]]`: providers whose users may sign in through managed login.
    #[serde(rename = "IdentityProviders")]
    pub identity_providers: Vec<IdentityProvider>,
    /// `[[Groups]]`: groups that exist from the start.
    #[serde(rename = "Groups")]
    pub groups: Vec<Group>,
    /// `[[ResourceServers]]`: the services that access tokens can be for.
    #[serde(rename = "ResourceServers")]
    pub resource_servers: Vec<ResourceServer>,
    /// `[[pools]]`: further pools that exist from the start.
    pub pools: Vec<PoolConfig>,
    /// `[[users]]`: users that exist from the start.
    pub users: Vec<NewUser>,
}

impl Config {
    /// Reads a configuration and checks it.
    ///
    /// # Errors
    /// [`ConfigError`] for text that is no TOML, unknown keys, and values outside of Cognito's limits.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let config = Self::from_toml_unchecked(text)?;
        config.check()?;
        Ok(config)
    }

    /// As [`Config::from_toml`], before something is added to it: a start checks it anyway.
    ///
    /// # Errors
    /// [`ConfigError`] for text that is no TOML, and unknown keys.
    pub fn from_toml_unchecked(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::new(error.to_string()))
    }

    /// The identity pools.
    pub fn identity_pools(&self) -> Vec<IdentityPool> {
        self.identity_pools.clone().unwrap_or_else(|| vec![IdentityPool::of(&self.user_pool, &self.client)])
    }

    pub(crate) fn rules(&self, base_url: &str) -> Rules {
        Rules {
            timestamp_tolerance_seconds: self.timestamp_tolerance_seconds,
            sign_up_code_lifetime_seconds: self.sign_up_code_lifetime_seconds,
            password_reset_code_lifetime_seconds: self.password_reset_code_lifetime_seconds,
            trigger_hosts: self.trigger_hosts.clone(),
            issuer: self.issuer.clone(),
            base_url: base_url.to_owned(),
            codes: CodeSource::default(),
            lambda_endpoint: self.lambda_endpoint.clone(),
            triggers: self.triggers.clone(),
        }
    }

    /// Who may call.
    ///
    /// # Errors
    /// For what is no origin, or no host.
    pub(crate) fn callers(&self) -> Result<Callers, ConfigError> {
        Callers::new(&Named {
            listen: self.listen,
            public_url: self.public_url.as_deref(),
            origins: &self.allow_origins,
            hosts: &self.allow_hosts,
        })
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let pools = self.pools();
        pools.iter().try_for_each(PoolConfig::check)?;
        if let Some(problem) = self.identity_pools().iter().find_map(IdentityPool::problem) {
            return Err(ConfigError::new(problem));
        }
        let ids = pools.iter().map(|pool| &pool.user_pool.id);
        if let Some(id) = doubled(ids) {
            return Err(ConfigError::new(format!("two pools have the Id {id:?}")));
        }
        if let Some(id) = doubled(pools.iter().flat_map(|pool| &pool.clients).map(|client| &client.client_id)) {
            return Err(ConfigError::new(format!("two clients have the ClientId {id:?}")));
        }
        self.callers()?;
        if !self.listen.is_loopback() && !self.allow_remote {
            return Err(ConfigError::new(format!(
                "on {} other machines reach it: say that this is meant by --allow-remote (allow_remote = true)",
                self.listen
            )));
        }
        if let Some(url) = self.public_url.as_deref().filter(|url| callers::website(url).is_none()) {
            return Err(ConfigError::new(format!(
                "public_url {url:?} is no address such as https://pool.example:8443"
            )));
        }
        if self.lambda_endpoint.as_ref().is_some_and(|url| !is_web_address(url)) {
            return Err(ConfigError::new("lambda_endpoint must begin with http:// or https://".to_owned()));
        }
        if let Some((arn, _)) = self.triggers.iter().find(|(arn, url)| !is_arn(arn) || !is_web_address(url)) {
            return Err(ConfigError::new(format!(
                "the trigger {arn:?} must be the ARN of a function, and its address begin with http:// or https://"
            )));
        }
        let rules = self.rules("");
        if let Some(problem) = pools.iter().find_map(|pool| rules.trigger_problem(&pool.user_pool.lambda_config)) {
            return Err(ConfigError::new(problem));
        }
        // It becomes a link on a page: nothing but an address of the web may stand there.
        if !is_web_address(&self.app_url) {
            return Err(ConfigError::new(format!("app_url {:?} must begin with http:// or https://", self.app_url)));
        }
        let seconds = [
            ("sign_up_code_lifetime_seconds", self.sign_up_code_lifetime_seconds),
            ("password_reset_code_lifetime_seconds", self.password_reset_code_lifetime_seconds),
        ];
        match seconds.iter().find(|(_, value)| !(1..=315_360_000).contains(value)) {
            Some((name, _)) => Err(ConfigError::new(format!("{name} must be 1 to 315360000"))),
            None => Ok(()),
        }
    }
}

/// What stands there twice.
fn doubled<'a>(values: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let mut seen = BTreeSet::new();
    let mut values = values;
    values.find(|value| !seen.insert(*value))
}

impl Default for Config {
    fn default() -> Self {
        Self {
            app_url: "http://localhost:8080/".to_owned(),
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            allow_remote: false,
            public_url: None,
            access_keys: Vec::new(),
            test_control: false,
            import_cognito_local: None,
            import_users: None,
            allow_origins: Vec::new(),
            allow_hosts: Vec::new(),
            trigger_hosts: Vec::new(),
            lambda_endpoint: None,
            triggers: BTreeMap::new(),
            issuer: Issuer::default(),
            timestamp_tolerance_seconds: 5 * 60,
            sign_up_code_lifetime_seconds: 24 * 3600,
            password_reset_code_lifetime_seconds: 3600,
            user_pool: UserPool::default(),
            client: UserPoolClient::default(),
            clients: Vec::new(),
            identity_pools: None,
            identity_providers: Vec::new(),
            groups: Vec::new(),
            resource_servers: Vec::new(),
            pools: Vec::new(),
            users: vec![NewUser {
                attributes: BTreeMap::from([
                    ("name".to_owned(), "Demo".to_owned()),
                    ("custom:telnum".to_owned(), "+12025550123".to_owned()),
                ]),
                ..NewUser::new("demo@example.com", "Demo-Passw0rd")
            }],
        }
    }
}
