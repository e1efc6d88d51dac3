//! CreateIdentityProvider's members.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An identity provider whose users may sign in
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IdentityProviderType.html>). Every
/// one of a local user pool is a page of its own that asks who one is there; nothing outside is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct IdentityProvider {
    /// Its name, also before the names of its users: "Google" makes "Google_1234".
    pub provider_name: String,
    /// Its kind.
    pub provider_type: ProviderType,
    /// Kept and described; changes nothing.
    #[serde(default)]
    pub provider_details: BTreeMap<String, String>,
    /// From attributes of the pool's users to the provider's claims. The page has `sub`, `email`, `email_verified` and
    /// `name`. `username` is always `sub`.
    #[serde(default)]
    pub attribute_mapping: BTreeMap<String, String>,
    /// Other names for it in `idp_identifier`.
    #[serde(default)]
    pub idp_identifiers: Vec<String>,
    /// From levels of authentication to the provider's names for them. Kept and described; changes nothing.
    #[serde(default)]
    pub acr_mapping: BTreeMap<String, String>,
    /// Seconds since 1970; the pool writes it.
    #[serde(default)]
    pub creation_date: u64,
    /// Seconds since 1970; the pool writes it.
    #[serde(default)]
    pub last_modified_date: u64,
}

/// IdentityProviderTypeType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProviderType {
    /// Any that speaks SAML 2.0.
    #[serde(rename = "SAML")]
    Saml,
    /// Facebook.
    Facebook,
    /// Google.
    Google,
    /// Login with Amazon.
    LoginWithAmazon,
    /// Sign in with Apple.
    SignInWithApple,
    /// Any that speaks OpenID Connect.
    #[serde(rename = "OIDC")]
    Oidc,
}

impl ProviderType {
    /// The wire's own spelling.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Saml => "SAML",
            Self::Facebook => "Facebook",
            Self::Google => "Google",
            Self::LoginWithAmazon => "LoginWithAmazon",
            Self::SignInWithApple => "SignInWithApple",
            Self::Oidc => "OIDC",
        }
    }
}

impl IdentityProvider {
    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let name = &self.provider_name;
        let fits = (1..=32).contains(&name.chars().count())
            && !name.starts_with('_')
            && !name.ends_with('_')
            && !name.contains(|c: char| c.is_whitespace() || c.is_control());
        if !fits || name == "COGNITO" {
            return Some(format!("ProviderName {name:?} must be 1 to 32 visible letters, and not COGNITO"));
        }
        let (social, named) = (self.provider_type.name(), self.provider_type);
        if !matches!(named, ProviderType::Saml | ProviderType::Oidc) && social != name {
            return Some(format!("ProviderName of a {social} provider must be {social}"));
        }
        None
    }

    /// Whether it is meant by `identity_provider` or, with another name, by `idp_identifier`.
    pub(crate) fn is_called(&self, identifier: &str) -> bool {
        self.provider_name == identifier || self.idp_identifiers.iter().any(|other| other == identifier)
    }
}
