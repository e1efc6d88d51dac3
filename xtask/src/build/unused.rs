//! What a wasm file exports and its script does not call: methods of classes that libraries have for scripts.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::bundle::bundle;
use super::finish::PASSWORD_STRENGTH;
use super::split::Parts;
use crate::process;

/// Drops it from the main part; `programs` has wasm-metadce and esbuild.
///
/// # Errors
/// When a program fails.
pub(crate) fn drop_exports(parts: &Parts, programs: &Path) -> Result<()> {
    let directory = parts.glue.parent().context("the glue is in no directory")?;
    let glue = parts.glue.file_name().context("the glue has no name")?.to_string_lossy();
    // To register finalizers has no effect of its own: without this, a class that is not used would stay for them.
    let source = fs::read_to_string(&parts.glue)?;
    fs::write(&parts.glue, source.replace("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry("))?;
    let (entry, bundled) = (directory.join("calls.js"), directory.join("calls-bundled.js"));
    fs::write(&entry, format!("import init from \"./{glue}\";\nawait init();\n"))?;
    bundle(programs, &entry, &bundled, &["--format=esm", &format!("--external:/{PASSWORD_STRENGTH}.js")])?;
    let (graph, smaller) = (directory.join("calls.json"), directory.join("smaller.wasm"));
    fs::write(&graph, roots(&fs::read_to_string(&bundled)?))?;
    let mut metadce = process::command(programs.join("wasm-metadce"), directory);
    metadce.args(super::WASM_FEATURES).arg("--debuginfo").arg("--graph-file").arg(&graph);
    // It prints what it drops.
    process::output(metadce.arg(&parts.main).arg("-o").arg(&smaller))?;
    fs::rename(&smaller, &parts.main)?;
    for file in [&entry, &bundled, &graph] {
        fs::remove_file(file)?;
    }
    Ok(())
}

/// A graph for wasm-metadce: every export stays that has the name of any word of `script`.
fn roots(script: &str) -> String {
    let words = script.split(|letter: char| !letter.is_ascii_alphanumeric() && !"_$".contains(letter));
    let words: BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut graph = String::from("[");
    for (index, word) in words.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(graph, r#"{comma}{{"name":"{word}","export":"{word}","root":true}}"#);
    }
    graph + "]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_names_in_any_way_is_a_root() {
        let graph = roots("a.run_1(b[\"x$y\"]);a.run_1()");
        let named = |word| format!(r#"{{"name":"{word}","export":"{word}","root":true}}"#);
        assert_eq!(graph, format!("[{}]", ["a", "b", "run_1", "x$y"].map(named).join(",")));
    }
}
