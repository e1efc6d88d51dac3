//! As much of JSON Schema as docs/settings.schema.json uses; a keyword that is not known here fails the tests.

use serde_json::{Map, Value};

/// What is said for people alone.
const OF_PEOPLE: [&str; 4] = ["$schema", "title", "description", "$defs"];

pub fn schema() -> Value {
    serde_json::from_str(include_str!("../../../../docs/settings.schema.json")).unwrap()
}

/// What is wrong with the value, each with its place.
pub fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut mistakes = Vec::new();
    check(schema, schema, value, "", &mut mistakes);
    mistakes
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, mistakes: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        let is_right = match keyword.as_str() {
            name if OF_PEOPLE.contains(&name) => true,
            "$ref" => {
                check(root, referred(root, rule), value, place, mistakes);
                true
            }
            "type" => match rule {
                Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
                kind => is_of(kind, value),
            },
            "enum" => rule.as_array().expect("a list").contains(value),
            "anyOf" => rule.as_array().expect("a list").iter().any(|one| {
                let mut inner = Vec::new();
                check(root, one, value, place, &mut inner);
                inner.is_empty()
            }),
            "properties" | "required" | "additionalProperties" => {
                if let Value::Object(members) = value {
                    check_members(root, schema, members, (keyword, rule), place, mistakes);
                }
                true
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{place}[{index}]"), mistakes);
                }
                true
            }
            "uniqueItems" => value
                .as_array()
                .is_none_or(|items| items.iter().enumerate().all(|(index, item)| !items[..index].contains(item))),
            "minItems" => value.as_array().is_none_or(|items| Some(items.len() as u64) >= rule.as_u64()),
            "minimum" => value.as_i64().is_none_or(|number| Some(number) >= rule.as_i64()),
            "maximum" => value.as_i64().is_none_or(|number| Some(number) <= rule.as_i64()),
            "minLength" => value.as_str().is_none_or(|text| Some(text.chars().count() as u64) >= rule.as_u64()),
            "maxLength" => value.as_str().is_none_or(|text| Some(text.chars().count() as u64) <= rule.as_u64()),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().expect("a text"), text)),
            other => panic!("{place}: the keyword {other} is not known here"),
        };
        if !is_right {
            mistakes.push(format!("{place}: {value} breaks {keyword} {rule}"));
        }
    }
}

fn check_members(
    root: &Value,
    schema: &Value,
    members: &Map<String, Value>,
    (keyword, rule): (&String, &Value),
    place: &str,
    mistakes: &mut Vec<String>,
) {
    let known = &schema["properties"];
    match keyword.as_str() {
        "required" => {
            for name in rule.as_array().expect("a list").iter().filter_map(Value::as_str) {
                if !members.contains_key(name) {
                    mistakes.push(format!("{place}: {name} is missing"));
                }
            }
        }
        "properties" => {
            for (name, value) in members.iter().filter(|(name, _)| known.get(name).is_some()) {
                check(root, &known[name], value, &format!("{place}.{name}"), mistakes);
            }
        }
        _ => {
            for (name, value) in members.iter().filter(|(name, _)| known.get(name).is_none()) {
                match rule {
                    Value::Bool(false) => mistakes.push(format!("{place}.{name} is not known")),
                    rule => check(root, rule, value, &format!("{place}.{name}"), mistakes),
                }
            }
        }
    }
}

pub fn referred<'a>(root: &'a Value, reference: &Value) -> &'a Value {
    let path = reference.as_str().and_then(|path| path.strip_prefix('#')).expect("a reference into the schema");
    root.pointer(path).unwrap_or_else(|| panic!("{path} is not there"))
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str().expect("a kind") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not known here"),
    }
}

/// The patterns of this schema, each as a function.
fn matches(pattern: &str, text: &str) -> bool {
    let is_word = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
    match pattern {
        r"^[\w-]+_[0-9a-zA-Z]+$" => {
            text.rsplit_once('_').is_some_and(|(region, name)| is_word(region) && is_word(name))
        }
        r"^[\w+]+$" => !text.is_empty() && is_word(&text.replace('+', "")),
        r"^[\w-]+:[0-9a-f-]+$" => text.split_once(':').is_some_and(|(region, id)| is_word(region) && is_word(id)),
        "^[A-Z]{2}$" => text.len() == 2 && text.chars().all(|letter| letter.is_ascii_uppercase()),
        "^https?://" => text.starts_with("https://") || text.starts_with("http://"),
        "^/" => text.starts_with('/'),
        "^https?://[^/]+$" => text.split_once("://").is_some_and(|(_, host)| !host.is_empty() && !host.contains('/')),
        other => panic!("the pattern {other} is not known here"),
    }
}
