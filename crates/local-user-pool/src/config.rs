//! The pool's settings, from TOML or from Rust.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

/// One pool with one app client. Every field has a default, so a TOML file names only what differs; unknown keys are
/// refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The pool's id, "region_Name".
    pub pool_id: String,
    /// The app client's id; the client is public, it has no secret.
    pub client_id: String,
    /// `iss` of the tokens. Without it Cognito's own form, `https://cognito-idp.REGION.amazonaws.com/POOL_ID`, because
    /// token verifiers derive the issuer from the pool's id.
    pub issuer: Option<String>,
    /// Where the page behind a confirmation link leads back to.
    pub app_url: String,
    /// Whether answers tell that a user does not exist.
    pub prevent_user_existence_errors: UserExistenceErrors,
    /// How long a PASSWORD_VERIFIER challenge can be answered, in seconds (AuthSessionValidity).
    pub challenge_lifetime_seconds: u64,
    /// How far TIMESTAMP may be from the pool's clock, in seconds, either way.
    pub timestamp_tolerance_seconds: u64,
    /// How long a sign-up code is valid, in seconds.
    pub sign_up_code_lifetime_seconds: u64,
    /// What a password must have.
    pub password_policy: PasswordPolicy,
    /// Life times of the tokens.
    pub tokens: TokenLifetimes,
    /// The schema beside Cognito's standard attributes, which every pool knows.
    pub attributes: Vec<Attribute>,
    /// Confirmed users that exist from the start.
    pub users: Vec<NewUser>,
}

/// PreventUserExistenceErrors of an app client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum UserExistenceErrors {
    /// Unknown users are answered as if they existed.
    #[default]
    Enabled,
    /// Unknown users are answered with UserNotFoundException.
    Legacy,
}

/// PasswordPolicyType of a pool.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordPolicy {
    /// Fewest characters, 6 to 99.
    pub minimum_length: usize,
    /// At least one of A to Z.
    pub require_uppercase: bool,
    /// At least one of a to z.
    pub require_lowercase: bool,
    /// At least one of 0 to 9.
    pub require_numbers: bool,
    /// At least one of Cognito's special characters.
    pub require_symbols: bool,
}

/// Life times in seconds.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenLifetimes {
    /// Of an access token.
    pub access_seconds: u64,
    /// Of an id token.
    pub id_seconds: u64,
    /// Of a refresh token.
    pub refresh_seconds: u64,
}

/// An attribute of the schema: a standard one with other rules, or a custom one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Wire name: "name", "custom:telnum".
    pub name: String,
    /// Whether a sign-up must give it.
    #[serde(default)]
    pub required: bool,
    /// Whether it can be changed after sign-up.
    #[serde(default = "mutable")]
    pub mutable: bool,
}

/// A confirmed user to begin with.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The address to sign in with; it counts as verified.
    pub email: String,
    /// In clear; the pool keeps only salt and verifier.
    pub password: String,
    /// Further attributes by wire name.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

/// Why a configuration cannot be used, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

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

    /// The pool's name: the id's part after the underscore, which SRP uses.
    pub fn pool_name(&self) -> &str {
        self.pool_id.split_once('_').map_or("", |(_, name)| name)
    }

    /// `iss` of the tokens.
    pub fn issuer(&self) -> String {
        self.issuer.clone().unwrap_or_else(|| {
            let region = self.pool_id.split_once('_').map_or("", |(region, _)| region);
            format!("https://cognito-idp.{region}.amazonaws.com/{}", self.pool_id)
        })
    }

    pub(crate) fn knows_attribute(&self, name: &str) -> bool {
        STANDARD_ATTRIBUTES.contains(&name) || self.attributes.iter().any(|attribute| attribute.name == name)
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |message: String| Err(ConfigError(message));
        let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let region_fits = |region: &str| !region.is_empty() && word(&region.replace('-', ""));
        let name_fits = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !self.pool_id.split_once('_').is_some_and(|(region, name)| region_fits(region) && name_fits(name)) {
            return refuse(format!("pool_id {:?} must look like us-east-1_Name", self.pool_id));
        }
        if self.client_id.is_empty() || self.client_id.len() > 128 || !word(&self.client_id) {
            return refuse(format!("client_id {:?} must be 1 to 128 letters and digits", self.client_id));
        }
        // It becomes a link on a page: nothing but an address of the web may stand there.
        if !self.app_url.starts_with("http://") && !self.app_url.starts_with("https://") {
            return refuse(format!("app_url {:?} must begin with http:// or https://", self.app_url));
        }
        if !(6..=99).contains(&self.password_policy.minimum_length) {
            return refuse("password_policy.minimum_length must be 6 to 99".to_owned());
        }
        let seconds = [
            ("challenge_lifetime_seconds", self.challenge_lifetime_seconds),
            ("sign_up_code_lifetime_seconds", self.sign_up_code_lifetime_seconds),
            ("tokens.access_seconds", self.tokens.access_seconds),
            ("tokens.id_seconds", self.tokens.id_seconds),
            ("tokens.refresh_seconds", self.tokens.refresh_seconds),
        ];
        // Cognito's longest is ten years, for a refresh token.
        if let Some((name, _)) = seconds.iter().find(|(_, value)| !(1..=315_360_000).contains(value)) {
            return refuse(format!("{name} must be 1 to 315360000"));
        }
        match self.attributes.iter().find(|attribute| {
            !STANDARD_ATTRIBUTES.contains(&attribute.name.as_str())
                && attribute.name.strip_prefix("custom:").is_none_or(|name| name.is_empty() || name.len() > 20)
        }) {
            Some(attribute) => refuse(format!(
                "attribute {:?} is no standard attribute, and no custom: one of 1 to 20 characters",
                attribute.name
            )),
            None => Ok(()),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let attribute = |name: &str, required| Attribute { name: name.to_owned(), required, mutable: true };
        Self {
            pool_id: "us-east-1_LocalPool1".to_owned(),
            client_id: "4localuserpoolclient000001".to_owned(),
            issuer: None,
            app_url: "http://localhost:8080/".to_owned(),
            prevent_user_existence_errors: UserExistenceErrors::Enabled,
            challenge_lifetime_seconds: 3 * 60,
            timestamp_tolerance_seconds: 5 * 60,
            sign_up_code_lifetime_seconds: 24 * 3600,
            password_policy: PasswordPolicy::default(),
            tokens: TokenLifetimes::default(),
            attributes: vec![attribute("email", true), attribute("name", false), attribute("custom:telnum", false)],
            users: vec![NewUser {
                email: "demo@example.com".to_owned(),
                password: "Demo-Passw0rd".to_owned(),
                attributes: BTreeMap::from([
                    ("name".to_owned(), "Demo".to_owned()),
                    ("custom:telnum".to_owned(), "+12025550123".to_owned()),
                ]),
            }],
        }
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
        }
    }
}

impl Default for TokenLifetimes {
    fn default() -> Self {
        Self { access_seconds: 3600, id_seconds: 3600, refresh_seconds: 30 * 24 * 3600 }
    }
}

fn mutable() -> bool {
    true
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("email", &self.email).finish_non_exhaustive()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}
