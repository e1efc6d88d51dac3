//! CreateUserPoolClient's members.

mod flows;
mod lifetimes;
mod secrets;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use self::{
    flows::DEFAULT_AUTH_FLOWS,
    lifetimes::{DAY, HOUR, MINUTE},
};
pub use self::{
    flows::{AuthFlow, OAuthFlow},
    lifetimes::{Feature, RefreshTokenRotation, TimeUnit, TokenValidityUnits},
    secrets::ClientSecret,
};

/// What an app client is set to
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html>).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct UserPoolClient {
    /// Letters and digits, 26 as Cognito makes them.
    pub client_id: String,
    /// A name for people.
    pub client_name: String,
    /// With it every call with a user name needs SecretHash. Browsers' clients have none.
    pub client_secret: Option<String>,
    /// What may be asked for at a sign-in.
    pub explicit_auth_flows: Vec<AuthFlow>,
    /// Whether answers tell that a user does not exist.
    pub prevent_user_existence_errors: UserExistenceErrors,
    /// How long a challenge can be answered, in minutes, 3 to 15.
    pub auth_session_validity: u64,
    /// In the unit of `token_validity_units`: 5 minutes to a day.
    pub access_token_validity: u64,
    /// In the unit of `token_validity_units`: 5 minutes to a day.
    pub id_token_validity: u64,
    /// In the unit of `token_validity_units`: an hour to ten years.
    pub refresh_token_validity: u64,
    /// What the three count.
    pub token_validity_units: TokenValidityUnits,
    /// Whether tokens carry `origin_jti` and can be revoked.
    pub enable_token_revocation: bool,
    /// Whether a refresh gives a new refresh token.
    pub refresh_token_rotation: Option<RefreshTokenRotation>,
    /// Which attributes a user may read; all without it.
    pub read_attributes: Option<Vec<String>>,
    /// Which attributes a user may write; all without it.
    pub write_attributes: Option<Vec<String>>,
    /// Kept and described; changes nothing.
    pub enable_propagate_additional_user_context_data: bool,
    /// COGNITO, and names of identity providers: what managed login offers.
    pub supported_identity_providers: Vec<String>,
    /// Where managed login may lead back to.
    #[serde(rename = "CallbackURLs")]
    pub callback_urls: Vec<String>,
    /// Where /logout may lead to.
    #[serde(rename = "LogoutURLs")]
    pub logout_urls: Vec<String>,
    /// One of `callback_urls`, for requests without redirect_uri.
    #[serde(rename = "DefaultRedirectURI")]
    pub default_redirect_uri: Option<String>,
    /// What managed login may be asked for.
    #[serde(rename = "AllowedOAuthFlows")]
    pub allowed_oauth_flows: Vec<OAuthFlow>,
    /// What access tokens of managed login may be good for.
    #[serde(rename = "AllowedOAuthScopes")]
    pub allowed_oauth_scopes: Vec<String>,
    /// Whether the client may use managed login at all.
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
    pub allowed_oauth_flows_user_pool_client: bool,
    /// Kept and described; changes nothing.
    pub analytics_configuration: Value,
    /// All of them, once AddUserPoolClientSecret has added one to `client_secret`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further_secrets: Vec<ClientSecret>,
    /// Seconds since 1970; the pool writes it.
    pub creation_date: u64,
    /// Seconds since 1970; the pool writes it.
    pub last_modified_date: u64,
}

/// PreventUserExistenceErrors of an app client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum UserExistenceErrors {
    /// Unknown users are answered as if they existed.
    #[default]
    Enabled,
    /// Unknown users are answered with UserNotFoundException.
    Legacy,
}

impl UserPoolClient {
    /// As CreateUserPoolClient makes one of nothing but a name.
    pub fn bare(client_id: impl Into<String>, client_name: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_name: client_name.into(),
            client_secret: None,
            explicit_auth_flows: DEFAULT_AUTH_FLOWS.to_vec(),
            prevent_user_existence_errors: UserExistenceErrors::Legacy,
            auth_session_validity: 3,
            access_token_validity: 1,
            id_token_validity: 1,
            refresh_token_validity: 30,
            token_validity_units: TokenValidityUnits::default(),
            enable_token_revocation: true,
            refresh_token_rotation: None,
            read_attributes: None,
            write_attributes: None,
            enable_propagate_additional_user_context_data: false,
            supported_identity_providers: Vec::new(),
            callback_urls: Vec::new(),
            logout_urls: Vec::new(),
            default_redirect_uri: None,
            allowed_oauth_flows: Vec::new(),
            allowed_oauth_scopes: Vec::new(),
            allowed_oauth_flows_user_pool_client: false,
            analytics_configuration: Value::Null,
            further_secrets: Vec::new(),
            creation_date: 0,
            last_modified_date: 0,
        }
    }

    /// Whether a sign-in may go that way; ask for the names that begin with ALLOW_.
    pub fn allows(&self, flow: AuthFlow) -> bool {
        let given =
            if self.explicit_auth_flows.is_empty() { &DEFAULT_AUTH_FLOWS } else { &self.explicit_auth_flows[..] };
        given.iter().any(|&other| other == flow || other.implied().contains(&flow))
    }

    /// Whether managed login may give it authorization codes.
    pub fn allows_codes(&self) -> bool {
        self.allowed_oauth_flows_user_pool_client && self.allowed_oauth_flows.contains(&OAuthFlow::Code)
    }

    /// Whether managed login may give it tokens in an address.
    pub fn allows_implicit(&self) -> bool {
        self.allowed_oauth_flows_user_pool_client && self.allowed_oauth_flows.contains(&OAuthFlow::Implicit)
    }

    /// Whether it is a program that gets tokens of its own.
    pub fn allows_client_credentials(&self) -> bool {
        self.allowed_oauth_flows_user_pool_client && self.allowed_oauth_flows.contains(&OAuthFlow::ClientCredentials)
    }

    /// Whether managed login offers that provider: COGNITO, or an identity provider's name.
    pub fn supports(&self, provider: &str) -> bool {
        self.supported_identity_providers.iter().any(|name| name == provider)
    }

    /// Whether unknown users must be answered as if they existed.
    pub fn hides_unknown_users(&self) -> bool {
        self.prevent_user_existence_errors == UserExistenceErrors::Enabled
    }

    /// How long a challenge can be answered.
    pub fn auth_session_seconds(&self) -> u64 {
        self.auth_session_validity * MINUTE
    }

    /// Life time of an access token.
    pub fn access_token_seconds(&self) -> u64 {
        self.access_token_validity.saturating_mul(self.token_validity_units.access_token.seconds())
    }

    /// Life time of an id token.
    pub fn id_token_seconds(&self) -> u64 {
        self.id_token_validity.saturating_mul(self.token_validity_units.id_token.seconds())
    }

    /// Life time of a refresh token.
    pub fn refresh_token_seconds(&self) -> u64 {
        self.refresh_token_validity.saturating_mul(self.token_validity_units.refresh_token.seconds())
    }

    /// The grace of a refresh token that was replaced, in seconds; `None` if refresh tokens are not rotated.
    pub fn rotation_grace_seconds(&self) -> Option<u64> {
        let rotation = self.refresh_token_rotation.filter(|rotation| rotation.feature == Feature::Enabled)?;
        Some(rotation.retry_grace_period_seconds)
    }

    /// Whether a user may read that attribute through this client.
    pub fn reads(&self, attribute: &str) -> bool {
        self.read_attributes.as_ref().is_none_or(|names| names.iter().any(|name| name == attribute))
    }

    /// Whether a user may write that attribute through this client.
    pub fn writes(&self, attribute: &str) -> bool {
        self.write_attributes.as_ref().is_none_or(|names| names.iter().any(|name| name == attribute))
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if self.client_id.is_empty() || self.client_id.len() > 128 || !word(&self.client_id) {
            return Some(format!("ClientId {:?} must be 1 to 128 letters and digits", self.client_id));
        }
        if self.client_secret.as_ref().is_some_and(|secret| !(24..=64).contains(&secret.len()) || !word(secret)) {
            return Some("ClientSecret must be 24 to 64 letters and digits".to_owned());
        }
        if !(3..=15).contains(&self.auth_session_validity) {
            return Some("AuthSessionValidity must be 3 to 15".to_owned());
        }
        let lifetimes = [
            ("AccessTokenValidity", self.access_token_seconds(), 5 * MINUTE, DAY, "five minutes to a day"),
            ("IdTokenValidity", self.id_token_seconds(), 5 * MINUTE, DAY, "five minutes to a day"),
            ("RefreshTokenValidity", self.refresh_token_seconds(), HOUR, 3650 * DAY, "an hour to ten years"),
        ];
        if let Some((name, .., range)) =
            lifetimes.iter().find(|(_, seconds, shortest, longest, _)| !(shortest..=longest).contains(&seconds))
        {
            return Some(format!("{name} must be {range}"));
        }
        if self.rotation_grace_seconds().is_some_and(|grace| grace > 60) {
            return Some("RetryGracePeriodSeconds must be 0 to 60".to_owned());
        }
        self.managed_login_problem()
    }

    /// Which flows do not go together, in one sentence.
    pub(crate) fn flow_problem(&self) -> Option<String> {
        let is_program = self.allowed_oauth_flows.contains(&OAuthFlow::ClientCredentials);
        let problem = match is_program {
            true if self.allowed_oauth_flows.len() > 1 => {
                "client_credentials flow can not be selected along with code flow or implicit flow."
            }
            true if self.client_secret.is_none() => {
                "client_credentials flow can not be selected if client does not have a client secret."
            }
            _ => return None,
        };
        Some(problem.to_owned())
    }

    fn managed_login_problem(&self) -> Option<String> {
        let urls = [("callbackURLs", &self.callback_urls), ("logoutURLs", &self.logout_urls)];
        for (name, urls) in urls {
            if urls.iter().any(|url| !is_redirect_url(url)) {
                return Some(format!("{name} must be absolute, without a fragment, and https but for localhost"));
            }
        }
        if self.default_redirect_uri.as_ref().is_some_and(|default| !self.callback_urls.contains(default)) {
            return Some("DefaultRedirectURI must be in the list of CallbackURLs".to_owned());
        }
        if self.allowed_oauth_flows_user_pool_client
            && (self.allowed_oauth_flows.is_empty() || self.allowed_oauth_scopes.is_empty())
        {
            return Some(
                "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use \
                         OAuth flows."
                    .to_owned(),
            );
        }
        None
    }
}

/// Cognito's rule: absolute, no fragment, https but for localhost. An app's own scheme ("myapp://done") is allowed.
pub(crate) fn is_redirect_url(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.fragment().is_none()
        && match url.scheme() {
            "https" => true,
            "http" => is_local,
            // Of these a browser would make something other than a visit.
            "javascript" | "data" | "vbscript" | "file" | "blob" | "about" => false,
            _ => true,
        }
}

/// The client that is there without any configuration.
impl Default for UserPoolClient {
    fn default() -> Self {
        Self {
            explicit_auth_flows: vec![
                AuthFlow::AllowUserAuth,
                AuthFlow::AllowUserSrpAuth,
                AuthFlow::AllowUserPasswordAuth,
                AuthFlow::AllowCustomAuth,
                AuthFlow::AllowRefreshTokenAuth,
            ],
            prevent_user_existence_errors: UserExistenceErrors::Enabled,
            ..Self::bare("4localuserpoolclient000001", "Local user pool client")
        }
    }
}

impl fmt::Debug for UserPoolClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserPoolClient").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}
