//! `cargo xtask bench`, and the program of tests/bench that measures in the browser.

mod load;
mod pool;
mod samples;
mod srp;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use clap::Subcommand;

use crate::tools::browser::Browser;
use crate::{build, process};

/// What `cargo xtask bench` measures.
#[derive(Subcommand)]
pub(crate) enum Measure {
    /// How soon people can sign in: the app in dist/ beside other sign-in pages, 1.6 Mbit/s, 150 ms, CPU ×4
    Load {
        /// How often each page is opened
        #[arg(long, default_value_t = 5)]
        rounds: u32,
    },
    /// The local user pool: sign-ins, refreshes, creations and listings at 100 to 100,000 users
    Pool {
        /// For how many seconds each call is measured
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// How many users
        #[arg(long = "users", value_delimiter = ',', default_values_t = [100, 10_000, 100_000])]
        sizes: Vec<usize>,
    },
    /// SRP in the browser: the client's beside that of amazon-cognito-identity-js
    Srp {
        /// How many exchanges
        #[arg(long, default_value_t = 30)]
        rounds: u32,
    },
}

/// Prints what was measured. Nothing fails by it: compare figures of one run, on a machine with nothing else to do.
///
/// # Errors
/// When a program fails.
pub(crate) fn run(root: &Path, measure: &Measure) -> Result<()> {
    match measure {
        Measure::Load { rounds } => load::run(root, *rounds),
        Measure::Pool { seconds, sizes } => pool::run(root, *seconds, sizes),
        Measure::Srp { rounds } => srp::run(root, *rounds),
    }
}

/// The program of tests/bench, for what it does in the browser.
///
/// # Errors
/// When there is no build or no browser.
pub(crate) fn program(root: &Path) -> Result<Command> {
    let dist = root.join(build::DIST);
    if !dist.join("index.html").is_file() {
        bail!("there is no build in {}: run `cargo xtask build`", dist.display());
    }
    let browser = Browser::ensure(root)?;
    let mut bench = without_browser(root);
    // What is measured is the app at `/`.
    bench
        .env("E2E_BASE", "")
        .env("E2E_DIST", dist)
        .env("CHROMEDRIVER", browser.chromedriver)
        .env("CHROMIUM", browser.chromium);
    Ok(bench)
}

/// The program of tests/bench, for what it does by itself.
pub(crate) fn without_browser(root: &Path) -> Command {
    let mut bench = process::cargo(root);
    bench.args(["run", "--quiet", "--package", "bench", "--"]);
    bench
}
