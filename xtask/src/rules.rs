//! What no compiler and no linter can be told.

use std::collections::BTreeSet;
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

/// The beginning of each name under which the app keeps something in the browser.
const KEY: &str = "leptos-cognito.";

/// The names in a text that begin so, up to what ends them, without what stands for an id.
fn keys(text: &str) -> BTreeSet<String> {
    let key = |rest: &str| {
        let name: &str = rest.split(['"', '`', '\'', ' ']).next().unwrap_or_default();
        let is_id = |part: &&str| part.starts_with("${") || part.chars().all(|sign| sign.is_ascii_uppercase());
        name.split('.').filter(|part| !is_id(part)).collect::<Vec<_>>().join(".")
    };
    text.split(KEY).skip(1).map(key).collect()
}

/// The program names keys in one place; scripts that run before it have to name some again.
#[test]
fn what_the_browser_keeps_has_one_name_each_and_is_in_the_docs() {
    let read = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap();
    let store = read("src/sign_in_store.rs");
    let constants = store.lines().filter_map(|line| line.strip_prefix("const ")?.split_once("&str = "));
    let names = constants.map(|(_, value)| value.trim_matches(['"', ';']));
    let of_program: BTreeSet<String> = names
        .map(|name| name.trim_start_matches(KEY))
        .filter(|name| *name != "leptos-cognito")
        .map(str::to_owned)
        .collect();
    assert!(of_program.contains("signIn") && of_program.contains("language"), "{of_program:?}");

    let scripts = ["brand", "language", "prerendered", "stopped", "strength"].map(|name| format!("src/{name}.js"));
    let of_scripts: BTreeSet<String> = scripts.iter().flat_map(|path| keys(&read(path))).collect();
    let alone: Vec<_> = of_scripts.difference(&of_program).collect();
    assert_eq!(alone, ["scheme"], "only the brand keeps what the program does not know");

    let docs = read("docs/sessions.md");
    let told: BTreeSet<String> =
        docs.lines().filter(|line| line.starts_with(&format!("| `{KEY}"))).flat_map(keys).collect();
    assert_eq!(told, of_program.union(&of_scripts).cloned().collect(), "docs/sessions.md has a row for each");
}
