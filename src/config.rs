//! Which user pool, which app client, and where: `<meta>` tags of the page first, then the settings of the build.

use cognito_client::ids::{ClientId, UserPoolId};

use crate::platform;

/// Settings that were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub user_pool_id: UserPoolId,
    pub client_id: ClientId,
    pub endpoint: String,
}

/// One of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    UserPoolId,
    ClientId,
    Endpoint,
}

/// What is wrong with a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    Missing(Setting),
    Malformed(Setting),
}

impl Setting {
    /// The name of the `<meta>` tag.
    pub const fn meta_name(self) -> &'static str {
        match self {
            Self::UserPoolId => "cognito-user-pool-id",
            Self::ClientId => "cognito-client-id",
            Self::Endpoint => "cognito-endpoint",
        }
    }

    /// The name in `.env` and in the environment of the build.
    pub const fn env_name(self) -> &'static str {
        match self {
            Self::UserPoolId => "COGNITO_USER_POOL_ID",
            Self::ClientId => "COGNITO_CLIENT_ID",
            Self::Endpoint => "COGNITO_ENDPOINT",
        }
    }

    fn built_in(self) -> Option<&'static str> {
        match self {
            Self::UserPoolId => option_env!("COGNITO_USER_POOL_ID"),
            Self::ClientId => option_env!("COGNITO_CLIENT_ID"),
            Self::Endpoint => option_env!("COGNITO_ENDPOINT"),
        }
    }
}

impl Config {
    /// The settings of this page.
    ///
    /// # Errors
    /// Every setting that is missing or malformed.
    pub fn load() -> Result<Self, Vec<ConfigProblem>> {
        Self::parse(|setting| platform::meta(setting.meta_name()).or_else(|| setting.built_in().map(ToOwned::to_owned)))
    }

    /// Checks the settings that `value` gives.
    ///
    /// # Errors
    /// Every setting that is missing or malformed.
    pub fn parse(value: impl Fn(Setting) -> Option<String>) -> Result<Self, Vec<ConfigProblem>> {
        let mut problems = Vec::new();
        let mut required = |setting| {
            let given = value(setting).filter(|text| !text.is_empty());
            if given.is_none() {
                problems.push(ConfigProblem::Missing(setting));
            }
            given
        };
        let (user_pool_id, client_id) = (required(Setting::UserPoolId), required(Setting::ClientId));
        let mut checked = |setting, is_malformed: bool| {
            if is_malformed {
                problems.push(ConfigProblem::Malformed(setting));
            }
        };
        let user_pool_id = user_pool_id.map(|id| UserPoolId::parse(&id));
        let client_id = client_id.map(|id| ClientId::parse(&id));
        let endpoint = value(Setting::Endpoint).filter(|text| !text.is_empty());
        checked(Setting::UserPoolId, matches!(user_pool_id, Some(Err(_))));
        checked(Setting::ClientId, matches!(client_id, Some(Err(_))));
        checked(Setting::Endpoint, endpoint.as_deref().is_some_and(|url| !is_safe_endpoint(url)));
        match (user_pool_id, client_id) {
            (Some(Ok(user_pool_id)), Some(Ok(client_id))) if problems.is_empty() => {
                let endpoint = endpoint.unwrap_or_else(|| user_pool_id.endpoint());
                Ok(Self { user_pool_id, client_id, endpoint })
            }
            _ => Err(problems),
        }
    }
}

/// An absolute address over TLS, or one on this machine.
fn is_safe_endpoint(url: &str) -> bool {
    web_sys::Url::new(url).is_ok_and(|url| match url.protocol().as_str() {
        "https:" => true,
        "http:" => matches!(url.hostname().as_str(), "localhost" | "127.0.0.1" | "[::1]"),
        _ => false,
    })
}
