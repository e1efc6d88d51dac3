//! What a pool and its clients are set to, in the API's own shapes and names: one set of names serves CreateUserPool
//! and DescribeUserPool, the state file, the TOML file and Rust.
//!
//! | TOML | Rust | API reference |
//! |---|---|---|
//! | `[UserPool]` | [`UserPool`] | CreateUserPool, with `Id` |
//! | `[UserPool.Policies.PasswordPolicy]` | [`PasswordPolicy`] | PasswordPolicyType |
//! | `[UserPool.Policies.SignInPolicy]` | [`SignInPolicy`] | SignInPolicyType |
//! | `[UserPool.UsernameConfiguration]` | [`UsernameConfiguration`] | UsernameConfigurationType |
//! | `[UserPool.UserAttributeUpdateSettings]` | [`UserAttributeUpdateSettings`] | UserAttributeUpdateSettingsType |
//! | `[UserPool.TokenSession]` | [`TokenSession`] | UserPoolTokenSessionConfigType, of SetUserPoolSessionConfiguration |
//! | `[UserPool.DeviceConfiguration]` | [`DeviceConfiguration`] | DeviceConfigurationType |
//! | `[UserPool.AdminCreateUserConfig]` | [`AdminCreateUserConfig`] | AdminCreateUserConfigType |
//! | `[UserPool.WebAuthnConfiguration]` | [`WebAuthnConfiguration`] | WebAuthnConfigurationType |
//! | `[UserPool.AcrConfiguration]` | [`AcrConfiguration`] | AcrConfigurationType |
//! | `[UserPool.LambdaConfig]` | [`LambdaConfig`] | LambdaConfigType, with ARNs or URLs |
//! | `[[UserPool.Schema]]` | [`SchemaAttribute`] | SchemaAttributeType, named as on the wire: "custom:telnum" |
//! | `StringAttributeConstraints`, `NumberAttributeConstraints` of it | [`StringAttributeConstraints`], [`NumberAttributeConstraints`] | types of these names |
//! | `UserPool.SmsMfa`, `.SoftwareTokenMfa`, `.EmailMfa` | booleans | SetUserPoolMfaConfig: which structure is there |
//! | `[UserPoolClient]` | [`UserPoolClient`] | CreateUserPoolClient, with `ClientId` and `ClientSecret` |
//! | `[UserPoolClient.TokenValidityUnits]` | [`TokenValidityUnits`] | TokenValidityUnitsType |
//! | `[UserPoolClient.RefreshTokenRotation]` | [`RefreshTokenRotation`] | RefreshTokenRotationType |
//! | `[[Groups]]` | [`Group`] | CreateGroup |
//! | `[[IdentityPools]]` | [`IdentityPool`] | CreateIdentityPool, with `IdentityPoolId` |
//! | `[[IdentityPools.CognitoIdentityProviders]]` | [`CognitoIdentityProvider`] | CognitoIdentityProvider |
//! | `[[IdentityProviders]]` | [`IdentityProvider`] | CreateIdentityProvider |
//! | `[[ResourceServers]]` | [`ResourceServer`] | CreateResourceServer |
//! | `[[UserPoolClients]]` | [`UserPoolClient`] | further clients, as `[UserPoolClient]` |
//! | `[[pools]]` | [`PoolConfig`](crate::PoolConfig) | further pools, each with all of the above |
//!
//! Members that change nothing here (EmailConfiguration, UserPoolTags and such) are kept and described, no more.

mod group;
mod identity_pool;
mod identity_provider;
mod resource_server;
mod user_pool;
mod user_pool_client;

pub use group::Group;
pub use identity_pool::{CognitoIdentityProvider, IdentityPool};
pub use identity_provider::{IdentityProvider, ProviderType};
pub(crate) use resource_server::is_standard_scope;
pub use resource_server::{ResourceServer, ResourceServerScope};
pub use user_pool::{
    AccountRecoverySetting, AcrConfiguration, AcrLevel, AcrLevelConfig, AdminCreateUserConfig, AttributeDataType,
    Bound, DeviceConfiguration, FirstFactor, LambdaConfig, LambdaVersion, MfaConfiguration, NumberAttributeConstraints,
    PasswordPolicy, Policies, RecoveryMechanism, RecoveryOption, SchemaAttribute, SignInPolicy,
    StringAttributeConstraints, Tier, TokenSession, Trigger, UserAttributeUpdateSettings, UserPool, UserVerification,
    UsernameConfiguration, VersionedFunction, WebAuthnConfiguration, WebAuthnFactorConfiguration,
};
pub(crate) use user_pool::{STANDARD_ATTRIBUTES, is_web_address, words};
pub(crate) use user_pool_client::is_redirect_url;
pub use user_pool_client::{
    AuthFlow, ClientSecret, Feature, OAuthFlow, RefreshTokenRotation, TimeUnit, TokenValidityUnits,
    UserExistenceErrors, UserPoolClient,
};
