//! The settings document: what stands in `<script type="application/json" id="cognito-settings">`. Everything but the two
//! ids can be left out. docs/settings.schema.json describes each member; a test holds the two to each other.

mod fields;
mod keeping;
mod owner;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    fields::{Bound, Choice, Confirmation, Field, Kind, Profile, ProfileField, SignUp, SignUpPassword, Text, Username},
    owner::{
        Addresses, Brand, Consent, Density, Languages, Layout, Link, Logo, Marketing, Scheme, SchemeSwitch, Terms,
    },
};

/// The attributes that every pool has and that people fill in, in the order of a form: names, ways to be reached, the rest.
pub(crate) const STANDARD: [&str; 16] = [
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "preferred_username",
    "email",
    "phone_number",
    "birthdate",
    "gender",
    "address",
    "website",
    "profile",
    "picture",
    "zoneinfo",
    "locale",
];

/// The whole document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SettingsDocument {
    /// Where editors find the schema; the app passes it over.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// "us-east-1_AbCdEfGhI".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_pool_id: Option<String>,
    /// The app client's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Where the pool's API is, if not at Cognito's own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// How a sign-in begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_flow: Option<SignInFlow>,
    /// Whether the password itself may be sent where SRP is not offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain_password: Option<PlainPassword>,
    /// Of DescribeUserPool. An empty list is not the same as none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username_attributes: Option<Vec<String>>,
    /// Of DescribeUserPool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias_attributes: Option<Vec<String>>,
    /// Of numbers without a country code: "DE".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Of DescribeUserPool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_verified_attributes: Option<Vec<String>>,
    /// Of DescribeUserPool, by their names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_mechanisms: Option<Vec<RecoveryMechanism>>,
    /// Whether a second factor is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa: Option<Mfa>,
    /// Which second factors there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_types: Option<Vec<MfaType>>,
    /// What a sign-in by USER_AUTH may begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_factors: Option<Vec<FirstFactor>>,
    /// What a password must be like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_policy: Option<PasswordPolicy>,
    /// Making an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_up: Option<SignUp>,
    /// What people see and change of themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What people agree to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Mail that people may ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketing: Option<Marketing>,
    /// For the pool's triggers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub client_metadata: BTreeMap<String, String>,
    /// For the trigger before sign-up.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub validation_data: BTreeMap<String, String>,
    /// AnalyticsMetadata.AnalyticsEndpointId.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analytics_endpoint_id: Option<String>,
    /// Where AWS credentials come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_pool: Option<IdentityPool>,
    /// Where the tokens are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_store: Option<TokenStore>,
    /// How they are kept in cookies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookies: Option<Cookies>,
    /// Whether the person picks whether to stay signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_signed_in: Option<KeepSignedIn>,
    /// Signing in on other pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_login: Option<ManagedLogin>,
    /// Which languages there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Languages>,
    /// How the page looks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<Brand>,
    /// Where the app is, and where people go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Addresses>,
}

/// How a sign-in begins; the app client has to allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignInFlow {
    /// The password over SRP.
    UserSrpAuth,
    /// The password itself.
    UserPasswordAuth,
    /// The pool's own challenges.
    CustomAuth,
    /// The password over SRP, then the pool's own challenges.
    CustomAuthWithSrp,
    /// The person picks how.
    UserAuth,
}

/// `plainPassword`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlainPassword {
    /// Over SRP or not at all.
    Never,
    /// Where SRP is not offered.
    Allowed,
}

/// UserPoolMfaType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Mfa {
    /// Nobody is asked.
    Off,
    /// Who has set it up is asked.
    Optional,
    /// Everybody is asked.
    On,
}

/// RecoveryOptionNameType: how people get a new password without the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryMechanism {
    /// A code to their verified email.
    VerifiedEmail,
    /// A code to their verified phone number.
    VerifiedPhoneNumber,
    /// An administrator resets it.
    AdminOnly,
}

/// A second factor, by the name of its challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MfaType {
    /// A code by text message.
    SmsMfa,
    /// A code by email.
    EmailOtp,
    /// A code of an authenticator app.
    SoftwareTokenMfa,
}

/// AuthFactorType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FirstFactor {
    /// A password.
    Password,
    /// A code by email.
    EmailOtp,
    /// A code by text message.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

/// PasswordPolicyType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct PasswordPolicy {
    /// 6 to 99.
    pub minimum_length: u32,
    /// A to Z.
    pub require_uppercase: bool,
    /// a to z.
    pub require_lowercase: bool,
    /// 0 to 9.
    pub require_numbers: bool,
    /// Any other sign of a keyboard.
    pub require_symbols: bool,
    /// How many old passwords are refused; the service sees to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_history_size: Option<u32>,
    /// For whom an administrator has made an account; the service sees to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporary_password_validity_days: Option<u32>,
}

/// Cognito's own.
impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            password_history_size: None,
            temporary_password_validity_days: None,
        }
    }
}

/// Where AWS credentials come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct IdentityPool {
    /// "us-east-1:12345678-…".
    pub id: String,
    /// Where its API is, if not at Cognito's own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
}

/// `tokenStore`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenStore {
    /// localStorage.
    Local,
    /// sessionStorage.
    Session,
    /// Nowhere: gone with the page.
    Memory,
    /// Cookies that the page writes.
    Cookies,
}

/// How cookies are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Cookies {
    /// Also for the hosts below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Below which path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Days; null until the browser is closed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expires: Option<Option<u32>>,
    /// Over https alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure: Option<bool>,
    /// "strict", "lax" or "none".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_site: Option<String>,
    /// Whether their names begin with `__Host-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_prefix: Option<bool>,
}

/// What stands there, null too, as something else than nothing.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// `keepSignedIn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeepSignedIn {
    /// The login page has a checkbox.
    Ask,
}

/// Signing in on other pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ManagedLogin {
    /// The pool's domain, as an address.
    pub domain: String,
    /// What the access token is good for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// The buttons, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<Provider>,
}

/// A button that leads to another page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Provider {
    /// Its name in the pool; COGNITO for the domain's own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// One of its IdpIdentifiers, in place of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// The address of an image file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Whose email ends with one of these is led there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
}
