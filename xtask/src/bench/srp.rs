//! `cargo xtask bench srp`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::load::build_page;
use super::samples::median;
use crate::budgets::Budgets;
use crate::table::render;
use crate::tools::{Tools, npm, rustup};
use crate::{build, process};

const PACKAGE: &str = "bench-srp";
/// As cargo and the page call it.
const MODULE: &str = "bench_srp";
/// What tests/bench prints, in this order.
const COLUMNS: [&str; 4] = ["ours A", "ours S", "identity-js A", "identity-js S"];

/// Builds the page and the client's SRP for it, as the app is built, and prints medians and their ratio.
///
/// # Errors
/// When a program fails.
pub(super) fn run(root: &Path, rounds: u32) -> Result<()> {
    let mut bench = super::program(root)?;
    let tools = Tools::ensure(root)?;
    let pages = root.join("tests").join("bench").join("pages");
    process::announce("Building SRP as the app has it, and the page");
    let page = build_page(root, &pages, &npm::ensure(&pages)?, "srp")?;
    rustup::ensure_library_source(root)?;
    let mut cargo = process::cargo(root);
    build::switches::set(&mut cargo);
    process::run(cargo.args(["build", "--quiet", "--release", "--target", build::WASM_TARGET, "--package", PACKAGE]))?;
    let directory = page.join("srp");
    let mut bindgen = tools.command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&directory);
    process::run(bindgen.arg(build::cargo_output(&format!("{MODULE}.wasm"))?))?;
    let wasm = directory.join(format!("{MODULE}_bg.wasm"));
    let optimised = directory.join("optimised.wasm");
    process::run(build::wasm_opt(&npm::ensure(&root.join("xtask"))?, root).arg(&wasm).arg("-o").arg(&optimised))?;
    fs::rename(&optimised, &wasm)?;
    process::announce("Measuring");
    let printed = process::output(bench.args(["srp", "--rounds", &rounds.to_string()]).arg(&page))?;
    let samples = printed.lines().map(sample).collect::<Result<Vec<_>>>()?;
    let medians = (0..COLUMNS.len())
        .map(|column| median(&samples.iter().map(|sample| sample[column]).collect::<Vec<_>>()))
        .collect::<Option<Vec<_>>>()
        .context("nothing was measured")?;
    process::announce("Medians in milliseconds");
    print!("{}", render(&COLUMNS, &[medians.iter().map(|median| format!("{median:.1}")).collect()]));
    let reach = Budgets::read(root)?.reach("srp").unwrap_or_default();
    let ratio = (medians[0] + medians[1]) / (medians[2] + medians[3]);
    println!("A and S together ÷ amazon-cognito-identity-js: {ratio:.2}, to reach {reach:.2}");
    Ok(())
}

fn sample(line: &str) -> Result<[f64; COLUMNS.len()]> {
    let numbers: Vec<f64> = line.split('\t').map(str::parse).collect::<Result<_, _>>()?;
    numbers.try_into().ok().with_context(|| format!("a round is not of this form: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_four_numbers() {
        assert_eq!(sample("1\t2.5\t3\t4").unwrap(), [1.0, 2.5, 3.0, 4.0]);
        for (case, line) in [("three", "1\t2\t3"), ("five", "1\t2\t3\t4\t5"), ("a word", "1\t2\t3\tfast")] {
            assert!(sample(line).is_err(), "{case}");
        }
    }
}
