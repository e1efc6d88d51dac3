//! What PreTokenGeneration changes of tokens.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html>

use serde_json::{Map, Value, json};

use super::{membership::Memberships, scopes::Scopes};
use crate::settings::LambdaVersion;

/// Claims of either token that no trigger changes.
const FIXED: [&str; 16] = [
    "acr",
    "amr",
    "at_hash",
    "auth_time",
    "azp",
    "event_id",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "origin_jti",
    "scope",
    "sub",
    "token_use",
];
/// Of the id token as well.
const FIXED_IN_ID: [&str; 3] = ["aud", "cognito:username", "identities"];
/// Of the access token as well.
const FIXED_IN_ACCESS: [&str; 4] = ["client_id", "device_key", "username", "version"];
/// No trigger adds a scope that begins so; it may take one away.
const RESERVED_SCOPES: &str = "aws.cognito";

/// What is to be changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Customization {
    id: Claims,
    access: Claims,
    scopes_to_add: Vec<String>,
    scopes_to_suppress: Vec<String>,
    /// In the place of the user's own.
    memberships: Option<Memberships>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Claims {
    add: Map<String, Value>,
    suppress: Vec<String>,
}

impl Customization {
    /// Reads claimsOverrideDetails of an event's first version, or claimsAndScopeOverrideDetails of a later one; `None` if
    /// it has another shape.
    pub(crate) fn read(version: LambdaVersion, details: &Value) -> Option<Self> {
        if details.is_null() {
            return Some(Self::default());
        }
        let members = details.as_object()?;
        // A member that is there but empty takes the groups away.
        let memberships = members.get("groupOverrideDetails").map(Memberships::from_event);
        let memberships = match memberships {
            Some(read) => Some(read?),
            None => None,
        };
        if version == LambdaVersion::V1 {
            let id = Claims::read(details)?;
            // Values of any type came with the second version.
            let are_texts = id.add.values().all(Value::is_string);
            return are_texts.then(|| Self { id, memberships, ..Self::default() });
        }
        let access = &details["accessTokenGeneration"];
        Some(Self {
            id: Claims::read(&details["idTokenGeneration"])?,
            access: Claims::read(access)?,
            scopes_to_add: texts(&access["scopesToAdd"])?,
            scopes_to_suppress: texts(&access["scopesToSuppress"])?,
            memberships,
        })
    }

    /// What the tokens say of the user's groups.
    pub(crate) fn memberships(&self, own: Memberships) -> Memberships {
        self.memberships.clone().unwrap_or(own)
    }

    /// What the access token is good for.
    pub(crate) fn scopes(&self, granted: &Scopes) -> Scopes {
        let added = self.scopes_to_add.iter().map(String::as_str).filter(|scope| !scope.starts_with(RESERVED_SCOPES));
        let kept = granted.iter().chain(added);
        let kept = kept.filter(|scope| !self.scopes_to_suppress.iter().any(|other| other == scope));
        Scopes::parse(&kept.collect::<Vec<_>>().join(" "))
    }

    pub(crate) fn change_id(&self, claims: &mut Value) {
        self.id.apply(claims, |name, _| !FIXED.contains(&name) && !FIXED_IN_ID.contains(&name));
    }

    /// The audience of an access token can only be the client that it was made for.
    pub(crate) fn change_access(&self, claims: &mut Value) {
        let client_id = claims["client_id"].clone();
        self.access.apply(claims, |name, value| match name {
            "aud" => value.is_none_or(|value| *value == client_id),
            _ => !FIXED.contains(&name) && !FIXED_IN_ACCESS.contains(&name),
        });
    }
}

impl Claims {
    fn read(details: &Value) -> Option<Self> {
        let add = match &details["claimsToAddOrOverride"] {
            Value::Null => Map::new(),
            Value::Object(claims) => claims.clone(),
            _ => return None,
        };
        (details.is_null() || details.is_object()).then_some(())?;
        Some(Self { add, suppress: texts(&details["claimsToSuppress"])? })
    }

    /// Changes the claims that are free: by name, and by value if there is one.
    fn apply(&self, claims: &mut Value, is_free: impl Fn(&str, Option<&Value>) -> bool) {
        for (name, value) in self.add.iter().filter(|(name, value)| is_free(name, Some(value))) {
            claims[name] = json!(value);
        }
        if let Some(claims) = claims.as_object_mut() {
            for name in self.suppress.iter().filter(|name| is_free(name, None)) {
                claims.remove(name);
            }
        }
    }
}

fn texts(list: &Value) -> Option<Vec<String>> {
    match list {
        Value::Null => Some(Vec::new()),
        Value::Array(entries) => entries.iter().map(|entry| entry.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_of_both_tokens() {
        let details = json!({
            "idTokenGeneration": { "claimsToAddOrOverride": { "list": [1, "a"], "sub": "x", "aud": "x" } },
            "accessTokenGeneration": {
                "claimsToAddOrOverride": { "deep": { "a": true }, "username": "x", "aud": "client", "iss": "x" },
                "claimsToSuppress": ["device_key", "extra"],
                "scopesToAdd": ["api/read", "aws.cognito.signin.user.admin", "openid"],
                "scopesToSuppress": ["email"],
            },
        });
        let read = Customization::read(LambdaVersion::V2, &details).unwrap();
        let mut id = json!({ "sub": "s", "aud": "client" });
        read.change_id(&mut id);
        assert_eq!(id, json!({ "sub": "s", "aud": "client", "list": [1, "a"] }));
        let mut access = json!({ "client_id": "client", "username": "u", "device_key": "d", "iss": "i", "extra": 1 });
        read.change_access(&mut access);
        let expected = json!({
            "client_id": "client", "username": "u", "device_key": "d", "iss": "i", "deep": { "a": true }, "aud": "client",
        });
        assert_eq!(access, expected);
        assert_eq!(read.scopes(&Scopes::parse("openid email")).to_string(), "openid api/read");
        let other = json!({ "accessTokenGeneration": { "claimsToAddOrOverride": { "aud": "other" } } });
        let mut access = json!({ "client_id": "client" });
        Customization::read(LambdaVersion::V2, &other).unwrap().change_access(&mut access);
        assert_eq!(access, json!({ "client_id": "client" }));
    }

    #[test]
    fn shapes_of_details() {
        let of_groups = |groups: Value| json!({ "groupOverrideDetails": groups });
        let cases = [
            ("nothing", LambdaVersion::V1, Value::Null, true),
            ("a list", LambdaVersion::V1, json!([]), false),
            ("a number in the first version", LambdaVersion::V1, json!({ "claimsToAddOrOverride": { "a": 1 } }), false),
            ("claims that are a list", LambdaVersion::V1, json!({ "claimsToAddOrOverride": [] }), false),
            ("no list to suppress", LambdaVersion::V1, json!({ "claimsToSuppress": "a" }), false),
            ("no names to suppress", LambdaVersion::V1, json!({ "claimsToSuppress": [1] }), false),
            ("groups", LambdaVersion::V1, of_groups(json!({ "groupsToOverride": ["a"] })), true),
            ("groups that are none", LambdaVersion::V1, of_groups(json!({ "groupsToOverride": "a" })), false),
            ("groups without a shape", LambdaVersion::V2, of_groups(json!("a")), false),
            ("no tokens", LambdaVersion::V2, json!({}), true),
            ("a token that is a text", LambdaVersion::V2, json!({ "idTokenGeneration": "a" }), false),
            (
                "scopes that are a text",
                LambdaVersion::V3,
                json!({ "accessTokenGeneration": { "scopesToAdd": "a" } }),
                false,
            ),
        ];
        for (name, version, details, is_read) in cases {
            assert_eq!(Customization::read(version, &details).is_some(), is_read, "{name}");
        }
    }

    #[test]
    fn groups_are_kept_replaced_or_taken_away() {
        let own = Memberships { groups: vec!["own".to_owned()], ..Memberships::default() };
        let cases = [
            ("not said", json!({}), vec!["own"]),
            ("null", json!({ "groupOverrideDetails": null }), vec![]),
            ("empty", json!({ "groupOverrideDetails": {} }), vec![]),
            ("others", json!({ "groupOverrideDetails": { "groupsToOverride": ["a", "b"] } }), vec!["a", "b"]),
        ];
        for (name, details, expected) in cases {
            for version in [LambdaVersion::V1, LambdaVersion::V2] {
                let read = Customization::read(version, &details).unwrap();
                assert_eq!(read.memberships(own.clone()).groups, expected, "{name}");
            }
        }
    }
}
