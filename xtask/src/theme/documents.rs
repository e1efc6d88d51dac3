//! docs/brand.md and examples/brands, held to style/tokens.css.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::contrast::weak_pairs;
use super::tokens::{TokenValue, defaults, without_comments};

const DOCUMENT: &str = include_str!("../../../docs/brand.md");
const BRANDS: [&str; 3] = ["bank", "council", "game"];

#[test]
fn the_table_of_tokens_is_that_of_the_stylesheet() {
    let rows = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| `--cognito-"));
    let listed: BTreeMap<&str, &str> = rows
        .map(|row| {
            let (name, rest) = row.split_once("` | `").unwrap();
            (name, rest.split_once("` |").unwrap().0)
        })
        .collect();
    let defaults = defaults();
    let set: BTreeMap<&str, &str> = defaults.iter().collect();
    assert_eq!(listed, set);
}

fn brand(name: &str) -> (Value, String) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/brands").join(name);
    let text = fs::read_to_string(directory.join("settings.json")).unwrap();
    (serde_json::from_str::<Value>(&text).unwrap()["brand"].clone(), text)
}

#[test]
fn everybody_can_read_the_brands() {
    let defaults = defaults();
    let known: BTreeSet<&str> = defaults.iter().map(|(name, _)| name).collect();
    for name in BRANDS {
        let (brand, _) = brand(name);
        let mut tokens = BTreeMap::new();
        for (token, value) in brand["tokens"].as_object().unwrap() {
            if let Value::String(value) = value {
                tokens.insert(token.clone(), TokenValue::Both(value.clone()));
                continue;
            }
            let other = &brand["tokens"][if token == "light" { "dark" } else { "light" }];
            for (token, _) in value.as_object().unwrap() {
                assert!(other[token].is_string(), "{name}: {token} is for one scheme alone");
                let of = |scheme: &str| brand["tokens"][scheme][token].as_str().unwrap().to_owned();
                tokens.insert(token.clone(), TokenValue::Pair(of("light"), of("dark")));
            }
        }
        for token in tokens.keys() {
            assert!(known.contains(token.as_str()), "{name}: there is no token {token}");
        }
        let weak: Vec<String> = weak_pairs(&defaults.with(&tokens)).unwrap().iter().map(ToString::to_string).collect();
        assert!(weak.is_empty(), "{name}: {weak:#?}");
    }
}

#[test]
fn the_files_of_the_brands_are_there() {
    for name in BRANDS {
        let (_, text) = brand(name);
        let files: Vec<&str> = text.split("\"/brand/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(files.len() > 3, "{name}: {files:?}");
        for file in files {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/brands").join(name).join(file);
            assert!(path.is_file(), "{name}: {file}");
        }
    }
}

/// Names that mean the same side in every language.
const PHYSICAL: [&str; 10] = [
    "left:",
    "right:",
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "float:",
    "text-align: left",
];

#[test]
fn the_styles_go_by_the_direction_of_the_text_and_stay_in_their_layers() {
    let styles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let mut seen = 0;
    for entry in fs::read_dir(styles).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "css") {
            continue;
        }
        seen += 1;
        for line in without_comments(&fs::read_to_string(&path).unwrap()).lines() {
            let text = line.trim_start();
            let is_physical = PHYSICAL.iter().any(|name| text.starts_with(name));
            assert!(!is_physical, "{}: {line}", path.display());
            let begins: &[&str] = match line.len() - text.len() {
                0 => &["@layer cognito."],
                2 => &[".leptos-cognito", "@keyframes cognito-"],
                _ => continue,
            };
            let is_rule = line.ends_with(['{', ',']);
            assert!(!is_rule || begins.iter().any(|begin| text.starts_with(begin)), "{}: {line}", path.display());
        }
    }
    assert!(seen > 5, "{seen} stylesheets");
}
