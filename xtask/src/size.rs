//! `cargo xtask size`.

mod crates;
mod first_visit;
pub(crate) mod weights;

use std::path::Path;

use anyhow::{Result, bail};
use clap::Args;

use crate::budgets::{Budgets, Size};
use crate::table::{grouped, render};
use crate::{bench, build, process};
use weights::{Weight, Weights};

/// What `cargo xtask size` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Measures dist/ without building it
    #[arg(long)]
    no_build: bool,
    /// Only reads what index.html names, and starts no browser
    #[arg(long)]
    first_visit: bool,
    /// Lists which crates, modules and functions the wasm files consist of, instead
    #[arg(long)]
    crates: bool,
}

/// Prints what the app fetches: each file of a first visit to `/`, and of each journey how much.
///
/// # Errors
/// When one of them is above its budget, or a program fails.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    if !options.no_build {
        build::run(root)?;
    }
    if options.crates {
        return crates::run(root);
    }
    let weights = Weights::read(&root.join(build::DIST))?;
    print_languages(&weights);
    let first_visit = print_files(root, &weights)?;
    let mut figures = vec![Figure::of(root, "first visit, as index.html names it", "first-visit", first_visit)?];
    if !options.first_visit {
        process::announce("Driving the app in the browser: a minute or two");
        for (journey, weight) in journeys(root, &weights)? {
            // A visit without any action fetches ahead what signing in needs.
            let budget =
                if ["visit-until-idle", "sign-in"].contains(&journey.as_str()) { "sign-in" } else { "challenge" };
            figures.push(Figure::of(root, &journey.replace('-', " "), budget, weight)?);
        }
    }
    let is_strength = |name: &str| name.starts_with("password-strength-");
    // Nobody fetches more than one other language.
    let everything = weights.of_all(|name| !is_strength(name) && language_of(name).is_none());
    figures.push(Figure::of(root, "all in English, password strength aside", "everything", everything)?);
    figures.push(Figure::of(root, "password strength", "password-strength", weights.of_all(is_strength))?);
    process::announce("What is fetched until the page is idle, in bytes after brotli -11");
    let rows: Vec<_> = figures.iter().map(Figure::row).collect();
    print!("{}", render(&["journey", "brotli -11", "budget", "left", "to reach"], &rows));
    within_budgets(&figures)
}

/// Fails when a first visit is above its budget, as far as index.html tells: in seconds, and without a browser.
///
/// # Errors
/// As said, or when there is no build.
pub(crate) fn check_first_visit(root: &Path) -> Result<()> {
    let dist = root.join(build::DIST);
    let files = first_visit::files(&dist)?;
    let weight = files.iter().try_fold(0, |sum, name| {
        let content = std::fs::read(dist.join(name))?;
        anyhow::Ok(sum + Weight::of(&content)?.brotli)
    })?;
    let figure =
        Figure { name: "first visit".to_owned(), brotli: weight, size: Budgets::read(root)?.size("first-visit")? };
    println!("A first visit fetches {} bytes (brotli), of {} allowed", grouped(weight), grouped(figure.size.budget));
    within_budgets(&[figure])
}

/// What is measured, and what it is held to.
struct Figure {
    name: String,
    brotli: usize,
    size: Size,
}

impl Figure {
    fn of(root: &Path, name: &str, budget: &str, weight: Weight) -> Result<Self> {
        Ok(Self { name: name.to_owned(), brotli: weight.brotli, size: Budgets::read(root)?.size(budget)? })
    }

    fn row(&self) -> Vec<String> {
        let left = match self.size.budget.checked_sub(self.brotli) {
            Some(left) => grouped(left),
            None => format!("-{}", grouped(self.brotli - self.size.budget)),
        };
        let numbers = [grouped(self.brotli), grouped(self.size.budget), left, grouped(self.size.reach)];
        std::iter::once(self.name.clone()).chain(numbers).collect()
    }
}

fn within_budgets(figures: &[Figure]) -> Result<()> {
    let above: Vec<_> = figures.iter().filter(|figure| figure.brotli > figure.size.budget).collect();
    if above.is_empty() {
        return Ok(());
    }
    let excess = |figure: &&Figure| {
        let excess = grouped(figure.brotli - figure.size.budget);
        format!("{} is {excess} bytes above its budget of {}", figure.name, grouped(figure.size.budget))
    };
    bail!("{} (brotli)", above.iter().map(excess).collect::<Vec<_>>().join("; "));
}

/// Prints each file with its sizes, the largest first: those of a first visit, their total, then the others.
fn print_files(root: &Path, weights: &Weights) -> Result<Weight> {
    let first = first_visit::files(&root.join(build::DIST))?;
    let total = weights.of(first.iter().map(String::as_str))?;
    let row = |name: &str, weight: Weight| {
        vec![name.to_owned(), grouped(weight.raw), grouped(weight.gzip), grouped(weight.brotli)]
    };
    let largest_first = |is_meant: &dyn Fn(&str) -> bool| {
        let mut files: Vec<_> = weights.iter().filter(|(name, _)| is_meant(name)).collect();
        files.sort_by_key(|(_, weight)| std::cmp::Reverse(weight.raw));
        files
    };
    let mut rows: Vec<_> =
        largest_first(&|name| first.contains(name)).into_iter().map(|(name, weight)| row(name, weight)).collect();
    rows.push(row("total", total));
    let later = weights.besides(&first);
    let later = largest_first(&|name| later.contains(name) && language_of(name).is_none());
    rows.extend(later.into_iter().map(|(name, weight)| row(&format!("later: {name}"), weight)));
    process::announce("What index.html names for a first visit to /, in bytes");
    print!("{}", render(&["file", "raw", "gzip -9", "brotli -11"], &rows));
    Ok(total)
}

/// Prints what each language weighs: what a first visit fetches of it, and all of it.
fn print_languages(weights: &Weights) {
    let mut languages = std::collections::BTreeMap::<&str, (usize, usize)>::new();
    for (name, weight) in weights.iter() {
        if let Some((tag, part)) = language_of(name) {
            let (first, all) = languages.entry(tag).or_default();
            *all += weight.brotli;
            if ["first_visit", "sign_in"].contains(&part) {
                *first += weight.brotli;
            }
        }
    }
    let row = |(tag, (first, all)): (&str, (usize, usize))| vec![tag.to_owned(), grouped(first), grouped(all)];
    let rows: Vec<_> = languages.into_iter().map(row).collect();
    process::announce("What other languages than English weigh, in bytes after brotli -11");
    print!("{}", render(&["language", "first visit", "all"], &rows));
}

/// Of which language a file is, by its path, and which part of it.
fn language_of(name: &str) -> Option<(&str, &str)> {
    let (tag, part) = name.strip_prefix("lang-")?.split_once('/')?.1.split_once('/')?;
    Some((tag, part.strip_suffix(".json")?))
}

/// Each journey, by its name, and what was fetched on it.
fn journeys(root: &Path, weights: &Weights) -> Result<Vec<(String, Weight)>> {
    let printed = process::output(bench::program(root)?.arg("journeys"))?;
    let journey = |line: &str| {
        let mut parts = line.split('\t');
        let name = parts.next().unwrap_or_default().to_owned();
        Ok((name, weights.of(parts)?))
    };
    printed.lines().map(journey).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_language_is_known_by_its_path() {
        assert_eq!(language_of("lang-1a2b/pt-BR/sign_in.json"), Some(("pt-BR", "sign_in")));
        for other in ["lang-1a2b/keys.json", "app-1.js", "other/de/sign_in.json"] {
            assert_eq!(language_of(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_above_its_budget_is_named() {
        let figure =
            |name: &str, brotli| Figure { name: name.to_owned(), brotli, size: Size { budget: 2000, reach: 500 } };
        assert!(within_budgets(&[figure("one", 2000), figure("two", 1)]).is_ok());
        let error = within_budgets(&[figure("one", 3500), figure("two", 1), figure("three", 2001)]).unwrap_err();
        let expected =
            "one is 1,500 bytes above its budget of 2,000; three is 1 bytes above its budget of 2,000 (brotli)";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_row_says_how_much_is_left_or_too_much() {
        for (brotli, left) in [(500, "1,500"), (2000, "0"), (2001, "-1")] {
            let figure = Figure { name: "a".to_owned(), brotli, size: Size { budget: 2000, reach: 500 } };
            assert_eq!(figure.row()[3], left, "{brotli}");
        }
    }
}
