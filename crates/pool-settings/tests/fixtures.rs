//! Files as tools write them, each case in a folder of tests/fixtures with what has to come of it: expected.json. With
//! `UPDATE_EXPECTED=1` these are written anew, to be read as a difference.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "schema/validator.rs"]
mod validator;

use std::{
    fs,
    path::{Path, PathBuf},
};

use pool_settings::{Configured, File, Refused, configure};
use serde_json::{Value, json};

const EXPECTED: &str = "expected.json";

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// The files of a case: what the command line is given.
fn files(case: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(case)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .filter(|(name, _)| name != EXPECTED)
        .collect();
    files.sort();
    files
}

fn configured(case: &Path) -> Result<Configured, Vec<Refused>> {
    let files = files(case);
    let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    configure(&files)
}

fn told(configured: &Result<Configured, Vec<Refused>>) -> Value {
    match configured {
        Err(refused) => json!({ "refused": refused.iter().map(ToString::to_string).collect::<Vec<_>>() }),
        Ok(configured) => json!({
            "settings": configured.document,
            "unknown": configured.unknown.iter().map(|unknown| &unknown.member).collect::<Vec<_>>(),
            "warnings": configured.warnings,
        }),
    }
}

#[test]
fn each_case_gives_the_expected_settings() {
    let schema = validator::schema();
    let updates = std::env::var_os("UPDATE_EXPECTED").is_some();
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy();
        let configured = configured(&case);
        let told = told(&configured);
        if updates {
            fs::write(case.join(EXPECTED), serde_json::to_string_pretty(&told).unwrap() + "\n").unwrap();
        }
        let expected = fs::read_to_string(case.join(EXPECTED)).unwrap_or_default();
        let expected: Value = serde_json::from_str(&expected).unwrap_or_default();
        let pretty = serde_json::to_string_pretty(&told).unwrap();
        assert_eq!(told, expected, "{name}: it is\n{pretty}");
        if let Ok(configured) = configured {
            let document = json!(configured.document);
            assert_eq!(validator::mistakes(&schema, &document), [""; 0], "{name}");
            assert_eq!(
                serde_json::from_value::<pool_settings::SettingsDocument>(document).unwrap(),
                configured.document
            );
        }
    }
}

#[test]
fn there_are_many_and_some_have_problems() {
    let all: Vec<Value> = cases().iter().map(|case| told(&configured(case))).collect();
    let count = |is_so: fn(&Value) -> bool| all.iter().filter(|case| is_so(case)).count();
    assert!(cases().iter().map(|case| files(case).len()).sum::<usize>() >= 30);
    assert!(count(|case| case["settings"]["userPoolId"].is_string() && case["settings"]["clientId"].is_string()) >= 30);
    assert!(count(|case| case["refused"].is_array()) >= 3);
    assert!(count(|case| case["warnings"].as_array().is_some_and(|warnings| !warnings.is_empty())) >= 10);
}

#[test]
fn each_member_that_is_taken_names_its_file() {
    for case in cases() {
        let Ok(configured) = configured(&case) else { continue };
        let document = json!(configured.document);
        let names = document.as_object().unwrap().keys();
        for name in names.filter(|name| *name != "tokenStore") {
            let is_told = configured.taken.iter().any(|taken| taken.member.split('.').next() == Some(name));
            assert!(is_told, "{}: nobody says where {name} is from", case.display());
        }
        let files = files(&case);
        for taken in &configured.taken {
            assert!(files.iter().any(|(name, _)| *name == taken.file), "{}: {taken:?}", case.display());
        }
    }
}

#[test]
fn no_secret_is_told() {
    for case in cases() {
        let Ok(configured) = configured(&case) else { continue };
        assert!(!format!("{configured:?}").contains("secret2of3"), "{}", case.display());
    }
}

#[test]
fn a_file_that_is_cut_off_makes_nothing_stumble() {
    for case in cases() {
        for (name, bytes) in files(&case) {
            for end in (0..bytes.len()).step_by(389) {
                let _refused_or_not = configure(&[File { name: &name, bytes: &bytes[..end] }]);
            }
        }
    }
}
