//! `cargo xtask test`.

mod count;
mod journeys;
mod steps;
mod templates;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum as _};

use self::count::Count;
use self::journeys::Engine;
use self::steps::Step;
use crate::process;
use crate::table::{grouped, render};

/// What `cargo xtask test` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The steps to run [default: all but book and packages]
    steps: Vec<Step>,
    /// Uses dist/ as it is for the end-to-end tests, instead of building it
    #[arg(long)]
    no_build: bool,
    /// Runs tests in this browser: those of the steps named, or else all journeys [default: chromium]
    #[arg(long)]
    browser: Option<Engine>,
}

/// Runs the steps in order, up to the first that fails; then says how long each took and how many tests passed.
///
/// # Errors
/// With the name of the step that failed.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let mut finished = Vec::new();
    let mut named = options.steps.clone();
    if named.is_empty() {
        named.extend(options.browser.map(|_| Step::E2e));
    }
    for step in chosen(&named, options.no_build) {
        process::announce(&format!("{}: {}", step.name(), step.purpose()));
        let mut count = Count::default();
        let (outcome, duration) = process::timed(|| step.run(root, options.browser, &mut count));
        outcome.with_context(|| failed(step, count))?;
        if count.failed > 0 {
            bail!("{}", failed(step, count));
        }
        if step.has_tests() && count.passed == 0 {
            bail!("step {} failed: it found no tests", step.name());
        }
        println!("{} took {}", step.name(), seconds(duration));
        finished.push((step, duration, count));
    }
    print!("\n{}\n{}\n", summary(&finished), total(&finished));
    Ok(())
}

/// The steps to run, in their order. The end-to-end tests bring the build with them: a stale one would pass or fail for
/// what the code no longer is. The book and packages are made only for those who name them: mdBook is compiled for minutes, and
/// so is the program that is packed. Links of the documents are tested by `host`.
fn chosen(named: &[Step], no_build: bool) -> Vec<Step> {
    let wanted = |step: &Step| match step {
        _ if named.contains(step) => true,
        Step::Book | Step::Packages => false,
        _ if named.is_empty() => true,
        Step::Build => named.contains(&Step::E2e) && !no_build,
        _ => false,
    };
    Step::value_variants().iter().copied().filter(wanted).collect()
}

fn failed(step: Step, count: Count) -> String {
    match count {
        Count { failed: 0, .. } => format!("step {} failed", step.name()),
        Count { failed, passed } => format!("step {} failed: {passed} passed, {failed} failed", step.name()),
    }
}

fn summary(finished: &[(Step, Duration, Count)]) -> String {
    let row = |(step, duration, count): &(Step, Duration, Count)| {
        let passed = if step.has_tests() { grouped(count.passed) } else { String::new() };
        vec![format!("{}: {}", step.name(), step.purpose()), seconds(*duration), passed]
    };
    let whole = finished.iter().map(|(_, duration, _)| *duration).sum();
    let mut rows: Vec<_> = finished.iter().map(row).collect();
    rows.push(vec!["all".to_owned(), seconds(whole), String::new()]);
    render(&["step", "time", "tests passed"], &rows)
}

fn total(finished: &[(Step, Duration, Count)]) -> String {
    let sum: Count = finished.iter().map(|(_, _, count)| *count).sum();
    format!("{} passed, {} failed", sum.passed, sum.failed)
}

fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        whole @ 0..60 => format!("{whole}.{} s", duration.subsec_millis() / 100),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_their_order_and_the_build_comes_with_the_tests_that_need_it() {
        let all = [Step::Fmt, Step::Clippy, Step::Deny, Step::Host, Step::Wasm, Step::Build, Step::Interop, Step::E2e];
        let cases: [(&str, &[Step], bool, &[Step]); 7] = [
            ("all", &[], false, &all),
            ("all but not the build", &[], true, &all),
            ("the book, which has to be named", &[Step::Book], false, &[Step::Book]),
            ("packages, which have to be named", &[Step::Packages], false, &[Step::Packages]),
            ("two, named in another order", &[Step::Host, Step::Fmt], false, &[Step::Fmt, Step::Host]),
            ("end to end", &[Step::E2e], false, &[Step::Build, Step::E2e]),
            ("end to end, built before", &[Step::E2e], true, &[Step::E2e]),
        ];
        for (name, named, no_build, expected) in cases {
            assert_eq!(chosen(named, no_build), expected, "{name}");
        }
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let finished = [
            (Step::Fmt, Duration::from_millis(1250), Count::default()),
            (Step::Host, Duration::from_secs(61), Count { passed: 1200, failed: 0 }),
            (Step::Wasm, Duration::from_secs(5), Count { passed: 34, failed: 0 }),
        ];
        assert_eq!(total(&finished), "1234 passed, 0 failed");
        let summary = summary(&finished);
        assert!(summary.contains("1.2 s") && summary.contains("1 min 01 s") && summary.contains("1,200"), "{summary}");
    }
}
