//! Makes Rust of lang/*.toml, and fails at what is wrong with those. Hands the settings of `.env` to the compiler. What the environment sets wins over the file. Tells the linker what a
//! split build needs.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use languages::Languages;

const SETTINGS: [&str; 18] = [
    "COGNITO_USER_POOL_ID",
    "COGNITO_CLIENT_ID",
    "COGNITO_ENDPOINT",
    "COGNITO_SIGN_IN_FLOW",
    "COGNITO_PLAIN_PASSWORD",
    "COGNITO_SIGN_UP_PASSWORD",
    "COGNITO_PASSWORD_POLICY",
    "COGNITO_CLIENT_METADATA",
    "COGNITO_VALIDATION_DATA",
    "COGNITO_ANALYTICS_ENDPOINT_ID",
    "COGNITO_IDENTITY_POOL_ID",
    "COGNITO_IDENTITY_ENDPOINT",
    "COGNITO_TOKEN_STORE",
    "COGNITO_COOKIES",
    "COGNITO_KEEP_SIGNED_IN",
    "COGNITO_DOMAIN",
    "COGNITO_PROVIDERS",
    "COGNITO_SCOPES",
];

fn main() {
    write_sentences();
    println!("cargo::rerun-if-changed=.env");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // wasm-split has to know who uses what.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    for name in SETTINGS {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let from_file: Vec<(String, String)> = match dotenvy::from_path_iter(".env") {
        Ok(entries) => match entries.collect() {
            Ok(entries) => entries,
            Err(error) => {
                println!("cargo::error=.env: {error}");
                return;
            }
        },
        Err(_) => Vec::new(),
    };
    for (name, value) in from_file {
        if SETTINGS.contains(&name.as_str()) && env::var_os(&name).is_none() {
            println!("cargo::rustc-env={name}={value}");
        }
    }
}

/// For src/language.rs and src/text.rs.
fn write_sentences() {
    println!("cargo::rerun-if-changed=lang");
    let languages = match Languages::read(Path::new("lang")) {
        Ok(languages) => languages,
        Err(mistakes) => return mistakes.iter().for_each(|mistake| println!("cargo::error={mistake}")),
    };
    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else { return };
    for (file, content) in [("languages.rs", languages.names()), ("sentences.rs", languages.rust())] {
        if let Err(error) = fs::write(out.join(file), content) {
            println!("cargo::error={file} can't be written: {error}");
        }
    }
}
