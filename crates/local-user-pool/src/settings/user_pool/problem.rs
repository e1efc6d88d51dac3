//! What CreateUserPool and a configuration file are refused for.

use super::{FirstFactor, MfaConfiguration, SchemaAttribute, UserPool};

impl UserPool {
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
        if let Some(problem) = self.acr_configuration.problem() {
            return Some(problem);
        }
        if let Some(problem) = self.words_problem().or_else(|| self.lambda_config.problem()) {
            return Some(problem);
        }
        let nameless = self.schema.iter().find(|attribute| !attribute.has_wire_name()).map(|attribute| {
            format!("attribute {:?} is no standard attribute, and no custom: one of 1 to 20 characters", attribute.name)
        });
        nameless.or_else(|| self.schema.iter().find_map(SchemaAttribute::limits_problem))
    }
}

/// Whether it begins as an address of the web.
pub(crate) fn is_web_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}
