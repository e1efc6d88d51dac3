//! `Amplify.configure({ Auth: { Cognito: { … } } })` and, before version 6, `{ Auth: { … } }`.

use serde_json::Value;

use super::{Members, Reading, flag_of, host, names_on, object_of, split, text_of, texts_of, whole};
use crate::{document::PasswordPolicy, facts::By};

impl Reading<'_> {
    pub(super) fn by_hand(&mut self, auth: &Members, by: &By) {
        let client = text_of(auth, "userPoolClientId").or_else(|| text_of(auth, "userPoolWebClientId"));
        self.ids(text_of(auth, "userPoolId"), client, text_of(auth, "identityPoolId"), by);
        let facts = &mut *self.facts;
        facts.region.tell_some(text_of(auth, "region").map(ToOwned::to_owned), by);
        facts.amplify_flow.tell_some(text_of(auth, "authenticationFlowType").map(ToOwned::to_owned), by);
        let verification = text_of(auth, "signUpVerificationMethod").map(|method| match method {
            "link" => "CONFIRM_WITH_LINK",
            _ => "CONFIRM_WITH_CODE",
        });
        facts.email_option.tell_some(verification.map(ToOwned::to_owned), by);
        if let Some(attributes) = object_of(auth, "userAttributes") {
            let is_required = |value: &Value| value.as_object().and_then(|own| flag_of(own, "required")) == Some(true);
            let required = attributes.iter().filter(|(_, value)| is_required(value)).map(|(name, _)| name.clone());
            facts.required.tell(required.collect(), by);
        }
        if let Some(policy) = object_of(auth, "passwordFormat") {
            let flag = |name| flag_of(policy, name).unwrap_or_default();
            let policy = PasswordPolicy {
                minimum_length: policy.get("minLength").and_then(whole).unwrap_or(8),
                require_uppercase: flag("requireUppercase"),
                require_lowercase: flag("requireLowercase"),
                require_numbers: flag("requireNumbers"),
                require_symbols: flag("requireSpecialCharacters"),
                ..PasswordPolicy::default()
            };
            facts.password_policy.tell(policy, by);
        }
        facts.cookies.tell_some(auth.get("cookieStorage").filter(|own| own.is_object()).cloned(), by);
        if let Some(mfa) = object_of(auth, "mfa") {
            let on = |(name, kind): (&str, &str)| (flag_of(mfa, name) == Some(true)).then(|| kind.to_owned());
            let types = [("smsEnabled", "SMS"), ("totpEnabled", "TOTP")].into_iter().filter_map(on).collect();
            self.mfa_by_name(text_of(mfa, "status"), Some(types), by);
        }
        let ways = object_of(auth, "loginWith");
        if let Some(ways) = ways {
            let on = |name: &str| flag_of(ways, name) == Some(true);
            if on("email") || on("phone") || on("username") {
                let names = [("email", "email"), ("phone", "phone_number")];
                // With a user name among them these are aliases.
                let named = names.into_iter().filter(|(way, _)| on(way)).map(|(_, name)| name.to_owned()).collect();
                let none = Vec::new();
                let (usernames, aliases) = if on("username") { (none, named) } else { (named, none) };
                self.facts.username_attributes.tell(usernames, by);
                self.facts.alias_attributes.tell(aliases, by);
            }
        }
        let oauth = ways.and_then(|ways| object_of(ways, "oauth")).or_else(|| object_of(auth, "oauth"));
        if let Some(oauth) = oauth.filter(|oauth| text_of(oauth, "domain").is_some()) {
            let scopes = texts_of(oauth, "scopes").or_else(|| texts_of(oauth, "scope"));
            let client = self.client_facts(client);
            client.oauth(scopes, text_of(oauth, "responseType"), by);
            client.callback_urls.tell_some(texts_of(oauth, "redirectSignIn").map(split), by);
            let listed = match oauth.get("providers") {
                Some(Value::Array(items)) => {
                    // A provider of one's own is an object: { custom: "name" }.
                    let custom = |item: &Value| item.get("custom").and_then(Value::as_str).map(ToOwned::to_owned);
                    Some(
                        items
                            .iter()
                            .filter_map(|item| custom(item).or_else(|| item.as_str().map(ToOwned::to_owned)))
                            .collect(),
                    )
                }
                Some(object) => Some(names_on(Some(object))),
                None => None,
            };
            client.providers.tell_some(listed.map(super::providers), by);
            self.domain(text_of(oauth, "domain").map(host), None, by);
        }
    }
}
