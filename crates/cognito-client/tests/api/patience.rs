//! Whatever a service leaves out, says null for, or gives another type than it should have: nothing ends that could go on
//! without it. Each member of each answer in turn, and each claim.

mod challenges;
mod claims;
mod operations;

use cognito_client::{
    secrets::{AccessToken, IdToken, RefreshToken},
    session::Tokens,
};
use serde_json::{Value, json};

use crate::scripted::{ISSUED, token};

/// An answer, or claims, of which one place is not as it should be.
struct Change {
    /// A JSON pointer.
    place: String,
    /// What stands there; `None` if it is left out.
    value: Option<Value>,
    json: Value,
}

impl Change {
    fn is_nothing(&self) -> bool {
        self.value.as_ref().is_none_or(Value::is_null)
    }

    fn name(&self) -> String {
        let value = self.value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        format!("{value} at {}", self.place)
    }

    fn is_at(&self, places: &[&str]) -> bool {
        places.contains(&self.place.as_str())
    }
}

/// Every place of `json` in turn: left out, null, and a value of each other type.
fn changes(json: &Value) -> Vec<Change> {
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!(-7.5),
        json!("odd"),
        json!([]),
        json!([null, 7]),
        json!({}),
        json!({ "odd": null }),
    ];
    let values: Vec<Option<Value>> = std::iter::once(None).chain(values.map(Some)).collect();
    let kind = |value: &Value| std::mem::discriminant(value);
    let mut changes = Vec::new();
    for place in places(json, "") {
        let was = json.pointer(&place).expect("a place");
        for value in values.iter().filter(|value| value.as_ref().is_none_or(|value| kind(value) != kind(was))) {
            let json = changed(json.clone(), &place, value.as_ref());
            changes.push(Change { place: place.clone(), value: value.clone(), json });
        }
    }
    changes
}

fn places(json: &Value, path: &str) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match json {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(place, item)| (place.to_string(), item)).collect(),
        _ => vec![],
    };
    let below = parts.into_iter().flat_map(|(name, value)| {
        let path = format!("{path}/{name}");
        let below = places(value, &path);
        std::iter::once(path).chain(below)
    });
    below.collect()
}

fn changed(mut json: Value, place: &str, value: Option<&Value>) -> Value {
    let (parent, name) = place.rsplit_once('/').expect("a pointer has a slash");
    match (json.pointer_mut(parent).expect("a place"), value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.to_owned(), value.clone())),
        (Value::Object(members), None) => drop(members.remove(name)),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().expect("a number")] = value.clone(),
        (Value::Array(items), None) => drop(items.remove(name.parse::<usize>().expect("a number"))),
        _ => unreachable!("a pointer leads through objects and lists"),
    }
    json
}

/// What Cognito's tokens say, and what a pool's trigger has added.
fn access_claims() -> Value {
    json!({
        "sub": "5f0c", "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "auth_time": ISSUED,
        "iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example1", "client_id": "client1",
        "origin_jti": "o-1", "jti": "j-1", "token_use": "access", "scope": "aws.cognito.signin.user.admin",
        "version": 2, "event_id": "e-1", "device_key": "us-east-1_0", "cognito:groups": ["a"],
        "tenant": { "id": 1, "tags": ["x"] },
    })
}

fn id_claims() -> Value {
    json!({
        "sub": "5f0c", "cognito:username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "auth_time": ISSUED,
        "iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example1", "aud": "client1",
        "origin_jti": "o-1", "jti": "j-2", "token_use": "id", "event_id": "e-1", "email_verified": true,
        "email": "someone@example.com", "name": "Someone", "cognito:groups": ["a"],
        "identities": [{ "userId": "1", "providerName": "Google", "dateCreated": "1", "primary": "true" }],
        // Names that the access token has as well.
        "username": "else", "scope": "openid", "custom:tier": "gold", "tenant": { "id": 1, "tags": ["x"] },
    })
}

fn tokens() -> Tokens {
    Tokens {
        access_token: AccessToken::new(token(&access_claims())),
        id_token: IdToken::new(token(&id_claims())),
        refresh_token: RefreshToken::new("refresh-1"),
    }
}

fn result(access: &Value, id: &Value) -> Value {
    json!({
        "AccessToken": token(access), "IdToken": token(id), "RefreshToken": "refresh-1", "ExpiresIn": 3600,
        "TokenType": "Bearer",
    })
}
