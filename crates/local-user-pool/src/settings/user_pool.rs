//! CreateUserPool's members.

mod account_recovery;
mod acr;
mod attributes;
mod constraints;
mod lambda_config;
mod policies;
mod problem;
mod values;
mod web_authn;
pub(crate) mod words;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    account_recovery::{AccountRecoverySetting, RecoveryMechanism, RecoveryOption},
    acr::{AcrConfiguration, AcrLevel, AcrLevelConfig},
    attributes::{SchemaAttribute, UserAttributeUpdateSettings, UsernameConfiguration},
    constraints::{AttributeDataType, Bound, NumberAttributeConstraints, StringAttributeConstraints},
    lambda_config::{LambdaConfig, LambdaVersion, Trigger, VersionedFunction},
    policies::{FirstFactor, MfaConfiguration, PasswordPolicy, Policies, SignInPolicy, TokenSession},
    web_authn::{UserVerification, WebAuthnConfiguration, WebAuthnFactorConfiguration},
};
pub(crate) use self::{attributes::STANDARD_ATTRIBUTES, problem::is_web_address};
use super::Feature;
use crate::vocabulary::Contact;

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
    /// Message and Subject of EmailMfaConfiguration. Kept and described; changes nothing.
    pub email_mfa_configuration: Value,
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
    /// What tokens call the authentication levels.
    pub acr_configuration: AcrConfiguration,
    /// Which functions the pool asks.
    pub lambda_config: LambdaConfig,
    /// "ACTIVE" or "INACTIVE".
    pub deletion_protection: String,
    /// Which attributes are proven before they change.
    pub user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    /// Kept and described; changes nothing.
    pub email_configuration: Value,
    /// Kept and described; changes nothing.
    pub sms_configuration: Value,
    /// What mails and SMS with a code say: VerificationMessageTemplateType.
    pub verification_message_template: Value,
    /// As EmailMessage of the template, which goes before it.
    pub email_verification_message: Value,
    /// As EmailSubject of the template, which goes before it.
    pub email_verification_subject: Value,
    /// As SmsMessage of the template, which goes before it.
    pub sms_verification_message: Value,
    /// What an SMS with a second factor says.
    pub sms_authentication_message: Value,
    /// Kept and described; changes nothing.
    pub user_pool_tags: Value,
    /// Kept and described; no client registers itself here.
    pub dcr_configuration: Value,
    /// Kept and described; what is stored is not encrypted here.
    pub key_configuration: Value,
    /// Kept and described; the issuer is the configuration's.
    pub issuer_configuration: Value,
    /// AdvancedSecurityMode: whether UpdateAuthEventFeedback is there. Else described only.
    pub user_pool_add_ons: Value,
    /// Seconds since 1970; the pool writes it.
    pub creation_date: u64,
    /// Seconds since 1970; the pool writes it.
    pub last_modified_date: u64,
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

/// AdminCreateUserConfigType.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct AdminCreateUserConfig {
    /// SignUp is refused.
    pub allow_admin_create_user_only: bool,
    /// Described only: TemporaryPasswordValidityDays counts.
    pub unused_account_validity_days: Value,
    /// What invitations say: MessageTemplateType.
    pub invite_message_template: Value,
}

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
            email_mfa_configuration: Value::Null,
            web_authn_configuration: WebAuthnConfiguration::default(),
            device_configuration: None,
            user_pool_tier: Tier::Essentials,
            user_session_tracking: Feature::Disabled,
            token_session: TokenSession::default(),
            admin_create_user_config: AdminCreateUserConfig::default(),
            account_recovery_setting: AccountRecoverySetting::default(),
            acr_configuration: AcrConfiguration::default(),
            lambda_config: LambdaConfig::default(),
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
            dcr_configuration: Value::Null,
            key_configuration: Value::Null,
            issuer_configuration: Value::Null,
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

    /// What an attribute's values are like, if the pool knows it.
    pub(crate) fn attribute(&self, name: &str) -> Option<SchemaAttribute> {
        match self.schema.iter().find(|attribute| attribute.name == name) {
            Some(attribute) => Some(attribute.with_standard_limits()),
            None => STANDARD_ATTRIBUTES.contains(&name).then(|| SchemaAttribute::standard(name)),
        }
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
