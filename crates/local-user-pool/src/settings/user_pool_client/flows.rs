//! The ways to sign in, and to tokens.

use serde::{Deserialize, Serialize};

/// ExplicitAuthFlowsType. The three without ALLOW_ are from before 2019; with one of them SRP and refresh are allowed
/// as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AuthFlow {
    /// USER_AUTH.
    AllowUserAuth,
    /// USER_SRP_AUTH.
    AllowUserSrpAuth,
    /// USER_PASSWORD_AUTH.
    AllowUserPasswordAuth,
    /// ADMIN_USER_PASSWORD_AUTH.
    AllowAdminUserPasswordAuth,
    /// CUSTOM_AUTH.
    AllowCustomAuth,
    /// REFRESH_TOKEN_AUTH.
    AllowRefreshTokenAuth,
    /// As AllowUserPasswordAuth.
    UserPasswordAuth,
    /// As AllowAdminUserPasswordAuth.
    AdminNoSrpAuth,
    /// As AllowCustomAuth.
    CustomAuthFlowOnly,
    /// Kept and described; no token is exchanged here.
    AllowTokenExchangeDelegation,
    /// Kept and described; no token is exchanged here.
    AllowTokenExchangeImpersonation,
}

/// OAuthFlowType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OAuthFlow {
    /// The authorization code grant.
    Code,
    /// Tokens in the address: the implicit grant.
    Implicit,
    /// Tokens for a program: the client credentials grant.
    ClientCredentials,
}

/// Without ExplicitAuthFlows.
pub(super) const DEFAULT_AUTH_FLOWS: [AuthFlow; 3] =
    [AuthFlow::AllowRefreshTokenAuth, AuthFlow::AllowUserSrpAuth, AuthFlow::AllowCustomAuth];

impl AuthFlow {
    /// What a name from before 2019 stands for.
    pub(super) fn implied(self) -> &'static [Self] {
        match self {
            Self::UserPasswordAuth => {
                &[Self::AllowUserPasswordAuth, Self::AllowUserSrpAuth, Self::AllowRefreshTokenAuth]
            }
            Self::AdminNoSrpAuth => {
                &[Self::AllowAdminUserPasswordAuth, Self::AllowUserSrpAuth, Self::AllowRefreshTokenAuth]
            }
            Self::CustomAuthFlowOnly => &[Self::AllowCustomAuth, Self::AllowRefreshTokenAuth],
            _ => &[],
        }
    }
}
