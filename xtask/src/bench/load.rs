//! `cargo xtask bench load`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::samples::Samples;
use crate::budgets::Budgets;
use crate::size::weights::Weights;
use crate::table::{grouped, render};
use crate::tools::npm;
use crate::{build, process};

/// The pages of tests/bench/pages that are measured; the first one is what ratios are to.
const PAGES: [&str; 3] = ["react-app", "amplify-ui", "identity-js"];
/// As tests/bench calls the app, and what looks like it.
const OURS: &str = "ours";
const EMPTY: &str = "empty";

/// Figures by the names that tests/bench gives them, and as people read them.
const FIGURES: [(&str, &str); 9] = [
    ("first-paint", "first paint"),
    ("field-visible", "field visible"),
    ("blocking", "blocking"),
    ("script", "script"),
    ("robot-request", "robot's request"),
    ("click-to-request-1x", "click to request"),
    ("click-to-request-4x", "the same ×4"),
    ("longest-task-1x", "longest task"),
    ("longest-task-4x", "the same ×4"),
];

/// Builds the other pages, measures all in turn, and prints medians and ratios.
///
/// # Errors
/// When there is no build, or a program fails.
pub(super) fn run(root: &Path, rounds: u32) -> Result<()> {
    let mut bench = super::program(root)?;
    let pages = root.join("tests").join("bench").join("pages");
    let programs = npm::ensure(&pages)?;
    process::announce("Building the pages to compare with");
    bench.args(["load", "--rounds", &rounds.to_string()]);
    bench.arg("--page").arg(named(OURS, &root.join(build::DIST)));
    let mut weights = Vec::new();
    for page in PAGES {
        let built = build_page(root, &pages, &programs, page)?;
        weights.push((page, Weights::read(&built)?.of_all(|_| true).brotli));
        bench.arg("--page").arg(named(page, &built));
    }
    process::announce("Measuring each page in turn: half a minute for each round and page");
    let mut samples = Samples::default();
    let mut outcome = Ok(());
    process::run_watched(&mut bench, |line| {
        if let Err(error) = samples.add(line) {
            outcome = Err(error);
        }
    })?;
    outcome?;
    process::announce(
        "Medians: 1.6 Mbit/s, 150 ms, CPU ×4; from the click on: quick network, CPU ×1 and ×4. Milliseconds",
    );
    print!("{}", medians(&samples));
    process::announce("What those pages fetch, in bytes after brotli -11");
    let rows: Vec<_> = weights.into_iter().map(|(page, bytes)| vec![page.to_owned(), grouped(bytes)]).collect();
    print!("{}", render(&["page", "brotli -11"], &rows));
    process::announce("The app beside them");
    print!("{}", ratios(&samples, &Budgets::read(root)?));
    Ok(())
}

/// Builds a page of tests/bench/pages; returns where it is.
///
/// # Errors
/// When Vite fails.
pub(super) fn build_page(root: &Path, pages: &Path, programs: &Path, page: &str) -> Result<PathBuf> {
    let built = root.join("target").join("bench").join(page);
    let mut vite = process::command(programs.join("vite"), pages);
    vite.args(["build", page, "--config", "vite.config.js", "--logLevel", "warn", "--outDir"]).arg(&built);
    process::run(&mut vite)?;
    Ok(built)
}

fn named(name: &str, directory: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from(format!("{name}="));
    argument.push(directory);
    argument
}

fn medians(samples: &Samples) -> String {
    let head: Vec<&str> = std::iter::once("page").chain(FIGURES.map(|(_, title)| title)).collect();
    let cell = |figure: &str, page: &str| match samples.median(figure, page) {
        // The browser tells no more of a task that is shorter.
        Some(milliseconds) if figure.starts_with("longest-task") && milliseconds <= 50.0 => "≤ 50".to_owned(),
        Some(milliseconds) => format!("{milliseconds:.0}"),
        None => String::new(),
    };
    let row = |page: &str| {
        let cells = FIGURES.map(|(figure, _)| cell(figure, page));
        std::iter::once(page.to_owned()).chain(cells).collect::<Vec<_>>()
    };
    render(&head, &samples.pages().into_iter().map(row).collect::<Vec<_>>())
}

/// What the budgets name, as a ratio or in milliseconds.
fn ratios(samples: &Samples, budgets: &Budgets) -> String {
    let mut rows = Vec::new();
    for (figure, to, title) in [
        ("field-visible", Some(EMPTY), "field visible ÷ a page that looks the same without a program"),
        ("robot-request", Some(PAGES[0]), "robot's request ÷ the React app"),
        ("script", Some(PAGES[0]), "script until idle ÷ the React app"),
        ("click-to-request-1x", None, "click to request, ms"),
        ("longest-task-4x", None, "longest task of a sign-in, CPU ×4, ms"),
    ] {
        let ours = samples.median(figure, OURS);
        let value = match to {
            Some(page) => ours.zip(samples.median(figure, page)).map(|(ours, theirs)| ours / theirs),
            None => ours,
        };
        let written = value.map_or_else(String::new, |value| decimal(value, to.is_some()));
        let reach = budgets.reach(figure).map_or_else(String::new, |reach| decimal(reach, to.is_some()));
        rows.push(vec![title.to_owned(), written, reach]);
    }
    render(&["figure", "ours", "to reach"], &rows)
}

/// Two places for a ratio, none for milliseconds.
fn decimal(value: f64, is_ratio: bool) -> String {
    let mut text = String::new();
    let places = if is_ratio { 2 } else { 0 };
    // Writing to a string cannot fail.
    let _ = write!(text, "{value:.places$}");
    text
}
