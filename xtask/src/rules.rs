//! What no compiler and no linter can be told.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Words of code, not of comments.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split(|sign: char| !sign.is_alphanumeric() && sign != '_')
}

/// What runs after an await may find its part of the page gone: src/life.rs says what to do instead.
#[test]
fn pages_and_components_wait_for_nothing_by_themselves() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    for directory in ["pages", "components"].map(|name| app.join(name)) {
        let files = sources(&directory);
        assert!(!files.is_empty(), "{} has sources", directory.display());
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for (number, line) in (1..).zip(text.lines()) {
                let waits = words(line).any(|word| ["async", "await", "in_background"].contains(&word));
                assert!(!waits, "{}:{number}: a call goes through life::Life: {line}", file.display());
            }
        }
    }
}
