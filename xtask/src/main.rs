//! The project's commands. `cargo xtask --help` lists them.
#![expect(clippy::print_stdout, reason = "a command line program speaks through standard output")]

mod bench;
mod book;
mod budgets;
mod build;
mod configure;
mod deny;
mod dev;
mod fuzz;
mod gallery;
mod headers;
#[cfg(test)]
mod layers;
mod package;
mod process;
mod publish;
mod release;
#[cfg(test)]
mod rules;
mod settings_file;
mod size;
mod table;
mod test;
mod theme;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

/// All commands of this repository. Each installs what it needs, and says so.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the app against a local user pool, and rebuilds it whenever a file changes
    Dev(dev::Options),
    /// Runs all tests: formatting, lints, host, browser, interoperability and end-to-end tests
    Test(test::Options),
    /// Builds the app for deployment into dist/
    Build,
    /// Writes the settings for your user pool, from what Amplify, Terraform, CDK, CloudFormation or the AWS command line says of it
    Configure(configure::Options),
    /// Writes the header files of hosts (CSP and others), for the settings in dist/index.html
    Headers(headers::Options),
    /// Measures what the app downloads on each journey, and fails above the budgets
    Size(size::Options),
    /// Measures how fast the app and the local user pool are
    #[command(subcommand)]
    Bench(bench::Measure),
    /// Makes the documents into a book, and checks its links
    Book,
    /// Serves every screen of the app in every state, without a user pool
    Gallery(gallery::Options),
    /// Turns the branding of Cognito's managed login into design tokens, and refuses colors with too little contrast
    Theme(theme::Options),
    /// Packs the local user pool for people without Rust: one static binary, npm, pip, Docker
    Package,
    /// Checks licenses, duplicate crates and sources of all dependencies with cargo-deny
    Deny(deny::Options),
    /// Fuzzes every parser of untrusted input, for a minute each
    Fuzz(fuzz::Options),
    /// Checks that the crates can be published without breaking changes: documentation, semantic versioning, a dry run
    Publish(publish::Options),
    /// Makes a release: the app as a zip, the local user pool, what they are made of, and checksums
    Release(release::Options),
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let outcome = workspace().and_then(|root| {
        settings_file::ensure(&root)?;
        run(&root, command)
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(root: &Path, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Dev(options) => dev::run(root, &options),
        Command::Test(options) => test::run(root, &options),
        Command::Build => build::run(root),
        Command::Configure(options) => configure::run(&options),
        Command::Headers(options) => headers::run(&options),
        Command::Size(options) => size::run(root, &options),
        Command::Bench(measure) => bench::run(root, &measure),
        Command::Book => book::run(root),
        Command::Gallery(options) => gallery::run(root, &options),
        Command::Theme(options) => theme::run(root, &options),
        Command::Package => package::run(root),
        Command::Deny(options) => deny::run(root, &options),
        Command::Fuzz(options) => fuzz::run(root, &options),
        Command::Publish(options) => publish::run(root, &options),
        Command::Release(options) => release::run(root, &options),
    }
}

/// The workspace's root, wherever in it the command was called.
fn workspace() -> anyhow::Result<PathBuf> {
    let member = Path::new(env!("CARGO_MANIFEST_DIR"));
    member.parent().map(Path::to_path_buf).context("xtask has no parent directory")
}
