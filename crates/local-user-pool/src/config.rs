//! What the local user pool starts with, from TOML or from Rust.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use crate::{
    callers::Callers,
    pool::{mfa::MfaFactor, user::UserStatus},
    settings::{IdentityPool, IdentityProvider, UserPool, UserPoolClient, is_web_address},
};

/// One pool with one app client; further ones come by CreateUserPool and CreateUserPoolClient. Every field has a
/// default, so a TOML file names only what differs; unknown keys are refused. What Cognito has as well has Cognito's
/// names, as [`settings`](crate::settings) shows; what only a local pool needs is in small letters.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the page behind a confirmation link leads back to.
    pub app_url: String,
    /// Origins whose pages may call besides those of this machine: "https://app.example".
    pub allow_origins: Vec<String>,
    /// Names, without a port, by which the pool may be called besides those of this machine: "pool.example".
    pub allow_hosts: Vec<String>,
    /// Hosts, without a port, that triggers may be at besides this machine: "handlers.example".
    pub trigger_hosts: Vec<String>,
    /// `iss` of the tokens. Without it Cognito's own form, `https://cognito-idp.REGION.amazonaws.com/POOL_ID`, because
    /// token verifiers derive the issuer from the pool's id. Pools made later have that form.
    pub issuer: Option<String>,
    /// How far TIMESTAMP may be from the pool's clock, in seconds, either way.
    pub timestamp_tolerance_seconds: u64,
    /// How long a sign-up code is valid, in seconds.
    pub sign_up_code_lifetime_seconds: u64,
    /// How long a code for a forgotten password is valid, in seconds.
    pub password_reset_code_lifetime_seconds: u64,
    /// `[UserPool]`: the pool that exists from the start. What the file says goes before what the state file kept.
    #[serde(rename = "UserPool")]
    pub user_pool: UserPool,
    /// `[UserPoolClient]`: its client.
    #[serde(rename = "UserPoolClient")]
    pub client: UserPoolClient,
    /// `[[IdentityPools]]`: identity pools. Without any there is one that takes the id tokens of the client above:
    /// [`IdentityPool::of`].
    #[serde(rename = "IdentityPools")]
    pub identity_pools: Option<Vec<IdentityPool>>,
    /// `[[IdentityProviders]]`: providers whose users may sign in through managed login.
    #[serde(rename = "IdentityProviders")]
    pub identity_providers: Vec<IdentityProvider>,
    /// `[[users]]`: users that exist from the start.
    pub users: Vec<NewUser>,
}

/// What Cognito keeps fixed and a local pool can be told; the same for all its pools.
pub(crate) struct Rules {
    pub(crate) timestamp_tolerance_seconds: u64,
    pub(crate) sign_up_code_lifetime_seconds: u64,
    pub(crate) password_reset_code_lifetime_seconds: u64,
    pub(crate) trigger_hosts: Vec<String>,
}

/// A user to begin with.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewUser {
    /// The address; it counts as verified. Pools whose users sign in with something else can do without.
    pub email: String,
    /// In clear; the pool keeps only salt and verifier. Empty for a user without a password.
    pub password: String,
    /// The user name, where it is not a UUID or should be a certain one.
    pub username: Option<String>,
    /// "+12025550123"; it counts as verified.
    pub phone_number: Option<String>,
    /// CONFIRMED, if nothing else is said; with FORCE_CHANGE_PASSWORD the password is a temporary one.
    pub status: UserStatus,
    /// Second factors that are set up.
    pub mfa: Vec<MfaFactor>,
    /// Which of them is used without asking.
    pub preferred_mfa: Option<MfaFactor>,
    /// The authenticator app's key, base32.
    pub totp_secret: Option<String>,
    /// Further attributes by wire name.
    pub attributes: BTreeMap<String, String>,
}

/// Why a configuration cannot be used, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl Config {
    /// Reads a configuration and checks it.
    ///
    /// # Errors
    /// [`ConfigError`] for text that is no TOML, unknown keys, and values outside of Cognito's limits.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError(error.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// `iss` of the tokens.
    pub fn issuer(&self) -> String {
        self.issuer.clone().unwrap_or_else(|| issuer(&self.user_pool))
    }

    /// The identity pools.
    pub fn identity_pools(&self) -> Vec<IdentityPool> {
        self.identity_pools.clone().unwrap_or_else(|| vec![IdentityPool::of(&self.user_pool, &self.client)])
    }

    pub(crate) fn rules(&self) -> Rules {
        Rules {
            timestamp_tolerance_seconds: self.timestamp_tolerance_seconds,
            sign_up_code_lifetime_seconds: self.sign_up_code_lifetime_seconds,
            password_reset_code_lifetime_seconds: self.password_reset_code_lifetime_seconds,
            trigger_hosts: self.trigger_hosts.clone(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let identity_pools = || self.identity_pools().iter().find_map(IdentityPool::problem);
        if let Some(problem) = self.user_pool.problem().or_else(|| self.client.problem()).or_else(identity_pools) {
            return Err(ConfigError(problem));
        }
        Callers::new(self)?;
        if let Some(problem) = self.rules().trigger_problem(&self.user_pool.lambda_config) {
            return Err(ConfigError(problem));
        }
        if let Some(problem) = self.identity_providers.iter().find_map(IdentityProvider::problem) {
            return Err(ConfigError(problem));
        }
        let is_known = |name: &&String| {
            *name == "COGNITO" || self.identity_providers.iter().any(|provider| provider.provider_name == **name)
        };
        if let Some(name) = self.client.supported_identity_providers.iter().find(|name| !is_known(name)) {
            return Err(ConfigError(format!("SupportedIdentityProviders has {name:?}, but there is no such provider")));
        }
        // It becomes a link on a page: nothing but an address of the web may stand there.
        if !is_web_address(&self.app_url) {
            return Err(ConfigError(format!("app_url {:?} must begin with http:// or https://", self.app_url)));
        }
        let seconds = [
            ("sign_up_code_lifetime_seconds", self.sign_up_code_lifetime_seconds),
            ("password_reset_code_lifetime_seconds", self.password_reset_code_lifetime_seconds),
        ];
        match seconds.iter().find(|(_, value)| !(1..=315_360_000).contains(value)) {
            Some((name, _)) => Err(ConfigError(format!("{name} must be 1 to 315360000"))),
            None => Ok(()),
        }
    }
}

/// Cognito's own form of `iss`.
pub(crate) fn issuer(user_pool: &UserPool) -> String {
    format!("https://{}", user_pool.provider_name())
}

impl Default for Config {
    fn default() -> Self {
        Self {
            app_url: "http://localhost:8080/".to_owned(),
            allow_origins: Vec::new(),
            allow_hosts: Vec::new(),
            trigger_hosts: Vec::new(),
            issuer: None,
            timestamp_tolerance_seconds: 5 * 60,
            sign_up_code_lifetime_seconds: 24 * 3600,
            password_reset_code_lifetime_seconds: 3600,
            user_pool: UserPool::default(),
            client: UserPoolClient::default(),
            identity_pools: None,
            identity_providers: Vec::new(),
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

impl NewUser {
    /// A confirmed user.
    pub fn new(email: impl Into<String>, password: impl Into<String>) -> Self {
        Self { email: email.into(), password: password.into(), ..Self::default() }
    }

    /// What to sign in with, and how to call the user in a sentence.
    pub fn name(&self) -> &str {
        [self.username.as_deref().unwrap_or_default(), &self.email, self.phone_number.as_deref().unwrap_or_default()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl ConfigError {
    pub(crate) fn new(problem: String) -> Self {
        Self(problem)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}
