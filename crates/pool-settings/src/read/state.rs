//! Whole resources of Terraform, in an output or in its state: brought into the API's form, and read as that.

use serde_json::{Map, Value, json};

use super::{Members, Reading, flag_of, outputs::user_pool_id, text_of, texts_of};
use crate::facts::{PoolProvider, Rank};

/// Blocks of a user pool that Terraform writes as a list of one.
const BLOCKS: [(&str, &str); 9] = [
    ("username_configuration", "UsernameConfiguration"),
    ("admin_create_user_config", "AdminCreateUserConfig"),
    ("verification_message_template", "VerificationMessageTemplate"),
    ("lambda_config", "LambdaConfig"),
    ("software_token_mfa_configuration", "SoftwareTokenMfaConfiguration"),
    ("email_mfa_configuration", "EmailMfaConfiguration"),
    ("web_authn_configuration", "WebAuthnConfiguration"),
    ("string_attribute_constraints", "StringAttributeConstraints"),
    ("number_attribute_constraints", "NumberAttributeConstraints"),
];
/// Of the OpenID Connect standard; Terraform names the others without "custom:".
pub(crate) const STANDARD_ATTRIBUTES: [&str; 18] = [
    "sub",
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
    "updated_at",
];

impl Reading<'_> {
    /// Takes in an object if it is a resource of Terraform's.
    pub(super) fn resource(&mut self, members: &Members, called: &str) -> bool {
        let has = |name: &str| members.contains_key(name);
        let is_pool = text_of(members, "id").and_then(user_pool_id).is_some();
        if is_pool && (has("password_policy") || has("mfa_configuration") || has("schema")) {
            let by = self.by(Rank::State);
            self.pool(&pool(members), &by);
        } else if has("user_pool_id") && (has("explicit_auth_flows") || has("callback_urls") || has("generate_secret"))
        {
            let by = self.by(Rank::State);
            self.client(&client(members), &by);
        } else if has("user_pool_id") && has("domain") && !has("user_pool_client_id") {
            let by = self.by(Rank::State);
            self.domain(text_of(members, "domain"), text_of(members, "user_pool_id"), &by);
        } else if has("provider_name") && has("provider_type") {
            let by = self.by(Rank::State);
            if let Some(name) = text_of(members, "provider_name") {
                let kind = text_of(members, "provider_type").unwrap_or_default().to_owned();
                let identifiers = texts_of(members, "idp_identifiers").or(Some(Vec::new()));
                self.facts.providers.entry(name.to_owned()).or_default().tell(PoolProvider { kind, identifiers }, &by);
            }
        } else if has("identity_pool_name") {
            let by = self.by(Rank::State);
            if let Some(id) = text_of(members, "id") {
                self.facts.identity_pools.add(id, text_of(members, "identity_pool_name").unwrap_or_default(), &by);
            }
        } else if let Some(value) = members.get("value").filter(|_| has("sensitive") || has("type")) {
            self.walk(value, called);
        } else {
            return false;
        }
        true
    }
}

/// UserPoolType.
fn pool(resource: &Members) -> Members {
    let mut pool = pascal(resource);
    let block = |name: &str| resource.get(name).and_then(one).map(pascal);
    pool.insert("SchemaAttributes".to_owned(), schema(resource));
    pool.remove("Schema");
    let recovery = block("account_recovery_setting").and_then(|own| own.get("RecoveryMechanism")?.as_array().cloned());
    let mechanisms = recovery.map(|all| all.iter().filter_map(Value::as_object).map(pascal).collect::<Vec<_>>());
    pool.insert("AccountRecoverySetting".to_owned(), json!({ "RecoveryMechanisms": mechanisms }));
    let policy = block("password_policy").map_or(Value::Null, Value::Object);
    let factors = block("sign_in_policy").map_or(Value::Null, Value::Object);
    pool.insert("Policies".to_owned(), json!({ "PasswordPolicy": policy, "SignInPolicy": factors }));
    // Where MFA is on, these two are what it is on with.
    let is_on = text_of(resource, "mfa_configuration").is_some_and(|mfa| mfa != "OFF");
    if is_on && resource.get("sms_configuration").and_then(one).is_some() {
        pool.insert("SmsMfaConfiguration".to_owned(), json!({}));
    }
    pool
}

fn schema(resource: &Members) -> Value {
    let declared = resource.get("schema").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let attribute = |attribute: &Members| {
        let mut attribute = pascal(attribute);
        if let Some(name) = text_of(&attribute, "Name").map(ToOwned::to_owned) {
            let prefix = match flag_of(&attribute, "DeveloperOnlyAttribute") {
                _ if STANDARD_ATTRIBUTES.contains(&name.as_str()) || name.contains(':') => "",
                Some(true) => "dev:custom:",
                _ => "custom:",
            };
            attribute.insert("Name".to_owned(), json!(format!("{prefix}{name}")));
        }
        Value::Object(attribute)
    };
    declared.map(attribute).collect()
}

/// UserPoolClientType.
fn client(resource: &Members) -> Members {
    let mut client = pascal(resource);
    for (from, to) in [
        ("Id", "ClientId"),
        ("Name", "ClientName"),
        ("CallbackUrls", "CallbackURLs"),
        ("AllowedOauthFlows", "AllowedOAuthFlows"),
        ("AllowedOauthScopes", "AllowedOAuthScopes"),
        ("AllowedOauthFlowsUserPoolClient", "AllowedOAuthFlowsUserPoolClient"),
    ] {
        if let Some(value) = client.remove(from) {
            client.insert(to.to_owned(), value);
        }
    }
    // Terraform writes an empty list where the API has no member: every attribute.
    for name in ["ReadAttributes", "WriteAttributes"] {
        if texts_of(&client, name).is_some_and(|names| names.is_empty()) {
            client.remove(name);
        }
    }
    client
}

/// An object with its members as the API writes them, blocks as objects; what is null or empty is left out.
fn pascal(members: &Members) -> Members {
    let mut written = Map::new();
    for (name, value) in members {
        let (name, value) = match BLOCKS.iter().find(|(block, _)| block == name) {
            Some((_, api)) => match one(value) {
                Some(block) => ((*api).to_owned(), Value::Object(pascal(block))),
                None => continue,
            },
            None => (upper(name), value.clone()),
        };
        if !value.is_null() {
            written.insert(name, value);
        }
    }
    written
}

fn one(value: &Value) -> Option<&Members> {
    value.as_object().or_else(|| value.as_array()?.first()?.as_object())
}

/// "user_pool_id" as "UserPoolId".
fn upper(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    name.split('_').map(word).collect()
}
