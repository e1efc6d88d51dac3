//! What a program is made of, as [CycloneDX](https://cyclonedx.org/docs/1.6/json/) has it.

use anyhow::Result;
use serde_json::{Value, json};

use super::components::{Component, Components};

/// The document. It has no serial number, which would be another each time.
///
/// # Errors
/// None that is known.
pub(super) fn of(components: &Components, made_at: u64) -> Result<String> {
    let all = &components.all;
    let dependencies: Vec<Value> = all
        .iter()
        .map(|component| {
            let uses: Vec<_> = component.uses.iter().map(|&place| reference(&all[place])).collect();
            json!({ "ref": reference(component), "dependsOn": uses })
        })
        .collect();
    let document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": timestamp(made_at),
            "component": described(components.program(), "application"),
            "properties": [{ "name": "rust-version", "value": env!("CARGO_PKG_RUST_VERSION") }],
        },
        "components": all.iter().skip(1).map(|component| described(component, "library")).collect::<Vec<_>>(),
        "dependencies": dependencies,
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn described(component: &Component, kind: &str) -> Value {
    let mut described = json!({
        "type": kind,
        "bom-ref": reference(component),
        "name": component.name,
        "version": component.version,
        "licenses": [{ "expression": component.license }],
    });
    // What is of this repository alone has no place at crates.io, and no checksum.
    if let Some(checksum) = &component.checksum {
        described["purl"] = json!(reference(component));
        described["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    described
}

/// A [package URL](https://github.com/package-url/purl-spec), which also names the component inside the document.
fn reference(component: &Component) -> String {
    // Of what versions are made of, only this is to be encoded.
    format!("pkg:cargo/{}@{}", component.name, component.version.replace('+', "%2B"))
}

/// RFC 3339.
fn timestamp(seconds: u64) -> String {
    let (year, month, day) = super::archive::civil(i64::try_from(seconds / 86_400).unwrap_or_default());
    let second = seconds % 86_400;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;

    fn component(name: &str, version: &str, checksum: Option<&str>, uses: &[usize]) -> Component {
        Component {
            name: name.to_owned(),
            version: version.to_owned(),
            license: "MIT OR Apache-2.0".to_owned(),
            authors: Vec::new(),
            checksum: checksum.map(str::to_owned),
            directory: PathBuf::new(),
            uses: uses.iter().copied().collect::<BTreeSet<_>>(),
        }
    }

    #[test]
    fn every_crate_is_described_and_linked() {
        let components = Components {
            all: vec![component("app", "0.1.0", None, &[1]), component("one", "1.0.0+build.2", Some("ab12"), &[])],
        };
        let document: Value = serde_json::from_str(&of(&components, 1_793_678_706).unwrap()).unwrap();
        assert_eq!(document["metadata"]["timestamp"], "2026-11-03T04:05:06Z");
        assert_eq!(document["metadata"]["component"]["purl"], Value::Null, "it is not at crates.io");
        let one = "pkg:cargo/one@1.0.0%2Bbuild.2";
        assert_eq!(document["components"][0]["purl"], one);
        assert_eq!(document["components"][0]["hashes"][0]["content"], "ab12");
        let expected = json!([
            { "ref": "pkg:cargo/app@0.1.0", "dependsOn": [one] },
            { "ref": one, "dependsOn": [] },
        ]);
        assert_eq!(document["dependencies"], expected);
    }
}
