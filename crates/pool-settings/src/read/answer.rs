//! Answers of the API: describe-user-pool, describe-user-pool-client and their like.

use serde_json::{Value, json};

use super::{Members, Reading, flag_of, object_of, outputs::user_pool_id, text_of, texts_of};
use crate::{
    document::PasswordPolicy,
    facts::{By, PoolProvider, Rank},
};

impl Reading<'_> {
    /// Takes in an object if it is one of the API's.
    pub(super) fn answer(&mut self, members: &Members) -> bool {
        let has = |name: &str| members.contains_key(name);
        let is_pool = text_of(members, "Id").and_then(user_pool_id).is_some();
        // An output may have any of these names; what is whole has more of them.
        if has("ClientId") && has("UserPoolId") && has("ClientName") {
            let by = self.by(Rank::Answer);
            self.client(members, &by);
        } else if is_pool && has("Name") {
            let by = self.by(Rank::Answer);
            self.pool(members, &by);
        } else if has("ProviderName") && has("ProviderType") {
            let by = self.by(Rank::Answer);
            self.provider(members, &by);
        } else if has("IdentityPoolId") && has("IdentityPoolName") {
            let by = self.by(Rank::Answer);
            if let Some(id) = text_of(members, "IdentityPoolId") {
                self.facts.identity_pools.add(id, text_of(members, "IdentityPoolName").unwrap_or_default(), &by);
            }
        } else if has("Domain") && has("UserPoolId") && (has("Status") || has("AWSAccountId")) {
            let by = self.by(Rank::Answer);
            self.domain(text_of(members, "Domain"), text_of(members, "UserPoolId"), &by);
        } else if has("MfaConfiguration") {
            let by = self.by(Rank::Answer);
            self.mfa(members, &by);
        } else {
            return false;
        }
        true
    }

    /// UserPoolType; of list-user-pools a part of it.
    pub(super) fn pool(&mut self, members: &Members, by: &By) {
        let facts = &mut *self.facts;
        let Some(id) = text_of(members, "Id").and_then(user_pool_id) else { return };
        facts.user_pools.add(&id, text_of(members, "Name").unwrap_or_default(), by);
        let is_whole = ["SchemaAttributes", "Policies", "UsernameConfiguration", "MfaConfiguration"];
        if !is_whole.into_iter().any(|name| members.contains_key(name)) {
            return;
        }
        // What DescribeUserPool leaves out is empty.
        facts.username_attributes.tell(texts_of(members, "UsernameAttributes").unwrap_or_default(), by);
        facts.alias_attributes.tell(texts_of(members, "AliasAttributes").unwrap_or_default(), by);
        facts.auto_verified.tell(texts_of(members, "AutoVerifiedAttributes").unwrap_or_default(), by);
        // A pool from before there was a choice, and one of a template that names none, is case sensitive.
        let configuration = object_of(members, "UsernameConfiguration");
        facts.case_sensitive.tell(configuration.and_then(|own| flag_of(own, "CaseSensitive")).unwrap_or(true), by);
        let schema = members.get("SchemaAttributes").cloned();
        facts.schema.tell_some(schema.and_then(|schema| serde_json::from_value(schema).ok()), by);
        let policies = object_of(members, "Policies");
        let policy = policies.and_then(|policies| object_of(policies, "PasswordPolicy"));
        facts.password_policy.tell_some(policy.map(password_policy), by);
        let factors = policies.and_then(|policies| object_of(policies, "SignInPolicy"));
        let factors = factors.and_then(|policy| texts_of(policy, "AllowedFirstAuthFactors"));
        facts.first_factors.tell(factors.unwrap_or_else(|| vec!["PASSWORD".to_owned()]), by);
        let creation = object_of(members, "AdminCreateUserConfig");
        facts
            .admin_only
            .tell(creation.and_then(|own| flag_of(own, "AllowAdminCreateUserOnly")).unwrap_or_default(), by);
        let recovery = object_of(members, "AccountRecoverySetting").and_then(|own| own.get("RecoveryMechanisms"));
        let name = |mechanism: &Value| Some(text_of(mechanism.as_object()?, "Name")?.to_owned());
        let names = recovery.and_then(Value::as_array).map(|all| all.iter().filter_map(name).collect());
        facts.recovery.tell_some(names, by);
        let template = object_of(members, "VerificationMessageTemplate");
        let option = template.and_then(|template| text_of(template, "DefaultEmailOption"));
        facts.email_option.tell(option.unwrap_or("CONFIRM_WITH_CODE").to_owned(), by);
        let triggers = object_of(members, "LambdaConfig");
        facts.has_pre_sign_up.tell(triggers.is_some_and(|triggers| text_of(triggers, "PreSignUp").is_some()), by);
        let mfa = text_of(members, "MfaConfiguration").unwrap_or("OFF");
        facts.mfa.tell(mfa.to_owned(), by);
        self.domain(text_of(members, "CustomDomain").or_else(|| text_of(members, "Domain")), Some(&id), by);
        // Terraform's state has them with the pool.
        self.mfa_types(members, by);
    }

    /// GetUserPoolMfaConfig.
    fn mfa(&mut self, members: &Members, by: &By) {
        let mfa = text_of(members, "MfaConfiguration").unwrap_or("OFF");
        self.facts.mfa.tell(mfa.to_owned(), by);
        if !self.mfa_types(members, by) && mfa == "OFF" {
            self.facts.mfa_types.tell(Vec::new(), by);
        }
    }

    fn mfa_types(&mut self, members: &Members, by: &By) -> bool {
        if let Some(web_authn) = object_of(members, "WebAuthnConfiguration") {
            self.facts.relying_party.tell_some(text_of(web_authn, "RelyingPartyId").map(ToOwned::to_owned), by);
        }
        let is_app = object_of(members, "SoftwareTokenMfaConfiguration").and_then(|own| flag_of(own, "Enabled"));
        let kinds = [
            (members.contains_key("SmsMfaConfiguration"), "SMS_MFA"),
            (members.contains_key("EmailMfaConfiguration"), "EMAIL_OTP"),
            (is_app == Some(true), "SOFTWARE_TOKEN_MFA"),
        ];
        let is_told = is_app.is_some() || kinds.iter().any(|(is_on, _)| *is_on);
        if is_told {
            let types = kinds.into_iter().filter(|(is_on, _)| *is_on).map(|(_, name)| name.to_owned()).collect();
            self.facts.mfa_types.tell(types, by);
        }
        is_told
    }

    /// UserPoolClientType; of list-user-pool-clients a part of it.
    pub(super) fn client(&mut self, members: &Members, by: &By) {
        let facts = &mut *self.facts;
        if let Some(id) = text_of(members, "UserPoolId") {
            facts.user_pools.add(id, "", by);
        }
        let Some(id) = text_of(members, "ClientId") else { return };
        let name = text_of(members, "ClientName").unwrap_or_default();
        let has_secret = text_of(members, "ClientSecret").is_some() || flag_of(members, "GenerateSecret") == Some(true);
        match has_secret {
            true => facts.clients.add_unlikely(id, name, by),
            false => facts.clients.add(id, name, by),
        }
        let is_whole = ["RefreshTokenValidity", "ExplicitAuthFlows", "AllowedOAuthFlowsUserPoolClient", "CreationDate"];
        if !is_whole.into_iter().any(|name| members.contains_key(name)) {
            return;
        }
        let facts = self.facts.of_clients.entry(id.to_owned()).or_default();
        facts.has_secret.tell(has_secret, by);
        facts.auth_flows.tell(texts_of(members, "ExplicitAuthFlows").unwrap_or_default(), by);
        let errors = text_of(members, "PreventUserExistenceErrors").unwrap_or("LEGACY");
        facts.existence_errors.tell(errors.to_owned(), by);
        facts.read_attributes.tell_some(texts_of(members, "ReadAttributes"), by);
        facts.write_attributes.tell_some(texts_of(members, "WriteAttributes"), by);
        facts.providers.tell(texts_of(members, "SupportedIdentityProviders").unwrap_or_default(), by);
        facts.oauth_allowed.tell(flag_of(members, "AllowedOAuthFlowsUserPoolClient").unwrap_or_default(), by);
        facts.oauth_flows.tell(texts_of(members, "AllowedOAuthFlows").unwrap_or_default(), by);
        facts.scopes.tell(texts_of(members, "AllowedOAuthScopes").unwrap_or_default(), by);
        facts.callback_urls.tell(texts_of(members, "CallbackURLs").unwrap_or_default(), by);
    }

    pub(super) fn provider(&mut self, members: &Members, by: &By) {
        let Some(name) = text_of(members, "ProviderName") else { return };
        let provider = PoolProvider {
            kind: text_of(members, "ProviderType").unwrap_or_default().to_owned(),
            identifiers: texts_of(members, "IdpIdentifiers"),
        };
        let fact = self.facts.providers.entry(name.to_owned()).or_default();
        // list-identity-providers has them without identifiers.
        if provider.identifiers.is_some() || fact.get().is_none() {
            fact.replace(provider, by);
        }
    }

    /// A prefix of Cognito's own domain, or a whole one.
    pub(super) fn domain(&mut self, domain: Option<&str>, pool: Option<&str>, by: &By) {
        let Some(domain) = domain else { return };
        let region = pool.and_then(|id| id.split_once('_')).map(|(region, _)| region);
        match region {
            Some(region) if !domain.contains('.') => {
                self.facts.domains.add(&super::prefix_domain(domain, region), "", by);
            }
            _ => self.facts.domains.add(domain, "", by),
        }
    }
}

/// A rule that is not named does not hold.
fn password_policy(policy: &Members) -> PasswordPolicy {
    let flag = |name| flag_of(policy, name).unwrap_or_default();
    let length = policy.get("MinimumLength").cloned().unwrap_or_else(|| json!(8));
    PasswordPolicy {
        minimum_length: whole(&length).unwrap_or(8),
        require_uppercase: flag("RequireUppercase"),
        require_lowercase: flag("RequireLowercase"),
        require_numbers: flag("RequireNumbers"),
        require_symbols: flag("RequireSymbols"),
        ..PasswordPolicy::default()
    }
}

/// A number, or a text of one.
pub(crate) fn whole(value: &Value) -> Option<u32> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u32::try_from(number).ok()
}
