//! The names of the settings, and what their values can be wrong in.

use super::problem::{DocumentProblem, Fault, Rule};

/// One of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    UserPoolId,
    ClientId,
    Endpoint,
    SignInFlow,
    PlainPassword,
    SignUpPassword,
    PasswordPolicy,
    ClientMetadata,
    ValidationData,
    AnalyticsEndpointId,
    IdentityPoolId,
    IdentityEndpoint,
    TokenStore,
    Cookies,
    KeepSignedIn,
    Domain,
    Providers,
    Scopes,
}

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingProblem {
    Missing(Setting),
    Malformed(Setting),
    /// An address over which anybody can read along.
    Insecure(Setting),
    /// Somewhere in the settings document.
    InDocument(DocumentProblem),
}

impl Setting {
    /// The name of the `<meta>` tag.
    pub const fn meta_name(self) -> &'static str {
        match self {
            Self::UserPoolId => "cognito-user-pool-id",
            Self::ClientId => "cognito-client-id",
            Self::Endpoint => "cognito-endpoint",
            Self::SignInFlow => "cognito-sign-in-flow",
            Self::PlainPassword => "cognito-plain-password",
            Self::SignUpPassword => "cognito-sign-up-password",
            Self::PasswordPolicy => "cognito-password-policy",
            Self::ClientMetadata => "cognito-client-metadata",
            Self::ValidationData => "cognito-validation-data",
            Self::AnalyticsEndpointId => "cognito-analytics-endpoint-id",
            Self::IdentityPoolId => "cognito-identity-pool-id",
            Self::IdentityEndpoint => "cognito-identity-endpoint",
            Self::TokenStore => "cognito-token-store",
            Self::Cookies => "cognito-cookies",
            Self::KeepSignedIn => "cognito-keep-signed-in",
            Self::Domain => "cognito-domain",
            Self::Providers => "cognito-providers",
            Self::Scopes => "cognito-scopes",
        }
    }

    /// The name in `.env` and in the environment of the build.
    pub const fn env_name(self) -> &'static str {
        match self {
            Self::UserPoolId => "COGNITO_USER_POOL_ID",
            Self::ClientId => "COGNITO_CLIENT_ID",
            Self::Endpoint => "COGNITO_ENDPOINT",
            Self::SignInFlow => "COGNITO_SIGN_IN_FLOW",
            Self::PlainPassword => "COGNITO_PLAIN_PASSWORD",
            Self::SignUpPassword => "COGNITO_SIGN_UP_PASSWORD",
            Self::PasswordPolicy => "COGNITO_PASSWORD_POLICY",
            Self::ClientMetadata => "COGNITO_CLIENT_METADATA",
            Self::ValidationData => "COGNITO_VALIDATION_DATA",
            Self::AnalyticsEndpointId => "COGNITO_ANALYTICS_ENDPOINT_ID",
            Self::IdentityPoolId => "COGNITO_IDENTITY_POOL_ID",
            Self::IdentityEndpoint => "COGNITO_IDENTITY_ENDPOINT",
            Self::TokenStore => "COGNITO_TOKEN_STORE",
            Self::Cookies => "COGNITO_COOKIES",
            Self::KeepSignedIn => "COGNITO_KEEP_SIGNED_IN",
            Self::Domain => "COGNITO_DOMAIN",
            Self::Providers => "COGNITO_PROVIDERS",
            Self::Scopes => "COGNITO_SCOPES",
        }
    }

    /// The place in the settings document, as a path.
    pub const fn place(self) -> &'static str {
        match self {
            Self::UserPoolId => "userPoolId",
            Self::ClientId => "clientId",
            Self::Endpoint => "endpoint",
            Self::SignInFlow => "signInFlow",
            Self::PlainPassword => "plainPassword",
            Self::SignUpPassword => "signUp.password",
            Self::PasswordPolicy => "passwordPolicy",
            Self::ClientMetadata => "clientMetadata",
            Self::ValidationData => "validationData",
            Self::AnalyticsEndpointId => "analyticsEndpointId",
            Self::IdentityPoolId => "identityPool.id",
            Self::IdentityEndpoint => "identityPool.endpoint",
            Self::TokenStore => "tokenStore",
            Self::Cookies => "cookies",
            Self::KeepSignedIn => "keepSignedIn",
            Self::Domain => "managedLogin.domain",
            Self::Providers => "managedLogin.providers",
            Self::Scopes => "managedLogin.scopes",
        }
    }

    pub(super) fn built_in(self) -> Option<&'static str> {
        match self {
            Self::UserPoolId => option_env!("COGNITO_USER_POOL_ID"),
            Self::ClientId => option_env!("COGNITO_CLIENT_ID"),
            Self::Endpoint => option_env!("COGNITO_ENDPOINT"),
            Self::SignInFlow => option_env!("COGNITO_SIGN_IN_FLOW"),
            Self::PlainPassword => option_env!("COGNITO_PLAIN_PASSWORD"),
            Self::SignUpPassword => option_env!("COGNITO_SIGN_UP_PASSWORD"),
            Self::PasswordPolicy => option_env!("COGNITO_PASSWORD_POLICY"),
            Self::ClientMetadata => option_env!("COGNITO_CLIENT_METADATA"),
            Self::ValidationData => option_env!("COGNITO_VALIDATION_DATA"),
            Self::AnalyticsEndpointId => option_env!("COGNITO_ANALYTICS_ENDPOINT_ID"),
            Self::IdentityPoolId => option_env!("COGNITO_IDENTITY_POOL_ID"),
            Self::IdentityEndpoint => option_env!("COGNITO_IDENTITY_ENDPOINT"),
            Self::TokenStore => option_env!("COGNITO_TOKEN_STORE"),
            Self::Cookies => option_env!("COGNITO_COOKIES"),
            Self::KeepSignedIn => option_env!("COGNITO_KEEP_SIGNED_IN"),
            Self::Domain => option_env!("COGNITO_DOMAIN"),
            Self::Providers => option_env!("COGNITO_PROVIDERS"),
            Self::Scopes => option_env!("COGNITO_SCOPES"),
        }
    }
}

impl SettingProblem {
    /// A rule of the settings document that is broken there.
    pub(super) fn at(place: impl Into<String>, rule: Rule) -> Self {
        Self::InDocument(DocumentProblem { place: place.into(), fault: Fault::Rule(rule) })
    }
}
