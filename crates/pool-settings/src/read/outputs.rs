//! Outputs of stacks: a name and a value, recognised by what the value looks like, and where that is not enough by words of
//! the name.

use serde_json::{Map, Value};

use super::{Members, Reading, text_of};
use crate::facts::{By, Rank, words};

/// Where an output has its name and its value: CloudFormation, its exports, `terraform output -json`, Terraform's state.
pub(super) fn named(members: &Members) -> Option<(String, &Value)> {
    if let (Some(key), Some(value)) = (text_of(members, "OutputKey"), members.get("OutputValue")) {
        // The description often says what the name does not.
        let export = text_of(members, "ExportName").unwrap_or_default();
        let description = text_of(members, "Description").unwrap_or_default();
        return Some((format!("{key} {export} {description}"), value));
    }
    if let (Some(name), Some(value)) = (text_of(members, "Name"), members.get("Value"))
        && members.len() <= 3
    {
        return Some((name.to_owned(), value));
    }
    None
}

/// `NAME = value` and `NAME="value"`, line by line: .env, `terraform output`.
pub(super) fn lines(text: &str) -> Option<Value> {
    let mut found = Map::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("export ");
        if line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim();
        let is_name = |sign: char| sign.is_alphanumeric() || ['_', '-', '.'].contains(&sign);
        if !name.is_empty() && name.chars().all(is_name) {
            found.insert(name.to_owned(), Value::String(value.trim().trim_matches(['"', '\'']).to_owned()));
        }
    }
    (!found.is_empty()).then_some(Value::Object(found))
}

impl Reading<'_> {
    /// Takes in one output, if it is one of a user pool's.
    pub(super) fn output(&mut self, called: &str, text: &str) {
        let (text, words) = (text.trim(), words(called));
        let has = |wanted: &[&str]| wanted.iter().any(|word| words.iter().any(|other| other == word));
        let rank = Rank::Output;
        if let Some(id) = user_pool_id(text) {
            let by = self.by(rank);
            return self.facts.user_pools.add(&id, called, &by);
        }
        if is_identity_pool_id(text) {
            let by = self.by(rank);
            return self.facts.identity_pools.add(text, called, &by);
        }
        if has(&["secret"]) {
            // Not kept, not shown. A name such as "ClientSecretArn" says as much.
            if has(&["client"]) && is_client_id(text) {
                let by = self.by(rank);
                self.facts.of_clients.entry(String::new()).or_default().has_secret.tell(true, &by);
            }
            return;
        }
        if let Some(domain) = cognito_domain(text) {
            let by = self.by(rank);
            return self.facts.domains.add(&domain, called, &by);
        }
        if is_client_id(text)
            && (has(&["client", "clientid", "appclient"]) || called.to_lowercase().contains("clientid"))
        {
            let by = self.by(rank);
            return self.facts.clients.add(text, called, &by);
        }
        if has(&["domain", "hosted"]) && has(&["cognito", "auth", "login", "pool", "userpool", "hosted", "signin"]) {
            let by = By { file: self.file.to_owned(), rank };
            if is_domain_prefix(text) && !has(&["distribution", "arn", "target", "cloudfront", "zone", "alias"]) {
                self.has_found = true;
                return self.facts.domains.add(text, called, &by);
            }
            let host = text.trim_start_matches("https://").trim_end_matches('/');
            if is_host(host) && !host.ends_with(".cloudfront.net") && !host.ends_with(".amazonaws.com") {
                self.has_found = true;
                return self.facts.domains.add(host, called, &by);
            }
        }
        if ["sign", "in", "flow"].iter().all(|word| has(&[word])) || has(&["signinflow"]) {
            let by = By { file: self.file.to_owned(), rank };
            self.facts.chosen_flow.tell(text.to_owned(), &by);
        }
        if has(&["region"]) && is_region(text) {
            let by = By { file: self.file.to_owned(), rank };
            self.facts.region.tell(text.to_owned(), &by);
        }
    }
}

/// "us-east-1_AbCdEfGhI", alone or in an ARN, an issuer or a provider's name.
pub(super) fn user_pool_id(text: &str) -> Option<String> {
    let inside = text.strip_prefix("arn:aws").and_then(|arn| arn.split_once(":userpool/")).map(|(_, id)| id);
    let issuer = text.trim_start_matches("https://").strip_prefix("cognito-idp.");
    let issuer = issuer.and_then(|rest| rest.split('/').nth(1));
    let id = inside.or(issuer).unwrap_or(text);
    let (region, name) = id.split_once('_')?;
    let fits = is_region(region) && name.len() >= 5 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| id.to_owned())
}

pub(super) fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let begins = parts.next().is_some_and(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest: Vec<&str> = parts.collect();
    let Some((number, names)) = rest.split_last() else { return false };
    begins
        && !names.is_empty()
        && names.iter().all(|name| name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_lowercase()))
        && number.len() == 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_identity_pool_id(text: &str) -> bool {
    let Some((region, uuid)) = text.split_once(':') else { return false };
    let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
    is_region(region)
        && lengths == [8, 4, 4, 4, 12]
        && uuid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Cognito makes 25 or 26 small letters and digits; a secret has 51 or 52.
pub(super) fn is_client_id(text: &str) -> bool {
    (20..=60).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// "name.auth.REGION.amazoncognito.com" of an address, or alone.
pub(super) fn cognito_domain(text: &str) -> Option<String> {
    let host = text.trim_start_matches("https://").split(['/', '?', '#']).next()?;
    let has_end = host.ends_with(".amazoncognito.com") || host.ends_with(".amazoncognito.com.cn");
    (has_end && is_host(host)).then(|| host.to_owned())
}

/// The host of a prefix. That of GovCloud is another one
/// (<https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html>).
pub(crate) fn prefix_domain(prefix: &str, region: &str) -> String {
    let auth = if region.starts_with("us-gov-") { "auth-fips" } else { "auth" };
    format!("{prefix}.{auth}.{region}.amazoncognito.com")
}

pub(super) fn is_domain_prefix(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_host(text: &str) -> bool {
    text.contains('.')
        && text
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_known_by_their_form() {
        for (text, expected) in [
            ("eu-west-1_Abc123XyZ", Some("eu-west-1_Abc123XyZ")),
            ("us-gov-west-1_Abc123XyZ", Some("us-gov-west-1_Abc123XyZ")),
            ("arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Abc123XyZ", Some("eu-west-1_Abc123XyZ")),
            ("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123XyZ", Some("eu-west-1_Abc123XyZ")),
            ("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123XyZ", Some("eu-west-1_Abc123XyZ")),
            (
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123XyZ/.well-known/jwks.json",
                Some("eu-west-1_Abc123XyZ"),
            ),
            ("my_table", None),
            ("eu-west-1_", None),
            ("eu-west-1", None),
        ] {
            assert_eq!(user_pool_id(text).as_deref(), expected, "{text}");
        }
        assert!(is_identity_pool_id("eu-west-1:0a1b2c3d-1111-2222-3333-444455556666"));
        assert!(!is_identity_pool_id("arn:aws:iam::111122223333:role/x"));
        assert!(is_client_id("1example23456789abcdefghij"));
        assert!(!is_client_id("my-app-client"));
        assert_eq!(
            cognito_domain("https://a.auth.eu-west-1.amazoncognito.com/login?x=y").as_deref(),
            Some("a.auth.eu-west-1.amazoncognito.com")
        );
        assert_eq!(cognito_domain("https://auth.example.com"), None);
        assert_eq!(prefix_domain("a", "eu-west-1"), "a.auth.eu-west-1.amazoncognito.com");
        assert_eq!(prefix_domain("a", "us-gov-west-1"), "a.auth-fips.us-gov-west-1.amazoncognito.com");
    }
}
