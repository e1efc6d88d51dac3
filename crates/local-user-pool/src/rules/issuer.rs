//! Who the tokens say has issued them.

use std::{fmt, str::FromStr};

use serde::Deserialize;
use url::Url;

use crate::{config_error::ConfigError, settings::UserPool};

/// `iss` of the tokens, for all pools: "aws", "self", or an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Issuer {
    /// "aws": `https://cognito-idp.REGION.amazonaws.com/POOL_ID`, as Cognito has it. Verifiers that are told a pool's id
    /// derive it, and have to be told where the keys are.
    #[default]
    Aws,
    /// "self": this server's own address, with `/POOL_ID`. Verifiers that are told an issuer find the keys there.
    Own,
    /// Another address, with `/POOL_ID`.
    Address(String),
}

impl Issuer {
    /// `iss` of a pool's tokens. `base_url` is this server's address.
    pub fn of(&self, user_pool: &UserPool, base_url: &str) -> String {
        match self {
            Self::Aws => format!("https://{}", user_pool.provider_name()),
            Self::Own => format!("{base_url}/{}", user_pool.id),
            Self::Address(address) => format!("{address}/{}", user_pool.id),
        }
    }
}

impl FromStr for Issuer {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        match text {
            "aws" => Ok(Self::Aws),
            "self" => Ok(Self::Own),
            address => {
                let url = Url::parse(address).ok().filter(|url| {
                    matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none()
                });
                let refuse = || ConfigError::new(format!("issuer {address:?} is neither aws, self nor a web address"));
                url.map(|_| Self::Address(address.trim_end_matches('/').to_owned())).ok_or_else(refuse)
            }
        }
    }
}

impl TryFrom<String> for Issuer {
    type Error = ConfigError;

    fn try_from(text: String) -> Result<Self, ConfigError> {
        text.parse()
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aws => "aws",
            Self::Own => "self",
            Self::Address(address) => address,
        })
    }
}
