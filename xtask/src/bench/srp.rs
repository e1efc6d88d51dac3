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
/// What tests/bench prints, in this order: by how much the processor is slowed, and milliseconds.
const COLUMNS: [&str; 6] = ["CPU", "ours A", "ours S", "our longest task", "identity-js A", "identity-js S"];

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
    process::run(bindgen.arg(build::cargo_output(true, &format!("{MODULE}.wasm"))?))?;
    let wasm = directory.join(format!("{MODULE}_bg.wasm"));
    let optimised = directory.join("optimised.wasm");
    process::run(build::wasm_opt(&npm::ensure(&root.join("xtask"))?, root).arg(&wasm).arg("-o").arg(&optimised))?;
    fs::rename(&optimised, &wasm)?;
    process::announce("Measuring");
    let printed = process::output(bench.args(["srp", "--rounds", &rounds.to_string()]).arg(&page))?;
    let samples = printed.lines().map(sample).collect::<Result<Vec<_>>>()?;
    let rows = [1.0, 4.0].map(|cpu| medians(&samples, cpu)).into_iter().collect::<Option<Vec<_>>>();
    let rows = rows.context("nothing was measured")?;
    process::announce("Medians in milliseconds");
    let printed = |[cpu, times @ ..]: &Sample| {
        let times = times.iter().map(|time| format!("{time:.1}"));
        [format!("×{cpu}")].into_iter().chain(times).collect()
    };
    print!("{}", render(&COLUMNS, &rows.iter().map(printed).collect::<Vec<_>>()));
    let reach = Budgets::read(root)?.reach("srp").unwrap_or_default();
    let [_, our_a, our_s, _, their_a, their_s] = rows[0];
    let ratio = (our_a + our_s) / (their_a + their_s);
    println!("A and S together ÷ amazon-cognito-identity-js: {ratio:.2}, to reach {reach:.2}");
    Ok(())
}

type Sample = [f64; COLUMNS.len()];

/// Of the rounds on a processor that is slowed by so much.
fn medians(samples: &[Sample], cpu: f64) -> Option<Sample> {
    let rounds: Vec<_> = samples.iter().filter(|sample| sample[0] == cpu).collect();
    let of = |column| median(&rounds.iter().map(|sample| sample[column]).collect::<Vec<_>>());
    (0..COLUMNS.len()).map(of).collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn sample(line: &str) -> Result<Sample> {
    let numbers: Vec<f64> = line.split('\t').map(str::parse).collect::<Result<_, _>>()?;
    numbers.try_into().ok().with_context(|| format!("a round is not of this form: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_of_the_same_processor() {
        let samples = [[1.0; 6], [4.0; 6], [1.0, 3.0, 1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 1.0, 1.0, 1.0, 1.0]];
        assert_eq!(medians(&samples, 1.0), Some([1.0, 2.0, 1.0, 1.0, 1.0, 1.0]));
        assert_eq!(medians(&samples, 4.0), Some([4.0; 6]));
        assert_eq!(medians(&samples, 2.0), None);
    }

    #[test]
    fn a_round_is_six_numbers() {
        assert_eq!(sample("4\t2.5\t3\t4\t5\t6").unwrap(), [4.0, 2.5, 3.0, 4.0, 5.0, 6.0]);
        for (case, line) in
            [("five", "1\t2\t3\t4\t5"), ("seven", "1\t2\t3\t4\t5\t6\t7"), ("a word", "1\t2\t3\t4\t5\tfast")]
        {
            assert!(sample(line).is_err(), "{case}");
        }
    }
}
