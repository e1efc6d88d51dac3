//! LambdaConfig: which function a pool asks about what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::is_web_address;
use crate::request::is_arn;

/// LambdaConfigType. A function is the ARN of a Lambda function, or the http(s) address of a handler, which Cognito does
/// not have (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html>).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct LambdaConfig {
    /// PreTokenGeneration with the version of its event. `PreTokenGeneration` names the same function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_token_generation_config: Option<VersionedFunction>,
    /// What sends SMS in place of the pool.
    #[serde(rename = "CustomSMSSender", skip_serializing_if = "Option::is_none")]
    pub custom_sms_sender: Option<VersionedFunction>,
    /// What sends mail in place of the pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_email_sender: Option<VersionedFunction>,
    /// What changes the attributes that come from an identity provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_federation: Option<VersionedFunction>,
    /// Kept and described: codes for custom senders are not encrypted here.
    #[serde(rename = "KMSKeyID", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// The triggers that are one function and nothing else.
    #[serde(flatten)]
    pub functions: BTreeMap<Trigger, String>,
}

/// PreTokenGenerationVersionConfigType and its like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct VersionedFunction {
    /// Of the event.
    pub lambda_version: LambdaVersion,
    /// The function.
    pub lambda_arn: String,
}

/// The version of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LambdaVersion {
    /// "1".
    #[default]
    #[serde(rename = "V1_0")]
    V1,
    /// "2": PreTokenGeneration about both tokens.
    #[serde(rename = "V2_0")]
    V2,
    /// "3": PreTokenGeneration about tokens of programs as well.
    #[serde(rename = "V3_0")]
    V3,
}

/// What a pool asks about.
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
    /// An SMS that is to be sent.
    #[serde(rename = "CustomSMSSender")]
    CustomSMSSender,
    /// A mail that is to be sent.
    CustomEmailSender,
    /// Attributes that come from an identity provider.
    InboundFederation,
}

impl LambdaVersion {
    /// `version` of an event.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::V1 => "1",
            Self::V2 => "2",
            Self::V3 => "3",
        }
    }
}

impl LambdaConfig {
    /// Sets a function; the first version of its event where it has several.
    pub fn insert(&mut self, trigger: Trigger, function: String) {
        let versioned = VersionedFunction { lambda_version: LambdaVersion::V1, lambda_arn: function.clone() };
        match trigger {
            Trigger::CustomSMSSender => self.custom_sms_sender = Some(versioned),
            Trigger::CustomEmailSender => self.custom_email_sender = Some(versioned),
            Trigger::InboundFederation => self.inbound_federation = Some(versioned),
            _ => drop(self.functions.insert(trigger, function)),
        }
    }

    /// Sets PreTokenGeneration with the version of its event.
    pub fn insert_pre_token_generation(&mut self, lambda_version: LambdaVersion, function: String) {
        self.functions.insert(Trigger::PreTokenGeneration, function.clone());
        self.pre_token_generation_config = Some(VersionedFunction { lambda_version, lambda_arn: function });
    }

    /// The function of a trigger.
    pub fn function(&self, trigger: Trigger) -> Option<&str> {
        let versioned = match trigger {
            Trigger::CustomSMSSender => self.custom_sms_sender.as_ref(),
            Trigger::CustomEmailSender => self.custom_email_sender.as_ref(),
            Trigger::InboundFederation => self.inbound_federation.as_ref(),
            Trigger::PreTokenGeneration => self.pre_token_generation_config.as_ref(),
            _ => None,
        };
        let plain = || self.functions.get(&trigger);
        versioned.map(|versioned| &versioned.lambda_arn).or_else(plain).map(String::as_str)
    }

    /// Whether a trigger has a function.
    pub fn has(&self, trigger: Trigger) -> bool {
        self.function(trigger).is_some()
    }

    /// The version of PreTokenGeneration's event.
    pub fn pre_token_generation_version(&self) -> LambdaVersion {
        self.pre_token_generation_config.as_ref().map(|config| config.lambda_version).unwrap_or_default()
    }

    /// Every trigger that has a function, and that.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Trigger, &str)> {
        let versioned = [
            (Trigger::PreTokenGeneration, &self.pre_token_generation_config),
            (Trigger::CustomSMSSender, &self.custom_sms_sender),
            (Trigger::CustomEmailSender, &self.custom_email_sender),
            (Trigger::InboundFederation, &self.inbound_federation),
        ];
        let versioned =
            versioned.into_iter().filter_map(|(trigger, config)| Some((trigger, config.as_ref()?.lambda_arn.as_str())));
        self.functions.iter().map(|(trigger, function)| (*trigger, function.as_str())).chain(versioned)
    }

    /// Lets both members of PreTokenGeneration tell it, as Cognito describes it.
    pub(crate) fn complete(&mut self) {
        match (self.functions.get(&Trigger::PreTokenGeneration).cloned(), &self.pre_token_generation_config) {
            (Some(function), None) => self.insert_pre_token_generation(LambdaVersion::V1, function),
            (None, Some(config)) => {
                let function = config.lambda_arn.clone();
                self.functions.insert(Trigger::PreTokenGeneration, function);
            }
            _ => {}
        }
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        if let Some((trigger, _)) = self.iter().find(|(_, function)| !is_web_address(function) && !is_arn(function)) {
            return Some(format!(
                "LambdaConfig.{trigger:?} must be the ARN of a function, or begin with http:// or https://"
            ));
        }
        let config = self.pre_token_generation_config.as_ref();
        let plain = self.functions.get(&Trigger::PreTokenGeneration);
        if config.zip(plain).is_some_and(|(config, plain)| config.lambda_arn != *plain) {
            return Some("PreTokenGeneration must be the function of PreTokenGenerationConfig".to_owned());
        }
        let of_one_version = [
            ("CustomSMSSender", &self.custom_sms_sender),
            ("CustomEmailSender", &self.custom_email_sender),
            ("InboundFederation", &self.inbound_federation),
        ];
        let other = of_one_version
            .into_iter()
            .find(|(_, config)| config.as_ref().is_some_and(|config| config.lambda_version != LambdaVersion::V1));
        other.map(|(name, _)| format!("LambdaConfig.{name}.LambdaVersion must be V1_0"))
    }
}

impl Extend<(Trigger, String)> for LambdaConfig {
    fn extend<I: IntoIterator<Item = (Trigger, String)>>(&mut self, functions: I) {
        functions.into_iter().for_each(|(trigger, function)| self.insert(trigger, function));
    }
}

impl FromIterator<(Trigger, String)> for LambdaConfig {
    fn from_iter<I: IntoIterator<Item = (Trigger, String)>>(functions: I) -> Self {
        let mut config = Self::default();
        config.extend(functions);
        config
    }
}

impl<const COUNT: usize> From<[(Trigger, String); COUNT]> for LambdaConfig {
    fn from(functions: [(Trigger, String); COUNT]) -> Self {
        functions.into_iter().collect()
    }
}
