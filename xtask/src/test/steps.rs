//! What each step of `cargo xtask test` runs.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use clap::ValueEnum;

use super::count::Count;
use super::journeys::{self, Engine};
use super::templates;
use crate::tools::browser::Browser;
use crate::tools::firefox::Firefox;
use crate::tools::{Tools, npm, python};
use crate::{book, build, deny, dev, package, process, size};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
/// What of the workspace is for this machine.
const NOT_IN_THE_BROWSER: [&str; 6] =
    ["--exclude", "leptos-cognito", "--exclude", "guarded-app", "--exclude", "gallery"];

/// The fuzz targets are a workspace of their own, which only `cargo xtask fuzz` runs.
const FUZZ: [&str; 2] = ["--manifest-path", "fuzz/Cargo.toml"];

/// What drives a browser. It is tested with the journeys, so that what it needs changes nothing in the other tests.
const BROWSER_DRIVERS: [&str; 6] = ["--exclude", "e2e", "--exclude", "bench", "--exclude", "pictures"];

/// A step, by the name one gives it on the command line. They run in this order: the quickest to fail come first.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum Step {
    /// Formatting
    Fmt,
    /// Lints, for this machine and for the browser
    Clippy,
    /// Licences, sources and bans of all dependencies
    Deny,
    /// The documents as a book, and its links
    Book,
    /// Rust tests that run on this machine, and what lints the templates of deploy/
    Host,
    /// Rust tests that run in the browser
    Wasm,
    /// The release build, and what a first visit to it weighs
    Build,
    /// Third-party clients against the local user pool
    Interop,
    /// The local user pool as people without Rust install it
    Packages,
    /// Whole journeys through the release build in the browser
    E2e,
}

impl Step {
    /// Its name on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// What it is for: its help on the command line.
    pub(crate) fn purpose(self) -> String {
        self.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string)).unwrap_or_default()
    }

    /// Whether a run in which no test passed is a failure.
    pub(crate) fn has_tests(self) -> bool {
        matches!(self, Self::Host | Self::Wasm | Self::Interop | Self::Packages | Self::E2e)
    }

    /// Runs it; what needs a browser in one engine, if it is named.
    ///
    /// # Errors
    /// When the step fails, or something it needs cannot be installed.
    pub(crate) fn run(self, root: &Path, engine: Option<Engine>, count: &mut Count) -> Result<()> {
        match self {
            Self::Fmt => {
                process::run(process::cargo(root).args(["fmt", "--all", "--check"]))?;
                process::run(process::cargo(root).args(["fmt", "--check"]).args(FUZZ))
            }
            Self::Clippy => clippy(root),
            Self::Deny => deny::run(root, &deny::Options::default()),
            Self::Book => book::run(root),
            Self::Host => {
                let mut tests = process::cargo(root);
                tests.args(["test", "--workspace"]).args(BROWSER_DRIVERS).args(NOT_IN_THE_BROWSER);
                tests.env("TEMPLATES", templates::make(root)?);
                watched(&mut tests, count)
            }
            Self::Wasm => wasm(root, engine, count),
            Self::Build => {
                build::run(root)?;
                size::check_first_visit(root)
            }
            Self::Interop => interop(root, count),
            Self::Packages => packages(root, count),
            Self::E2e => journeys::run(root, engine, count),
        }
    }
}

fn clippy(root: &Path) -> Result<()> {
    let deny = ["--", "-D", "warnings"];
    let host = ["clippy", "--workspace", "--all-targets"];
    process::run(
        process::cargo(root)
            .args(host)
            .args(NOT_IN_THE_BROWSER)
            .args(["--features", "cognito-client/reqwest"])
            .args(deny),
    )?;
    Tools::ensure(root)?;
    let apps = ["leptos-cognito", "guarded-app", "gallery", "password-strength", "bench-srp"]
        .map(|package| ["--package", package]);
    process::run(
        process::cargo(root).arg("clippy").args(apps.as_flattened()).arg("--all-targets").args(WASM).args(deny),
    )?;
    // Both transports compile for the browser, although the app uses only one.
    let client = ["clippy", "--package", "cognito-client", "--features", "fetch,reqwest"];
    process::run(process::cargo(root).args(client).args(WASM).args(deny))?;
    let fuzz = ["clippy", "--locked", "--target-dir", "target"];
    process::run(process::cargo(root).args(fuzz).args(FUZZ).args(deny))
}

fn wasm(root: &Path, engine: Option<Engine>, count: &mut Count) -> Result<()> {
    let mut tests = Tools::ensure(root)?.command("cargo")?;
    // Not the documentation tests: they are compiled one by one, and would each start a browser.
    tests.args(["test", "--package", "leptos-cognito", "--tests"]).args(WASM);
    // In seconds, for all tests of one binary; the runner's default of 20 is short for a busy machine.
    tests.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    match engine.unwrap_or(Engine::Chromium) {
        Engine::Chromium => tests.env("CHROMEDRIVER", Browser::ensure(root)?.chromedriver),
        Engine::Firefox => tests.env("GECKODRIVER", Firefox::ensure(root)?.geckodriver),
        Engine::Webkit => bail!("wasm-bindgen's runner of tests knows no driver of WebKit but that of macOS"),
    };
    watched(&mut tests, count)
}

fn interop(root: &Path, count: &mut Count) -> Result<()> {
    let directory = root.join("tests").join("interop");
    npm::ensure(&directory)?;
    let binary = dev::local_user_pool(root)?;
    let mut node = process::command("node", &directory);
    // The reporter is named because the default depends on where the output goes.
    node.args(["--test", "--test-reporter=spec"]).env("LOCAL_USER_POOL", &binary);
    watched(&mut node, count)?;
    let directory = directory.join("python");
    let mut tests = process::command(python::ensure(&directory)?, &directory);
    tests.args(["-m", "unittest", "test_boto3", "test_pycognito", "test_resources"]).env("LOCAL_USER_POOL", binary);
    // No cache of the compiled tests in the tree, and no warnings of what the packages themselves are warned of.
    tests.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONWARNINGS", "ignore");
    watched(&mut tests, count)
}

fn packages(root: &Path, count: &mut Count) -> Result<()> {
    let made = package::build(root)?;
    let directory = root.join("tests").join("packages");
    npm::ensure(&directory)?;
    let mut node = process::command("node", &directory);
    node.args(["--test", "--test-reporter=spec"]);
    node.env("PROGRAM", made.program).env("TARBALL", made.tarball).env("WHEEL", made.wheel);
    watched(&mut node, count)
}

fn watched(command: &mut Command, count: &mut Count) -> Result<()> {
    process::run_watched(command, |line| count.see(line))
}
