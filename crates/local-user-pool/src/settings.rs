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
//! | `[UserPool.LambdaConfig]` | [`Trigger`] to URL | LambdaConfigType, with URLs in place of ARNs |
//! | `[[UserPool.Schema]]` | [`SchemaAttribute`] | SchemaAttributeType, named as on the wire: "custom:telnum" |
//! | `StringAttributeConstraints`, `NumberAttributeConstraints` of it | [`StringAttributeConstraints`], [`NumberAttributeConstraints`] | types of these names |
//! | `UserPool.SmsMfa`, `.SoftwareTokenMfa`, `.EmailMfa` | booleans | SetUserPoolMfaConfig: which structure is there |
//! | `[UserPoolClient]` | [`UserPoolClient`] | CreateUserPoolClient, with `ClientId` and `ClientSecret` |
//! | `[UserPoolClient.TokenValidityUnits]` | [`TokenValidityUnits`] | TokenValidityUnitsType |
//! | `[UserPoolClient.RefreshTokenRotation]` | [`RefreshTokenRotation`] | RefreshTokenRotationType |
//! | `[[IdentityPools]]` | [`IdentityPool`] | CreateIdentityPool, with `IdentityPoolId` |
//! | `[[IdentityPools.CognitoIdentityProviders]]` | [`CognitoIdentityProvider`] | CognitoIdentityProvider |
//! | `[[IdentityProviders]]` | [`IdentityProvider`] | CreateIdentityProvider |
//!
//! Members that change nothing here (EmailConfiguration, UserPoolTags and such) are kept and described, no more.

mod identity_pool;
mod identity_provider;
mod user_pool;
mod user_pool_client;

pub use identity_pool::{CognitoIdentityProvider, IdentityPool};
pub use identity_provider::{IdentityProvider, ProviderType};
pub use user_pool::{
    AccountRecoverySetting, AdminCreateUserConfig, AttributeDataType, Bound, DeviceConfiguration, FirstFactor,
    MfaConfiguration, NumberAttributeConstraints, PasswordPolicy, Policies, RecoveryMechanism, RecoveryOption,
    SchemaAttribute, SignInPolicy, StringAttributeConstraints, Tier, TokenSession, Trigger,
    UserAttributeUpdateSettings, UserPool, UserVerification, UsernameConfiguration, WebAuthnConfiguration,
    WebAuthnFactorConfiguration,
};
pub(crate) use user_pool::{STANDARD_ATTRIBUTES, is_web_address};
pub use user_pool_client::{
    AuthFlow, Feature, OAuthFlow, RefreshTokenRotation, TimeUnit, TokenValidityUnits, UserExistenceErrors,
    UserPoolClient,
};
