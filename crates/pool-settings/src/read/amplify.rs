//! What Amplify writes for its clients, of each generation, and what people write for it by hand.

mod by_hand;
mod mobile;

use serde_json::Value;

use super::{Members, Reading, answer::whole, flag_of, object_of, outputs::user_pool_id, text_of, texts_of};
use crate::{
    document::PasswordPolicy,
    facts::{By, ClientFacts, Rank},
};

impl Reading<'_> {
    /// Takes in an object if it is one of Amplify's.
    pub(super) fn amplify(&mut self, members: &Members) -> bool {
        let has = |name: &str| members.contains_key(name);
        let is_old =
            has("aws_user_pools_id") || has("aws_user_pools_web_client_id") || has("aws_cognito_identity_pool_id");
        if has("user_pool_id") && has("user_pool_client_id") {
            let by = self.by(Rank::Amplify);
            self.outputs(members, &by);
            self.others(members);
        } else if is_old {
            let by = self.by(Rank::Amplify);
            self.exports(members, &by);
        } else if has("userPoolId") && (has("userPoolClientId") || has("userPoolWebClientId")) {
            let by = self.by(Rank::Amplify);
            self.by_hand(members, &by);
            self.others(members);
        } else if object_of(members, "CognitoUserPool").is_some() {
            let by = self.by(Rank::Amplify);
            self.mobile(members, &by);
        } else {
            return false;
        }
        true
    }

    /// Outputs of a stack may have the same names, and more.
    fn others(&mut self, members: &Members) {
        for (name, value) in members {
            if let Value::String(text) = value {
                self.output(name, text);
            }
        }
    }

    /// `auth` of amplify_outputs.json.
    fn outputs(&mut self, auth: &Members, by: &By) {
        self.ids(
            text_of(auth, "user_pool_id"),
            text_of(auth, "user_pool_client_id"),
            text_of(auth, "identity_pool_id"),
            by,
        );
        let facts = &mut *self.facts;
        facts.region.tell_some(text_of(auth, "aws_region").map(ToOwned::to_owned), by);
        facts.username_attributes.tell_some(texts_of(auth, "username_attributes").map(usernames), by);
        facts.required.tell_some(texts_of(auth, "standard_required_attributes").map(lower), by);
        facts.auto_verified.tell_some(texts_of(auth, "user_verification_types").map(lower), by);
        facts.amplify_flow.tell_some(text_of(auth, "authentication_flow_type").map(ToOwned::to_owned), by);
        self.mfa_by_name(text_of(auth, "mfa_configuration"), texts_of(auth, "mfa_methods"), by);
        if let Some(policy) = object_of(auth, "password_policy") {
            let flag = |name| flag_of(policy, name).unwrap_or_default();
            let policy = PasswordPolicy {
                minimum_length: policy.get("min_length").and_then(whole).unwrap_or(8),
                require_uppercase: flag("require_uppercase"),
                require_lowercase: flag("require_lowercase"),
                require_numbers: flag("require_numbers"),
                require_symbols: flag("require_symbols"),
                ..PasswordPolicy::default()
            };
            self.facts.password_policy.tell(policy, by);
        }
        if let Some(passwordless) = object_of(auth, "passwordless") {
            let mut factors = vec!["PASSWORD".to_owned()];
            for (name, factor) in [("email_otp_enabled", "EMAIL_OTP"), ("sms_otp_enabled", "SMS_OTP")] {
                if flag_of(passwordless, name) == Some(true) {
                    factors.push(factor.to_owned());
                }
            }
            if let Some(web_authn) = object_of(passwordless, "web_authn") {
                factors.push("WEB_AUTHN".to_owned());
                let party = text_of(web_authn, "relying_party_id");
                self.facts.relying_party.tell_some(party.map(ToOwned::to_owned), by);
            }
            self.facts.first_factors.tell(factors, by);
        }
        let client = self.client_facts(text_of(auth, "user_pool_client_id"));
        if let Some(oauth) = object_of(auth, "oauth") {
            client.oauth(texts_of(oauth, "scopes"), text_of(oauth, "response_type"), by);
            client.callback_urls.tell_some(texts_of(oauth, "redirect_sign_in_uri"), by);
            client.providers.tell_some(texts_of(oauth, "identity_providers").map(providers), by);
            self.domain(text_of(oauth, "domain").map(host), None, by);
        }
    }

    /// aws-exports.js, and amplifyconfiguration.json of older web apps.
    fn exports(&mut self, exports: &Members, by: &By) {
        let client = text_of(exports, "aws_user_pools_web_client_id");
        let pool = text_of(exports, "aws_user_pools_id");
        self.ids(pool, client, text_of(exports, "aws_cognito_identity_pool_id"), by);
        let facts = &mut *self.facts;
        facts.region.tell_some(text_of(exports, "aws_cognito_region").map(ToOwned::to_owned), by);
        facts.username_attributes.tell_some(texts_of(exports, "aws_cognito_username_attributes").map(usernames), by);
        facts.required.tell_some(texts_of(exports, "aws_cognito_signup_attributes").map(lower), by);
        facts.auto_verified.tell_some(texts_of(exports, "aws_cognito_verification_mechanisms").map(lower), by);
        let flow = text_of(exports, "authenticationFlowType");
        facts.amplify_flow.tell_some(flow.map(ToOwned::to_owned), by);
        let types = texts_of(exports, "aws_cognito_mfa_types");
        self.mfa_by_name(text_of(exports, "aws_cognito_mfa_configuration"), types, by);
        self.policy_by_characters(object_of(exports, "aws_cognito_password_protection_settings"), by);
        let client = self.client_facts(client);
        let social = texts_of(exports, "aws_cognito_social_providers").map(providers);
        client.providers.tell_some(social, by);
        // Without a domain it is an empty object.
        if let Some(oauth) = object_of(exports, "oauth").filter(|oauth| text_of(oauth, "domain").is_some()) {
            client.oauth(texts_of(oauth, "scope"), text_of(oauth, "responseType"), by);
            client.callback_urls.tell_some(texts_of(oauth, "redirectSignIn").map(split), by);
            self.domain(text_of(oauth, "domain").map(host), None, by);
        }
    }

    fn ids(&mut self, pool: Option<&str>, client: Option<&str>, identity_pool: Option<&str>, by: &By) {
        if let Some(id) = pool.and_then(user_pool_id) {
            self.facts.user_pools.add(&id, "", by);
        }
        if let Some(id) = client {
            self.facts.clients.add(id, "", by);
        }
        if let Some(id) = identity_pool {
            self.facts.identity_pools.add(id, "", by);
        }
    }

    fn client_facts(&mut self, client: Option<&str>) -> &mut ClientFacts {
        self.facts.of_clients.entry(client.unwrap_or_default().to_owned()).or_default()
    }

    fn mfa_by_name(&mut self, mfa: Option<&str>, types: Option<Vec<String>>, by: &By) {
        let Some(mfa) = mfa else { return };
        let mfa = match mfa {
            "NONE" | "OFF" | "off" => "OFF",
            "REQUIRED" | "ON" | "on" => "ON",
            _ => "OPTIONAL",
        };
        self.facts.mfa.tell(mfa.to_owned(), by);
        let name = |kind: String| match kind.as_str() {
            "SMS" => Some("SMS_MFA".to_owned()),
            "TOTP" => Some("SOFTWARE_TOKEN_MFA".to_owned()),
            "EMAIL" => Some("EMAIL_OTP".to_owned()),
            _ => None,
        };
        // It lists some where none is asked for.
        let types = types.filter(|_| mfa != "OFF").map(|types| types.into_iter().filter_map(name).collect());
        self.facts.mfa_types.tell_some(types, by);
    }

    fn policy_by_characters(&mut self, settings: Option<&Members>, by: &By) {
        let Some(settings) = settings else { return };
        let characters = texts_of(settings, "passwordPolicyCharacters").unwrap_or_default();
        let requires = |what: &str| characters.iter().any(|name| name == what);
        let policy = PasswordPolicy {
            minimum_length: settings.get("passwordPolicyMinLength").and_then(whole).unwrap_or(8),
            require_uppercase: requires("REQUIRES_UPPERCASE"),
            require_lowercase: requires("REQUIRES_LOWERCASE"),
            require_numbers: requires("REQUIRES_NUMBERS"),
            require_symbols: requires("REQUIRES_SYMBOLS"),
            ..PasswordPolicy::default()
        };
        self.facts.password_policy.tell(policy, by);
    }
}

impl ClientFacts {
    fn oauth(&mut self, scopes: Option<Vec<String>>, response_type: Option<&str>, by: &By) {
        self.oauth_allowed.tell(true, by);
        self.scopes.tell_some(scopes, by);
        let flow = if response_type == Some("token") { "implicit" } else { "code" };
        self.oauth_flows.tell(vec![flow.to_owned()], by);
    }
}

fn lower(names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| name.to_lowercase()).collect()
}

/// UsernameAttributes: "username" among them means that there are none.
fn usernames(names: Vec<String>) -> Vec<String> {
    lower(names).into_iter().filter(|name| ["email", "phone_number"].contains(&name.as_str())).collect()
}

/// Cognito's own names of the providers that Amplify knows.
fn providers(names: Vec<String>) -> Vec<String> {
    let name = |name: String| match name.to_uppercase().as_str() {
        "GOOGLE" => "Google".to_owned(),
        "FACEBOOK" => "Facebook".to_owned(),
        "AMAZON" | "LOGIN_WITH_AMAZON" => "LoginWithAmazon".to_owned(),
        "APPLE" | "SIGN_IN_WITH_APPLE" => "SignInWithApple".to_owned(),
        _ => name,
    };
    std::iter::once("COGNITO".to_owned()).chain(names.into_iter().map(name)).collect()
}

fn host(domain: &str) -> &str {
    domain.trim_start_matches("https://").trim_end_matches('/')
}

/// Several addresses in one text.
fn split(addresses: Vec<String>) -> Vec<String> {
    addresses.iter().flat_map(|list| list.split(',')).map(|url| url.trim().to_owned()).collect()
}

/// The text in an object, or the object's names whose value is not false.
fn names_on(value: Option<&Value>) -> Vec<String> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    members.filter(|(_, value)| **value != Value::Bool(false)).map(|(name, _)| name.clone()).collect()
}
