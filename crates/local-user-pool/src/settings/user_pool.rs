//! CreateUserPool's members.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Feature;
use crate::pool::user::Contact;

/// What a pool is set to
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html>).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct UserPool {
    /// "region_Name".
    pub id: String,
    /// A name for people.
    pub pool_name: String,
    /// "email", "phone_number": what users sign in with in place of a user name, which is then a UUID. Without them
    /// the user name is what was typed at sign-up.
    pub username_attributes: Vec<String>,
    /// "email", "phone_number", "preferred_username": what means a user besides the user name, once it is verified.
    /// Only without `username_attributes`.
    pub alias_attributes: Vec<String>,
    /// "email", "phone_number": where the sign-up code goes; the phone number goes first. Without any no code is sent.
    pub auto_verified_attributes: Vec<String>,
    /// Whether capitals matter in user names and aliases.
    pub username_configuration: UsernameConfiguration,
    /// The schema beside Cognito's standard attributes, which every pool knows.
    pub schema: Vec<SchemaAttribute>,
    /// What a password must have, and what may come first at a sign-in.
    pub policies: Policies,
    /// Whether a second factor is asked for.
    pub mfa_configuration: MfaConfiguration,
    /// SMS_MFA can be the second factor (SmsMfaConfiguration is there).
    pub sms_mfa: bool,
    /// SOFTWARE_TOKEN_MFA can be (SoftwareTokenMfaConfiguration.Enabled).
    pub software_token_mfa: bool,
    /// EMAIL_OTP can be (EmailMfaConfiguration is there).
    pub email_mfa: bool,
    /// Passkeys.
    pub web_authn_configuration: WebAuthnConfiguration,
    /// Whether devices are remembered; without it they are not tracked.
    pub device_configuration: Option<DeviceConfiguration>,
    /// The feature plan: USER_AUTH needs more than LITE.
    pub user_pool_tier: Tier,
    /// Whether sign-ins are kept as sessions that their users can list and end; not in the LITE plan.
    pub user_session_tracking: Feature,
    /// How many sessions a user can have.
    pub token_session: TokenSession,
    /// Who makes users.
    pub admin_create_user_config: AdminCreateUserConfig,
    /// Where codes for a forgotten password may go.
    pub account_recovery_setting: AccountRecoverySetting,
    /// Trigger to http(s) address, to which its event is POSTed. Cognito has the ARN of a Lambda function there.
    pub lambda_config: BTreeMap<Trigger, String>,
    /// "ACTIVE" or "INACTIVE".
    pub deletion_protection: String,
    /// Which attributes are proven before they change.
    pub user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    /// Kept and described; changes nothing.
    pub email_configuration: Value,
    /// Kept and described; changes nothing.
    pub sms_configuration: Value,
    /// Kept and described; changes nothing.
    pub verification_message_template: Value,
    /// Kept and described; changes nothing.
    pub email_verification_message: Value,
    /// Kept and described; changes nothing.
    pub email_verification_subject: Value,
    /// Kept and described; changes nothing.
    pub sms_verification_message: Value,
    /// Kept and described; changes nothing.
    pub sms_authentication_message: Value,
    /// Kept and described; changes nothing.
    pub user_pool_tags: Value,
    /// AdvancedSecurityMode: whether UpdateAuthEventFeedback is there. Else described only.
    pub user_pool_add_ons: Value,
    /// Seconds since 1970; the pool writes it.
    pub creation_date: u64,
    /// Seconds since 1970; the pool writes it.
    pub last_modified_date: u64,
}

/// UsernameConfigurationType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct UsernameConfiguration {
    /// Whether "Ann" and "ann" are two.
    pub case_sensitive: bool,
}

/// SchemaAttributeType: a standard attribute with other rules, or a custom one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct SchemaAttribute {
    /// Wire name: "name", "custom:telnum".
    pub name: String,
    /// Whether a sign-up must give it.
    pub required: bool,
    /// Whether it can be changed after sign-up.
    pub mutable: bool,
    /// "String", "Number", "DateTime", "Boolean"; described only.
    pub attribute_data_type: String,
    /// Described only.
    pub developer_only_attribute: bool,
    /// Described only.
    pub string_attribute_constraints: Value,
    /// Described only.
    pub number_attribute_constraints: Value,
}

/// UserPoolPolicyType.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct Policies {
    /// What a password must have.
    pub password_policy: PasswordPolicy,
    /// What may come first at a sign-in.
    pub sign_in_policy: SignInPolicy,
}

/// PasswordPolicyType.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
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
    /// How many of the last passwords are refused as a new one, the present one included, 0 to 24.
    pub password_history_size: u32,
    /// How long a temporary password works, in days, up to 365.
    pub temporary_password_validity_days: u32,
}

/// SignInPolicyType: the first factors of USER_AUTH.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct SignInPolicy {
    /// At least `Password`.
    pub allowed_first_auth_factors: Vec<FirstFactor>,
}

/// AuthFactorType, as far as it can come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FirstFactor {
    /// A password, typed or by SRP.
    Password,
    /// A code by e-mail.
    EmailOtp,
    /// A code by SMS.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

/// UserPoolMfaType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MfaConfiguration {
    /// Never asked for.
    #[default]
    Off,
    /// From those who have set one up.
    Optional,
    /// From everyone.
    On,
}

/// WebAuthnConfigurationType.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct WebAuthnConfiguration {
    /// The domain that passkeys belong to.
    pub relying_party_id: Option<String>,
    /// Whether the authenticator must know the person.
    pub user_verification: UserVerification,
    /// Whether a passkey stands for two factors.
    pub factor_configuration: WebAuthnFactorConfiguration,
}

/// UserVerificationType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserVerification {
    /// By PIN or biometry.
    Required,
    /// If it can.
    #[default]
    Preferred,
}

/// WebAuthnFactorConfigurationType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WebAuthnFactorConfiguration {
    /// A passkey is one factor.
    #[default]
    SingleFactor,
    /// With user verification it is two.
    MultiFactorWithUserVerification,
}

/// DeviceConfigurationType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct DeviceConfiguration {
    /// Whether a remembered device takes the place of the second factor.
    pub challenge_required_on_new_device: bool,
    /// Whether the person is asked before a device is remembered.
    pub device_only_remembered_on_user_prompt: bool,
}

/// UserPoolTierType.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Tier {
    /// Without USER_AUTH.
    Lite,
    /// With it.
    #[default]
    Essentials,
    /// With threat protection as well.
    Plus,
}

/// UserAttributeUpdateSettingsType.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct UserAttributeUpdateSettings {
    /// "email", "phone_number": keep their values until VerifyUserAttribute proves the new ones. Only what is among
    /// `auto_verified_attributes`.
    pub attributes_require_verification_before_update: Vec<String>,
}

/// UserPoolTokenSessionConfigType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct TokenSession {
    /// 1 to 100. One more ends the one that was last active the longest ago.
    pub max_per_user: usize,
}

/// AdminCreateUserConfigType.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct AdminCreateUserConfig {
    /// SignUp is refused.
    pub allow_admin_create_user_only: bool,
    /// Described only: TemporaryPasswordValidityDays counts.
    pub unused_account_validity_days: Value,
    /// Described only.
    pub invite_message_template: Value,
}

/// AccountRecoverySettingType.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct AccountRecoverySetting {
    /// One or two.
    pub recovery_mechanisms: Vec<RecoveryMechanism>,
}

/// RecoveryOptionType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct RecoveryMechanism {
    /// 1 comes before 2.
    pub priority: u8,
    /// By which way.
    pub name: RecoveryOption,
}

/// RecoveryOptionNameType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryOption {
    /// By e-mail.
    VerifiedEmail,
    /// By SMS.
    VerifiedPhoneNumber,
    /// Not by oneself.
    AdminOnly,
}

/// The triggers of LambdaConfigType that are one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Trigger {
    /// Before a user is made.
    PreSignUp,
    /// Words of a message.
    CustomMessage,
    /// After a confirmation.
    PostConfirmation,
    /// Before a sign-in.
    PreAuthentication,
    /// After a sign-in.
    PostAuthentication,
    /// Which challenge comes next.
    DefineAuthChallenge,
    /// What it asks.
    CreateAuthChallenge,
    /// Whether it was answered right.
    VerifyAuthChallengeResponse,
    /// Claims of the tokens.
    PreTokenGeneration,
    /// A user whom the pool does not know.
    UserMigration,
}

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

impl UserPool {
    /// As CreateUserPool makes one of nothing but a name.
    pub fn bare(id: impl Into<String>, pool_name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            pool_name: pool_name.into(),
            username_attributes: Vec::new(),
            alias_attributes: Vec::new(),
            auto_verified_attributes: Vec::new(),
            username_configuration: UsernameConfiguration { case_sensitive: true },
            schema: Vec::new(),
            policies: Policies::default(),
            mfa_configuration: MfaConfiguration::Off,
            sms_mfa: false,
            software_token_mfa: false,
            email_mfa: false,
            web_authn_configuration: WebAuthnConfiguration::default(),
            device_configuration: None,
            user_pool_tier: Tier::Essentials,
            user_session_tracking: Feature::Disabled,
            token_session: TokenSession::default(),
            admin_create_user_config: AdminCreateUserConfig::default(),
            account_recovery_setting: AccountRecoverySetting::default(),
            lambda_config: BTreeMap::new(),
            deletion_protection: "INACTIVE".to_owned(),
            user_attribute_update_settings: None,
            email_configuration: Value::Null,
            sms_configuration: Value::Null,
            verification_message_template: Value::Null,
            email_verification_message: Value::Null,
            email_verification_subject: Value::Null,
            sms_verification_message: Value::Null,
            sms_authentication_message: Value::Null,
            user_pool_tags: Value::Null,
            user_pool_add_ons: Value::Null,
            creation_date: 0,
            last_modified_date: 0,
        }
    }

    /// The id's part before the underscore.
    pub fn region(&self) -> &str {
        self.id.split_once('_').map_or("", |(region, _)| region)
    }

    /// What identity pools call it.
    pub fn provider_name(&self) -> String {
        format!("cognito-idp.{}.amazonaws.com/{}", self.region(), self.id)
    }

    /// The id's part after the underscore, which SRP uses.
    pub fn name_in_id(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub(crate) fn knows_attribute(&self, name: &str) -> bool {
        STANDARD_ATTRIBUTES.contains(&name) || self.schema.iter().any(|attribute| attribute.name == name)
    }

    /// Wire names of what every user must have.
    pub(crate) fn required_attributes(&self) -> impl Iterator<Item = &str> {
        self.schema.iter().filter(|attribute| attribute.required).map(|attribute| attribute.name.as_str())
    }

    /// Whether users sign in with such an attribute in place of a user name.
    pub(crate) fn has_username_attribute(&self, name: &str) -> bool {
        self.username_attributes.iter().any(|attribute| attribute == name)
    }

    /// Whether such an attribute means its user once it is verified.
    pub(crate) fn has_alias(&self, name: &str) -> bool {
        self.alias_attributes.iter().any(|attribute| attribute == name)
    }

    /// Whether sign-ups get a code there.
    pub(crate) fn verifies(&self, name: &str) -> bool {
        self.auto_verified_attributes.iter().any(|attribute| attribute == name)
    }

    /// Whether such an attribute keeps its value until the new one is proven.
    pub(crate) fn verifies_before_update(&self, name: &str) -> bool {
        let settings = self.user_attribute_update_settings.as_ref();
        settings.is_some_and(|settings| {
            settings.attributes_require_verification_before_update.iter().any(|attribute| attribute == name)
        })
    }

    /// Whether sign-ins are sessions.
    pub(crate) fn tracks_sessions(&self) -> bool {
        self.user_session_tracking == Feature::Enabled && self.user_pool_tier != Tier::Lite
    }

    /// Whether UserPoolAddOns turn threat protection on.
    pub(crate) fn has_threat_protection(&self) -> bool {
        self.user_pool_add_ons["AdvancedSecurityMode"].as_str().is_some_and(|mode| mode != "OFF")
    }

    /// Whether a passkey can stand for two factors.
    pub(crate) fn has_passkey_mfa(&self) -> bool {
        self.web_authn_configuration.factor_configuration
            == WebAuthnFactorConfiguration::MultiFactorWithUserVerification
    }

    /// Whether an attribute can be changed after the sign-up.
    pub(crate) fn is_mutable(&self, name: &str) -> bool {
        !self.schema.iter().any(|attribute| attribute.name == name && !attribute.mutable)
    }

    /// Whether it may be the first factor of USER_AUTH.
    pub(crate) fn allows_first(&self, factor: FirstFactor) -> bool {
        self.policies.sign_in_policy.allowed_first_auth_factors.contains(&factor)
    }

    /// Where the code for a forgotten password goes first.
    pub(crate) fn first_recovery(&self) -> Option<Contact> {
        let mechanisms = &self.account_recovery_setting.recovery_mechanisms;
        match mechanisms.iter().min_by_key(|mechanism| mechanism.priority)?.name {
            RecoveryOption::VerifiedEmail => Some(Contact::Email),
            RecoveryOption::VerifiedPhoneNumber => Some(Contact::PhoneNumber),
            RecoveryOption::AdminOnly => None,
        }
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let name_fits = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let region_fits = |region: &str| name_fits(&region.replace('-', ""));
        if !self.id.split_once('_').is_some_and(|(region, name)| region_fits(region) && name_fits(name)) {
            return Some(format!("Id {:?} of the user pool must look like us-east-1_Name", self.id));
        }
        let lists: [(&str, &[String], &[&str]); 3] = [
            ("UsernameAttributes", &self.username_attributes, &["email", "phone_number"]),
            ("AliasAttributes", &self.alias_attributes, &["email", "phone_number", "preferred_username"]),
            ("AutoVerifiedAttributes", &self.auto_verified_attributes, &["email", "phone_number"]),
        ];
        for (member, list, known) in lists {
            if let Some(other) = list.iter().find(|name| !known.contains(&name.as_str())) {
                return Some(format!("{member} has {other:?}, which is none of {}", known.join(", ")));
            }
        }
        if !self.username_attributes.is_empty() && !self.alias_attributes.is_empty() {
            return Some("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.".to_owned());
        }
        let early = self.user_attribute_update_settings.iter();
        let mut early = early.flat_map(|settings| &settings.attributes_require_verification_before_update);
        if let Some(other) = early.find(|name| !self.verifies(name)) {
            return Some(format!(
                "AttributesRequireVerificationBeforeUpdate has {other:?}, which AutoVerifiedAttributes has not"
            ));
        }
        let policy = &self.policies.password_policy;
        if policy.password_history_size > 24 {
            return Some("PasswordPolicy.PasswordHistorySize must be 0 to 24".to_owned());
        }
        if !(6..=99).contains(&policy.minimum_length) {
            return Some("PasswordPolicy.MinimumLength must be 6 to 99".to_owned());
        }
        if policy.temporary_password_validity_days > 365 {
            return Some("PasswordPolicy.TemporaryPasswordValidityDays must be 0 to 365".to_owned());
        }
        if !(1..=100).contains(&self.token_session.max_per_user) {
            return Some("TokenSession.MaxPerUser must be 1 to 100".to_owned());
        }
        if !self.allows_first(FirstFactor::Password) {
            return Some("AllowedFirstAuthFactors must have PASSWORD".to_owned());
        }
        let has_second_factor = self.sms_mfa || self.software_token_mfa || self.email_mfa;
        if self.mfa_configuration != MfaConfiguration::Off && !has_second_factor {
            return Some("Invalid MFA configuration given, can't turn on MFA without an MFA method.".to_owned());
        }
        if self.mfa_configuration == MfaConfiguration::On
            && [FirstFactor::EmailOtp, FirstFactor::SmsOtp].iter().any(|&factor| self.allows_first(factor))
        {
            return Some("MFA cannot be ON with one-time codes among AllowedFirstAuthFactors".to_owned());
        }
        if let Some((trigger, _)) = self.lambda_config.iter().find(|(_, url)| !is_web_address(url)) {
            return Some(format!("LambdaConfig.{trigger:?} must begin with http:// or https://"));
        }
        self.schema.iter().find(|attribute| !attribute.has_wire_name()).map(|attribute| {
            format!("attribute {:?} is no standard attribute, and no custom: one of 1 to 20 characters", attribute.name)
        })
    }
}

impl SchemaAttribute {
    /// An attribute that can be changed.
    pub fn new(name: impl Into<String>, required: bool) -> Self {
        Self { name: name.into(), required, ..Self::default() }
    }

    fn has_wire_name(&self) -> bool {
        STANDARD_ATTRIBUTES.contains(&self.name.as_str())
            || self.name.strip_prefix("custom:").is_some_and(|name| (1..=20).contains(&name.len()))
    }
}

/// Whether it begins as an address of the web.
pub(crate) fn is_web_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// The pool that is there without any configuration: users sign in with their e-mail address.
impl Default for UserPool {
    fn default() -> Self {
        Self {
            username_attributes: vec!["email".to_owned()],
            auto_verified_attributes: vec!["email".to_owned()],
            username_configuration: UsernameConfiguration { case_sensitive: false },
            user_session_tracking: Feature::Enabled,
            schema: vec![
                SchemaAttribute::new("email", true),
                SchemaAttribute::new("name", false),
                SchemaAttribute::new("custom:telnum", false),
            ],
            ..Self::bare("us-east-1_LocalPool1", "Local user pool")
        }
    }
}

impl Default for SchemaAttribute {
    fn default() -> Self {
        Self {
            name: String::new(),
            required: false,
            mutable: true,
            attribute_data_type: "String".to_owned(),
            developer_only_attribute: false,
            string_attribute_constraints: Value::Null,
            number_attribute_constraints: Value::Null,
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
            password_history_size: 0,
            temporary_password_validity_days: 7,
        }
    }
}

impl Default for TokenSession {
    fn default() -> Self {
        Self { max_per_user: 20 }
    }
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self { allowed_first_auth_factors: vec![FirstFactor::Password] }
    }
}

impl Default for AccountRecoverySetting {
    fn default() -> Self {
        let mechanism = |priority, name| RecoveryMechanism { priority, name };
        Self {
            recovery_mechanisms: vec![
                mechanism(1, RecoveryOption::VerifiedEmail),
                mechanism(2, RecoveryOption::VerifiedPhoneNumber),
            ],
        }
    }
}
