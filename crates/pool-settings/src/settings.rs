//! What was read, as settings; and what there is to say of that.

mod attributes;
mod managed_login;
mod sign_in;

use serde::Serialize;

use crate::{
    Configured, Taken, Unknown,
    document::{Confirmation, Cookies, IdentityPool, RecoveryMechanism, SignUp, TokenStore, Username},
    facts::{Candidates, ClientFacts, Fact, Facts, Pick},
};

/// Attributes that a pool can verify, and that people can sign in by.
const EMAIL: &str = "email";
const PHONE: &str = "phone_number";

/// The settings that the facts make.
pub(crate) fn settings(mut facts: Facts) -> Configured {
    let mut writing = Writing::default();
    writing.pool(&mut facts);
    let client = writing.client(&mut facts);
    writing.contradictions(&facts, &client);
    writing.identifiers(&facts);
    writing.sign_in(&facts, &client);
    writing.attributes(&facts, &client);
    writing.sign_up(&facts);
    writing.managed_login(&mut facts, &client);
    writing.others(&facts);
    writing.configured
}

/// Settings that are being written.
#[derive(Default)]
struct Writing {
    configured: Configured,
}

impl Writing {
    fn taken<T: PartialEq + Serialize>(&mut self, member: &str, fact: &Fact<T>) {
        if let Some(file) = fact.file() {
            self.taken_from(member, file);
        }
    }

    fn taken_from(&mut self, member: &str, file: &str) {
        self.configured.taken.push(Taken { member: member.to_owned(), file: file.to_owned() });
    }

    fn unknown(&mut self, member: &str, why: impl Into<String>, look: impl Into<String>) {
        self.configured.unknown.push(Unknown { member: member.to_owned(), why: why.into(), look: look.into() });
    }

    fn warn(&mut self, warning: impl Into<String>) {
        self.configured.warnings.push(warning.into());
    }

    /// A command that says it, for this pool.
    fn command(&self, operation: &str) -> String {
        let document = &self.configured.document;
        let pool = document.user_pool_id.as_deref().unwrap_or("ID");
        let client = match operation {
            "describe-user-pool-client" => format!(" --client-id {}", document.client_id.as_deref().unwrap_or("ID")),
            _ => String::new(),
        };
        let region = self.region().map(|region| format!(" --region {region}")).unwrap_or_default();
        format!("aws cognito-idp {operation} --user-pool-id {pool}{client}{region} --output json")
    }

    fn region(&self) -> Option<&str> {
        Some(self.configured.document.user_pool_id.as_deref()?.split_once('_')?.0)
    }

    fn pool(&mut self, facts: &mut Facts) {
        self.configured.document.user_pool_id = self.picked("userPoolId", "user pool", &facts.user_pools);
        if facts.user_pools.is_empty() {
            self.unknown(
                "userPoolId",
                "The app needs it.",
                "aws cognito-idp list-user-pools --max-results 60 --output json",
            );
        }
        let pool = self.region().unwrap_or_default().to_owned();
        facts.identity_pools.prefer(|id| id.split(':').next() == Some(pool.as_str()));
        if let Some(id) = self.picked("identityPool.id", "identity pool", &facts.identity_pools) {
            self.configured.document.identity_pool = Some(IdentityPool { id, endpoint: None });
        }
    }

    fn client(&mut self, facts: &mut Facts) -> ClientFacts {
        let id = self.picked("clientId", "app client", &facts.clients);
        if facts.clients.is_empty() {
            let look = self.command("list-user-pool-clients");
            self.unknown("clientId", "The app needs it.", look);
        }
        let anyone = facts.of_clients.remove("").unwrap_or_default();
        let client = id.as_deref().and_then(|id| facts.of_clients.remove(id)).unwrap_or_else(|| anyone.clone());
        self.configured.document.client_id = id;
        // A secret in outputs may be of another client.
        let secret = if client.has_secret.get().is_some() { client.has_secret } else { anyone.has_secret };
        if secret.get() == Some(&true) {
            self.warn(
                "The app client has a secret, which a page cannot keep: Cognito refuses every call without it. Create an \
                 app client without a secret for the page.",
            );
        }
        ClientFacts { has_secret: secret, ..client }
    }

    /// The id, if it is clear which.
    fn picked(&mut self, member: &str, what: &str, candidates: &Candidates) -> Option<String> {
        match candidates.pick() {
            Pick::None => None,
            Pick::One { id, file, instead_of } => {
                self.taken_from(member, &file);
                if !instead_of.is_empty() {
                    self.warn(format!(
                        "{member} is {id} of {file}; other files or names have {}.",
                        instead_of.join(", ")
                    ));
                }
                Some(id)
            }
            Pick::Several(all) => {
                let named = |(id, called, file): &(String, String, String)| match called.as_str() {
                    "" => format!("{id} ({file})"),
                    called => format!("{id} ({}, {file})", called.trim()),
                };
                let all: Vec<String> = all.iter().map(named).collect();
                self.unknown(
                    member,
                    format!("Nothing says which {what} it is: {}.", all.join(", ")),
                    "the file of that one alone",
                );
                None
            }
        }
    }

    fn contradictions(&mut self, facts: &Facts, client: &ClientFacts) {
        self.contradiction("usernameAttributes", &facts.username_attributes);
        self.contradiction("aliasAttributes", &facts.alias_attributes);
        self.contradiction("CaseSensitive", &facts.case_sensitive);
        self.contradiction("autoVerifiedAttributes", &facts.auto_verified);
        self.contradiction("required attributes", &facts.required);
        self.contradiction("passwordPolicy", &facts.password_policy);
        self.contradiction("firstFactors", &facts.first_factors);
        self.contradiction("recoveryMechanisms", &facts.recovery);
        self.contradiction("mfa", &facts.mfa);
        self.contradiction("mfaTypes", &facts.mfa_types);
        self.contradiction("signUp.open", &facts.admin_only);
        self.contradiction("signUp.confirmation", &facts.email_option);
        self.contradiction("ExplicitAuthFlows", &client.auth_flows);
        self.contradiction("managedLogin.scopes", &client.scopes);
        self.contradiction("managedLogin.providers", &client.providers);
    }

    fn contradiction<T: PartialEq + Serialize>(&mut self, member: &str, fact: &Fact<T>) {
        let (Some(kept), Some(file)) = (fact.get(), fact.file()) else { return };
        let kept = serde_json::json!(kept);
        for (other, by) in fact.contradictions() {
            self.warn(format!("{member} is {kept} in {file}, and {other} in {}. The first is taken.", by.file));
        }
    }

    fn identifiers(&mut self, facts: &Facts) {
        let document = &mut self.configured.document;
        document.username_attributes = facts.username_attributes.get().cloned();
        let is_email_or_phone = facts.username_attributes.get().is_some_and(|names| !names.is_empty());
        if !is_email_or_phone {
            document.alias_attributes = facts.alias_attributes.get().filter(|names| !names.is_empty()).cloned();
        }
        document.auto_verified_attributes = facts.auto_verified.get().cloned();
        self.taken("usernameAttributes", &facts.username_attributes);
        if !is_email_or_phone && facts.alias_attributes.get().is_some_and(|names| !names.is_empty()) {
            self.taken("aliasAttributes", &facts.alias_attributes);
        }
        self.taken("autoVerifiedAttributes", &facts.auto_verified);
        let look = self.command("describe-user-pool");
        match facts.username_attributes.get() {
            None => self.unknown("usernameAttributes", "The page asks for an email to sign in with.", look),
            Some(names) if names.is_empty() && facts.alias_attributes.get().is_none() => {
                self.unknown(
                    "aliasAttributes",
                    "The page asks for a username to sign in with, and for nothing else.",
                    look,
                );
            }
            Some(_) => {}
        }
        if facts.case_sensitive.get() == Some(&true) {
            self.warn(
                "The pool is case sensitive: \"Ann@example.com\" and \"ann@example.com\" are two users. That cannot be \
                 changed in a pool that is there.",
            );
        }
    }

    fn sign_up(&mut self, facts: &Facts) {
        let look = self.command("describe-user-pool");
        let mut sign_up = self.configured.document.sign_up.take().unwrap_or_default();
        sign_up.open = facts.admin_only.get().map(|is_closed| !is_closed);
        self.taken("signUp.open", &facts.admin_only);
        if facts.admin_only.get().is_none() {
            self.unknown("signUp.open", "The page offers to create an account.", look.as_str());
        }
        if facts.username_attributes.get().is_some_and(Vec::is_empty) {
            sign_up.username = Some(Username::Chosen);
        }
        let verifies =
            |name: &str| facts.auto_verified.get().is_some_and(|names| names.iter().any(|other| other == name));
        sign_up.confirmation = match (facts.auto_verified.get(), facts.email_option.get().map(String::as_str)) {
            (Some(names), _) if names.is_empty() => Some(Confirmation::None),
            (None, Some("CONFIRM_WITH_LINK")) => Some(Confirmation::Link),
            (Some(_), Some("CONFIRM_WITH_LINK")) if verifies(EMAIL) => Some(Confirmation::Link),
            (_, Some(_)) => Some(Confirmation::Code),
            _ => None,
        };
        self.taken("signUp.confirmation", &facts.email_option);
        if sign_up.confirmation.is_none() {
            self.unknown("signUp.confirmation", "The page asks for a code.", look);
        }
        let is_closed = sign_up.open == Some(false);
        if sign_up.confirmation == Some(Confirmation::None) && !is_closed && facts.has_pre_sign_up.get() != Some(&true)
        {
            self.warn(
                "The pool verifies neither email nor phone_number, and no PreSignUp trigger is known to confirm accounts: \
                 nobody who signs up can sign in until an administrator confirms the account.",
            );
        }
        if sign_up != SignUp::default() {
            self.configured.document.sign_up = Some(sign_up);
        }
    }

    fn others(&mut self, facts: &Facts) {
        // The other mechanisms change nothing on the page.
        if facts.recovery.get().is_some_and(|names| names.iter().any(|name| name == "admin_only")) {
            self.configured.document.recovery_mechanisms = Some(vec![RecoveryMechanism::AdminOnly]);
            self.taken("recoveryMechanisms", &facts.recovery);
        }
        if let Some(cookies) = facts.cookies.get() {
            match serde_json::from_value::<Cookies>(cookies.clone()) {
                Ok(cookies) => {
                    self.configured.document.token_store = Some(TokenStore::Cookies);
                    self.configured.document.cookies = Some(cookies);
                    self.taken("cookies", &facts.cookies);
                }
                Err(_) => self.unknown("cookies", "Not all of cookieStorage can be read.", "docs/settings.schema.json"),
            }
        }
        for (place, file) in &facts.expressions {
            self.warn(format!("{file}: the value of {place} is an expression, which is not run. It is passed over."));
        }
        let names = [&facts.username_attributes, &facts.alias_attributes, &facts.auto_verified];
        let has_numbers =
            names.iter().any(|fact| fact.get().is_some_and(|names| names.iter().any(|name| name == PHONE)));
        if has_numbers {
            self.unknown(
                "country",
                "A telephone number without a country code is taken for one of the country of the browser's language.",
                "your own choice, such as \"US\"",
            );
        }
    }
}
