//! awsconfiguration.json and amplifyconfiguration.json of mobile apps: objects of "Default" objects.

use super::{Members, Reading, host, lower, object_of, providers, split, text_of, texts_of, usernames};
use crate::facts::By;

impl Reading<'_> {
    pub(super) fn mobile(&mut self, plugin: &Members, by: &By) {
        let default = |of: &'static str| object_of(plugin, of).and_then(|own| object_of(own, "Default"));
        let Some(pool) = default("CognitoUserPool") else { return };
        let identity = object_of(plugin, "CredentialsProvider").and_then(|own| object_of(own, "CognitoIdentity"));
        let identity = identity.and_then(|own| object_of(own, "Default")).and_then(|own| text_of(own, "PoolId"));
        let client = text_of(pool, "AppClientId");
        self.ids(text_of(pool, "PoolId"), client, identity, by);
        self.facts.region.tell_some(text_of(pool, "Region").map(ToOwned::to_owned), by);
        self.client_facts(client).has_secret.tell(text_of(pool, "AppClientSecret").is_some(), by);
        let Some(auth) = default("Auth") else { return };
        let facts = &mut *self.facts;
        facts.amplify_flow.tell_some(text_of(auth, "authenticationFlowType").map(ToOwned::to_owned), by);
        facts.username_attributes.tell_some(texts_of(auth, "usernameAttributes").map(usernames), by);
        facts.required.tell_some(texts_of(auth, "signupAttributes").map(lower), by);
        facts.auto_verified.tell_some(texts_of(auth, "verificationMechanisms").map(lower), by);
        self.mfa_by_name(text_of(auth, "mfaConfiguration"), texts_of(auth, "mfaTypes"), by);
        self.policy_by_characters(object_of(auth, "passwordProtectionSettings"), by);
        let client = self.client_facts(client);
        client.providers.tell_some(texts_of(auth, "socialProviders").map(providers), by);
        if let Some(oauth) = object_of(auth, "OAuth").filter(|oauth| text_of(oauth, "WebDomain").is_some()) {
            client.oauth(texts_of(oauth, "Scopes"), None, by);
            client.callback_urls.tell_some(texts_of(oauth, "SignInRedirectURI").map(split), by);
            self.domain(text_of(oauth, "WebDomain").map(host), None, by);
        }
    }
}
