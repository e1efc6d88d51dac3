//! `cargo xtask fuzz`: what reads what comes from outside, under libFuzzer (fuzz/).

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::process;
use crate::tools::python;

const DIRECTORY: &str = "fuzz";

/// What `cargo xtask fuzz` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The targets to run, by their names in fuzz/fuzz_targets [default: all]
    targets: Vec<String>,
    /// How long each runs
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u32,
}

/// Runs each target, on the inputs of fuzz/corpus and what libFuzzer makes of them. What it finds worth keeping goes to
/// target/fuzz, and an input that breaks a target to fuzz/artifacts.
///
/// # Errors
/// With the name of the target that broke.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let known = targets(root)?;
    if let Some(unknown) = options.targets.iter().find(|target| !known.contains(target)) {
        bail!("there is no target {unknown}: there are {}", known.join(", "));
    }
    let chosen = if options.targets.is_empty() { &known } else { &options.targets };
    let programs = python::programs(&root.join("xtask"))?;
    let found = root.join("target").join(DIRECTORY);
    for target in chosen {
        process::announce(&format!("{target}: {} seconds", options.seconds));
        let corpus = found.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        let mut fuzz = process::command(programs.join("cargo-fuzz"), root);
        // The pinned compiler is a stable one, and takes the flags of libFuzzer like this.
        fuzz.env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        // There is no unsafe code to be watched by a sanitizer.
        fuzz.args(["run", "--sanitizer", "none", "--target-dir"]).arg(found.join("build")).arg(target);
        // What is found goes into the first directory, so that the second stays as it is.
        fuzz.arg(&corpus).arg(root.join(DIRECTORY).join("corpus").join(target)).arg("--");
        fuzz.arg(format!("-max_total_time={}", options.seconds)).arg("-timeout=10").arg("-print_final_stats=1");
        process::run(&mut fuzz).with_context(|| format!("{target} broke: its input is in fuzz/artifacts/{target}"))?;
    }
    Ok(())
}

fn targets(root: &Path) -> Result<Vec<String>> {
    let manifest: toml::Table = fs::read_to_string(root.join(DIRECTORY).join("Cargo.toml"))?.parse()?;
    let binaries = manifest.get("bin").and_then(toml::Value::as_array).context("fuzz/Cargo.toml has no targets")?;
    Ok(binaries.iter().filter_map(|binary| binary.get("name")?.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_inputs_to_begin_with() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let targets = targets(root).unwrap();
        assert!(!targets.is_empty());
        for target in targets {
            let inputs = fs::read_dir(root.join(DIRECTORY).join("corpus").join(&target)).map(Iterator::count);
            assert!(inputs.is_ok_and(|count| count > 0), "{target} has none");
        }
    }
}
