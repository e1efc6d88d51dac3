//! The licences of others, in their words, as these ask to be with every copy.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::components::{Component, Components};

/// How the files begin that a crate says its licence in.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// What is in a program and no crate of Cargo's.
pub(super) struct Others {
    /// Under the MIT licence: what it is, and whose.
    under_mit: &'static [(&'static str, &'static str)],
    /// Under the Apache License, version 2.0.
    under_apache: &'static [&'static str],
}

const STANDARD_LIBRARY: (&str, &str) =
    ("the Rust standard library (https://github.com/rust-lang/rust)", "The Rust Project Developers");

/// In the app: tables that are made of others' data, besides the standard library.
pub(super) const IN_THE_APP: Others = Others {
    under_mit: &[
        STANDARD_LIBRARY,
        ("words and passwords of the crate zxcvbn (https://crates.io/crates/zxcvbn)", "2016 Joshua Holmer"),
    ],
    under_apache: &["telephone numbers of libphonenumber (https://github.com/google/libphonenumber)"],
};

/// In the local user pool, which has a C library linked into it, and the models of the service. SQLite, which comes with a
/// crate, is in the public domain.
pub(super) const IN_THE_POOL: Others = Others {
    under_mit: &[STANDARD_LIBRARY, ("musl (https://musl.libc.org)", "2005-2020 Rich Felker, et al.")],
    under_apache: &["models of Amazon Cognito of the AWS SDKs (https://github.com/boto/botocore)"],
};

/// One text of all licences: each text once, with the crates that have it.
///
/// # Errors
/// If a crate has no text, and is under no licence whose text is here.
pub(super) fn of(root: &Path, components: &Components, others: &Others) -> Result<String> {
    let standard = Standard::read(root)?;
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for component in components.all.iter().filter(|component| component.checksum.is_some()) {
        let named = format!("{} {} ({})", component.name, component.version, component.license);
        let mut own = own_texts(component)?;
        if own.is_empty() {
            own.push(standard.text(component)?);
        }
        for text in own {
            texts.entry(text).or_default().push(named.clone());
        }
    }
    for (what, of) in others.under_mit {
        texts.entry(standard.mit(of)).or_default().push((*what).to_owned());
    }
    for what in others.under_apache {
        texts.entry(standard.apache.trim().to_owned()).or_default().push((*what).to_owned());
    }
    let mut written = "This program is made with the work of others, under these licences.\n".to_owned();
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, crates) in texts {
        written += &format!("\n{}\n{}\n\n{}\n", "-".repeat(80), crates.join("\n"), text.trim());
    }
    Ok(written)
}

fn own_texts(component: &Component) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(&component.directory).with_context(|| format!("no files of {}", component.name))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            files.push(path);
        }
    }
    files.sort();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim().to_owned();
    files.iter().map(|file| Ok(text(fs::read(file)?))).collect()
}

/// Texts for crates that name a licence and leave its text out.
struct Standard {
    mit: String,
    apache: String,
}

impl Standard {
    fn read(root: &Path) -> Result<Self> {
        let read = |name: &str| fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"));
        Ok(Self { mit: read("LICENSE-MIT")?, apache: read("LICENSE-APACHE")? })
    }

    fn text(&self, component: &Component) -> Result<String> {
        let offers = |name: &str| {
            // One of what is offered is enough; what is asked for together is not.
            !component.license.contains(" AND ")
                && component.license.split(" OR ").any(|license| license.trim_matches(['(', ')', ' ']) == name)
        };
        if offers("MIT") {
            return Ok(self.mit(&authors(component)));
        }
        if offers("Apache-2.0") {
            return Ok(self.apache.trim().to_owned());
        }
        bail!("{} {} has no licence's text, and is under {}", component.name, component.version, component.license)
    }

    /// Without the copyright line of this repository's own.
    fn mit(&self, of: &str) -> String {
        let line =
            |line: &str| if line.starts_with("Copyright") { format!("Copyright (c) {of}") } else { line.to_owned() };
        self.mit.trim().lines().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn authors(component: &Component) -> String {
    match component.authors.join(", ") {
        none if none.is_empty() => format!("the authors of {}", component.name),
        authors => authors,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_crate_without_a_text_gets_that_of_a_licence_it_offers() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let standard = Standard::read(root).unwrap();
        for (license, begins) in [
            ("MIT OR Apache-2.0", Some("MIT License")),
            ("Zlib OR MIT", Some("MIT License")),
            ("Apache-2.0", Some("Apache License")),
            ("BSD-3-Clause", None),
            ("MIT AND BSD-3-Clause", None),
        ] {
            let component = Component {
                name: "one".to_owned(),
                version: "1.0.0".to_owned(),
                license: license.to_owned(),
                authors: vec!["An Author".to_owned()],
                checksum: None,
                directory: root.to_path_buf(),
                uses: BTreeSet::new(),
            };
            let text = standard.text(&component).ok();
            assert_eq!(text.is_some(), begins.is_some(), "{license}");
            if let (Some(text), Some(begins)) = (text, begins) {
                assert!(text.contains(begins), "{license}: {text}");
                assert_eq!(text.contains("An Author"), begins.starts_with("MIT"), "{license}");
            }
        }
    }

    #[test]
    fn all_that_is_in_the_programs_has_a_text() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for (packages, target, others, named) in [
            (["leptos-cognito", "password-strength"].as_slice(), "wasm32-unknown-unknown", &IN_THE_APP, "leptos 0."),
            (&["local-user-pool"], "x86_64-unknown-linux-musl", &IN_THE_POOL, "axum 0."),
        ] {
            let components = Components::of(root, packages, target, &[]).unwrap();
            let text = of(root, &components, others).unwrap();
            assert!(text.contains(&format!("\n{named}")), "{packages:?}");
            assert!(!text.contains(&format!("\n{} ", packages[0])), "it is its own");
        }
    }
}
