//! Journeys in the browsers that people use.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::count::Count;
use crate::tools::browser::Browser;
use crate::tools::firefox::Firefox;
use crate::tools::webkit::WebKit;
use crate::tools::{npm, servers};
use crate::{build, process};

/// What draws the pages.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum Engine {
    /// Chrome, Edge, Opera, Samsung Internet and others
    Chromium,
    /// Firefox
    Firefox,
    /// Safari, and every browser on iPhones and iPads
    Webkit,
}

/// The journeys that go through every engine in each run of the tests: a module of tests/e2e/tests/journeys.
const IN_EVERY_ENGINE: &str = "browsers::";
const GENERATED_POOLS_SEED: &str = "GENERATED_POOLS_SEED";

/// All journeys in one engine, if it is named; else all of them in Chromium, and a short set in the others.
///
/// # Errors
/// When one fails, or something it needs cannot be installed.
pub(crate) fn run(root: &Path, engine: Option<Engine>, count: &mut Count) -> Result<()> {
    let dist = root.join(build::DIST);
    if !dist.join("index.html").is_file() {
        bail!("there is no build in {}: run `cargo xtask build`", dist.display());
    }
    npm::ensure(&root.join("tests").join("e2e"))?;
    // Sessions go from the libraries that are tested there to the app, and back.
    npm::ensure(&root.join("tests").join("interop"))?;
    let guarded_app = build::guarded_app(root)?;
    let servers = servers::ensure(root)?;
    let tests = |engine, arguments: &[&str]| -> Result<Command> {
        let mut tests = process::cargo(root);
        tests.arg("test").args(arguments);
        tests.env("E2E_DIST", &dist).env("E2E_GUARDED_APP_DIST", &guarded_app).env("E2E_SERVERS", &servers);
        drive(&mut tests, root, engine)?;
        Ok(tests)
    };
    let journeys = ["--package", "e2e", "--test", "journeys"];
    if let Some(engine) = engine {
        return watched(&mut tests(engine, &journeys)?, root, engine, count);
    }
    let mut all = tests(Engine::Chromium, &["--package", "e2e", "--package", "bench"])?;
    watched(&mut all, root, Engine::Chromium, count)?;
    for engine in [Engine::Firefox, Engine::Webkit] {
        let short = [&journeys[..], &["--", IN_EVERY_ENGINE]].concat();
        watched(&mut tests(engine, &short)?, root, engine, count)?;
    }
    Ok(())
}

/// Tells the tests which browser they are to go through, and where it is.
fn drive(tests: &mut Command, root: &Path, engine: Engine) -> Result<()> {
    match engine {
        Engine::Chromium => {
            let browser = Browser::ensure(root)?;
            tests.env("CHROMEDRIVER", browser.chromedriver).env("CHROMIUM", browser.chromium);
        }
        Engine::Firefox => {
            let browser = Firefox::ensure(root)?;
            tests.env("GECKODRIVER", browser.geckodriver).env("FIREFOX", browser.firefox);
        }
        Engine::Webkit => {
            let browser = WebKit::ensure(root)?;
            tests.env("WEBKIT_DRIVER", browser.driver).env("MINI_BROWSER", browser.mini_browser);
            tests.env("XVFB", browser.xvfb);
        }
    }
    tests.env("E2E_BROWSER", name(engine));
    Ok(())
}

fn name(engine: Engine) -> String {
    engine.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn watched(tests: &mut Command, root: &Path, engine: Engine, count: &mut Count) -> Result<()> {
    process::announce(&format!("Journeys in {}", name(engine)));
    if let Some(seed) = generated_pools(root) {
        println!("The generated pools of this run are those of {GENERATED_POOLS_SEED}={seed}");
        tests.env(GENERATED_POOLS_SEED, seed);
    }
    let (mut all, mut below, mut left_out) = (0, 0, 0);
    process::run_watched(tests, |line| {
        count.see(line);
        if let Some(base) = base_of(line) {
            all += 1;
            below += usize::from(base != "/");
        }
        left_out += usize::from(is_left_out(line));
    })?;
    if all > 0 {
        println!("{below} of {all} journeys went through an app below a path");
    }
    if left_out > 0 {
        println!("{left_out} of {all} journeys were left out, because they need what this browser's driver cannot do");
    }
    Ok(())
}

/// Which of the generated pools the journeys go through: those of the environment, or else of the number of commits. So a commit
/// always has the same ones, and those that follow take turns. Without git, chance decides.
fn generated_pools(root: &Path) -> Option<String> {
    if let Ok(seed) = std::env::var(GENERATED_POOLS_SEED) {
        return Some(seed);
    }
    let counted = Command::new("git").args(["rev-list", "--count", "HEAD"]).current_dir(root).output().ok()?;
    let number = String::from_utf8(counted.stdout).ok()?.trim().to_owned();
    (counted.status.success() && !number.is_empty()).then_some(number)
}

/// Where the app is on a journey that reports itself.
fn base_of(line: &str) -> Option<&str> {
    let (_, report) = line.split_once("journey ")?;
    report.split_once(": the app is at ").map(|(_, base)| base)
}

/// Whether a journey reports that it cannot go on in this browser.
fn is_left_out(line: &str) -> bool {
    line.split_once("journey ").is_some_and(|(_, report)| report.contains(": left out, "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journeys_report_where_the_app_is() {
        for (line, base) in [
            ("journey sign-up: the app is at /", Some("/")),
            ("test sign_up::one ... journey below-chunk: the app is at /auth", Some("/auth")),
            ("test journeys::one ... ok", None),
        ] {
            assert_eq!(base_of(line), base, "{line}");
        }
    }

    #[test]
    fn journeys_report_what_they_cannot_do() {
        for (line, expected) in [
            ("journey passkey: left out, for want of WebAuthn.enable", true),
            ("journey passkey: the app is at /", false),
            ("test journeys::left_out ... ok", false),
        ] {
            assert_eq!(is_left_out(line), expected, "{line}");
        }
    }
}
