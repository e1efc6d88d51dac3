//! The document has one shape: that of the types here, of docs/settings.schema.json, and of the app's table in
//! src/settings/shape.rs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "schema/app_table.rs"]
mod app_table;
#[path = "schema/validator.rs"]
mod validator;
#[path = "schema/whole.rs"]
mod whole;

use std::collections::BTreeSet;

use pool_settings::SettingsDocument;
use serde_json::{Value, json};

/// The paths of all members that the schema has, lists as `[]`.
fn paths_of_schema(schema: &Value, part: &Value, place: &str, paths: &mut BTreeSet<String>) {
    if let Some(reference) = part.get("$ref") {
        return paths_of_schema(schema, validator::referred(schema, reference), place, paths);
    }
    if let Some(items) = part.get("items") {
        paths_of_schema(schema, items, &format!("{place}[]"), paths);
    }
    for (name, member) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let path = format!("{place}.{name}");
        paths_of_schema(schema, member, &path, paths);
        paths.insert(path);
    }
}

/// The paths of all members that a value has, but for those whose names are the owner's.
fn paths_of_value(value: &Value, place: &str, paths: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| paths_of_value(item, &format!("{place}[]"), paths)),
        Value::Object(members) if !whole::has_free_names(members) => {
            for (name, member) in members {
                let path = format!("{place}.{name}");
                paths_of_value(member, &path, paths);
                paths.insert(path);
            }
        }
        _ => {}
    }
}

#[test]
fn the_types_and_the_schema_have_the_same_members() {
    let schema = validator::schema();
    let (mut of_schema, mut of_types) = (BTreeSet::new(), BTreeSet::new());
    paths_of_schema(&schema, &schema, "", &mut of_schema);
    paths_of_value(&json!(whole::document()), "", &mut of_types);
    assert_eq!(of_types, of_schema);
}

#[test]
fn a_whole_document_is_right_and_is_read_as_it_was() {
    let document = whole::document();
    let value = json!(document);
    assert_eq!(validator::mistakes(&validator::schema(), &value), [""; 0]);
    assert_eq!(serde_json::from_value::<SettingsDocument>(value).unwrap(), document);
}

#[test]
fn each_text_that_the_schema_allows_is_one_of_the_types_and_the_reverse() {
    let schema = validator::schema();
    for (pointer, texts) in enums(&schema, "") {
        for text in &texts {
            let read = whole::with(&pointer, text);
            assert!(serde_json::from_value::<SettingsDocument>(read.clone()).is_ok(), "{pointer} {text}");
        }
        let read = whole::with(&pointer, &json!("something else"));
        let is_list_of_texts = ["usernameAttributes", "aliasAttributes", "autoVerifiedAttributes"];
        if !is_list_of_texts.iter().any(|name| pointer.contains(name)) {
            assert!(serde_json::from_value::<SettingsDocument>(read).is_err(), "{pointer}");
        }
    }
}

/// The texts of each `enum`, by where a document has one of them.
fn enums(schema: &Value, place: &str) -> Vec<(String, Vec<Value>)> {
    fn collect(root: &Value, part: &Value, place: &str, found: &mut Vec<(String, Vec<Value>)>) {
        if let Some(reference) = part.get("$ref") {
            return collect(root, validator::referred(root, reference), place, found);
        }
        if let Some(Value::Array(texts)) = part.get("enum") {
            found.push((place.to_owned(), texts.clone()));
        }
        if let Some(items) = part.get("items") {
            collect(root, items, &format!("{place}/0"), found);
        }
        for (name, member) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
            collect(root, member, &format!("{place}/{name}"), found);
        }
    }
    let mut found = Vec::new();
    collect(schema, schema, place, &mut found);
    found
}

#[test]
fn mistakes_are_found() {
    let schema = validator::schema();
    for (name, document) in [
        ("unknown member", json!({ "userPool": "x" })),
        ("unknown member of a field", json!({ "signUp": { "fields": [{ "name": "email", "requird": true }] } })),
        ("wrong text", json!({ "mfa": "on" })),
        ("no list", json!({ "usernameAttributes": "email" })),
        ("twice", json!({ "usernameAttributes": ["email", "email"] })),
        ("missing", json!({ "managedLogin": { "scopes": [] } })),
        ("too short", json!({ "passwordPolicy": { "MinimumLength": 5 } })),
        ("no pool id", json!({ "userPoolId": "Example" })),
    ] {
        assert_ne!(validator::mistakes(&schema, &document), [""; 0], "{name}");
    }
    assert_eq!(validator::mistakes(&schema, &json!({ "$schema": "x", "brand": { "name": { "en": "A" } } })), [""; 0]);
}

#[test]
fn the_app_reads_the_same_members() {
    let schema = validator::schema();
    let mut of_schema = BTreeSet::new();
    paths_of_schema(&schema, &schema, "", &mut of_schema);
    assert_eq!(app_table::paths(), of_schema);
}
